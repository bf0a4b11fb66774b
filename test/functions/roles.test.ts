import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { openLab } from '../../bench/lab.ts';
import type { Lab } from '../../bench/lab.ts';
import { newCode, submission, unproven } from '../../bench/requests.ts';
import { addressOf, developer, seed, storeDue, storeSeeds } from '../../bench/seeds.ts';
import type { Seed } from '../../bench/seeds.ts';
import { openBundles, wireCosts } from '../../bench/wire-costs.ts';
import type { FunctionName } from '../../bench/wire-costs.ts';
import { eventKey, letterKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import type { Item } from '../../lambdas/adapters/dynamodb/keys.ts';
import { indexes } from '../../lambdas/adapters/dynamodb/schema.ts';
import { addressHashOf, hashOf } from '../../lambdas/app/hash.ts';
import { Limits } from '../../lambdas/domain/limits.ts';
import type { MeetingId } from '../../lambdas/domain/meeting/meeting-id.ts';
import { newLetter } from '../../lambdas/domain/notice/letter.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { instantOf } from '../../lambdas/domain/time/time.ts';
import { toEvent } from '../../local/gateway-event.ts';
import { eventsOf } from '../../local/mail-events.ts';
import { attributesIn } from '../support/attributes.ts';
import type { Part } from '../support/attributes.ts';
import { codeFor } from '../support/codes.ts';
import { linkTo, meetingChangeOf, plan } from '../support/meetings.ts';
import { codeIn, cookieFor } from '../support/people.ts';
import type { StoredMail } from '../support/people.ts';
import { allows, statementsOf } from '../support/policy.ts';
import type { Statement } from '../support/policy.ts';
import type { Access } from '../support/wire.ts';

/* IAM is not here to judge: what the functions ask of DynamoDB is held against what the synthesized template allows them. */

const names = ['SubmitNeed', 'Act', 'Show', 'DeliverNotices', 'Sweep', 'MailFeedback'] as const;
const assembly = inject('assembly');
const statements = new Map(names.map((name) => [name, statementsOf(assembly, name)]));
const statementsFor = (name: FunctionName): readonly Statement[] => statements.get(name) ?? [];

const asked = new Map<FunctionName, Access[]>(names.map((name) => [name, []]));
const keep = (by: FunctionName, accesses: readonly Access[]) => asked.get(by)?.push(...accesses);

const head = 'chef.it@example.org';
/* A working day, and the next morning. */
const wednesday = '2026-11-25T10:00:00Z';
const thursday = '2026-11-26T07:30:00Z';

type Bundles = Awaited<ReturnType<typeof openBundles>>;

const post = (routeKey: string, pathParameters: Record<string, string>, said: object, cookie = '') =>
  toEvent(
    {
      requestId: randomUUID(),
      method: 'POST',
      target: '/',
      headers: { accept: 'application/json', 'content-type': 'application/json', cookie },
      body: Buffer.from(JSON.stringify(said)),
      sourceIp: '127.0.0.1',
      receivedAt: Date.now(),
    },
    { routeKey, pathParameters },
  );

const bounced = (tags: Readonly<Record<string, [string]>>, messageId = 'none') => {
  const events = eventsOf({
    ...{ messageId, to: 'bounce@example.org', at: instantOf(new Date()) },
    tags,
  });
  return { Records: events.map((event) => ({ messageId: randomUUID(), body: JSON.stringify(event) })) };
};

/** What the table's stream tells of an item that is new. */
const record = (Keys: Item) => ({ dynamodb: { SequenceNumber: '1', Keys } });

/** A letter to the developer, to be sent at once. */
const letter = (id: string) => {
  const address = addressHashOf(addressOf(developer));
  const at = instantOf(new Date());
  return newLetter({ id, kind: 'assigned', to: developer, address, at, needs: [] });
};

const leadDeveloper = 'lisa.eliasson@example.org';
const representative = 'representant-lararutbildning' as PersonId;
const secret = 'x'.repeat(43);

/** A mail about an arena to whom a school sends there. */
const invitation = (meeting: MeetingId, id: string) => {
  const address = addressHashOf('representant.lararutbildning@example.org');
  const at = instantOf(new Date(wednesday));
  return newLetter({ id, kind: 'meeting', meeting, about: 'planned', to: representative, address, at });
};

/** A need is sent, and sent again; the code that is asked for is entered, and what else can be asked of `Act` is. */
async function askForAll({ store }: Bundles, call: (by: FunctionName, event: unknown) => Promise<unknown>) {
  const sent = submission();
  const keyed = { ...sent, headers: { ...sent.headers, 'idempotency-key': randomUUID() } };
  for (let time = 0; time < 2; time++) await call('SubmitNeed', keyed);

  const [one, other] = (await storeSeeds(store, 2)) as [Seed, Seed];
  const { body } = (await call('Act', unproven(one))) as { readonly body: string };
  const { challenge } = JSON.parse(body) as { readonly challenge: string };
  await call('DeliverNotices', newCode(challenge));
  const { emails } = (await (await fetch(`${process.env['AWS_ENDPOINT_URL_SES']}/store`)).json()) as {
    readonly emails: readonly StoredMail[];
  };
  const mail = emails.find(({ body: { text } }) => text.includes(challenge));
  const code = codeIn(mail?.body.text ?? '');
  const take = { action: 'take', version: 1, confirm: 'yes', challenge, code };
  const atLink = ({ token }: Seed, said: object) => post('POST /n/{token}', { token }, said, other.cookie);
  expect(await call('Act', post('POST /n/{token}', { token: one.token }, take))).toMatchObject({
    statusCode: 200,
  });
  const readdress = { action: 'readdress', version: 1, confirm: 'yes', address: 'ny@example.org' };
  expect(await call('Act', atLink(other, readdress))).toMatchObject({ statusCode: 200 });

  const cookie = await cookieFor(store, head);
  expect(await call('Act', post('POST /my', {}, { rhythm: 'daily' }, cookie))).toMatchObject({
    statusCode: 200,
  });
  const deputy = { deputy: 'chef-studentservice', department: 'it', from: '2026-11-26', to: '2026-11-27' };
  expect(await call('Act', post('POST /my', {}, deputy, cookie))).toMatchObject({ statusCode: 200 });
  const sooner = { ...deputy, from: '2026-11-25' };
  expect(await call('Act', post('POST /my', {}, sooner, cookie))).toMatchObject({ statusCode: 200 });
  const work = { title: 'Nytt system', area: 'infrastruktur', responsible: 'it', state: 'going' };
  const noted = await call('Act', post('POST /work', {}, work, cookie));
  const { id } = JSON.parse((noted as { readonly body: string }).body) as { readonly id: string };
  const changed = await call('Act', post('POST /work/{id}', { id }, { ...work, version: 1 }, cookie));
  expect(changed).toMatchObject({ statusCode: 200 });
  const group = { kind: 'steering-group', area: 'infrastruktur', at: '2027-01-12T10:00' };
  const made = await call('Act', post('POST /meetings', {}, group, await cookieFor(store, leadDeveloper)));
  const { id: meeting } = JSON.parse((made as { readonly body: string }).body) as { readonly id: string };
  const change = async (said: object, id = meeting) =>
    expect(
      await call('Act', post('POST /meetings/{id}', { id }, said, await cookieFor(store, leadDeveloper))),
    ).toMatchObject({ statusCode: 200 });
  await change({ do: 'add', kind: 'other', text: 'Lokaler' });
  const item = (await store.readMeeting(meeting as MeetingId))?.meeting.items.at(-1)?.id;
  await change({ do: 'note', item, what: 'Fråga', who: 'chef-it' });
  await change({ do: 'cancel' });
  const opened = { ...group, kind: 'arena' };
  const arena = await call('Act', post('POST /meetings', {}, opened, await cookieFor(store, leadDeveloper)));
  const { id: arenaId } = JSON.parse((arena as { readonly body: string }).body) as { readonly id: string };
  await change({ do: 'add', kind: 'check', reference: other.file.need.reference }, arenaId);
  const asked = (await store.readMeeting(arenaId as MeetingId))?.meeting.items.at(-1)?.id;
  await change({ do: 'respond', item: asked, school: 'lararutbildning', understood: 'yes' }, arenaId);
  await change({ do: 'send' }, arenaId);
  await store.writeMeetingLink(hashOf(secret), {
    ...linkTo({ id: meeting as MeetingId }),
    holder: representative,
  });
  await call('Act', post('POST /m/{token}', { token: secret }, { do: 'raise', text: 'När?' }));
  await call('Act', post('POST /my', {}, { end: 'all' }, cookie));
}

/** Mails are sent, by the stream and by the sweep, and come back. Of two needs within the hour the second is held. */
async function mailAll({ store }: Bundles, call: (by: FunctionName, event: unknown) => Promise<unknown>) {
  const [told] = (await storeSeeds(store, 1)) as [Seed];
  const { opening } = seed();
  const need = { ...opening.need, nextStepAt: instantOf(new Date('2099-01-01')) };
  await store.addNeed({ ...opening, need });
  for (const { reference } of [told.file.need, need])
    await call('DeliverNotices', { Records: [record(eventKey({ reference, version: 1 }))] });
  await store.writeLetter(letter('one'));
  await call('DeliverNotices', { Records: [record(letterKey(letter('one')))] });
  await call('MailFeedback', bounced({ letter: ['one'], address: [letter('one').address] }));
  const { reference } = told.file.need;
  const notice = (await store.read(reference))?.history[0]?.notices.find(({ to }) => to === developer);
  const messageId = notice && 'messageId' in notice ? notice.messageId : undefined;
  await call('MailFeedback', bounced({ reference: [reference], version: ['1'], to: [developer] }, messageId));

  const arena = meetingChangeOf(undefined, { ...plan, kind: 'arena' });
  const news = (id: string) => invitation(arena.meeting.id, id);
  await store.saveMeeting(arena.meeting, arena.entry, { letters: [news('three'), news('four')], agreed: [] });
  await call('DeliverNotices', { Records: [record(letterKey(news('three')))] });

  await storeDue(store, 1);
  await storeSeeds(store, 2);
  vi.setSystemTime(thursday);
  await store.writeLetter(letter('two'));
  await store.askForCode(codeFor(head, { askedAt: instantOf(new Date()) }));
  await call('Sweep', {});
}

let lab: Lab;
beforeAll(async () => {
  lab = await openLab(assembly);
  for (const { by, accesses } of await wireCosts(lab, 'counted')) if (by) keep(by, accesses);
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(wednesday) });
  const limits = Limits.parse({ unconfirmedPerHour: 1 });
  const bundles = await openBundles(lab, 'judged', { LIMITS: JSON.stringify(limits) });
  const call = async (by: FunctionName, event: unknown) => {
    const { answer, accesses } = await bundles.call(by, event);
    keep(by, accesses);
    return answer;
  };
  try {
    await askForAll(bundles, call);
    await mailAll(bundles, call);
  } finally {
    bundles.close();
    vi.useRealTimers();
  }
});
afterAll(() => lab.stop());

const refusedOf = (name: FunctionName, by: readonly Statement[]) =>
  (asked.get(name) ?? []).filter((access) => !allows(by, access));

const attributesOf = ({ Condition }: Statement): readonly string[] =>
  Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'] ?? [];

/** The same statements with an attribute less in one of them. */
const without = (all: readonly Statement[], one: Statement, attribute: string): readonly Statement[] =>
  all.map((statement) => {
    if (statement !== one || !statement.Condition) return statement;
    const left = attributesOf(one).filter((other) => other !== attribute);
    const narrower = { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': left } };
    return { ...statement, Condition: { ...statement.Condition, ...narrower } };
  });

/** The keys of the indexes that are queried: they must be named, also where nothing writes them. */
const keysQueriedBy = (all: readonly Statement[]): readonly string[] =>
  Object.values(indexes)
    .filter(({ name }) => all.some(({ Resource }) => Resource.some((one) => one.endsWith(`/index/${name}`))))
    .flatMap((index) => [index.partition, ...('sort' in index ? [index.sort] : [])]);

const ofEvent = { ExpressionAttributeNames: { '#event': 'event' } };

/** Whether a call is refused. */
const isRefused = (name: FunctionName, action: string, partition: string, part: Part): boolean =>
  !allows(statementsFor(name), {
    action: `dynamodb:${action}`,
    partition,
    attributes: attributesIn({ Key: { pk: {}, sk: {} }, ...part }),
  });

describe('A role', () => {
  test.each(names)(
    'allows every call to DynamoDB that its function makes, on the partitions and attributes: %s',
    (name) => {
      expect(refusedOf(name, statementsFor(name))).toEqual([]);
      expect(asked.get(name)?.length).toBeGreaterThan(0);
    },
  );

  test('names no attribute that its function does not use, so that a call is refused where one is left out', () => {
    const unused = names.flatMap((name) => {
      const all = statementsFor(name);
      const indexKeys = keysQueriedBy(all);
      return all.flatMap((statement) =>
        attributesOf(statement)
          .filter((attribute) => !indexKeys.includes(attribute))
          .filter((attribute) => refusedOf(name, without(all, statement, attribute)).length === 0)
          .map((attribute) => `${name} ${statement.Action.join()} ${attribute}`),
      );
    });
    expect(unused).toEqual([]);
  });

  test.each<[FunctionName, string, string, Part]>([
    ['MailFeedback', 'UpdateItem', 'NEED#B26-7KQ4M', { UpdateExpression: 'SET need = :need' }],
    ['MailFeedback', 'UpdateItem', 'NEED#B26-7KQ4M', { UpdateExpression: 'SET submission = :words' }],
    ['MailFeedback', 'UpdateItem', 'NEED#B26-7KQ4M', { UpdateExpression: 'SET links.#link = :link' }],
    ['MailFeedback', 'PutItem', 'PERSON#1', { Item: { pk: {}, sk: {}, format: {}, session: {} } }],
    ['DeliverNotices', 'UpdateItem', 'NEED#B26-7KQ4M', { UpdateExpression: 'SET email = :email' }],
    ['DeliverNotices', 'PutItem', 'NEED#B26-7KQ4M', { Item: { pk: {}, sk: {}, submission: {} } }],
    ['Sweep', 'UpdateItem', 'NEED#B26-7KQ4M', { UpdateExpression: 'SET #event = :event', ...ofEvent }],
    ['Sweep', 'PutItem', 'PERSON#1', { Item: { pk: {}, sk: {}, session: {} } }],
    ['SubmitNeed', 'UpdateItem', 'NEED#B26-7KQ4M', { UpdateExpression: 'SET email = :email' }],
    ['Act', 'UpdateItem', 'NEED#B26-7KQ4M', { UpdateExpression: 'REMOVE notices.#to' }],
    ['Act', 'PutItem', 'NEED#B26-7KQ4M', { Item: { pk: {}, sk: {}, submission: {} } }],
    ['Act', 'PutItem', 'ORGANISATION', { Item: { pk: {}, sk: {}, format: {}, organisation: {} } }],
    ['Show', 'PutItem', 'ORGANISATION', { Item: { pk: {}, sk: {}, format: {}, deputies: {} } }],
    ['Sweep', 'PutItem', 'ORGANISATION', { Item: { pk: {}, sk: {}, format: {}, organisation: {} } }],
    ['Act', 'UpdateItem', 'COUNT#1', { ConditionExpression: 'attribute_exists(email)' }],
  ])('refuses a call of %s that names a foreign attribute: %s on %s %o', (name, action, partition, part) => {
    expect(isRefused(name, action, partition, part)).toBe(true);
  });

  test('of those that write names attributes wherever it allows to put or update', () => {
    const writing = names
      .flatMap(statementsFor)
      .filter(({ Action }) => /PutItem|UpdateItem/.test(Action.join()));
    expect(writing.length).toBeGreaterThan(15);
    for (const { Condition } of writing) expect(Condition).toHaveProperty('ForAllValues:StringEquals');
  });
});

test('The attributes of a request are those of its item, its key and its expressions, by their outermost names', () => {
  const placeholders = { '#to': 'lisa', '#count': 'count' };
  const part = {
    Key: { pk: {}, sk: {} },
    UpdateExpression:
      'SET notices.#to = :after, dueAt=:dueAt, list[0].x = :one ADD #count :one REMOVE links.#to',
    ConditionExpression: 'size(sized) = :count AND attribute_not_exists (gone) OR a BETWEEN :first AND :last',
    ExpressionAttributeNames: placeholders,
  };
  expect(attributesIn(part)).toEqual([
    'pk',
    'sk',
    'notices',
    'dueAt',
    'list',
    'count',
    'links',
    'sized',
    'gone',
    'a',
  ]);
  expect(attributesIn({ Item: { pk: {}, words: {} } })).toEqual(['pk', 'words']);
});
