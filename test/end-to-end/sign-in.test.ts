import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { traps } from '../../lambdas/web/trap-names.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed, cookieFor, Inbox, look, postNeed, storeOf } from '../support/people.ts';

let dataDir: string;
let system: LocalSystem;
let inbox: Inbox;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-sign-in-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  inbox = new Inbox(system);
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const lisa = 'lisa.eliasson@example.org';
const chef = 'chef.it@example.org';
const submitter = aNeed.submitter.email;

/** A need of infrastruktur, with the links of the submitter, its developer and one of its heads. */
async function aNeedWithLinks() {
  await inbox.skip();
  const answer = await postNeed(system.url, { ...aNeed, areas: ['infrastruktur'] });
  const { reference, link } = (await answer.json()) as { reference: string; link: string };
  const mails = await inbox.next(5);
  const linkTo = (start: string) => mails.find(({ to }) => to.startsWith(start))?.link ?? '';
  return { reference, link, developer: linkTo('lisa'), head: linkTo('chef.it') };
}

const json = { accept: 'application/json', 'content-type': 'application/json' };
const post = (url: string, body: object, headers: Record<string, string> = {}) =>
  fetchByContract(new URL(url, system.url), {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });
const form = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetchByContract(new URL(url, system.url), {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });
const get = (url: string, headers: Record<string, string> = {}) =>
  fetchByContract(new URL(url, system.url), { headers: { accept: 'application/json', ...headers } });
const bodyOf = async (response: Response) => (await response.json()) as Record<string, string>;
const cookieIn = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const take = { action: 'take', version: 1, confirm: 'yes' };
const otherThan = (digits: string) => (digits.startsWith('1') ? '2' : '1') + digits.slice(1);

describe('A forwarded link', () => {
  test('decides nothing: the code goes to its holder', async () => {
    const { developer, head, link } = await aNeedWithLinks();
    for (const [address, action] of [
      [developer, take],
      [developer, { ...take, action: 'refer', referredTo: 'Servicedesk', reason: 'Fel' }],
      [head, { ...take, action: 'comment', text: 'Från någon annan' }],
      [link, { ...take, action: 'withdraw' }],
    ] as const) {
      const refused = await post(address, action);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).not.toBeNull();
      const { challenge, sentTo } = await bodyOf(refused);
      expect(challenge).toMatch(/^[\w-]{43}$/);
      expect(sentTo).toMatch(/^.\*{3}@example\.org$/);
    }
    expect(await look(link)).toMatchObject({ status: 'received', version: 1 });
  });

  test('shows which actions want a session', async () => {
    const { developer, link } = await aNeedWithLinks();
    const needs = async (address: string) =>
      Object.fromEntries((await look(address)).actions.map(({ name, needs }) => [name, needs]));
    expect(await needs(link)).toEqual({ withdraw: 'session', comment: 'link', readdress: 'link' });
    expect(new Set(Object.values(await needs(developer)))).toEqual(new Set(['session']));
    expect((await look(developer)).you.session).toBe(false);
  });
});

describe('The code', () => {
  test('carries out the same request, opens a session, and the session does the next', async () => {
    const { developer } = await aNeedWithLinks();
    const { challenge = '' } = await bodyOf(await post(developer, take));
    const { digits } = await inbox.code(challenge);
    const done = await post(developer, { ...take, challenge, code: digits });
    expect(done.status).toBe(200);
    expect(await bodyOf(done)).toEqual({ status: 'clarifying', version: 2 });
    const setCookie = done.headers.get('set-cookie') ?? '';
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=7776000'])
      expect(setCookie).toContain(attribute);
    for (const attribute of ['Domain', 'Secure']) expect(setCookie).not.toContain(attribute);

    const cookie = cookieIn(done);
    expect(await (await get(developer, { cookie })).json()).toMatchObject({ you: { session: true } });
    const asked = { action: 'ask', version: 2, confirm: 'yes', question: 'Vilken sal?' };
    expect((await post(developer, asked, { cookie })).status).toBe(200);
    expect((await post(developer, { ...asked, question: 'Vilken dag?' })).status, 'moved on').toBe(409);
    expect(await bodyOf(await post(developer, asked)), 'the same again').toEqual({
      status: 'awaiting-submitter',
      version: 3,
    });
  });

  test('is mailed with what it is for, its digits once and alone on their line, and no reference in its subject', async () => {
    const { developer, reference } = await aNeedWithLinks();
    const { challenge = '' } = await bodyOf(await post(developer, take));
    const { digits, mail } = await inbox.code(challenge);
    expect(mail.subject).not.toContain(reference);
    expect(mail.body.text.match(/\d{4} \d{4}/g)).toEqual([digits]);
    expect(mail.body.text).toContain(`behov ${reference}: ”Ta hand om behovet”`);
    expect(mail.body.text).toContain('Lämna aldrig koden till någon');
    expect(mail.body.text).toContain(`/sign-in/${challenge}`);
  });

  test('is accepted when typed without the space, in full width or with hyphens', async () => {
    for (const written of [
      (digits: string) => digits.replace(' ', ''),
      (digits: string) => digits.replace(' ', '-'),
      (digits: string) => digits.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    ]) {
      const { developer } = await aNeedWithLinks();
      const { challenge = '' } = await bodyOf(await post(developer, take));
      const { digits } = await inbox.code(challenge);
      expect((await post(developer, { ...take, challenge, code: written(digits) })).status).toBe(200);
    }
  });

  test('that is wrong, used, or another person’s is not accepted, and after five guesses none is', async () => {
    const { developer, head, link } = await aNeedWithLinks();
    const { challenge = '' } = await bodyOf(await post(developer, take));
    const { digits } = await inbox.code(challenge);
    const wrong = await post(developer, { ...take, challenge, code: otherThan(digits) });
    expect(wrong.status).toBe(422);
    const comment = { ...take, action: 'comment', text: 'I någon annans namn' };
    expect((await post(head, { ...comment, challenge, code: digits })).status, 'another’s').toBe(422);
    for (let guess = 1; guess < 5; guess++)
      expect((await post(`/sign-in/${challenge}`, { code: otherThan(digits) })).status).toBe(422);
    expect((await post(developer, { ...take, challenge, code: digits })).status, 'tried too often').toBe(410);
    expect(await look(link)).toMatchObject({ status: 'received', version: 1 });

    const { challenge: next = '' } = await bodyOf(await post(developer, take));
    const second = await inbox.code(next);
    expect((await post(developer, { ...take, challenge: next, code: second.digits })).status).toBe(200);
    const { challenge: third = '' } = await bodyOf(await post(developer, { ...comment, version: 2 }));
    expect((await post(`/sign-in/${next}`, { code: second.digits })).status, 'replayed').toBe(410);
    expect((await post(`/sign-in/${third}`, { code: second.digits })).status, 'of another challenge').toBe(
      422,
    );
  });

  test('that is none in JSON, and whatever else is sent beside a request, is answered and breaks nothing', async () => {
    const { challenge = '' } = await bodyOf(await post('/sign-in', { email: lisa }));
    for (const code of [{ toString: null }, {}, [], ['1'], true])
      expect((await post(`/sign-in/${challenge}`, { code })).status).toBe(422);
    const { digits } = await inbox.code(challenge);
    const asNumber = Number(digits.replace(' ', ''));
    expect((await post(`/sign-in/${challenge}`, { code: asNumber })).status).toBe(204);

    const { developer } = await aNeedWithLinks();
    const odd = {
      ...take,
      action: 'refer',
      referredTo: 'Servicedesk',
      reason: 'Fel',
      more: { toString: null },
    };
    const asked = await post(developer, odd, { accept: 'text/html' });
    expect(asked.status).toBe(401);
    expect(await asked.text()).toContain('value="Servicedesk"');
  });

  test('of a hundred guesses at once no more than five are answered', async () => {
    const { developer } = await aNeedWithLinks();
    const { challenge = '' } = await bodyOf(await post(developer, take));
    const { digits } = await inbox.code(challenge);
    const guesses = await Promise.all(
      Array.from({ length: 60 }, () => post(`/sign-in/${challenge}`, { code: otherThan(digits) })),
    );
    const wrong = guesses.filter(({ status }) => status === 422);
    expect(wrong.length).toBeLessThanOrEqual(5);
    for (const { status } of guesses) expect([410, 422, 429]).toContain(status);
    expect((await post(`/sign-in/${challenge}`, { code: digits })).status).toBe(410);
  });
});

describe('In a browser', () => {
  test('a press without a session leads to the code page, keeps what was written, and is carried out when the code is right', async () => {
    const { developer, reference } = await aNeedWithLinks();
    const asked = await form(developer, {
      ...take,
      action: 'refer',
      version: '1',
      referredTo: 'Servicedesk',
      reason: 'Det är en felanmälan',
    });
    expect(asked.status).toBe(401);
    const page = await asked.text();
    expect(page).toContain('autocomplete="one-time-code"');
    expect(page).toContain('inputmode="numeric"');
    expect(page).toContain('Det är en felanmälan');
    expect(page).toContain('content="same-origin"');
    const { pathname } = new URL(/action="([^"]*\/sign-in\/[^"]+)"/.exec(page)?.[1] ?? '');
    const again = await get(pathname, { accept: 'text/html' });
    expect(again.status).toBe(200);
    expect(await again.text()).toContain(reference);

    const { digits } = await inbox.code(pathname.slice('/sign-in/'.length));
    const wrong = await form(pathname, { code: otherThan(digits) });
    expect(wrong.status).toBe(422);
    const other = await form(pathname, { again: 'yes' });
    expect(other.status).toBe(303);
    const latest = new URL(other.headers.get('location') ?? '').pathname;
    const { digits: second } = await inbox.code(latest.slice('/sign-in/'.length));
    const done = await form(latest, { code: second }, { origin: system.url });
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe(`${system.url}/needs/${reference}`);
    const cookie = cookieIn(done);
    const shown = await get(`/needs/${reference}`, { cookie });
    expect(await shown.json()).toMatchObject({ status: 'referred', you: { session: true } });
    expect((await get(latest, { accept: 'text/html' })).status, 'a used code has no page').toBe(410);
  });

  test('a form that a machine has filled in changes nothing, and comes back with everything kept', async () => {
    const { developer, link } = await aNeedWithLinks();
    const cookie = await cookieFor(storeOf(system), lisa);
    for (const name of Object.values(traps)) {
      const fields = {
        action: 'refer',
        version: '1',
        confirm: 'yes',
        referredTo: 'Servicedesk',
        reason: 'Kvar',
      };
      const answer = await form(developer, { ...fields, [name]: 'x' }, { cookie });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('Kvar');
    }
    expect(await look(link)).toMatchObject({ version: 1 });
  });

  test('requests from other sites are refused, and what a page without a referrer sends is not taken for signing in', async () => {
    const { developer } = await aNeedWithLinks();
    const cookie = await cookieFor(storeOf(system), lisa);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      expect((await form(developer, { ...take, version: '1' }, { cookie, ...headers })).status).toBe(403);
      for (const path of ['/sign-in', '/sign-in/made-up', '/my'])
        expect((await form(path, { email: lisa, code: '1234 5678', end: 'all' }, headers)).status).toBe(403);
    }
    for (const path of ['/sign-in', '/sign-in/made-up', '/my'])
      expect((await form(path, { email: lisa }, { origin: 'null' })).status).toBe(403);
    const own = await form(
      developer,
      { ...take, version: '1' },
      { cookie, origin: 'null', 'sec-fetch-site': 'same-origin' },
    );
    expect(own.status).toBe(303);
  });
});

describe('Signing in', () => {
  test('is answered alike whoever asks, and only somebody who is known is mailed', async () => {
    const before = await inbox.codesTo(submitter);
    const answers = [];
    for (const email of [lisa, submitter, 'nobody@example.org', 'NOBODY2@example.org']) {
      const answer = await post('/sign-in', { email });
      const body = await bodyOf(answer);
      expect(Object.keys(body)).toEqual(['challenge']);
      answers.push(answer.status);
    }
    expect(answers).toEqual([202, 202, 202, 202]);
    for (const [email, count] of [
      ['nobody', 0],
      ['NOBODY2', 0],
      [submitter, before + 1],
    ] as const)
      expect(await inbox.codesTo(email), email).toBe(count);
    expect((await post('/sign-in', { email: 'inte en adress' })).status).toBe(422);
  });

  test('opens what is for that person, and nothing else', async () => {
    const { reference, developer } = await aNeedWithLinks();
    expect((await get(`/needs/${reference}`)).status).toBe(401);
    const signIn = async (email: string) => {
      const { challenge = '' } = await bodyOf(await post('/sign-in', { email }));
      const { digits } = await inbox.code(challenge);
      const entered = await post(`/sign-in/${challenge}`, { code: digits });
      expect(entered.status).toBe(204);
      return cookieIn(entered);
    };
    const head = await signIn(chef);
    expect(await (await get(`/needs/${reference}`, { cookie: head })).json()).toMatchObject({
      you: { roles: expect.arrayContaining(['head']) as unknown, session: true },
    });
    const page = await (await get(developer, { cookie: head, accept: 'text/html' })).text();
    expect(page, 'the link is another’s').toContain(`href="${system.url}/needs/${reference}"`);
    const other = await signIn('chef.hr@example.org');
    expect((await get(`/needs/${reference}`, { cookie: other })).status).toBe(404);
    expect((await get('/needs/B26-AAAAA', { cookie: head })).status).toBe(404);
    const own = await signIn(submitter);
    expect(await (await get(`/needs/${reference}`, { cookie: own })).json()).toMatchObject({
      you: { roles: ['submitter'] },
      history: [{ action: 'submit' }, { action: 'confirm' }],
    });
    const withdrawn = await post(`/needs/${reference}`, { ...take, action: 'withdraw' }, { cookie: own });
    expect(withdrawn.status).toBe(200);
  });

  test('leads on to where a browser was going, with what its address asks, and to no other site', async () => {
    const { reference } = await aNeedWithLinks();
    const signInTo = async (next: string) => {
      const asked = await form('/sign-in', { email: lisa, next });
      const { pathname } = new URL(asked.headers.get('location') ?? '');
      const { digits } = await inbox.code(pathname.slice('/sign-in/'.length));
      const entered = await form(pathname, { code: digits });
      expect(entered.status).toBe(303);
      return entered.headers.get('location');
    };
    for (const going of [
      '/min-sida?remind=B26-7KQ4M',
      '/areas/infrastruktur?language=sv&overdue=yes',
      '/needs?register=yes&q=pass%C3%A9r+system',
      `/needs/${reference}?action=take`,
    ]) {
      const page = await (await get(going, { accept: 'text/html' })).text();
      expect(page).toContain(`name="next" value="${going.replaceAll('&', '&amp;')}"`);
      expect(await signInTo(going)).toBe(`${system.url}${going}`);
    }
    for (const going of [
      '//example.com/?a=b',
      'https://example.com/',
      '/\\example.com',
      '/my?a=\\b',
      '/my?a=\nb',
    ])
      expect(await signInTo(going), going).toMatch(/\/(min-sida|en\/my-page)$/);
  });

  test('shows a person their browsers, and ends one or all of them', async () => {
    expect((await get('/my')).status).toBe(401);
    const store = storeOf(system);
    const email = 'chef.ledning-ekonomi@example.org';
    const [one, other] = [await cookieFor(store, email), await cookieFor(store, email)];
    const mine = (await (await get('/my', { cookie: one })).json()) as { sessions: { id: string }[] };
    expect(mine.sessions).toHaveLength(2);
    for (const path of ['/min-sida', '/en/my-page'])
      expect((await get(path, { cookie: one, accept: 'text/html' })).status).toBe(200);
    const [first, second] = mine.sessions.map(({ id }) => id);
    const left = await post('/my', { end: first }, { cookie: one });
    if (left.headers.get('set-cookie') === null) {
      expect(await left.json()).toMatchObject({ sessions: [{ id: second }] });
      expect((await get('/my', { cookie: other })).status, 'the other has ended').toBe(401);
    } else {
      expect((await get('/my', { cookie: one })).status, 'its own has ended').toBe(401);
    }
    const third = await cookieFor(store, email);
    expect((await post('/my', { end: 'all' }, { cookie: third })).status).toBe(200);
    for (const cookie of [one, other, third]) expect((await get('/my', { cookie })).status).toBe(401);
  });

  test('shows a person what waits for them, longest first, and what is theirs; a submitter their needs', async () => {
    const { reference } = await aNeedWithLinks();
    interface My {
      waiting: { reference: string; waitingDays: number }[];
      needs: { reference: string }[];
      areas: { id: string }[];
    }
    const mine = async (email: string) => {
      const cookie = await cookieFor(storeOf(system), email);
      return { cookie, my: (await (await get('/my', { cookie })).json()) as My };
    };
    const developer = await mine(lisa);
    expect(developer.my.waiting).toContainEqual(
      expect.objectContaining({ kind: 'need', reference, status: 'received', waitingDays: 0 }),
    );
    expect(developer.my.areas.map(({ id }) => id)).toEqual(['infrastruktur']);
    const head = await mine(chef);
    expect(
      head.my.waiting.map((card) => card.reference),
      'waits for its developer',
    ).not.toContain(reference);
    expect(head.my.needs.map((card) => card.reference)).toContain(reference);
    const stranger = await mine('chef.biblioteket@example.org');
    expect(JSON.stringify(stranger.my)).not.toContain(reference);
    const own = await mine(submitter);
    expect(own.my).toMatchObject({ waiting: [], areas: [] });
    expect(own.my.needs.map((card) => card.reference)).toContain(reference);

    const page = await (await get('/min-sida', { cookie: developer.cookie, accept: 'text/html' })).text();
    expect(page).toContain(`${system.url}/needs/${reference}?action=take#take`);
    const submitters = await (await get('/min-sida', { cookie: own.cookie, accept: 'text/html' })).text();
    expect(submitters).toContain(`${system.url}/needs/${reference}`);
    expect(submitters, 'rhythms are for staff').not.toContain('name="rhythm"');
  });

  test('shows whoever speaks for a school its needs, as JSON too', async () => {
    const sent = await postNeed(system.url, {
      ...aNeed,
      school: 'kultur-samhalle',
      areas: ['infrastruktur'],
    });
    const { reference } = await bodyOf(sent);
    const cookie = await cookieFor(storeOf(system), 'representant.kultur-samhalle@example.org');
    const my = (await (await get('/my', { cookie })).json()) as { needs: { reference: string }[] };
    expect(my.needs.filter((card) => card.reference === reference)).toHaveLength(1);
  });

  test('lets a person choose how often they are informed, and put a reminder off for at most thirty days', async () => {
    const cookie = await cookieFor(storeOf(system), 'chef.biblioteket@example.org');
    const mine = async () => (await (await get('/my', { cookie })).json()) as { rhythm: string };
    expect(await mine()).toMatchObject({ rhythm: 'each' });
    expect(await bodyOf(await post('/my', { rhythm: 'weekly' }, { cookie }))).toMatchObject({
      rhythm: 'weekly',
    });
    expect(await mine()).toMatchObject({ rhythm: 'weekly' });
    expect((await post('/my', { rhythm: 'never' }, { cookie })).status).toBe(422);

    const dayIn = (days: number) => new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10);
    const remind = (days: number) =>
      post('/my', { remind: { reference: 'b26-7kq4m', date: dayIn(days) } }, { cookie });
    for (const [days, status] of [
      [14, 200],
      [0, 422],
      [33, 422],
    ] as const)
      expect((await remind(days)).status, `${days} days`).toBe(status);
    expect((await post('/my', { remind: 'nothing', date: dayIn(3) }, { cookie })).status).toBe(422);
    expect((await post('/my', {}, { cookie })).status).toBe(422);
    expect(await mine(), 'the rhythm is kept').toMatchObject({ rhythm: 'weekly' });

    const page = await (await get('/min-sida?remind=B26-7KQ4M', { cookie, accept: 'text/html' })).text();
    expect(page).toContain('Påminn mig om B26-7KQ4M en annan dag');
    expect(page).toMatch(/value="weekly" checked|checked value="weekly"/);
    const sent = await form('/my', { remind: 'B26-7KQ4M', date: dayIn(40), language: 'sv' }, { cookie });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('Välj en dag från');
    const chosen = await form('/my', { rhythm: 'daily', language: 'sv' }, { cookie });
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, `${system.url}/min-sida`]);
    expect(await mine()).toMatchObject({ rhythm: 'daily' });
  });
});
