import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDbStore } from '../lambdas/adapters/dynamodb/store.ts';
import type { Reference } from '../lambdas/domain/need/reference.ts';
import { localCredentials } from '../local/database.ts';
import { aNeed } from '../test/support/people.ts';
import { quantile } from './statistics.ts';

/* Where no area is picked: its submitter's, and the model manager's. */
const noticesOfEach = 2;

export interface LoadResult {
  readonly asked: number;
  readonly accepted: number;
  readonly stored: number;
  /** Mails there should be, mails taken by SES, and those of them that somebody got twice. */
  readonly due: number;
  readonly mailed: number;
  readonly doubled: number;
  /** Of a submission, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** From the last submission to the last mail, in seconds. */
  readonly drain: number;
  /** Megabytes of memory that the system held, each tenth of the way. */
  readonly memory: readonly number[];
}

/** An SES that takes every mail and keeps only who was told of what. */
async function takingMails() {
  const told: string[] = [];
  let lastAt = 0;
  const server = createServer((asked, answer) => {
    void (async () => {
      /* A mail whose sender breaks off before all of it has come is not taken. */
      const sent = await text(asked).then(
        (whole) => new URLSearchParams(whole),
        () => undefined,
      );
      if (!sent) return;
      told.push(['1', '2', '3'].map((member) => sent.get(`Tags.member.${member}.Value`)).join(' '));
      lastAt = performance.now();
      const result = `<MessageId>${told.length}</MessageId>`;
      answer.writeHead(200, { 'content-type': 'text/xml' });
      answer.end(
        `<SendRawEmailResponse><SendRawEmailResult>${result}</SendRawEmailResult></SendRawEmailResponse>`,
      );
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    told,
    lastAt: () => lastAt,
    stop: () => server.close().closeAllConnections(),
  };
}

/** Submits so many needs a second for so many seconds to the local default, however it answers, and waits until all is mailed. */
export async function load(assembly: string, perSecond: number, seconds: number): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'vso-load-'));
  const mails = await takingMails();
  const system = spawn(
    process.execPath,
    [join(import.meta.dirname, 'load-system.ts'), folder, assembly, mails.url],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    const [line] = (await once(system.stdout, 'data')) as [Buffer];
    /* The functions' logs follow; nobody reads them. */
    system.stdout.resume();
    const { url, databaseUrl, tableName } = JSON.parse(String(line)) as Record<string, string>;
    const memory: number[] = [];
    const sample = () => memory.push(residentMegabytes(system.pid ?? 0));
    const sampling = setInterval(sample, 1000);

    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    const references: Reference[] = [];
    const took: number[] = [];
    const under: Promise<void>[] = [];
    const body = JSON.stringify(aNeed);
    const beginning = performance.now();
    for (let sent = 0; sent < perSecond * seconds; sent++) {
      const wait = (sent / perSecond) * 1000 - (performance.now() - beginning);
      if (wait > 1) await sleep(wait);
      under.push(
        submit(`${url}/needs`, agent, body).then(
          ({ status, answer, milliseconds }) => {
            took.push(milliseconds);
            if (status === 201) references.push((JSON.parse(answer) as { reference: Reference }).reference);
          },
          (fault: unknown) => {
            process.stderr.write(`a submission went unanswered: ${String(fault)}\n`);
          },
        ),
      );
    }
    await Promise.all(under);
    const ended = performance.now();
    const due = references.length * noticesOfEach;
    /* As long as mails still come. */
    while (mails.told.length < due && performance.now() - Math.max(mails.lastAt(), ended) < 90_000)
      await sleep(250);
    clearInterval(sampling);
    agent.destroy();

    const client = new DynamoDBClient({
      endpoint: databaseUrl ?? '',
      region: 'local',
      credentials: localCredentials,
    });
    const store = dynamoDbStore({ client, name: tableName ?? '' });
    let stored = 0;
    for (const reference of references) {
      const file = await store.read(reference);
      if (file?.history[0]?.notices.every(({ state }) => state === 'sent')) stored += 1;
    }
    client.destroy();
    return {
      asked: perSecond * seconds,
      accepted: references.length,
      stored,
      due,
      mailed: new Set(mails.told).size,
      doubled: mails.told.length - new Set(mails.told).size,
      p50: quantile(took, 0.5),
      p99: quantile(took, 0.99),
      drain: (mails.lastAt() - ended) / 1000,
      memory: Array.from({ length: 10 }, (_, tenth) => quantile(slice(memory, tenth), 0.5)),
    };
  } finally {
    const gone = once(system, 'exit');
    system.stdin.end();
    await gone;
    mails.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The values of a tenth of the time; of few values, the nearest one. */
const slice = (values: readonly number[], tenth: number) => {
  const from = Math.floor((values.length * tenth) / 10);
  return values.slice(from, Math.max(Math.floor((values.length * (tenth + 1)) / 10), from + 1));
};

function residentMegabytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** Submits again when the server has closed a kept connection just as it was used again; the key makes one need of both. */
async function submit(
  url: string,
  agent: Agent,
  body: string,
  key: string = randomUUID(),
  start = performance.now(),
): Promise<Answer> {
  const asking = request(url, {
    method: 'POST',
    agent,
    headers: { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': key },
  });
  asking.end(body);
  try {
    const [answered] = (await once(asking, 'response')) as [NodeJS.ReadableStream & { statusCode?: number }];
    const answer = await text(answered);
    return { status: answered.statusCode, answer, milliseconds: performance.now() - start };
  } catch (fault) {
    if (!asking.reusedSocket) throw fault;
    process.stderr.write(`a kept connection was closed: ${String(fault)}\n`);
    return submit(url, agent, body, key, start);
  }
}

interface Answer {
  readonly status: number | undefined;
  readonly answer: string;
  readonly milliseconds: number;
}
