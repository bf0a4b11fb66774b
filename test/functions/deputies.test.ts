import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { openLab } from '../../bench/lab.ts';
import type { Lab } from '../../bench/lab.ts';
import { openBundles } from '../../bench/wire-costs.ts';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { instantOf } from '../../lambdas/domain/time/time.ts';
import { toEvent } from '../../local/gateway-event.ts';
import { as, shipped } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { cookieFor } from '../support/people.ts';
import { actAs, storeNeed } from '../support/stored.ts';

let lab: Lab;
let bundles: Awaited<ReturnType<typeof openBundles>>;
const day = (date: string) => vi.setSystemTime(new Date(`${date}T10:00:00Z`));
beforeAll(async () => {
  lab = await openLab(inject('assembly'));
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-25T10:00:00Z') });
  bundles = await openBundles(lab, 'deputies');
});
afterAll(async () => {
  bundles.close();
  vi.useRealTimers();
  await lab.stop();
});

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
const ask = async (
  method: 'GET' | 'POST',
  cookie: string,
  { accept, said, json }: Asked,
): Promise<Answer> => {
  const { answer } = await bundles.call(
    method === 'GET' ? 'Show' : 'Act',
    toEvent(
      {
        ...{ requestId: 'one', method, target: '/my', sourceIp: '127.0.0.1', receivedAt: Date.now() },
        headers: {
          ...{ accept, cookie },
          'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
        },
        body: Buffer.from(json ? JSON.stringify(json) : new URLSearchParams(said).toString()),
      },
      { routeKey: `${method} /my`, pathParameters: {} },
    ),
  );
  return answer as Answer;
};
interface Asked {
  readonly accept: 'text/html' | 'application/json';
  readonly said?: Record<string, string>;
  readonly json?: object;
}

const developer = as('lisa-eliasson');
const wanted = { deputy: 'chef-studentservice', department: 'it', from: '2026-11-30', to: '2026-12-02' };

test('A head names a deputy on their own page; the deputy is told on the first day what waits, and is a deputy no more once it is ended', async () => {
  const { store } = bundles;
  const at = () => instantOf(new Date());
  const reference = await storeNeed(store, shipped, { areas: ['infrastruktur'] }, at());
  const coordinated = {
    actualNeed: 'Ett behov',
    whyItArose: 'Därför',
    leadArea: 'infrastruktur',
    responsible: 'it',
  };
  const steps: readonly Step[] = [
    ['take', developer],
    ['coordinate', developer, { ...coordinated, departments: ['it'] }],
    ['bypass', developer, { reason: 'legal-deadline' }],
  ];
  for (const step of steps)
    expect(await actAs({ store, organisation: shipped }, reference, step, at())).toBe(true);

  const head = await cookieFor(store, 'chef.it@example.org');
  const page = await ask('GET', head, { accept: 'text/html' });
  expect(page.body).toContain('Ingen ersättare är utsedd.');
  expect(page.body).toContain('(Delegationsordningen, 12 §)</option>');
  expect(await ask('POST', head, { accept: 'text/html', said: wanted })).toMatchObject({ statusCode: 303 });
  expect((await ask('GET', head, { accept: 'text/html' })).body).toContain(
    'Från 30 november 2026 till och med 2 december 2026',
  );
  const json = await ask('GET', head, { accept: 'application/json' });
  expect(JSON.parse(json.body)).toMatchObject({ deputies: [{ person: wanted.deputy, from: wanted.from }] });

  const letters = () => store.lettersTo(addressHashOf('chef.studentservice@example.org'));
  await bundles.call('Sweep', {});
  expect(await letters()).toEqual([]);
  day('2026-11-30');
  await bundles.call('Sweep', {});
  expect(await letters()).toMatchObject([{ kind: 'assigned', needs: [{ reference }] }]);

  const again = await cookieFor(store, 'chef.it@example.org');
  const { deputy, department, from } = wanted;
  const ended = await ask('POST', again, {
    accept: 'application/json',
    said: { endDeputy: deputy, department, from },
  });
  expect(JSON.parse(ended.body)).toMatchObject({ deputies: [] });
  const { named } = await store.readDeputies();
  expect(named).toEqual([]);
});

test('Nobody else names one, and a mistake is said on the page', async () => {
  const other = await cookieFor(bundles.store, 'chef.hr@example.org');
  expect((await ask('GET', other, { accept: 'text/html' })).body).not.toContain('name="deputy"');
  const refused = await ask('POST', other, { accept: 'application/json', said: wanted });
  expect(refused.statusCode).toBe(422);
  expect(JSON.parse(refused.body)).toMatchObject({ errors: [{ field: 'deputy' }] });
  const head = await cookieFor(bundles.store, 'chef.it@example.org');
  const late = await ask('POST', head, { accept: 'text/html', said: { ...wanted, to: '2026-11-01' } });
  expect(late.statusCode).toBe(422);
  expect(late.body).toContain('Välj en första dag från och med i dag');
});

test('A script names one by person and days alone, where the head may name for one department', async () => {
  const head = await cookieFor(bundles.store, 'chef.it@example.org');
  const { deputy, from, to } = { ...wanted, from: '2026-12-07', to: '2026-12-08' };
  const later = { person: deputy, from: '2026-12-14', to: '2026-12-15' };
  const accept = 'application/json';
  const flat = await ask('POST', head, { accept, json: { deputy, from, to } });
  expect(JSON.parse(flat.body)).toMatchObject({
    deputies: [{ department: 'it', person: deputy, from, to }],
  });
  const nested = await ask('POST', head, { accept, json: { deputy: later } });
  expect(JSON.parse(nested.body)).toMatchObject({
    deputies: [{ from }, { department: 'it', ...later }],
  });
  const odd = await ask('POST', head, { accept, json: { deputy: { toString: null } } });
  expect(odd.statusCode).toBe(422);
});

test('Whoever heads no department is refused, whatever the fields say', async () => {
  const other = await cookieFor(bundles.store, 'lisa.eliasson@example.org');
  for (const json of [wanted, { deputy: wanted.deputy }, { endDeputy: wanted.deputy }])
    expect(await ask('POST', other, { accept: 'application/json', json })).toMatchObject({ statusCode: 403 });
});
