import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import ses from 'aws-ses-v2-local';
import { getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';
import type { InboxReport, InboxSettings, SentMail } from './inbox.ts';

const { port, file } = workerData as InboxSettings;
const toLine = (mail: unknown) => `${JSON.stringify(mail)}\n`;
const mails = () => getStoreReadonly().emails;

// A link stands in its mail only (the table keeps its hash), so an inbox that is gone leaves needs nobody can act on.
if (existsSync(file)) {
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1))
    mails().push(JSON.parse(line) as ReturnType<typeof mails>[number]);
}
let kept = mails().length;

const server = await ses.default({ host: '127.0.0.1', port });
server.on('request', (request: IncomingMessage & { body?: unknown }, response) => {
  response.once('finish', () => {
    const all = mails();
    if (all.length < kept) writeFileSync(file, all.map(toLine).join(''));
    else if (all.length > kept) appendFileSync(file, all.slice(kept).map(toLine).join(''));
    kept = all.length;
    if (response.statusCode === 200) tellOf(request.body);
  });
});

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
  const told: SentMail = { messageId: mail.messageId, to: sent['Destinations.member.1'] ?? '', tags };
  parentPort?.postMessage(told);
}

// The library takes a failed listen for a success.
const report: InboxReport = server.listening
  ? { port: (server.address() as AddressInfo).port }
  : { failed: true };
parentPort?.postMessage(report);
