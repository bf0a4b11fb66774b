import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import type { MeetingAnswer, NeedAnswer } from '../../lambdas/web/contract.ts';
import { fetchByContract } from '../support/contract.ts';
import { aNeed, cookieFor, Inbox, postNeed, storeOf } from '../support/people.ts';

let dataDir: string;
let system: LocalSystem;
let inbox: Inbox;
const cookies: Record<string, string> = {};
const lisa = 'lisa.eliasson';
const stranger = 'kim.larare';
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-meetings-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  inbox = new Inbox(system);
  const store = storeOf(system);
  for (const name of [
    lisa,
    'anna.emmoth',
    'chef.it',
    'chef.fastighet-campus',
    'stina.eklund',
    'registrator',
    stranger,
  ])
    cookies[name] = await cookieFor(store, `${name}@example.org`);
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const ask = (path: string, who: string | undefined, init: RequestInit = {}) =>
  fetchByContract(new URL(path, system.url), {
    redirect: 'manual',
    ...init,
    headers: {
      accept: 'application/json',
      ...(who && { cookie: cookies[who] ?? '' }),
      ...(init.headers as Record<string, string>),
    },
  });
const post = (path: string, body: object, who?: string) =>
  ask(path, who, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const pageAt = async (path: string, who?: string): Promise<string> =>
  (await ask(path, who, { headers: { accept: 'text/html' } })).text();

/** A need of Lisa's area that waits for her steering group's advice. */
async function needForAdvice(title: string): Promise<string> {
  const { reference } = (await (
    await postNeed(system.url, { ...aNeed, title, areas: ['infrastruktur'] })
  ).json()) as { reference: string };
  const act = async (action: object) => {
    const { version } = (await (await ask(`/needs/${reference}`, lisa)).json()) as NeedAnswer;
    const answer = await post(`/needs/${reference}`, { ...action, version, confirm: 'yes' }, lisa);
    expect(answer.status).toBe(200);
  };
  await act({
    ...{ action: 'coordinate', actualNeed: `Det gäller ${title}`, whyItArose: 'Så har det blivit' },
    ...{ leadArea: 'infrastruktur', responsible: 'it', departments: [], size: 'M', raiseNow: 'yes' },
  });
  return reference;
}

const soon = (): string => new Date(Date.now() + 7 * 86_400_000).toISOString();
async function planned(change: object = {}, who = lisa): Promise<string> {
  const answer = await post(
    '/meetings',
    { kind: 'steering-group', area: 'infrastruktur', at: soon(), ...change },
    who,
  );
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}
const read = async (id: string, who = lisa) =>
  (await (await ask(`/meetings/${id}`, who)).json()) as MeetingAnswer;
const change = (id: string, what: object, who = lisa) => post(`/meetings/${id}`, what, who);
const send = (path: string, fields: Record<string, string>, who?: string) =>
  ask(path, who, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      origin: system.url,
    },
    body: new URLSearchParams({ language: 'sv', ...fields }).toString(),
  });
const itemOf = async (id: string, reference: string) =>
  (await read(id)).items.find((one) => one.reference === reference)?.id ?? '';
const linkIn = (text = '') => new RegExp(`${system.url}(/m/[\\w-]+)`).exec(text)?.[1] ?? '';

/** The fields that an answer finds mistakes in, each once. */
const mistakenIn = async (answer: Response): Promise<readonly string[]> => {
  expect(answer.status).toBe(422);
  const { errors } = (await answer.json()) as { errors: readonly { field: string }[] };
  return [...new Set(errors.map(({ field }) => field))].toSorted();
};

test('Whoever plans a meeting is told of all mistakes at once, and of an area that is not there', async () => {
  const at = soon();
  const made = (body: object) => post('/meetings', body, lisa);
  expect(await mistakenIn(await made({ kind: 'steering-group', area: 'finns-inte', at }))).toEqual(['area']);
  expect(await mistakenIn(await made({ kind: 'arena' }))).toEqual(['area', 'at']);
  const all = { area: 'finns-inte', place: 'Rum '.repeat(40) };
  expect(await mistakenIn(await made(all))).toEqual(['area', 'at', 'kind', 'place']);
  const minute = at.slice(0, 16);
  for (const written of [`${minute}Z`, `${minute}+01:00`])
    expect((await made({ kind: 'arena', area: 'infrastruktur', at: written })).status).toBe(201);
});

test('Whoever may not is refused before what they filled in is, and so is what is not possible any more', async () => {
  const head = 'chef.fastighet-campus';
  expect((await post('/meetings', { kind: 'arena' }, 'registrator')).status).toBe(403);
  const made = (body: object) => post('/meetings', body, head);
  expect((await made({ kind: 'steering-group', area: 'infrastruktur', at: 'aldrig' })).status).toBe(403);
  expect((await post('/meetings', { kind: 'leads' }, lisa)).status).toBe(403);
  const id = await planned();
  await change(id, { do: 'add', kind: 'other', text: 'Lokaler' });
  const { items, version } = await read(id);
  const item = items.at(-1)?.id;
  for (const asked of [
    { do: 'done' },
    { do: 'done', agreed: 'v9' },
    { do: 'note', version: 'fem' },
    { do: 'date' },
  ])
    expect((await change(id, asked, head)).status).toBe(403);
  expect((await change(id, { do: 'note', item, note: 'Ett' })).status).toBe(200);
  const stale = { do: 'note', item, what: 'Ring', version };
  expect((await change(id, stale)).status).toBe(409);
  expect(await mistakenIn(await change(id, { ...stale, version: version + 1 }))).toEqual(['who']);
  expect(await mistakenIn(await change(id, { ...stale, version: 'fem' }))).toEqual(['version', 'who']);
  const other = await planned();
  await change(id, { do: 'send' });
  await change(other, { do: 'cancel' });
  for (const gone of [id, other])
    for (const asked of [
      { do: 'date' },
      { do: 'note' },
      { do: 'advise' },
      { do: 'move', item: '99', version: 'fem' },
    ])
      expect((await change(gone, asked)).status, asked.do).toBe(409);
  expect((await change(other, { do: 'correct' })).status).toBe(409);
  expect(await mistakenIn(await change(id, { do: 'correct' }))).toEqual(['correction']);
});

test('The same request again changes nothing, with or without a version, whatever has become of the meeting', async () => {
  const id = await planned();
  const twice = async (what: object) => {
    expect((await change(id, what)).status).toBe(200);
    const { version } = await read(id);
    expect((await change(id, what)).status).toBe(200);
    expect((await read(id)).version).toBe(version);
  };
  await twice({ do: 'add', kind: 'other', text: 'Lokaler' });
  const item = (await read(id)).items.at(-1)?.id;
  await twice({ do: 'note', item, what: 'Ring', who: 'chef-it' });
  const { version } = await read(id);
  const note = { do: 'note', item, note: 'Ett', version };
  expect((await change(id, note)).status).toBe(200);
  await twice({ do: 'add', kind: 'other', text: 'Fika' });
  await twice({ do: 'drop', item: (await read(id)).items.at(-1)?.id });
  await change(id, { do: 'send' });
  expect((await change(id, note)).status).toBe(200);
  await twice({ do: 'correct', text: 'Hus C' });
  const other = await planned();
  expect((await change(other, { do: 'cancel' })).status).toBe(200);
  expect((await change(other, { do: 'cancel' })).status).toBe(200);
});

test('What was said in a meeting and is said again has the same answer when its notes are sent; anything else is late', async () => {
  const reference = await needForAdvice('Fler hyllor');
  const group = await planned();
  const advice = { do: 'advise', advice: 'do', priority: 'low', reason: 'Det är trångt' };
  const advised = { ...advice, item: await itemOf(group, reference) };
  const arena = await planned({ kind: 'arena' });
  const understood = { do: 'respond', school: 'lararutbildning', understood: 'partly', words: 'Även skåp' };
  const answered = { ...understood, item: await itemOf(arena, reference) };
  expect((await change(arena, answered)).status).toBe(200);
  expect((await change(group, advised)).status).toBe(200);
  for (const [id, said] of [
    [group, advised],
    [arena, answered],
  ] as const) {
    expect((await change(id, { do: 'send' })).status).toBe(200);
    const before = await read(id);
    expect((await change(id, said)).status, said.do).toBe(200);
    expect((await change(id, { ...said, version: before.version - 1 })).status, said.do).toBe(200);
    expect((await change(id, { do: said.do, item: said.item })).status, said.do).toBe(409);
    expect(await read(id)).toEqual(before);
  }
  expect((await change(group, { ...advised, reason: 'Annat' })).status).toBe(409);
  expect((await change(arena, { ...answered, words: 'Annat' })).status).toBe(409);
  const need = (await (await ask(`/needs/${reference}`, lisa)).json()) as NeedAnswer;
  expect(need.history.filter(({ action }) => action === 'advise')).toHaveLength(1);
});

test('Advice that names a meeting that is over, or none, is late on the need’s page too', async () => {
  const reference = await needForAdvice('Fler krukor');
  const id = await planned();
  await change(id, { do: 'send' });
  const { version } = (await (await ask(`/needs/${reference}`, lisa)).json()) as NeedAnswer;
  const said = { action: 'advise', advice: 'do', priority: 'low', version, confirm: 'yes' };
  for (const meeting of [id, 'M26-00000'])
    expect((await post(`/needs/${reference}`, { ...said, meeting }, lisa)).status).toBe(409);
  expect((await post(`/needs/${reference}`, said, lisa)).status).toBe(200);
});

test('A meeting that is not there is so before the body is read', async () => {
  for (const type of ['application/json', 'text/plain']) {
    const init = { method: 'POST', headers: { 'content-type': type }, body: '{' };
    expect((await ask('/meetings/M26-00000', lisa, init)).status, type).toBe(404);
  }
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
  expect((await ask(`/meetings/${await planned()}`, lisa, init)).status).toBe(400);
});

test('Whoever corrects notes that are not sent is told so, and keeps what they wrote', async () => {
  const id = await planned();
  const asked = { do: 'correct', correction: 'Det gällde hus C' };
  const page = await (await send(`/meetings/${id}`, asked, lisa)).text();
  expect(page).toContain('Anteckningarna är inte utskickade än');
  expect(page).toContain('Det gällde hus C');
  const { detail } = (await (await change(id, { ...asked, language: 'sv' })).json()) as { detail: string };
  expect(detail).toContain('Tillägg görs till anteckningar som är utskickade');
});

test('Whoever writes more than a meeting has room for is told what to do, and keeps what they wrote', async () => {
  const id = await planned();
  const longest = '漢'.repeat(4000);
  for (let number = 1; number <= 13; number++)
    await change(id, { do: 'add', kind: 'other', text: `Punkt ${number}` });
  const items = (await read(id)).items.slice(-13).map((item) => item.id);
  let refused: Response | undefined;
  for (const item of items) {
    refused = await change(id, { do: 'note', item, note: longest, language: 'sv' });
    if (refused.status !== 200) break;
  }
  expect(refused?.status).toBe(422);
  expect(await refused?.json()).toMatchObject({
    errors: [{ field: 'note', message: expect.stringContaining('Korta det du skrev') as string }],
  });
  const page = await (
    await send(
      `/meetings/${id}`,
      { do: 'note', item: items.at(-1) ?? '', note: `Mitt ${longest.slice(5)}` },
      lisa,
    )
  ).text();
  expect(page).toContain('Mitt 漢');
  expect(page).toContain('href="#note"');
  expect((await change(id, { do: 'send' })).status).toBe(200);
});

describe('A steering group’s meeting', () => {
  test('has what waits for its advice as its agenda, and mails it to those expected, once', async () => {
    const reference = await needForAdvice('Låna salar på kvällen');
    await inbox.skip();
    const id = await planned({ place: 'Rum 12' });
    const meeting = await read(id);
    expect(meeting).toMatchObject({
      kind: 'steering-group',
      area: 'infrastruktur',
      place: 'Rum 12',
      state: 'planned',
    });
    expect(meeting.items).toContainEqual(
      expect.objectContaining({
        kind: 'need',
        reference,
        title: 'Låna salar på kvällen',
        why: 'advice',
        done: false,
      }),
    );
    const mails = await inbox.next(3);
    expect(mails.map(({ to }) => to).toSorted()).toEqual([
      'chef.fastighet-campus@example.org',
      'chef.it@example.org',
      'chef.studentservice@example.org',
    ]);
    const [mail] = mails;
    expect(mail?.subject).toMatch(/^Möte .*: Styrgruppen för /);
    expect(mail?.text).toContain('Låna salar på kvällen');
    expect(mail?.text).toContain(`${system.url}/meetings/${id}`);
  });

  test('takes advice as it is given, and its notes hold it with what was agreed', async () => {
    const reference = await needForAdvice('Bättre ljud i aulan');
    const id = await planned();
    const { items } = await read(id);
    const item = items.find((one) => one.reference === reference)?.id ?? '';
    const said = {
      do: 'advise',
      item,
      advice: 'do',
      priority: 'high',
      reason: 'Många berörs',
      dissent: 'HR tvekade',
    };
    expect((await change(id, { ...said, advice: 'perhaps' })).status).toBe(422);
    expect((await change(id, said)).status).toBe(200);
    expect((await change(id, said)).status).toBe(200);
    const { status, history } = (await (await ask(`/needs/${reference}`, lisa)).json()) as NeedAnswer;
    expect(status).toBe('deciding');
    expect(history.filter(({ action }) => action === 'advise')).toHaveLength(1);
    await change(id, { do: 'add', kind: 'other', text: 'Lokalerna i hus B' });
    const other = (await read(id)).items.at(-1)?.id ?? '';
    const note = {
      do: 'note',
      item: other,
      note: 'Vi väntar in beslutet',
      what: 'Fråga hyresvärden',
      who: 'chef-it',
    };
    expect((await change(id, { ...note, by: '2027-01-15' })).status).toBe(200);
    const here = { do: 'present', present: ['chef-it', 'lisa-eliasson'], others: 'Kim från HR' };
    expect((await change(id, here)).status).toBe(200);
    expect(await read(id)).toMatchObject({ others: 'Kim från HR', corrections: [] });
    await inbox.skip();
    expect((await change(id, { do: 'send' })).status).toBe(200);
    expect((await change(id, { do: 'send' })).status).toBe(200);
    const sent = await read(id);
    expect(sent).toMatchObject({ state: 'sent', present: ['chef-it', 'lisa-eliasson'] });
    expect(sent.notes).toMatchObject({
      present: ['Chefen för IT och digital infrastruktur', 'Lisa Eliasson'],
      by: 'Lisa Eliasson',
    });
    const mails = await inbox.next(3);
    expect(mails).toHaveLength(3);
    const own = mails.find(({ to }) => to === 'chef.it@example.org');
    expect(own?.subject).toMatch(/^Minnesanteckningar /);
    expect(own?.text).toContain('Fråga hyresvärden');
    const page = await pageAt(`/meetings/${id}?language=sv`, 'chef.it');
    for (const words of [
      'Minnesanteckningar',
      'Många berörs',
      'HR tvekade',
      'Vi väntar in beslutet',
      'Frånvarande',
    ])
      expect(page).toContain(words);
    expect((await change(id, { do: 'note', item: other, note: 'Annat' })).status).toBe(409);
    expect((await change(id, { do: 'correct', text: 'Det gällde hus C' })).status).toBe(200);
    expect(await pageAt(`/meetings/${id}?language=sv`, 'chef.it')).toContain('Det gällde hus C');
    expect((await read(id)).corrections).toEqual([
      { at: expect.any(String) as string, name: 'Lisa Eliasson', text: 'Det gällde hus C' },
    ]);
    const part = await pageAt(`/meetings/${id}?language=sv&part=${other}`, 'chef.it');
    expect(part).toContain('Lokalerna i hus B');
    expect(part).not.toContain('Bättre ljud i aulan');
  });

  test('takes up what has come to stand since its agenda was made with one press, and neither what was taken off nor twice', async () => {
    const off = await needForAdvice('Fler hatthyllor');
    const id = await planned();
    await change(id, { do: 'drop', item: await itemOf(id, off) });
    await change(id, { do: 'add', kind: 'other', text: 'Lokaler' });
    const noted = (await read(id)).items.at(-1)?.id;
    await change(id, { do: 'note', item: noted, what: 'Ring', who: 'chef-it' });
    expect(await pageAt(`/meetings/${id}?language=sv`, lisa)).not.toContain('Nytt sedan');
    const reference = await needForAdvice('Fler paraplyställ');
    const page = await pageAt(`/meetings/${id}?language=sv`, lisa);
    expect(page).toContain('Nytt sedan dagordningen gjordes');
    expect(page).toContain('Fler paraplyställ');
    expect(page).not.toContain('Fler hatthyllor');
    const head = 'chef.fastighet-campus';
    expect(await pageAt(`/meetings/${id}?language=sv`, head)).not.toContain('Fler paraplyställ');
    expect((await change(id, { do: 'gather' }, head)).status).toBe(403);
    const before = await read(id);
    expect((await send(`/meetings/${id}`, { do: 'gather' }, lisa)).status).toBe(303);
    const after = await read(id);
    expect(after.items.slice(0, before.items.length)).toEqual(before.items);
    expect(after.items.slice(before.items.length)).toEqual([
      expect.objectContaining({ kind: 'need', reference, why: 'advice', done: false }),
    ]);
    expect((await change(id, { do: 'gather' })).status).toBe(200);
    expect((await read(id)).version).toBe(after.version);
    expect(await pageAt(`/meetings/${id}?language=sv`, lisa)).not.toContain('Nytt sedan');
    const advised = { do: 'advise', item: await itemOf(id, reference), advice: 'do', priority: 'low' };
    expect((await change(id, advised)).status).toBe(200);
    await change(id, { do: 'send' });
    expect((await change(id, { do: 'gather' })).status).toBe(409);
  });

  test('says that a need has moved on, and keeps what was written', async () => {
    const reference = await needForAdvice('Fler eluttag');
    const id = await planned();
    const item = (await read(id)).items.find((one) => one.reference === reference)?.id ?? '';
    const { version } = (await (await ask(`/needs/${reference}`, lisa)).json()) as NeedAnswer;
    const back = { action: 'return', reason: 'Mer behövs', version, confirm: 'yes' };
    expect((await post(`/needs/${reference}`, back, lisa)).status).toBe(200);
    const said = { do: 'advise', item, advice: 'do', priority: 'low', reason: 'Det jag skrev' };
    const answer = await send(`/meetings/${id}`, said, lisa);
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(page).toContain('Behovet har gått vidare');
    expect(page).toContain('Det jag skrev');
  });

  test('takes up a need once where two meetings on one day have it on their agendas', async () => {
    const reference = await needForAdvice('Fler laddstolpar');
    const meetings = [await planned(), await planned()];
    const itemsOf = async (id: string) =>
      (await read(id)).items.find((one) => one.reference === reference)?.id ?? '';
    const said = { do: 'advise', advice: 'do', priority: 'medium' };
    const given = await Promise.all(
      meetings.map(async (id) => change(id, { ...said, item: await itemsOf(id) })),
    );
    expect(given.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const need = (await (await ask(`/needs/${reference}`, lisa)).json()) as NeedAnswer;
    expect(need.history.filter(({ action }) => action === 'advise')).toHaveLength(1);
  });

  test('shows what was advised in it where an item is opened again', async () => {
    const reference = await needForAdvice('Tystare fläktar');
    const id = await planned();
    const item = await itemOf(id, reference);
    await change(id, { do: 'advise', item, advice: 'later', priority: 'low', reason: 'Vi hinner inte i år' });
    const page = await pageAt(`/meetings/${id}?language=sv&item=${item}`, lisa);
    expect(page).toContain('Rådet är sparat');
    expect(page).toContain('Vi hinner inte i år');
    expect(page).not.toContain('Behovet har gått vidare');
  });

  test('says of mistakes which field they are in, by its name, and leads there', async () => {
    const reference = await needForAdvice('Fler krokar');
    const id = await planned();
    const item = await itemOf(id, reference);
    const missing = await (await send(`/meetings/${id}`, { do: 'advise', item }, lisa)).text();
    for (const field of ['advise-advice', 'advise-priority']) {
      expect(missing).toContain(`href="#${field}`);
      expect(missing).toContain(`id="${field}"`);
    }
    const others = 'Någon utifrån '.repeat(30);
    const long = await (await send(`/meetings/${id}`, { do: 'present', others }, lisa)).text();
    expect(long).toContain('Korta texten under ”Övriga närvarande”');
    expect(long).toContain(`value="${others.trim()}`);
  });

  test('has notes that say nobody was absent where nobody has said who was there', async () => {
    const id = await planned();
    expect(await pageAt(`/meetings/${id}?language=sv`, lisa)).not.toContain('value="send"');
    await change(id, { do: 'add', kind: 'other', text: 'Nästa möte' });
    await change(id, { do: 'note', item: (await read(id)).items.at(-1)?.id, note: 'I mars' });
    expect(await pageAt(`/meetings/${id}?language=sv`, lisa)).toContain('Närvaron är inte sparad');
    await change(id, { do: 'send' });
    expect((await read(id)).notes).toMatchObject({ present: [], absent: [] });
  });

  test('loses nothing that was written of an item that is dropped, or of a meeting that is sent out, meanwhile', async () => {
    const id = await planned();
    for (const text of ['Ett', 'Två']) await change(id, { do: 'add', kind: 'other', text });
    const [dropped = '', other = ''] = (await read(id)).items.slice(-2).map((item) => item.id);
    await change(id, { do: 'drop', item: dropped });
    const gone = await send(`/meetings/${id}`, { do: 'note', item: dropped, note: 'Långt skrivet' }, lisa);
    expect(gone.status).toBe(409);
    expect(await gone.text()).toContain('Långt skrivet');
    await change(id, { do: 'send' });
    const note = { do: 'note', item: other, note: 'Sent skrivet', what: 'Ring dem', who: 'chef-it' };
    const late = await send(`/meetings/${id}`, note, lisa);
    expect(late.status).toBe(409);
    const page = await late.text();
    expect(page).toContain('Sent skrivet');
    expect(page).toContain('Ring dem');
    const inJson = await change(id, { ...note, language: 'sv' });
    expect(await inJson.json()).toMatchObject({ status: 'sent', title: 'Mötet har ändrats' });
  });

  test('keeps an item of which somebody has written something, and says why', async () => {
    const id = await planned();
    await change(id, { do: 'add', kind: 'other', text: 'Lokaler' });
    const { items, version } = await read(id);
    const drop = { do: 'drop', item: items.at(-1)?.id ?? '' };
    expect((await change(id, { ...drop, item: 'v99' })).status).toBe(422);
    await change(id, { do: 'note', item: drop.item, note: 'Om hus B', what: 'Ring', who: 'lisa-eliasson' });
    const refused = await change(id, { ...drop, version });
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as { detail: string }).detail).toContain('anteckningen');
    const page = await (await send(`/meetings/${id}`, drop, lisa)).text();
    expect(page).toContain('Punkten har anteckningar');
    expect((await read(id)).items.at(-1)).toMatchObject({ note: 'Om hus B', agreed: [{ what: 'Ring' }] });
    await change(id, { do: 'note', item: drop.item, note: '' });
    await change(id, { do: 'take-back', agreed: (await read(id)).items.at(-1)?.agreed[0]?.id });
    expect((await change(id, drop)).status).toBe(200);
    await change(id, { do: 'send' });
    expect((await change(id, { ...drop, item: 'v99' })).status).toBe(409);
  });

  test('is changed where one is: the agenda stays open, and a place can be taken back', async () => {
    const id = await planned({ place: 'Rum 12' });
    for (const text of ['Ett', 'Två', 'Tre']) await change(id, { do: 'add', kind: 'other', text });
    const last = (await read(id)).items.at(-1)?.id ?? '';
    const moved = await send(`/meetings/${id}`, { do: 'move', item: last, to: '1' }, lisa);
    const page = await pageAt((moved.headers.get('location') ?? '').replace(/#.*/, ''), lisa);
    expect(page).toMatch(/<details[^>]* id="edit"[^>]* open/);
    expect(page).toContain('Flytta överst');
    expect((await read(id)).items[0]?.text).toBe('Tre');
    const at = '2027-01-12 13:15';
    expect((await send(`/meetings/${id}`, { do: 'date', at, place: '' }, lisa)).status).toBe(303);
    expect((await read(id)).place).toBeUndefined();
  });

  test('takes back what was agreed by mistake, while it is held', async () => {
    const id = await planned();
    await change(id, { do: 'add', kind: 'other', text: 'Lokaler' });
    const item = (await read(id)).items.at(-1)?.id ?? '';
    const agreedIn = async () => (await read(id)).items.at(-1)?.agreed ?? [];
    for (const what of ['Ring hyresvärdne', 'Ring hyresvärden'])
      await change(id, { do: 'note', item, note: 'Om hus B', what, who: 'lisa-eliasson' });
    const [wrong] = await agreedIn();
    expect(await pageAt('/my', lisa)).toContain('Ring hyresvärdne');
    const group = { kind: 'steering-group', area: 'infrastruktur' };
    expect(await (await ask('/my', lisa)).json()).toMatchObject({
      agreed: expect.arrayContaining([
        expect.objectContaining({ ...group, meeting: id, what: 'Ring hyresvärdne' }),
      ]) as unknown,
      meetings: expect.arrayContaining([expect.objectContaining({ ...group, id })]) as unknown,
    });
    const fields = { do: 'take-back', item, agreed: wrong?.id ?? '' };
    const back = await send(`/meetings/${id}`, fields, lisa);
    expect(back.headers.get('location')).toContain(`item=${item}`);
    const odd = await send(`/meetings/${id}`, { ...fields, item: '\n”' }, lisa);
    expect([odd.status, odd.headers.get('location')]).toEqual([
      303,
      `${system.url}/meetings/${id}?language=sv`,
    ]);
    expect((await agreedIn()).map(({ what }) => what)).toEqual(['Ring hyresvärden']);
    const own = await pageAt('/my', lisa);
    expect(own).toContain('Ring hyresvärden');
    expect(own).not.toContain('Ring hyresvärdne');
    expect((await change(id, { do: 'take-back', agreed: wrong?.id })).status).toBe(200);
    expect((await change(id, { do: 'take-back', agreed: 'v99' })).status).toBe(409);
    const right = (await agreedIn())[0]?.id;
    expect((await change(id, { do: 'take-back', agreed: right }, 'chef.fastighet-campus')).status).toBe(403);
    await change(id, { do: 'send' });
    expect((await change(id, { do: 'take-back', agreed: right })).status).toBe(409);
  });

  test('is named by its needs when it is over, for staff', async () => {
    const reference = await needForAdvice('Bredare dörrar');
    const id = await planned();
    await change(id, { do: 'advise', item: await itemOf(id, reference), advice: 'do', priority: 'low' });
    expect(await pageAt(`/needs/${reference}?language=sv`, lisa)).toContain('Tas upp på möte');
    await change(id, { do: 'send' });
    const page = await pageAt(`/needs/${reference}?language=sv`, lisa);
    expect(page).toMatch(new RegExp(`<a href="[^"]*/meetings/${id}[^"]*">Togs upp på mötet ${id}</a>`));
  });

  test('offers nothing to fill in once it is cancelled', async () => {
    const reference = await needForAdvice('Större brevlåda');
    const id = await planned();
    const item = await itemOf(id, reference);
    await change(id, { do: 'cancel' });
    const page = await pageAt(`/meetings/${id}?language=sv&item=${item}`, lisa);
    expect(page).toContain('Större brevlåda');
    expect(page).not.toContain('name="do"');
  });

  test('releases a part of its notes without what was added about other parts', async () => {
    const id = await planned();
    await change(id, { do: 'add', kind: 'other', text: 'Lokalerna i hus B' });
    const item = (await read(id)).items.at(-1)?.id ?? '';
    await change(id, { do: 'send' });
    await change(id, { do: 'correct', text: 'Om en annan punkt' });
    const part = await pageAt(`/meetings/${id}?language=sv&part=${item}`, lisa);
    expect(part).toContain('Lokalerna i hus B');
    expect(part).not.toContain('Om en annan punkt');
    expect(part).toContain('Anteckningarna har tillägg');
  });

  test('is written by two at once, each item for itself', async () => {
    const id = await planned();
    for (const text of ['En', 'Två']) await change(id, { do: 'add', kind: 'other', text });
    const { items, version } = await read(id);
    const [one, two] = items.slice(-2).map((item) => item.id);
    const answers = await Promise.all([
      change(id, { do: 'note', item: one, note: 'Om en', version }),
      change(id, { do: 'note', item: two, note: 'Om två', version }, 'chef.fastighet-campus'),
      change(id, { do: 'note', item: two, note: 'Också om två', version }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 403]);
    expect((await change(id, { do: 'note', item: one, note: 'Sent skrivet', version })).status).toBe(409);
    const after = await read(id);
    expect(after.items.find((item) => item.id === one)?.note).toBe('Om en');
    expect(after.items.find((item) => item.id === two)?.note).toBe('Också om två');
  });

  test('is seen by those expected and those who see all, and changed by those who run it', async () => {
    const id = await planned();
    const statusFor = async (who?: string) => (await ask(`/meetings/${id}`, who)).status;
    expect(await statusFor('chef.it')).toBe(200);
    expect(await statusFor('registrator')).toBe(200);
    expect(await statusFor('anna.emmoth')).toBe(404);
    expect(await statusFor(stranger)).toBe(404);
    expect(await statusFor()).toBe(401);
    expect((await change(id, { do: 'cancel' }, 'chef.hr')).status).toBe(401);
    expect((await change(id, { do: 'send' }, 'registrator')).status).toBe(403);
    expect((await post('/meetings', { kind: 'leads', at: soon() }, lisa)).status).toBe(403);
    expect((await post('/meetings', { kind: 'arena', at: soon() }, lisa)).status).toBe(422);
    expect((await post('/meetings', { kind: 'leads', at: '2026-13-01 10:00' }, 'stina.eklund')).status).toBe(
      422,
    );
  });

  test('mails a new date, and that it is cancelled; advice that was given stays', async () => {
    const reference = await needForAdvice('Säkrare cykelställ');
    const id = await planned();
    const item = (await read(id)).items.find((one) => one.reference === reference)?.id ?? '';
    await change(id, { do: 'advise', item, advice: 'later', priority: 'low' });
    await inbox.skip();
    expect((await change(id, { do: 'date', at: '2027-01-12 13:15', place: 'Rum 3' })).status).toBe(200);
    expect((await read(id)).at).toBe('2027-01-12T12:15:00.000Z');
    const moved = await inbox.next(3);
    expect(moved.every(({ subject }) => subject.startsWith('Ny tid'))).toBe(true);
    expect(moved[0]?.text).toContain('Rum 3');
    expect((await change(id, { do: 'date', at: '2027-01-12 13:15', place: 'Rum 4' })).status).toBe(200);
    expect((await change(id, { do: 'cancel' })).status).toBe(200);
    const cancelled = await inbox.next(3);
    expect(cancelled.every(({ subject }) => subject.startsWith('Inställt'))).toBe(true);
    const need = (await (await ask(`/needs/${reference}`, lisa)).json()) as NeedAnswer;
    expect(need.status).toBe('deciding');
    expect((await change(id, { do: 'send' })).status).toBe(409);
  });
});

describe('An arena', () => {
  test('lets a school raise a question and say whether a need is understood, by the link in their mail', async () => {
    const reference = await needForAdvice('Tydligare skyltar');
    await inbox.skip();
    const id = await planned({ kind: 'arena' });
    const mails = await inbox.next(6);
    const own = mails.find(({ to }) => to === 'representant.lararutbildning@example.org');
    const link = linkIn(own?.text);
    expect(link).not.toBe('');
    expect(own?.text).toContain('lyfta en fråga');
    expect(own?.text).toContain(`${link}?item=1`);
    expect(mails.filter(({ text }) => text.includes('lyfta en fråga'))).toHaveLength(5);
    expect(mails.filter(({ text }) => text.includes(link))).toHaveLength(1);
    const page = await pageAt(`${link}?language=sv`);
    expect(page).toContain('Lyft en fråga');
    expect(page).not.toContain('Ställ in mötet');
    expect((await post(link, { do: 'raise', text: 'Kan salarna låsas upp tidigare?' })).status).toBe(200);
    const raised = (await read(id)).items.at(-1);
    expect(raised).toMatchObject({ kind: 'question', text: 'Kan salarna låsas upp tidigare?' });
    const form = await pageAt(`/?meeting=${id}&item=${raised?.id ?? ''}`, lisa);
    expect(form).toContain('Kan salarna låsas upp tidigare?');
    expect(form).toContain('representant.lararutbildning@example.org');
    expect(await pageAt(`/?meeting=${id}&item=${raised?.id ?? ''}`, 'anna.emmoth')).not.toContain(
      'representant.',
    );
    const item = (await read(id)).items.find((one) => one.reference === reference)?.id ?? '';
    const said = {
      do: 'respond',
      item,
      understood: 'partly',
      words: 'Även utomhus',
      school: 'halsa-valfard',
    };
    expect((await post(link, said)).status).toBe(200);
    const need = await pageAt(`/needs/${reference}?language=sv`, lisa);
    expect(need).toContain('Institutionerna säger');
    expect(need).toContain('Institutionen för lärarutbildning: delvis rätt förstått. Även utomhus');
    for (const forbidden of [{ do: 'send' }, { do: 'cancel' }, { do: 'note', item, note: 'Nej' }])
      expect((await post(link, forbidden)).status).toBe(403);
    expect((await ask('/m/0123456789012345678901234567890123456789012', undefined)).status).toBe(404);
    expect((await change(id, { do: 'note', item, note: 'Ja', version: 'fem' })).status).toBe(422);
    expect((await change(id, { do: 'send' })).status).toBe(200);
    const notes = await pageAt(`/meetings/${id}?language=en`, lisa);
    expect(notes).toContain('School of Teacher Education: Partly. Även utomhus');
    expect(notes).toContain('Representant för lärarutbildning, School of Teacher Education');
  });
});

describe('A mailed link to a meeting', () => {
  test('leads where it is meant, whatever a mail program has glued to its end', async () => {
    await inbox.skip();
    const id = await planned({ kind: 'arena' });
    const mails = await inbox.next(6);
    const link = linkIn(mails.find(({ to }) => to === 'representant.lararutbildning@example.org')?.text);
    const withSlash = new URL(`${link}/`, system.url);
    const slash = await fetchByContract(withSlash);
    expect([slash.status, slash.headers.get('location')]).toEqual([303, `${system.url}${link}`]);
    const sent = await fetchByContract(withSlash, { method: 'POST', body: 'do=raise' });
    expect([sent.status, sent.headers.get('location')]).toEqual([308, `${system.url}${link}`]);
    for (const glued of ['%E2%80%9D', ')', '.', '%3E']) {
      expect((await ask(`${link}${glued}`, undefined)).status, glued).toBe(200);
      const answer = await send(`${link}${glued}`, { do: 'raise', text: `Hur ${glued}?` });
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        `${system.url}${link}?language=sv`,
      ]);
    }
    expect((await ask(`${link}x`, undefined)).status).toBe(404);
    expect((await read(id)).items.filter(({ kind }) => kind === 'question')).toHaveLength(4);
  });

  test('that is unknown is so before its body is read', async () => {
    const unknown = `/m/${'0'.repeat(43)}`;
    for (const type of ['application/json', 'text/plain']) {
      const init = { method: 'POST', headers: { 'content-type': type }, body: '{' };
      expect((await ask(unknown, undefined, init)).status).toBe(404);
    }
  });
});

describe('What is put on an agenda', () => {
  test('fits the meeting: advice is for a group, and what schools have understood for an arena', async () => {
    const reference = await needForAdvice('Fler soffor');
    const [group, arena] = [await planned(), await planned({ kind: 'arena' })];
    expect((await change(group, { do: 'add', kind: 'check', reference })).status).toBe(422);
    expect((await change(arena, { do: 'add', kind: 'need', reference })).status).toBe(422);
    expect(await pageAt(`/meetings/${group}?language=sv`, lisa)).not.toContain('value="check"');
  });

  test('is not shown to schools where it may be secret', async () => {
    const reference = await needForAdvice('Hemlig larmplan');
    await inbox.skip();
    const id = await planned({ kind: 'arena' });
    const mails = await inbox.next(6);
    const link = linkIn(mails.find(({ to }) => to === 'representant.lararutbildning@example.org')?.text);
    expect(await pageAt(link)).toContain('Hemlig larmplan');
    const kept = async (path: string, who?: string) =>
      (await ask(path, who, { headers: { accept: 'text/html' } })).headers.get('cache-control');
    expect(await kept(`/meetings/${id}`, lisa)).toBe('private, max-age=0');
    expect(await kept(link)).toBe('no-store');
    const broken = await ask('/m/made-up', undefined, {
      headers: { accept: 'text/html', 'accept-language': 'sv' },
    });
    expect(await broken.text()).toContain('det senaste mejlet om mötet');
    const { version } = (await (await ask(`/needs/${reference}`, 'registrator')).json()) as NeedAnswer;
    const secret = { action: 'register', number: 'HS 2026/17', secrecy: 'yes', version, confirm: 'yes' };
    expect((await post(`/needs/${reference}`, secret, 'registrator')).status).toBe(200);
    expect(await pageAt(link)).not.toContain('Hemlig larmplan');
    expect(await (await ask(link, undefined)).text()).not.toContain('Hemlig larmplan');
    await inbox.skip();
    await change(id, { do: 'date', at: '2027-01-12 13:15' });
    const moved = await inbox.next(6);
    const names = (toSchools: boolean) =>
      moved
        .filter(({ to }) => to.startsWith('representant.') === toSchools)
        .map(({ text }) => text.includes('Hemlig larmplan'));
    expect([names(true), names(false)]).toEqual([Array(5).fill(false), [true]]);
    const item = await itemOf(id, reference);
    await change(id, { do: 'drop', item });
    expect((await change(id, { do: 'add', kind: 'check', reference })).status).toBe(422);
  });

  test('is not shown to schools in a refusal either, where it may be secret', async () => {
    const reference = await needForAdvice('Hemlig nyckelplan');
    await inbox.skip();
    const id = await planned({ kind: 'arena' });
    const mails = await inbox.next(6);
    const link = linkIn(mails.find(({ to }) => to === 'representant.lararutbildning@example.org')?.text);
    const { version } = (await (await ask(`/needs/${reference}`, 'registrator')).json()) as NeedAnswer;
    const secret = { action: 'register', number: 'HS 2026/18', secrecy: 'yes', version, confirm: 'yes' };
    await post(`/needs/${reference}`, secret, 'registrator');
    await change(id, { do: 'cancel' });
    const answer = await ask(link, undefined, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
        origin: system.url,
      },
      body: new URLSearchParams({ do: 'raise', text: 'Får vi nycklar?' }).toString(),
    });
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(page).toContain('Får vi nycklar?');
    expect(page).not.toContain('Hemlig nyckelplan');
  });

  test('is a question whose need stands in the notes, and nothing that is no need', async () => {
    const reference = await needForAdvice('Klockor i salarna');
    const id = await planned({ kind: 'arena' });
    await change(id, { do: 'add', kind: 'question', text: 'Varför går klockorna fel?' });
    const item = (await read(id)).items.at(-1)?.id ?? '';
    expect((await change(id, { do: 'note', item, became: 'B26-00000' })).status).toBe(422);
    expect((await change(id, { do: 'note', item, became: reference })).status).toBe(200);
    await change(id, { do: 'send' });
    expect(await pageAt(`/meetings/${id}?language=sv`, lisa)).toContain(
      `Varför går klockorna fel? (${reference})`,
    );
  });

  test('is a question whose need is chosen among the latest of the area that its reader sees', async () => {
    const reference = await needForAdvice('Klockor i korridoren');
    const elsewhere = await postNeed(system.url, { ...aNeed, title: 'Nytt avtal', areas: ['styrning'] });
    expect(elsewhere.status).toBe(201);
    const id = await planned({ kind: 'arena' });
    await change(id, { do: 'add', kind: 'question', text: 'Finns det klockor?' });
    const item = (await read(id)).items.at(-1)?.id ?? '';
    const page = await pageAt(`/meetings/${id}?language=sv&item=${item}`, lisa);
    const [list = ''] = /<datalist.*<\/datalist>/s.exec(page) ?? [];
    expect(page).toMatch(/id="became"[^>]* list="became-suggested"/);
    expect(list).toContain(`<option value="${reference}">Klockor i korridoren</option>`);
    expect(list).not.toContain('Nytt avtal');
    expect([...list.matchAll(/<option/g)].length).toBeLessThanOrEqual(10);
  });

  test('of a school that is too late with its question keeps what it wrote', async () => {
    await inbox.skip();
    const id = await planned({ kind: 'arena' });
    const mails = await inbox.next(6);
    const link = linkIn(mails.find(({ to }) => to === 'representant.lararutbildning@example.org')?.text);
    await change(id, { do: 'date', at: new Date(Date.now() - 3_600_000).toISOString() });
    const late = await send(link, { do: 'raise', text: 'Hann jag?' });
    expect(late.status).toBe(409);
    const page = await late.text();
    expect(page).toContain('Hann jag?');
    expect(page).toContain('Mötet har börjat');
  });
});

describe('The meeting of the area leads', () => {
  test('gives its advice beside the group’s, and moves no need', async () => {
    const { reference } = (await (
      await postNeed(system.url, { ...aNeed, title: 'Delad kalender', areas: ['infrastruktur', 'styrning'] })
    ).json()) as { reference: string };
    const act = async (action: object) => {
      const { version } = (await (await ask(`/needs/${reference}`, lisa)).json()) as NeedAnswer;
      expect((await post(`/needs/${reference}`, { ...action, version, confirm: 'yes' }, lisa)).status).toBe(
        200,
      );
    };
    await act({
      ...{ action: 'coordinate', actualNeed: 'En kalender', whyItArose: 'Två system' },
      ...{ leadArea: 'infrastruktur', responsible: 'it', departments: [], raiseNow: 'yes' },
    });
    const id = await planned({ kind: 'leads', area: undefined }, 'stina.eklund');
    const item = (await read(id, 'stina.eklund')).items.find((one) => one.reference === reference)?.id ?? '';
    const said = { do: 'advise', item, advice: 'do', priority: 'high', reason: 'Flera områden' };
    expect((await change(id, said, 'stina.eklund')).status).toBe(200);
    const need = (await (await ask(`/needs/${reference}`, lisa)).json()) as NeedAnswer;
    expect(need.status).toBe('advising');
    const form = await pageAt(`/meetings/${id}?language=sv&item=${item}`, 'stina.eklund');
    expect(form).toContain('De VSO-ansvarigas råd');
    expect(form).not.toContain('Styrgruppens råd');
    const page = await pageAt(`/needs/${reference}?language=sv`, lisa);
    expect(page).toContain('De VSO-ansvariga säger');
    expect(page).toContain('Flera områden');
  });
});
