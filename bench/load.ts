import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reference } from '../lambdas/domain/need/reference.ts';
import { aNeed } from '../test/support/people.ts';
import { overTenths, residentMegabytes } from './memory.ts';
import { quantile } from './statistics.ts';
import { submitAtRate } from './submissions.ts';
import { startSystem } from './system.ts';

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
  /* A mail that is on its way while its connection is closed is not known to have been taken. */
  server.keepAliveTimeout = 0;
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
  const mails = await takingMails();
  const system = await startSystem(assembly, mails.url);
  try {
    const memory: number[] = [];
    const sample = () => memory.push(residentMegabytes(system.pid));
    const sampling = setInterval(sample, 1000);

    const answers = await submitAtRate(system.url, { perSecond, seconds }, () => aNeed);
    const references = answers.flatMap(({ status, body }) =>
      status === 201 ? (JSON.parse(body) as { reference: Reference }).reference : [],
    );
    const took = answers.map(({ milliseconds }) => milliseconds);
    const ended = performance.now();
    const due = references.length * noticesOfEach;
    /* As long as mails still come. */
    while (mails.told.length < due && performance.now() - Math.max(mails.lastAt(), ended) < 90_000)
      await sleep(250);
    clearInterval(sampling);

    let stored = 0;
    for (const reference of references) {
      const file = await system.store.read(reference);
      if (file?.history[0]?.notices.every(({ state }) => state === 'sent')) stored += 1;
    }
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
      memory: overTenths(memory),
    };
  } finally {
    await system.stop();
    mails.stop();
  }
}
