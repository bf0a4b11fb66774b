import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed, cookieFor, Inbox, look, postNeed, press, storeOf } from '../support/people.ts';

const lisa = 'lisa.eliasson@example.org';
const [it, campus] = ['chef.it@example.org', 'chef.fastighet-campus@example.org'];

let dataDir: string;
let system: LocalSystem;
let inbox: Inbox;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-waits-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  inbox = new Inbox(system);
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const pageAt = async (link: string, more = '') =>
  (await fetchByContract(`${link}${more}`, { headers: { accept: 'text/html' } })).text();

async function submit(title: string, area: string) {
  const response = await postNeed(system.url, { ...aNeed, title, areas: [area] });
  return (await response.json()) as { reference: string; link: string };
}

async function noteWork(title: string): Promise<string> {
  const response = await fetchByContract(`${system.url}/work`, {
    method: 'POST',
    headers: {
      ...{ accept: 'application/json', 'content-type': 'application/json' },
      cookie: await cookieFor(storeOf(system), lisa),
    },
    body: JSON.stringify({
      ...{ title, area: 'infrastruktur', responsible: 'fastighet-campus', state: 'going', size: 'L' },
    }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

test('advice names what may wait instead, which the heads have before them when they decide, and the submitter has not', async () => {
  const need = await submit('Salarna saknar hörslinga', 'infrastruktur');
  const forDeveloper = (await inbox.latest(lisa, 'coordinate')).link;
  const other = await submit('Fler cykelställ', 'infrastruktur');
  const elsewhere = await submit('Forskningsdata sparas inte', 'forskning');
  const work = await noteWork('Nytt passersystem');
  const coordinated = await press(forDeveloper, 'coordinate', {
    ...{ actualNeed: 'Alla ska kunna höra.', whyItArose: 'Det glömdes.', leadArea: 'infrastruktur' },
    ...{ responsible: 'fastighet-campus', departments: [], raiseNow: 'yes' },
  });
  expect(coordinated.httpStatus).toBe(200);

  const forLead = (await inbox.latest(it, 'advise')).link;
  const { actions } = await look(forLead);
  const field = actions
    .find(({ name }) => name === 'advise')
    ?.fields.find(({ name }) => name === 'insteadOf');
  expect(field).toEqual({
    ...{ name: 'insteadOf', kind: 'choices', required: false },
    options: [
      { value: other.reference, label: 'Fler cykelställ' },
      { value: work, label: 'Nytt passersystem' },
    ],
  });

  const advice = { advice: 'do', priority: 'high', goals: ['strategy'] };
  for (const insteadOf of [[elsewhere.reference], [need.reference, work], 'B26-00000', ['', 7]])
    expect(await press(forLead, 'advise', { ...advice, insteadOf })).toMatchObject({
      httpStatus: 422,
      body: { errors: [{ field: 'insteadOf' }] },
    });
  const given = await press(forLead, 'advise', {
    ...advice,
    insteadOf: [other.reference.toLowerCase(), work],
  });
  expect(given).toMatchObject({ httpStatus: 200, body: { status: 'deciding' } });

  const waits = `Fler cykelställ (${other.reference})`;
  const load = 'Fastighet och campus har';
  const { text, html, link } = await inbox.latest(campus, 'approve');
  const page = await pageAt(link);
  for (const told of [text, html, page])
    for (const said of ['Vad kan vänta i stället?', waits, load, '1 pågående: 1 stort', 'Strategin'])
      expect(told).toContain(said);

  /* A page that comes back has all that the first one had. */
  const back = await fetchByContract(link, {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams({ action: 'decline', version: String((await look(link)).version) }),
  });
  expect(back.status).toBe(422);
  expect(await back.text()).toContain('1 pågående: 1 stort');

  expect((await press(link, 'approve', {})).httpStatus).toBe(200);
  expect(await pageAt(link, '?print=decision')).toContain(waits);
  for (const more of ['', '?print=decision']) {
    const theirs = await pageAt(need.link, more);
    expect(theirs).toContain('Strategin');
    expect(theirs).not.toContain('cykelställ');
  }
});
