import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeKey, eventKey } from '../../lambdas/adapters/dynamodb/keys.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import { Reference } from '../../lambdas/domain/need/reference.ts';
import { readAssembly } from '../../local/assembly.ts';
import type { Deployment } from '../../local/assembly.ts';
import { localCredentials } from '../../local/database.ts';
import { toEvent } from '../../local/gateway-event.ts';
import { startInbox } from '../../local/inbox.ts';
import type { AcceptedMail } from '../../local/inbox.ts';
import { eventsOf } from '../../local/mail-events.ts';
import { tableStore } from '../support/database.ts';
import { aNeed, codeIn, mailOf } from '../support/people.ts';
import type { Mail, StoredMail } from '../support/people.ts';
import { faultyProxy } from './faulty-proxy.ts';
import type { Fault, FaultyProxy } from './faulty-proxy.ts';
import { Machine } from './machine.ts';

const minute = 60_000;
const begin = Date.parse('2026-11-23T09:00:00Z');

/** Under which circumstances a need is lived through. */
export interface Mode {
  /** Whether the stream wakes the sender. */
  readonly withStream: boolean;
  /** Whether SES tells what became of a mail while nobody else may send it, or once all has come to rest. */
  readonly early: boolean;
}

/** What came of a need, as seen from outside; and, in `file`, from inside. */
interface Life {
  /** The actions that were accepted over HTTP. */
  readonly accepted: readonly string[];
  /** The mails that the SES stand-in holds, each with the version of the need that it is about. */
  readonly held: readonly (Mail & { readonly version: string })[];
  readonly file: NeedFile | undefined;
  /** The calls that were made, by the service they went to. */
  readonly calls: ReturnType<FaultyProxy['arm']>;
  /** The mails that SES had taken from a process which died before it had recorded them. */
  readonly unheardOf: number;
}

interface Answer {
  readonly httpStatus: number;
  readonly challenge?: string;
  readonly reference?: string;
  readonly link?: string;
}

/** A table, an SES stand-in, and a machine that reaches both through a proxy: one life at a time is lived there. */
export interface Lane {
  /** A need is submitted, taken through the link in the developer's mail, and commented on, with one fault in between or none. */
  live(mode: Mode, fault?: Fault): Promise<Life>;
  stop(): Promise<void>;
}

export async function openLane(assembly: string): Promise<Lane> {
  const folder = mkdtempSync(join(tmpdir(), 'vso-faults-'));
  const table = await tableStore(assembly);
  const inbox = await startInbox(0, folder);
  const inboxUrl = `http://127.0.0.1:${inbox.port}`;
  const deaths = { isKilled: false };
  const proxy = await faultyProxy({ database: table.endpoint, mail: inboxUrl }, async () => {
    await machine.kill();
    deaths.isKilled = true;
  });
  const deployment = readAssembly(assembly, 'http://localhost');
  const machine = machineOf(deployment, folder, proxy.urls);

  /* The first sweep of a day looks at every open need; the lives are to be alike. */
  const [sweeper] = deployment.schedules;
  await machine.invoke(sweeper?.functionId ?? '', sweeper?.input, begin);

  const mailbox = mailboxOf(inbox, inboxUrl);
  return {
    live: (mode, fault) => live({ deployment, machine, proxy, table, mailbox, deaths }, mode, fault),
    async stop() {
      proxy.stop();
      await machine.kill();
      await inbox.stop();
      await table.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A machine with the functions that are deployed, which reach what they use through a proxy. */
const machineOf = (deployment: Deployment, folder: string, urls: FaultyProxy['urls']): Machine =>
  new Machine(
    deployment.functions.map(({ id, file, handler }) => ({ name: id, file, handler })),
    {
      ...Object.fromEntries(deployment.functions.flatMap(({ environment }) => Object.entries(environment))),
      TZ: 'UTC',
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      AWS_REGION: deployment.region,
      AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: urls.database,
      AWS_ENDPOINT_URL_SES: urls.mail,
    },
  );

/** What the SES stand-in has taken. */
function mailboxOf(inbox: Awaited<ReturnType<typeof startInbox>>, url: string) {
  const taken = new Map<string, AcceptedMail>();
  inbox.onMail((mail) => Promise.resolve(taken.set(mail.messageId, mail)));
  async function stored() {
    const { emails } = (await (await fetch(`${url}/store`)).json()) as { emails: StoredMail[] };
    while (!emails.every(({ messageId }) => taken.has(messageId))) await sleep(1);
    return emails;
  }
  return {
    taken,
    stored,
    /** What it holds, but for codes. */
    async held() {
      const emails = await stored();
      return emails
        .filter(({ body }) => codeIn(body.text) === undefined)
        .map((email) => ({
          ...mailOf(email),
          version: taken.get(email.messageId)?.tags['version']?.[0] ?? '',
        }));
    },
    async clear() {
      await fetch(`${url}/clear-store`, { method: 'POST' });
      taken.clear();
    },
  };
}

/** What a life is lived in. */
interface Parts {
  readonly deployment: Deployment;
  readonly machine: Machine;
  readonly proxy: FaultyProxy;
  readonly table: Awaited<ReturnType<typeof tableStore>>;
  readonly mailbox: ReturnType<typeof mailboxOf>;
  /** Whether a process has been killed since one last looked. */
  readonly deaths: { isKilled: boolean };
}

/** How far a life has come. */
interface Living extends Parts {
  readonly mode: Mode;
  now: number;
  reference: string;
  unheardOf: number;
  /** The mails of which SES has told. */
  readonly heard: Set<string>;
}

/** How many of the mails that the stand-in holds are still to be sent, for all that is recorded of a need. */
async function heldUnheardOf({ table, mailbox }: Parts, reference: string): Promise<number> {
  const file = await table.store.read(reference as Reference);
  const claimed = (file?.history ?? []).flatMap(({ event, notices }) =>
    notices.flatMap(({ state, to }) => (state === 'claimed' ? [`${event.version} ${to}`] : [])),
  );
  const tags = (await mailbox.stored()).map(({ messageId }) => mailbox.taken.get(messageId)?.tags ?? {});
  const sent = new Set(tags.map(({ version, to }) => `${version?.[0] ?? ''} ${to?.[0] ?? ''}`));
  return claimed.filter((one) => sent.has(one)).length;
}

async function call(living: Living, functionId: string | undefined, event: unknown) {
  const answer = await living.machine.invoke(functionId ?? '', event, living.now);
  if (living.deaths.isKilled && living.reference !== '')
    living.unheardOf += await heldUnheardOf(living, living.reference);
  living.deaths.isKilled = false;
  return answer;
}

/** Asks over HTTP, as a program does: the same again until it is told an outcome. */
async function ask(
  living: Living,
  routeKey: string,
  { token, body, key }: { readonly token?: string; readonly body: object; readonly key: string },
): Promise<Answer | undefined> {
  const event = toEvent(
    {
      requestId: randomUUID(),
      method: 'POST',
      target: routeKey.replace('POST ', '').replace('{token}', token ?? ''),
      headers: { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': key },
      body: Buffer.from(JSON.stringify(body)),
      sourceIp: '127.0.0.1',
      receivedAt: living.now,
    },
    { routeKey, pathParameters: token === undefined ? {} : { token } },
  );
  const route = living.deployment.routes.find((one) => one.routeKey === routeKey);
  for (let attempt = 0; attempt < 4; attempt++) {
    const answer = (await call(living, route?.functionId, event)) as
      | { statusCode: number; body: string }
      | undefined;
    if (answer && answer.statusCode < 500)
      return { ...(JSON.parse(answer.body) as object), httpStatus: answer.statusCode };
  }
  return undefined;
}

/** Tells what became of the mails that nobody has been told of yet; what fails is told again. */
async function tell(living: Living): Promise<void> {
  const { mailbox, heard, deployment, now } = living;
  const [listener] = deployment.mailEventMappings;
  await mailbox.held();
  for (const mail of [...mailbox.taken.values()].filter(({ messageId }) => !heard.has(messageId))) {
    heard.add(mail.messageId);
    let left = eventsOf({ ...mail, at: new Date(now).toISOString() }).map((event, index) => ({
      messageId: `${mail.messageId} ${index}`,
      body: JSON.stringify(event),
    }));
    for (let attempt = 0; left.length > 0 && attempt < 4; attempt++) {
      const report = (await call(living, listener?.functionId, { Records: left })) as
        | { batchItemFailures: { itemIdentifier: string }[] }
        | undefined;
      const again = new Set(report?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      left = report ? left.filter(({ messageId }) => again.has(messageId)) : left;
    }
  }
}

function sweep(living: Living) {
  const [sweeper] = living.deployment.schedules;
  return call(living, sweeper?.functionId, sweeper?.input);
}

/** Wakes the sender for what has this key. */
function wake(living: Living, Keys: ReturnType<typeof eventKey>) {
  const [sender] = living.deployment.streamMappings;
  return living.mode.withStream
    ? call(living, sender?.functionId, { Records: [{ dynamodb: { SequenceNumber: '1', Keys } }] })
    : sweep(living);
}

/** Lets everything that an action has set off come to rest; SES tells what became of a mail before its lease ends, or at last. */
async function drain(living: Living, version: number): Promise<void> {
  await wake(living, eventKey({ reference: Reference.parse(living.reference), version }));
  for (const wait of [minute, lease, lease]) {
    living.now += wait;
    await sweep(living);
    if (living.mode.early) await tell(living);
  }
  await tell(living);
  living.now += lease;
  await sweep(living);
}

/** The code that was mailed for a challenge; whoever waits for it looks again each minute. */
async function codeFor(living: Living, challenge: string): Promise<string | undefined> {
  await wake(living, codeKey(challenge));
  for (let look = 0; look < 8; look++) {
    const mail = (await living.mailbox.stored()).find(({ body }) => body.text.includes(challenge));
    if (mail) return codeIn(mail.body.text);
    living.now += minute;
    await sweep(living);
  }
  return undefined;
}

/** Presses, and enters the code that is mailed, as often as it takes. */
async function press(living: Living, token: string, body: object): Promise<boolean> {
  const pressed = (more: object) =>
    ask(living, 'POST /n/{token}', { token, body: { confirm: 'yes', ...body, ...more }, key: 'none' });
  for (let attempt = 0; attempt < 4; attempt++) {
    const first = await pressed({});
    if (first?.httpStatus === 200) return true;
    const { challenge } = first ?? {};
    const code = challenge === undefined ? undefined : await codeFor(living, challenge);
    if (code !== undefined && (await pressed({ challenge, code }))?.httpStatus === 200) return true;
  }
  return false;
}

async function live(parts: Parts, mode: Mode, fault?: Fault): Promise<Life> {
  const { mailbox, proxy, deaths, table } = parts;
  await mailbox.clear();
  const accepted: string[] = [];
  const calls = proxy.arm(fault);
  deaths.isKilled = false;
  const living: Living = {
    ...parts,
    ...{ mode, now: begin, reference: '', unheardOf: 0, heard: new Set<string>() },
  };

  const need = { ...aNeed, areas: ['utbildningsadministration'] };
  const submitted = await ask(living, 'POST /needs', { body: need, key: `key-${randomUUID()}` });
  const { link = '', reference = '' } = submitted ?? {};
  living.reference = reference;
  if (reference !== '') {
    accepted.push('submit');
    await drain(living, 1);
    const mail = (await mailbox.held()).findLast(({ buttons }) => buttons.includes('take'));
    if (await press(living, tokenIn(mail?.link), { action: 'take', version: 1 })) {
      accepted.push('take');
      await drain(living, 2);
    }
    const text = 'Det gäller även sal B.';
    const version = accepted.length;
    if (await press(living, tokenIn(link), { action: 'comment', version, text })) {
      accepted.push('comment');
      await drain(living, version + 1);
    }
  }
  const file = reference === '' ? undefined : await table.store.read(reference as Reference);
  return { accepted, held: await mailbox.held(), file, calls, unheardOf: living.unheardOf };
}

/** The token of a link. */
export const tokenIn = (link: string | undefined): string => link?.replace(/.*\/n\//, '') ?? '';
