import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import ses from 'aws-ses-v2-local';
import { getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';
import { CannotRun } from './cannot-run.ts';
import { damaged } from './data-folder.ts';
import type { AcceptedMail, InboxReport, InboxSettings } from './inbox.ts';
import { cannotListen } from './ports.ts';

const { port, mailFile, unhandledFile, mostMails } = workerData as InboxSettings;
/* So many more may stand in the file, so that not every mail writes all of them anew. */
const spareLines = Math.ceil(mostMails / 5);

type Mail = ReturnType<typeof getStoreReadonly>['emails'][number];
const mails = () => getStoreReadonly().emails;
const toLine = (mail: Mail) => `${JSON.stringify(mail)}\n`;
const tell = (report: InboxReport | AcceptedMail) => parentPort?.postMessage(report);

/** Renames the new file into place, so that a crash leaves a whole one. */
function replace(path: string, parts: Iterable<string>): void {
  const file = openSync(`${path}.next`, 'w');
  for (const part of parts) writeSync(file, part);
  closeSync(file);
  renameSync(`${path}.next`, path);
}

/** What a file holds; nothing where there is none. */
function read<Content>(path: string, parse: (text: string) => Content): Content | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  try {
    return parse(text);
  } catch {
    throw damaged(path);
  }
}

function* linesOf(all: readonly Mail[]): Iterable<string> {
  for (const mail of all) yield toLine(mail);
}

let lineCount = 0;
let savedCount = 0;
function saveAnew(): void {
  replace(mailFile, linesOf(mails()));
  lineCount = mails().length;
}

/** Saves what has changed in the inbox. @returns whether a mail has come */
function save(): boolean {
  const isNew = mails().length > savedCount;
  if (isNew) {
    const added = mails().slice(savedCount);
    appendFileSync(mailFile, added.map(toLine).join(''));
    lineCount += added.length;
  }
  mails().splice(0, mails().length - mostMails);
  if (mails().length < savedCount || lineCount > mostMails + spareLines) saveAnew();
  savedCount = mails().length;
  return isNew;
}

// The table keeps only hashes of links: without the mails of earlier runs nobody could act on their needs.
function loadMails(): void {
  const lines = read(mailFile, (text) => {
    const all = text.split('\n');
    mails().push(
      ...all
        .slice(0, -1)
        .slice(-mostMails)
        .map((line) => JSON.parse(line) as Mail),
    );
    return all;
  });
  savedCount = mails().length;
  lineCount = (lines?.length ?? 1) - 1;
  // A crash can cut off the last line. Its sender got no answer, so the mail is dropped.
  if (lines && lines.at(-1) !== '') saveAnew();
}

const unhandled = new Map<string, AcceptedMail>();
const saveUnhandled = () => replace(unhandledFile, [JSON.stringify([...unhandled.values()])]);
function loadUnhandled(): void {
  const saved = read(unhandledFile, (text) => JSON.parse(text) as readonly AcceptedMail[]);
  for (const mail of saved ?? []) unhandled.set(mail.messageId, mail);
}

async function listen(): Promise<Server> {
  const server = await ses.default({ host: '127.0.0.1', port });
  if (server.listening) return server;
  // The library does not say why it could not listen.
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return server;
  } catch (error) {
    throw cannotListen(error, port, 'MAIL_PORT');
  }
}

/** Runs before the library's own listener, so that a mail is saved before its sender gets the answer. */
function saveFirst(request: IncomingMessage & { body?: unknown }, response: ServerResponse): void {
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  response.end = (...given: unknown[]) => {
    if (save()) announce(request.body);
    return end(...given);
  };
}

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
  tell(mail);
}

try {
  loadMails();
  loadUnhandled();
  const server = await listen();
  server.prependListener('request', saveFirst);
  parentPort?.on('message', (handledId: string) => {
    unhandled.delete(handledId);
    saveUnhandled();
  });
  tell({ port: (server.address() as AddressInfo).port, unhandled: [...unhandled.values()] });
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  tell({ cannotRun: error.message });
}
