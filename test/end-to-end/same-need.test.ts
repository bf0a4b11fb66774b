import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { takeNextStep } from '../../lambdas/app/need/take-step.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { instantOf, later } from '../../lambdas/domain/time/time.ts';
import { shipped } from '../domain/fixtures.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed, Inbox, look, postNeed, press, storeOf } from '../support/people.ts';

const [lisa, kim, sam] = ['lisa.eliasson', 'kim.larare', 'sam.student'].map((name) => `${name}@example.org`);
const aWeek = 7 * 24 * 3_600_000;

let dataDir: string;
let system: LocalSystem;
let inbox: Inbox;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-same-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  inbox = new Inbox(system);
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A need that is reported, and the link to it in the mail to its developer. */
async function reported(title: string, more: object = {}) {
  const response = await postNeed(system.url, { ...aNeed, title, areas: ['infrastruktur'], ...more });
  const { reference, link } = (await response.json()) as { reference: Reference; link: string };
  return { reference, link, forDeveloper: (await inbox.latest(lisa ?? '', 'coordinate')).link };
}

const pageAt = async (link: string) =>
  (await fetchByContract(link, { headers: { accept: 'text/html' } })).text();

test('a need is referred as the same as another, and its submitter follows that one from their own page', async () => {
  const other = await reported('Ingen hörslinga', { submitter: { name: 'Sam Student', email: sam } });
  const hidden = (await (
    await postNeed(system.url, { ...aNeed, title: 'Någon annans', areas: ['forskning'] })
  ).json()) as { reference: string };
  const need = await reported('Salarna saknar hörslinga');
  expect(await press(need.forDeveloper, 'take')).toMatchObject({ httpStatus: 200 });

  const refused = async (fields: object) => {
    const { httpStatus, body } = await press(need.forDeveloper, 'refer', { reason: 'Samma sak', ...fields });
    expect(httpStatus).toBe(422);
    return body['errors'];
  };
  const [none] = (await refused({})) as { field: string }[];
  expect(none?.field).toBe('referredTo');
  /* Whether a need exists is not to be found out by naming it. */
  const unknown = await refused({ sameAs: 'B26-22222' });
  expect(await refused({ sameAs: hidden.reference })).toEqual(unknown);
  expect(await refused({ sameAs: need.reference })).toEqual(unknown);

  await inbox.skip();
  const sameAs = other.reference.toLowerCase();
  expect(await press(need.forDeveloper, 'refer', { reason: 'Samma sak', sameAs })).toMatchObject({
    httpStatus: 200,
    body: { status: 'referred' },
  });
  const { text } = await inbox.latest(kim ?? '', 'comment');
  expect(text).toContain(`Det är samma behov som ${other.reference}. Du får mejl om vad det blir av det.`);
  const { history } = await look(need.forDeveloper);
  expect(history.at(-1)).toMatchObject({ action: 'refer', comment: `${other.reference}: Samma sak` });

  await press(other.forDeveloper, 'refer', { referredTo: 'Lokalgruppen', reason: 'De har det' });
  const clock = () => later(instantOf(new Date()), aWeek);
  const step = takeNextStep({ organisation: shipped, store: storeOf(system), clock });
  expect(await step(need.reference)).toMatchObject({ action: 'follow', input: { status: 'referred' } });
  expect(await step(need.reference)).toBeUndefined();

  const page = await pageAt(need.link);
  expect(page).toContain(`Det är samma behov som ${other.reference}: hänvisat.`);
  expect(page).not.toContain('Du får mejl');
  for (const word of ['Sam Student', 'sam.student', 'Ingen hörslinga', 'Lokalgruppen', 'De har det'])
    expect(page).not.toContain(word);
});
