import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { actionNames, ruleOf } from '../../lambdas/domain/need/workflow.ts';
import { contractFor, elsewhere } from '../../lambdas/web/contract.ts';
import type { Operation } from '../../lambdas/web/contract.ts';
import { queryOf } from '../../lambdas/web/http.ts';
import { askable } from '../../lambdas/web/meeting-request.ts';
import { openApi } from '../../lambdas/web/openapi.ts';
import { routes } from '../../lambdas/web/routes.ts';
import { shipped } from '../domain/fixtures.ts';
import { getting } from '../support/requests.ts';

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

test('Of a query a page can read the names that the contract has for its route, and no others', () => {
  const asked = queryOf(getting('GET /work', '/work?area=it&edit=1', 'text/html'));
  expect(asked.area).toBe('it');
  /* @ts-expect-error Only a meeting's page knows it. */
  expect(asked.edit).toBe('1');
});

describe('The published contract', () => {
  const { paths, components } = openApi(shipped) as {
    readonly paths: Readonly<
      Record<
        string,
        Readonly<
          Partial<
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
      >
    >;
    readonly components: { readonly responses: Readonly<Record<string, object>> };
  };
  const bodyOf = (path: string, type: string) => paths[path]?.post?.requestBody.content[type]?.schema;

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

  test('has each change of a meeting with its fields; of those by a link, what a school does and what somebody has done', () => {
    const changesAt = (path: string, type = 'application/json') => {
      const { anyOf = [] } = bodyOf(path, type) as {
        readonly anyOf?: readonly (Schema & { readonly title: string })[];
      };
      return anyOf.map(({ title, properties = {}, required = [] }) => [
        title,
        Object.keys(properties)
          .filter((name) => !['do', 'version', 'language'].includes(name))
          .sort(),
        required.filter((name) => name !== 'do'),
      ]);
    };
    const changes = changesAt('/meetings/{id}');
    expect(changes.map(([title]) => title)).toEqual(askable);
    const { meeting: _this, ...advice } = ruleOf('advise').fields;
    expect(changes).toEqual(
      expect.arrayContaining([
        ['date', ['at', 'place'], ['at']],
        ['send', [], []],
        ['advise', [...Object.keys(advice), 'item', 'needVersion'].sort(), ['advice', 'priority', 'item']],
        ['correct', ['text'], ['text']],
      ]),
    );
    expect(changesAt('/m/{token}').map(([title]) => title)).toEqual(['raise', 'respond', 'done']);
    expect(changesAt('/m/{token}', 'application/x-www-form-urlencoded')).toContainEqual([
      'done',
      ['agreed', 'back', 'item'],
      ['agreed'],
    ]);
  });

  test('says of every GET but that of the health how it is answered at a former host', () => {
    const led = Object.entries(paths).filter(([, { get }]) => get && !('303' in get.responses));
    expect(led.map(([path]) => path)).toEqual(['/health']);
    expect(paths['/needs']?.get?.responses['303']).toMatchObject({
      description: expect.stringContaining('form') as string,
    });
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
