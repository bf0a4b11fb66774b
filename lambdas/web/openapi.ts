import type { Organisation } from '../domain/organisation/organisation.ts';
import * as z from 'zod/mini';
import { statuses, actionNames, eventNames, ruleOf } from '../domain/need/workflow.ts';
import type { FieldRule } from '../domain/need/workflow.ts';
import { submissionSchema } from './submission.ts';

type Json = Readonly<Record<string, unknown>>;

/** The contract as OpenAPI 3.1, from the schemas and the table that the functions parse and decide with. */
export function openApi(organisation: Organisation): Json {
  const submission = schemaOf(submissionSchema(organisation));
  const { submitter: _submitter, ...flat } = submission.properties;
  const asForm = {
    type: 'object',
    properties: {
      ...flat,
      submitterName: submitterProperty(submission, 'name'),
      submitterEmail: submitterProperty(submission, 'email'),
      submissionKey: { type: 'string', maxLength: 255 },
    },
    required: [
      ...submission.required.filter((name) => name !== 'submitter'),
      'submitterName',
      'submitterEmail',
    ],
  };
  const status = { enum: statuses };

  return {
    openapi: '3.1.0',
    info: {
      title: `Behov – ${organisation.university.name.sv}`,
      version: '1',
      description:
        'Reports development needs, shows where they stand and moves them on. Refusals are RFC 9457 problems.',
    },
    paths: {
      '/': { get: { summary: 'The form in Swedish', responses: { 200: page } } },
      '/en': { get: { summary: 'The form in English', responses: { 200: page } } },
      '/organisation': {
        get: {
          summary: 'Areas, departments and schools',
          responses: { 200: jsonAnswer({ type: 'object' }) },
        },
      },
      '/needs': {
        post: {
          summary: 'Reports a need',
          parameters: [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              schema: { type: 'string', maxLength: 255 },
            },
          ],
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: submission },
              'application/x-www-form-urlencoded': { schema: asForm },
            },
          },
          responses: {
            201: jsonAnswer(
              object({
                reference: { type: 'string' },
                status: { const: 'received' },
                link: { type: 'string', format: 'uri' },
              }),
            ),
            303: { description: 'To a browser: the link to the need', headers: location },
            ...refusals(400, 409, 413, 415, 422, 429),
          },
        },
      },
      '/n/{token}': {
        parameters: [{ name: 'token', in: 'path', required: true, schema: { type: 'string' } }],
        get: {
          summary: 'The need as the holder of the link may see it, with the actions open to them now',
          responses: {
            200: { ...jsonAnswer(needSchema(status)), description: 'A page, or JSON' },
            ...refusals(404, 429),
          },
        },
        post: {
          summary: 'One action of the workflow',
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: actionSchema },
              'application/x-www-form-urlencoded': { schema: actionSchema },
            },
          },
          responses: {
            200: jsonAnswer(object({ status, version: { type: 'integer' } })),
            303: { description: 'To a browser: back to the page', headers: location },
            ...refusals(400, 403, 404, 409, 413, 415, 422, 429),
          },
        },
      },
      '/openapi.json': {
        get: { summary: 'This document', responses: { 200: jsonAnswer({ type: 'object' }) } },
      },
      '/health': {
        get: { summary: 'Whether the store answers', responses: { 200: jsonAnswer({ type: 'object' }) } },
      },
    },
    components: { schemas: { Problem: problem } },
  };
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, Json>>;
  readonly required: readonly string[];
}

/** What a schema accepts once white space is tidied; required is what it refuses to do without. */
function schemaOf(schema: z.ZodMiniObject): Json & ObjectSchema {
  const { properties, ...rest } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
  delete rest.$schema;
  delete rest.additionalProperties;
  return {
    ...rest,
    properties: properties as ObjectSchema['properties'],
    required: Object.entries(schema.shape)
      .filter(([, field]) => !z.safeParse(field, undefined).success)
      .map(([name]) => name),
  };
}

const submitterProperty = ({ properties }: ObjectSchema, name: string): Json =>
  (properties['submitter'] as unknown as ObjectSchema).properties[name] ?? {};

const object = (properties: Readonly<Record<string, Json>>): Json => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

const fieldSchema = (rule: FieldRule): Json => {
  switch (rule.kind) {
    case 'text':
      return { type: 'string', maxLength: rule.most };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'choice':
      return typeof rule.options === 'string' ? { type: 'string' } : { enum: rule.options };
    case 'choices':
      return {
        type: 'array',
        items: typeof rule.options === 'string' ? { type: 'string' } : { enum: rule.options },
      };
  }
};

const actionSchema: Json = {
  oneOf: actionNames.map((name) => {
    const fields = Object.entries(ruleOf(name).fields);
    return {
      title: name,
      type: 'object',
      properties: {
        action: { const: name },
        version: { type: 'integer', description: 'The version that the person had before them' },
        confirm: { const: 'yes' },
        ...Object.fromEntries(fields.map(([field, rule]) => [field, fieldSchema(rule)])),
      },
      required: [
        'action',
        'version',
        'confirm',
        ...fields.filter(([, { required }]) => required === true).map(([field]) => field),
      ],
    };
  }),
};

const needSchema = (status: Json): Json =>
  object({
    reference: { type: 'string' },
    title: { type: 'string' },
    status,
    version: { type: 'integer' },
    you: object({ name: { type: 'string' }, roles: { type: 'array', items: { type: 'string' } } }),
    actions: {
      type: 'array',
      items: object({
        name: { enum: actionNames },
        label: { type: 'string' },
        fields: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              name: { type: 'string' },
              kind: { enum: ['text', 'date', 'number', 'choice', 'choices'] },
              required: { type: 'boolean' },
              options: {
                type: 'array',
                items: object({ value: { type: 'string' }, label: { type: 'string' } }),
              },
            },
            required: ['name', 'kind', 'required'],
          },
        },
      }),
    },
    history: {
      type: 'array',
      items: object({
        at: { type: 'string', format: 'date-time' },
        action: { enum: eventNames },
        status,
        by: { type: 'string' },
        comment: { type: ['string', 'null'] },
      }),
    },
  });

const problem: Json = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    detail: { type: 'string' },
    status: { description: 'The HTTP status; with 409 on an action, the status of the need' },
    version: { type: 'integer', description: 'With 409 on an action: the present version' },
    errors: {
      type: 'array',
      items: object({ field: { type: 'string' }, message: { type: 'string' } }),
      description: 'With 422: every field that must be mended',
    },
  },
};

const page: Json = { description: 'A page', content: { 'text/html': { schema: { type: 'string' } } } };
const location: Json = { location: { schema: { type: 'string', format: 'uri' } } };
const jsonAnswer = (schema: Json): Json => ({
  description: 'JSON',
  content: { 'application/json': { schema } },
});
const refusals = (...codes: readonly number[]): Json =>
  Object.fromEntries(
    codes.map((code) => [
      code,
      {
        description: 'Refused, with what to do about it',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        ...(code === 429 && { headers: { 'retry-after': { schema: { type: 'integer' } } } }),
      },
    ]),
  );
