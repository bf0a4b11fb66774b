import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { Organisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { Stage } from '../../lib/stage.ts';

/* The JSON schemas by which editors check and complete the files of `config/`. */

const file = (name: string) => fileURLToPath(new URL(`../../config/schemas/${name}.json`, import.meta.url));

const schemas = [
  [file('stage'), Stage],
  [file('organisation'), Organisation],
] as const;

/** The schemas' files as they are, each with what it should be. */
export const configSchemas = async (): Promise<
  readonly { readonly file: string; readonly written: () => string; readonly generated: string }[]
> =>
  Promise.all(
    schemas.map(async ([file, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      const generated = await format(JSON.stringify(json), {
        ...(await resolveConfig(file)),
        parser: 'json',
      });
      return { file, written: () => readFileSync(file, 'utf8'), generated };
    }),
  );
