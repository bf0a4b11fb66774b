import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import ses from 'aws-ses-v2-local';
import { getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';
import type { InboxReport, InboxSettings, SentMail } from './inbox.ts';

const { port, file, untoldFile } = workerData as InboxSettings;
const toLine = (mail: unknown) => `${JSON.stringify(mail)}\n`;
const mails = () => getStoreReadonly().emails;

/** By renaming: a crash leaves the file before or this one, never half of it. */
function replace(path: string, content: string): void {
  writeFileSync(`${path}.next`, content);
  renameSync(`${path}.next`, path);
}

// A link stands in its mail only (the table keeps its hash), so an inbox that is gone leaves needs nobody can act on.
if (existsSync(file)) {
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const line of lines.slice(0, -1)) mails().push(JSON.parse(line) as ReturnType<typeof mails>[number]);
  // A mail whose line was cut off had not been answered for; the next line must not be added to it.
  if (lines.at(-1) !== '') replace(file, mails().map(toLine).join(''));
}
let kept = mails().length;

const untold = new Map<string, SentMail>();
if (existsSync(untoldFile)) {
  const before = JSON.parse(readFileSync(untoldFile, 'utf8')) as readonly SentMail[];
  for (const mail of before) untold.set(mail.messageId, mail);
}
const keepUntold = () => replace(untoldFile, JSON.stringify([...untold.values()]));

const server = await ses.default({ host: '127.0.0.1', port });
// A mail is kept before it is answered for, so that after a crash what was accepted is here and is told of; hence before the
// library's own listener.
server.prependListener(
  'request',
  (request: IncomingMessage & { body?: unknown }, response: ServerResponse) => {
    const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
    response.end = (...given: unknown[]) => {
      const all = mails();
      const isNew = all.length > kept;
      if (all.length < kept) replace(file, all.map(toLine).join(''));
      else if (isNew) appendFileSync(file, all.slice(kept).map(toLine).join(''));
      kept = all.length;
      if (isNew) tellOf(request.body);
      return end(...given);
    };
  },
);

/** Tells of a mail just taken in, with the tags that it was sent with: the library keeps none. */
function tellOf(body: unknown): void {
  const sent = (body ?? {}) as Record<string, string>;
  const mail = mails().at(-1);
  if (sent['Action'] !== 'SendRawEmail' || !mail) return;
  const tags: Record<string, [string]> = {};
  for (let index = 1; ; index++) {
    const name = sent[`Tags.member.${index}.Name`];
    if (name === undefined) break;
    tags[name] = [sent[`Tags.member.${index}.Value`] ?? ''];
  }
  const told: SentMail = {
    messageId: mail.messageId,
    to: sent['Destinations.member.1'] ?? '',
    tags,
    at: new Date().toISOString(),
  };
  untold.set(told.messageId, told);
  keepUntold();
  parentPort?.postMessage(told);
}

parentPort?.on('message', (messageId: string) => {
  untold.delete(messageId);
  keepUntold();
});

// The library takes a failed listen for a success.
const report: InboxReport = server.listening
  ? { port: (server.address() as AddressInfo).port, untold: [...untold.values()] }
  : { failed: true };
parentPort?.postMessage(report);
