import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed, Inbox, look, postNeed, press } from '../support/people.ts';
import type { Mail } from '../support/people.ts';

const developer = 'lisa.eliasson@example.org';
const heads = {
  studentservice: 'chef.studentservice@example.org',
  campus: 'chef.fastighet-campus@example.org',
  it: 'chef.it@example.org',
};
const submitter = 'kim.larare@example.org';
const staff = [developer, ...Object.values(heads)];

/* The buttons that each person must find, by the workflow table. */
const always = { developer: ['reroute', 'comment', 'register', 'readdress'], head: ['comment'] };

let dataDir: string;
let system: LocalSystem;
let inbox: Inbox;
const links = new Map<string, string>();
const everyLink: string[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-path-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  inbox = new Inbox(system);
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Expects mail to exactly these people, each with exactly these buttons, and keeps the links it brings. */
async function expectMails(expected: Readonly<Record<string, readonly string[]>>): Promise<readonly Mail[]> {
  const mails = await inbox.next(Object.keys(expected).length);
  const received = Object.fromEntries(mails.map(({ to, buttons }) => [to, [...buttons].sort()]));
  const wanted = Object.fromEntries(
    Object.entries(expected).map(([to, buttons]) => [to, [...buttons].sort()]),
  );
  expect(received).toEqual(wanted);
  for (const { to, link } of mails) {
    links.set(to, link);
    everyLink.push(link);
  }
  return mails;
}
const linkOf = (person: string): string => {
  const link = links.get(person);
  if (link === undefined) throw new Error(`no mail to ${person} yet`);
  return link;
};
const toEach = (people: readonly string[], buttons: readonly string[]) =>
  Object.fromEntries(people.map((person) => [person, buttons]));

/** Presses a button and expects the need to stand there afterwards. */
async function move(person: string, action: string, status: string, fields: Record<string, unknown> = {}) {
  expect(await press(linkOf(person), action, fields)).toMatchObject({ httpStatus: 200, body: { status } });
}

test('a need for infrastruktur goes from the form to Klart, and each time exactly those concerned are mailed what they can do', async () => {
  const response = await postNeed(system.url, { ...aNeed, areas: ['infrastruktur'] });
  expect(response.status).toBe(201);
  const { reference, status, link } = (await response.json()) as Record<string, string>;
  expect(status).toBe('received');
  expect(response.headers.get('location')).toBe(link);
  everyLink.push(link ?? '');

  const informed = (...people: readonly string[]) => toEach(people, []);
  const own = ['withdraw', 'comment', 'disown'];
  const received = await expectMails({
    [developer]: ['take', 'coordinate', 'ask', 'refer', ...always.developer],
    ...informed(...Object.values(heads)),
    [submitter]: ['disown'],
  });
  const ofStaff = received.filter(({ to }) => to !== submitter);
  for (const { subject } of ofStaff) expect(subject).toMatch(new RegExp(`^\\[Behov ${reference}\\] `));

  await move(developer, 'coordinate', 'advising', {
    actualNeed: 'Alla ska kunna höra i salarna.',
    whyItArose: 'Kraven på tillgänglighet glömdes vid renoveringen.',
    leadArea: 'infrastruktur',
    responsible: 'fastighet-campus',
    departments: ['studentservice', 'it'],
    raiseNow: 'yes',
    size: 'M',
  });
  await expectMails({
    [developer]: ['advise', 'return', ...always.developer],
    [heads.it]: ['advise', ...always.head],
    ...informed(heads.studentservice, heads.campus),
    [submitter]: own,
  });

  await move(heads.it, 'advise', 'deciding', {
    advice: 'do',
    priority: 'high',
    goals: ['assignment', 'goals'],
  });
  const deciding = ['approve', 'defer', 'decline', ...always.head];
  const forDecision = await expectMails({
    ...informed(developer),
    ...toEach(Object.values(heads), deciding),
  });
  expect(forDecision.find(({ to }) => to === heads.campus)?.subject).toContain('Ditt beslut behövs');

  await move(heads.it, 'approve', 'deciding');
  await expectMails(informed(heads.it));
  await move(heads.studentservice, 'approve', 'deciding');
  await expectMails(informed(heads.studentservice));
  await move(heads.campus, 'approve', 'approved');
  await expectMails({
    [developer]: ['start', ...always.developer],
    [heads.campus]: ['start', ...always.head],
    ...informed(heads.studentservice, heads.it),
    [submitter]: ['comment', 'disown'],
  });

  await move(heads.campus, 'start', 'in-progress', { plannedEnd: '2040-06-30' });
  await expectMails({
    ...informed(developer, heads.studentservice, heads.it),
    [submitter]: ['comment', 'disown'],
  });

  await move(developer, 'reschedule', 'in-progress', {
    plannedEnd: '2041-06-30',
    reason: 'Leveransen dröjer.',
  });
  await expectMails({ [submitter]: ['comment', 'disown'] });

  await move(developer, 'complete', 'completed', { outcome: 'Hörslingor finns i alla salar.' });
  await expectMails({
    ...informed(heads.campus, heads.studentservice, heads.it),
    [submitter]: ['evaluate', 'comment'],
  });

  await move(submitter, 'evaluate', 'completed', { solved: 'no', words: 'Slingan brusar.' });
  await expectMails({ [developer]: [] });

  const seen = await look(linkOf(submitter));
  expect(seen.history.map(({ status }) => status)).toEqual([
    ...['received', 'advising', 'deciding'],
    ...['approved', 'in-progress', 'in-progress', 'completed', 'completed'],
  ]);
});

test('following every link that was ever mailed, as a page and as JSON, changes nothing and mails nobody', async () => {
  const before = await look(linkOf(developer));
  for (const link of everyLink) {
    for (const accept of ['text/html', 'application/json']) {
      expect((await fetchByContract(link, { headers: { accept } })).status).toBe(200);
      expect((await fetchByContract(link, { method: 'HEAD', headers: { accept } })).status).toBe(200);
    }
  }
  expect(everyLink).toHaveLength(1 + 5 + 5 + 4 + 1 + 1 + 5 + 4 + 1 + 4 + 1);
  expect(await look(linkOf(developer))).toEqual(before);
  await inbox.next(0);
});

test('a scanner that presses the first button it finds changes nothing', async () => {
  const response = await postNeed(system.url, { ...aNeed, areas: ['styrning'] });
  const { link } = (await response.json()) as { link: string };
  const mails = await inbox.next(4);
  for (const { link: mailed } of [...mails, { link }]) {
    const page = await (await fetchByContract(mailed, { headers: { accept: 'text/html' } })).text();
    const [form = ''] = /<form[^>]*method="post"[\s\S]*?<\/form>/i.exec(page) ?? [];
    const filledIn = new URLSearchParams(
      [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
        /name="([^"]*)"/.exec(input)?.[1] ?? '',
        /value="([^"]*)"/.exec(input)?.[1] ?? '',
      ]),
    );
    expect([...filledIn.keys()]).toContain('action');
    const pressed = await fetchByContract(mailed, { method: 'POST', body: filledIn });
    expect(pressed.status).toBe(422);
  }
  expect(await look(link)).toMatchObject({ status: 'received', version: 1 });
  await inbox.next(0);
});

test('everyone mailed is one of those concerned, under the example domain', () => {
  expect([...links.keys()].sort()).toEqual([...staff, submitter].sort());
});
