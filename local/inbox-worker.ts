import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import ses from 'aws-ses-v2-local';
import { getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';
import { CannotRun } from './cannot-run.ts';
import type { AcceptedMail, InboxReport, InboxSettings } from './inbox.ts';
import { openLineFile } from './line-file.ts';
import { cannotListen } from './ports.ts';

const settings = workerData as InboxSettings;
const { port, mostMails } = settings;
/* So many more may stand in the file, so that not every mail writes all of them anew. */
const spareLines = Math.ceil(mostMails / 5);

type Mail = ReturnType<typeof getStoreReadonly>['emails'][number];
const mails = () => getStoreReadonly().emails;
const tell = (report: InboxReport | AcceptedMail) => parentPort?.postMessage(report);

// The table keeps only hashes of links: without the mails of earlier runs nobody could act on their needs.
function keepMails(path: string): { save: () => boolean } {
  const { file, documents } = openLineFile<Mail>(path);
  mails().push(...documents.slice(-mostMails));
  let savedCount = mails().length;
  return {
    /** Saves what has changed in the inbox. @returns whether a mail has come */
    save: () => {
      const isNew = mails().length > savedCount;
      if (isNew) file.append(mails().slice(savedCount));
      mails().splice(0, mails().length - mostMails);
      if (mails().length < savedCount || file.count() > mostMails + spareLines) file.replace(mails());
      savedCount = mails().length;
      return isNew;
    },
  };
}

/** A line for each mail that is accepted, and one for each that is handled. */
function keepUnhandled(path: string) {
  const { file, documents } = openLineFile<AcceptedMail | { readonly handledId: string }>(path);
  const unhandled = new Map<string, AcceptedMail>();
  for (const line of documents) {
    if ('handledId' in line) unhandled.delete(line.handledId);
    else unhandled.set(line.messageId, line);
  }
  return {
    all: () => [...unhandled.values()],
    add: (mail: AcceptedMail) => {
      unhandled.set(mail.messageId, mail);
      file.append([mail]);
    },
    remove: (handledId: string) => {
      unhandled.delete(handledId);
      if (file.count() > 2 * unhandled.size + mostMails) file.replace(unhandled.values());
      else file.append([{ handledId }]);
    },
  };
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
const savingFirst =
  (save: () => boolean, announce: (body: unknown) => void) =>
  (request: IncomingMessage & { body?: unknown }, response: ServerResponse): void => {
    const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
    response.end = (...given: unknown[]) => {
      if (save()) announce(request.body);
      return end(...given);
    };
  };

/** The newest mail, with its tags from the request: the library keeps none. */
function newestMail(body: unknown): AcceptedMail | undefined {
  const parameters = (body ?? {}) as Record<string, string>;
  const newest = mails().at(-1);
  if (parameters['Action'] !== 'SendRawEmail' || !newest) return undefined;
  const tags: Record<string, [string]> = {};
  for (let index = 1; ; index++) {
    const name = parameters[`Tags.member.${index}.Name`];
    if (name === undefined) break;
    tags[name] = [parameters[`Tags.member.${index}.Value`] ?? ''];
  }
  return {
    messageId: newest.messageId,
    to: parameters['Destinations.member.1'] ?? '',
    tags,
    at: new Date().toISOString(),
  };
}

try {
  const kept = keepMails(settings.mailFile);
  const unhandled = keepUnhandled(settings.unhandledFile);
  const server = await listen();
  // A mail on a connection that is just being closed gets no answer, and waits for a quarter of an hour: none is closed here.
  server.keepAliveTimeout = 0;
  const announce = (body: unknown) => {
    const mail = newestMail(body);
    if (!mail) return;
    unhandled.add(mail);
    tell(mail);
  };
  server.prependListener('request', savingFirst(kept.save, announce));
  parentPort?.on('message', unhandled.remove);
  tell({ port: (server.address() as AddressInfo).port, unhandled: unhandled.all() });
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  tell({ cannotRun: error.message });
}
