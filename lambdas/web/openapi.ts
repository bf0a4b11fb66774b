import type { Organisation } from '../domain/organisation/organisation.ts';
import * as z from 'zod/mini';
import { atFormerHost, contractFor, elsewhere, refusals } from './contract.ts';
import type { AnswerShape, Operation } from './contract.ts';

type Json = Readonly<Record<string, unknown>>;
type Schemas = Readonly<Record<string, z.ZodMiniType>>;

/** The contract as OpenAPI 3.1. */
export function openApi(organisation: Organisation): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [route, operation] of Object.entries(contractFor(organisation))) {
    const [method = '', path = ''] = route.split(' ');
    const answers =
      method === 'GET' && path !== '/health' ? { ...atFormerHost, ...operation.answers } : operation.answers;
    (paths[path] ??= { ...pathParameters(path) })[method.toLowerCase()] = operationOf({
      ...operation,
      answers,
    });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `Behov – ${organisation.university.name.sv}`,
      version: '1',
      description: [
        'Reports development needs, shows where they stand and moves them on. Refusals are RFC 9457 problems.',
        'At other addresses:',
        ...Object.entries(elsewhere).map(([status, { description }]) => `${status}: ${description}.`),
      ].join('\n'),
    },
    paths,
    components: { responses: mapped(refusals, responseOf) },
  };
}

function pathParameters(path: string): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return names.length === 0
    ? {}
    : { parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })) };
}

function operationOf({ summary, headers = {}, query = {}, body, answers }: Operation): Json {
  const parameters = [...parametersIn('header', headers), ...parametersIn('query', query)];
  return {
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: contentOf(body) } }),
    responses: mapped(answers, (answer, status) =>
      answer === (refusals as Readonly<Record<string, AnswerShape>>)[status]
        ? { $ref: `#/components/responses/${status}` }
        : responseOf(answer),
    ),
  };
}

const parametersIn = (place: 'header' | 'query', schemas: Schemas): readonly Json[] =>
  Object.entries(schemas).map(([name, schema]) => ({
    name,
    in: place,
    required: isRequired(schema),
    schema: schemaOf(schema),
  }));

const responseOf = ({ description, content, headers }: AnswerShape): Json => ({
  description,
  ...(content && { content: contentOf(content) }),
  ...(headers && { headers: mapped(headers, (schema) => ({ schema: schemaOf(schema) })) }),
});

const contentOf = (schemas: Schemas): Json => mapped(schemas, (schema) => ({ schema: schemaOf(schema) }));

const mapped = <Value>(
  values: Readonly<Record<string, Value>>,
  to: (value: Value, name: string) => unknown,
): Json => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, to(value, name)]));

/** Whether a schema refuses a missing value. A default makes it optional. */
const isRequired = (schema: z.core.$ZodType): boolean => !z.safeParse(schema, undefined).success;

/** A schema as JSON Schema, of values as they are kept. It allows further members, since answers may get more. */
function schemaOf(schema: z.ZodMiniType): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type !== 'object') return;
      delete jsonSchema.additionalProperties;
      jsonSchema.required = Object.entries(def.shape)
        .filter(([, member]) => isRequired(member))
        .map(([name]) => name);
    },
  });
  return json;
}
