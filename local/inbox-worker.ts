import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import ses from 'aws-ses-v2-local';
import { getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';
import type { AcceptedMail, InboxReport, InboxSettings } from './inbox.ts';

const { port, mailFile, unhandledFile } = workerData as InboxSettings;
const toLine = (mail: unknown) => `${JSON.stringify(mail)}\n`;
const mails = () => getStoreReadonly().emails;

/** Renames the new file into place, so that a crash leaves a whole one. */
function replace(path: string, content: string): void {
  writeFileSync(`${path}.next`, content);
  renameSync(`${path}.next`, path);
}

// The table keeps only hashes of links: without the mails of earlier runs nobody could act on their needs.
if (existsSync(mailFile)) {
  const lines = readFileSync(mailFile, 'utf8').split('\n');
  for (const line of lines.slice(0, -1)) mails().push(JSON.parse(line) as ReturnType<typeof mails>[number]);
  // A crash can cut off the last line. Its sender got no answer, so the mail is dropped.
  if (lines.at(-1) !== '') replace(mailFile, mails().map(toLine).join(''));
}
let savedCount = mails().length;

const unhandled = new Map<string, AcceptedMail>();
if (existsSync(unhandledFile)) {
  const saved = JSON.parse(readFileSync(unhandledFile, 'utf8')) as readonly AcceptedMail[];
  for (const mail of saved) unhandled.set(mail.messageId, mail);
}
const saveUnhandled = () => replace(unhandledFile, JSON.stringify([...unhandled.values()]));

const server = await ses.default({ host: '127.0.0.1', port });
// Runs before the library's own listener, so that a mail is saved before its sender gets the answer.
server.prependListener(
  'request',
  (request: IncomingMessage & { body?: unknown }, response: ServerResponse) => {
    const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
    response.end = (...given: unknown[]) => {
      const all = mails();
      const isNew = all.length > savedCount;
      if (all.length < savedCount) replace(mailFile, all.map(toLine).join(''));
      else if (isNew) appendFileSync(mailFile, all.slice(savedCount).map(toLine).join(''));
      savedCount = all.length;
      if (isNew) announce(request.body);
      return end(...given);
    };
  },
);

/** Announces the newest mail, with its tags from the request: the library keeps none. */
function announce(body: unknown): void {
  const parameters = (body ?? {}) as Record<string, string>;
  const newest = mails().at(-1);
  if (parameters['Action'] !== 'SendRawEmail' || !newest) return;
  const tags: Record<string, [string]> = {};
  for (let index = 1; ; index++) {
    const name = parameters[`Tags.member.${index}.Name`];
    if (name === undefined) break;
    tags[name] = [parameters[`Tags.member.${index}.Value`] ?? ''];
  }
  const mail: AcceptedMail = {
    messageId: newest.messageId,
    to: parameters['Destinations.member.1'] ?? '',
    tags,
    at: new Date().toISOString(),
  };
  unhandled.set(mail.messageId, mail);
  saveUnhandled();
  parentPort?.postMessage(mail);
}

parentPort?.on('message', (handledId: string) => {
  unhandled.delete(handledId);
  saveUnhandled();
});

// The library does not report that it could not listen.
const start: InboxReport = server.listening
  ? { port: (server.address() as AddressInfo).port, unhandled: [...unhandled.values()] }
  : { failed: true };
parentPort?.postMessage(start);
