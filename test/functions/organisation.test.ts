import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { openLab } from '../../bench/lab.ts';
import type { Lab } from '../../bench/lab.ts';
import { submission } from '../../bench/requests.ts';
import { openBundles } from '../../bench/wire-costs.ts';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { Reference } from '../../lambdas/domain/need/reference.ts';
import { instantOf } from '../../lambdas/domain/time/time.ts';
import { toEvent } from '../../local/gateway-event.ts';
import { shippedFile } from '../domain/fixtures.ts';

let lab: Lab;
let bundles: Awaited<ReturnType<typeof openBundles>>;
beforeAll(async () => {
  lab = await openLab(inject('assembly'));
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-25T10:00:00Z') });
  bundles = await openBundles(lab, 'changed');
});
afterAll(async () => {
  bundles.close();
  vi.useRealTimers();
  await lab.stop();
});

const second = 1000;
const wait = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

interface File {
  people: object[];
  areas: { id: string; developers: string[] }[];
}
/** Maja follows Lisa as the developer of an area. */
function withSuccessor(): File {
  const file = shippedFile() as File;
  file.people.push({ id: 'maja', name: 'Maja Nyman', email: 'maja@example.org' });
  for (const area of file.areas)
    area.developers = area.developers.map((id) => (id === 'lisa-eliasson' ? 'maja' : id));
  return file;
}

async function submit() {
  const { answer, calls } = await bundles.call('SubmitNeed', submission());
  const { body } = answer as { readonly body: string };
  const { reference } = JSON.parse(body) as { readonly reference: string };
  const [first] = (await bundles.store.read(Reference.parse(reference)))?.history ?? [];
  const told = first?.notices.map(({ to }) => to);
  return { by: first?.event.organisation, told, calls: calls.map(({ operation }) => operation).sort() };
}

const get = (path: '/organisation') =>
  toEvent(
    {
      ...{ requestId: 'one', method: 'GET', target: path, headers: { accept: 'application/json' } },
      ...{ body: Buffer.alloc(0), sourceIp: '127.0.0.1', receivedAt: Date.now() },
    },
    { routeKey: `GET ${path}`, pathParameters: {} },
  );
const areaNames = async () => {
  const { answer } = await bundles.call('Show', get('/organisation'));
  const { body } = answer as { readonly body: string };
  return (JSON.parse(body) as { areas: { name: { sv: string } }[] }).areas.map(({ name }) => name.sv);
};

test('A file that is applied holds in warm functions within a minute; a submission stays one call, and the sweep tells whom it missed', async () => {
  expect(await submit()).toMatchObject({ by: undefined, calls: ['TransactWriteItems'] });
  await areaNames();
  const file = withSuccessor();
  const [first] = file.areas as unknown as { name: { sv: string } }[];
  if (first) first.name.sv = 'Studieadministration';
  await bundles.store.addVersion({ number: 1, at: instantOf(new Date()), by: 'karin', file });

  wait(59 * second);
  expect((await areaNames())[0]).toBe('Utbildningsadministration');
  const missed = await submit();
  expect(missed).toMatchObject({ by: undefined, calls: ['TransactWriteItems'] });
  expect(missed.told).toContain('lisa-eliasson');

  wait(second);
  expect((await areaNames())[0]).toBe('Studieadministration');
  expect(await submit(), 'read anew beside the write').toMatchObject({
    by: undefined,
    calls: ['BatchGetItem', 'TransactWriteItems'],
  });
  const next = await submit();
  expect(next).toMatchObject({ by: '1.0', calls: ['TransactWriteItems'] });
  expect(next.told).toContain('maja');

  await bundles.call('Sweep', {});
  const letters = await bundles.store.lettersTo(addressHashOf('maja@example.org'));
  expect(letters).toMatchObject([{ kind: 'assigned' }]);
  expect(letters[0]).toHaveProperty('needs.length', 3);
});

test('A function that starts goes by what has been applied', async () => {
  const { answer, calls } = await bundles.call('SubmitNeed', submission(), { isCold: true });
  expect(calls.map(({ operation }) => operation)).toEqual(['BatchGetItem', 'TransactWriteItems']);
  const { reference } = JSON.parse((answer as { readonly body: string }).body) as { reference: string };
  const [first] = (await bundles.store.read(Reference.parse(reference)))?.history ?? [];
  expect(first?.event.organisation).toBe('1.0');
});
