import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { Organisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { Stage } from '../../lib/stage.ts';
import { formatted } from './formatted.ts';

/* The JSON schemas by which editors check, complete and explain the files of `config/`. */

const file = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

const schemas = [
  {
    file: file('config/schemas/stage.json'),
    schema: Stage,
    sources: ['lib/stage.ts', 'lambdas/domain/limits.ts', 'lambdas/domain/accessibility.ts'],
  },
  {
    file: file('config/schemas/organisation.json'),
    schema: Organisation,
    sources: ['lambdas/domain/organisation/organisation-file.ts'],
  },
];

/** What the sources say of keys by a comment before them; nothing of a key that stands in several places. */
function commentsIn(sources: readonly string[]): ReadonlyMap<string, string> {
  const text = sources.map((source) => readFileSync(file(source), 'utf8')).join('\n');
  const keys = [...text.matchAll(/\b(\w+): /g)].map(([, key]) => key);
  const comments = [...text.matchAll(/\/\*\*\s((?:(?!\*\/)[^])*)\*\/\s+(\w+): /g)];
  return new Map(
    comments.flatMap(([, comment = '', key = '']) =>
      keys.filter((one) => one === key).length === 1
        ? [[key, comment.replace(/\s+\*?\s*/g, ' ').trim()] as const]
        : [],
    ),
  );
}

/** A JSON schema whose properties have these comments as descriptions. */
const described = (json: unknown, comments: ReadonlyMap<string, string>): unknown =>
  JSON.parse(JSON.stringify(json), (key: string, value: unknown) => {
    if (key !== 'properties') return value;
    const properties = Object.entries(value as Readonly<Record<string, object>>);
    return Object.fromEntries(
      properties.map(([name, property]) => {
        const description = comments.get(name);
        return [name, description === undefined ? property : { description, ...property }];
      }),
    );
  });

/** The schemas' files as they are, each with what it should be. */
export const configSchemas = async (): Promise<
  readonly { readonly file: string; readonly written: () => string; readonly generated: string }[]
> =>
  Promise.all(
    schemas.map(async ({ file, schema, sources }) => {
      const json = described(
        z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
        commentsIn(sources),
      );
      const generated = await formatted(file, JSON.stringify(json));
      return { file, written: () => readFileSync(file, 'utf8'), generated };
    }),
  );
