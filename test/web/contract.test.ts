import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { actionNames, ruleOf } from '../../lambdas/domain/need/workflow.ts';
import { contractFor, elsewhere } from '../../lambdas/web/contract.ts';
import type { Operation } from '../../lambdas/web/contract.ts';
import { openApi } from '../../lambdas/web/openapi.ts';
import { routes } from '../../lambdas/web/routes.ts';
import { shipped } from '../domain/fixtures.ts';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

const contract = contractFor(shipped);

describe('The contract', () => {
  test('knows each route and no other', () => {
    expect(Object.keys(contract)).toEqual(Object.keys(routes));
  });

  test('describes every answer to its last member, so that one that is not described is noticed', () => {
    const { 'GET /openapi.json': _itself, ...others } = contract;
    const operations: readonly Operation[] = Object.values(others);
    const answers = [...operations.map((operation) => operation.answers), elsewhere];
    for (const answer of answers.flatMap((byStatus) => Object.values(byStatus))) {
      for (const [type, schema] of Object.entries(answer.content ?? {})) {
        if (!type.endsWith('json')) continue;
        z.toJSONSchema(schema, {
          override: ({ jsonSchema, path }) => {
            if (jsonSchema.type === 'object')
              expect(jsonSchema.additionalProperties, `${answer.description}: ${path.join('.')}`).toBe(false);
          },
          io: 'input',
        });
      }
    }
  });
});

describe('The published contract', () => {
  const { paths, components } = openApi(shipped) as {
    readonly paths: Readonly<
      Record<
        string,
        Readonly<
          Record<
            'get' | 'post',
            {
              readonly requestBody: {
                readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
              };
              readonly responses: Readonly<Record<string, object>>;
            }
          >
        >
      >
    >;
    readonly components: { readonly responses: Readonly<Record<string, object>> };
  };
  const bodyOf = (path: string, type: string) => paths[path]?.post.requestBody.content[type]?.schema;

  test('requires of a submission what is refused when missing, as JSON and as a form', () => {
    expect(bodyOf('/needs', 'application/json')?.required).toEqual([
      ...['title', 'problem', 'affected', 'submitter'],
    ]);
    expect(bodyOf('/needs', 'application/x-www-form-urlencoded')?.required).toEqual([
      ...['title', 'problem', 'affected', 'submitterName', 'submitterEmail'],
    ]);
  });

  test('has each action with its fields', () => {
    const { anyOf = [] } = bodyOf('/n/{token}', 'application/json') as {
      readonly anyOf?: readonly (Schema & { readonly title: string })[];
    };
    expect(anyOf.map(({ title }) => title)).toEqual(actionNames);
    for (const [index, name] of actionNames.entries()) {
      expect(Object.keys(anyOf[index]?.properties ?? {})).toEqual([
        ...['action', 'version', 'confirm', 'challenge', 'code', ...Object.keys(ruleOf(name).fields)],
      ]);
    }
  });

  test('lets members be added to an answer later', () => {
    expect(JSON.stringify([paths, components])).not.toContain('additionalProperties":false');
  });

  test('refers to refusals that it describes', () => {
    for (const [, name] of JSON.stringify(paths).matchAll(/#\/components\/responses\/(\w+)/g)) {
      expect(Object.keys(components.responses)).toContain(name);
    }
  });
});
