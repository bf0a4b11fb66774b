import { expect, test } from 'vitest';
import { configSchemas } from './config-schemas.ts';

test('Editors check and explain the files of config/ by the schemas that the system checks them by; `npm run docs` writes them anew', async () => {
  const schemas = await configSchemas();
  expect(schemas).toHaveLength(2);
  for (const { written, generated } of schemas) expect(written()).toBe(generated);
  const [stage, organisation] = schemas.map(
    ({ generated }) => JSON.parse(generated) as { properties: Record<string, object> },
  );
  expect(stage?.properties).toMatchObject({
    alarmAddress: { description: 'Where alarms are mailed. Without it, they show in CloudWatch only.' },
    region: { default: 'eu-north-1' },
  });
  expect(organisation?.properties).toMatchObject({
    modelOwner: { description: 'Ägare: the university director.' },
  });
});
