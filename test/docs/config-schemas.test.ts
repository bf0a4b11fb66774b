import { expect, test } from 'vitest';
import { configSchemas } from './config-schemas.ts';

test('Editors check the files of config/ by the schemas that the system checks them by; `npm run docs` writes them anew', async () => {
  const schemas = await configSchemas();
  expect(schemas).toHaveLength(2);
  for (const { written, generated } of schemas) expect(written()).toBe(generated);
});
