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
  let isKilled = false;
  const proxy = await faultyProxy({ database: table.endpoint, mail: inboxUrl }, async () => {
    await machine.kill();
    isKilled = true;
  });
  const deployment = readAssembly(assembly, 'http://localhost');
  const machine = new Machine(
    deployment.functions.map(({ id, file, handler }) => ({ name: id, file, handler })),
    {
      ...Object.fromEntries(deployment.functions.flatMap(({ environment }) => Object.entries(environment))),
      TZ: 'UTC',
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      AWS_REGION: deployment.region,
      AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: proxy.urls.database,
      AWS_ENDPOINT_URL_SES: proxy.urls.mail,
    },
  );
  const [sender] = deployment.streamMappings;
  const [sweeper] = deployment.schedules;
  const [listener] = deployment.mailEventMappings;

  /* The first sweep of a day looks at every open need; the lives are to be alike. */
  await machine.invoke(sweeper?.functionId ?? '', sweeper?.input, begin);

  const taken = new Map<string, AcceptedMail>();
  inbox.onMail((mail) => Promise.resolve(taken.set(mail.messageId, mail)));

  async function stored() {
    const { emails } = (await (await fetch(`${inboxUrl}/store`)).json()) as { emails: StoredMail[] };
    while (!emails.every(({ messageId }) => taken.has(messageId))) await sleep(1);
    return emails;
  }

  /** What the stand-in holds, but for codes. */
  async function held() {
    const emails = await stored();
    return emails
      .filter(({ body }) => codeIn(body.text) === undefined)
      .map((email) => ({
        ...mailOf(email),
        version: taken.get(email.messageId)?.tags['version']?.[0] ?? '',
      }));
  }

  /** How many of the mails that the stand-in holds are still to be sent, for all that is recorded of a need. */
  async function heldUnheardOf(reference: string): Promise<number> {
    const file = await table.store.read(reference as Reference);
    const claimed = (file?.history ?? []).flatMap(({ event, notices }) =>
      notices.flatMap(({ state, to }) => (state === 'claimed' ? [`${event.version} ${to}`] : [])),
    );
    const tags = (await stored()).map(({ messageId }) => taken.get(messageId)?.tags ?? {});
    const sent = new Set(tags.map(({ version, to }) => `${version?.[0] ?? ''} ${to?.[0] ?? ''}`));
    return claimed.filter((one) => sent.has(one)).length;
  }

  async function live({ withStream, early }: Mode, fault?: Fault): Promise<Life> {
    await fetch(`${inboxUrl}/clear-store`, { method: 'POST' });
    taken.clear();
    const heard = new Set<string>();
    const accepted: string[] = [];
    const calls = proxy.arm(fault);
    let now = begin;
    let reference = '';
    let unheardOf = 0;
    isKilled = false;
    const call = async (functionId: string | undefined, event: unknown) => {
      const answer = await machine.invoke(functionId ?? '', event, now);
      if (isKilled && reference !== '') unheardOf += await heldUnheardOf(reference);
      isKilled = false;
      return answer;
    };

    /** Asks over HTTP, as a program does: the same again until it is told an outcome. */
    async function ask(
      routeKey: string,
      token: string | undefined,
      body: object,
      key: string,
    ): Promise<Answer | undefined> {
      const event = toEvent(
        {
          requestId: randomUUID(),
          method: 'POST',
          target: routeKey.replace('POST ', '').replace('{token}', token ?? ''),
          headers: { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': key },
          body: Buffer.from(JSON.stringify(body)),
          sourceIp: '127.0.0.1',
          receivedAt: now,
        },
        { routeKey, pathParameters: token === undefined ? {} : { token } },
      );
      const route = deployment.routes.find((one) => one.routeKey === routeKey);
      for (let attempt = 0; attempt < 4; attempt++) {
        const answer = (await call(route?.functionId, event)) as
          | { statusCode: number; body: string }
          | undefined;
        if (answer && answer.statusCode < 500)
          return { ...(JSON.parse(answer.body) as object), httpStatus: answer.statusCode };
      }
      return undefined;
    }
    /** Tells what became of the mails that nobody has been told of yet; what fails is told again. */
    async function tell() {
      await held();
      for (const mail of [...taken.values()].filter(({ messageId }) => !heard.has(messageId))) {
        heard.add(mail.messageId);
        let left = eventsOf({ ...mail, at: new Date(now).toISOString() }).map((event, index) => ({
          messageId: `${mail.messageId} ${index}`,
          body: JSON.stringify(event),
        }));
        for (let attempt = 0; left.length > 0 && attempt < 4; attempt++) {
          const report = (await call(listener?.functionId, { Records: left })) as
            | { batchItemFailures: { itemIdentifier: string }[] }
            | undefined;
          const again = new Set(report?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
          left = report ? left.filter(({ messageId }) => again.has(messageId)) : left;
        }
      }
    }
    const sweep = () => call(sweeper?.functionId, sweeper?.input);
    /** Wakes the sender for what has this key. */
    const wake = (Keys: ReturnType<typeof eventKey>) =>
      withStream
        ? call(sender?.functionId, { Records: [{ dynamodb: { SequenceNumber: '1', Keys } }] })
        : sweep();
    /** Lets everything that an action has set off come to rest; SES tells what became of a mail before its lease ends, or at last. */
    async function drain(version: number) {
      await wake(eventKey({ reference: Reference.parse(reference), version }));
      for (const wait of [minute, lease, lease]) {
        now += wait;
        await sweep();
        if (early) await tell();
      }
      await tell();
      now += lease;
      await sweep();
    }
    /** The code that was mailed for a challenge; whoever waits for it looks again each minute. */
    async function codeFor(challenge: string): Promise<string | undefined> {
      await wake(codeKey(challenge));
      for (let look = 0; look < 8; look++) {
        const mail = (await stored()).find(({ body }) => body.text.includes(challenge));
        if (mail) return codeIn(mail.body.text);
        now += minute;
        await sweep();
      }
      return undefined;
    }
    /** Presses, and enters the code that is mailed, as often as it takes. */
    async function press(token: string, body: object): Promise<boolean> {
      const pressed = (more: object) =>
        ask('POST /n/{token}', token, { confirm: 'yes', ...body, ...more }, 'none');
      for (let attempt = 0; attempt < 4; attempt++) {
        const first = await pressed({});
        if (first?.httpStatus === 200) return true;
        const { challenge } = first ?? {};
        const code = challenge === undefined ? undefined : await codeFor(challenge);
        if (code !== undefined && (await pressed({ challenge, code }))?.httpStatus === 200) return true;
      }
      return false;
    }

    const need = { ...aNeed, areas: ['utbildningsadministration'] };
    const submitted = await ask('POST /needs', undefined, need, `key-${randomUUID()}`);
    const { link = '' } = submitted ?? {};
    reference = submitted?.reference ?? '';
    if (reference !== '') {
      accepted.push('submit');
      await drain(1);
      const mail = (await held()).findLast(({ buttons }) => buttons.includes('take'));
      if (await press(tokenIn(mail?.link), { action: 'take', version: 1 })) {
        accepted.push('take');
        await drain(2);
      }
      const text = 'Det gäller även sal B.';
      const version = accepted.length;
      if (await press(tokenIn(link), { action: 'comment', version, text })) {
        accepted.push('comment');
        await drain(version + 1);
      }
    }
    const file = reference === '' ? undefined : await table.store.read(reference as Reference);
    return { accepted, held: await held(), file, calls, unheardOf };
  }

  return {
    live,
    async stop() {
      proxy.stop();
      await machine.kill();
      await inbox.stop();
      await table.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The token of a link. */
export const tokenIn = (link: string | undefined): string => link?.replace(/.*\/n\//, '') ?? '';
