import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { portInUse } from './cannot-start.ts';

/** The mails, and the SES API that takes them. */
export interface Inbox {
  readonly port: number;
  /**
   * Calls the one listener with each mail that it has not seen through: those of earlier runs now, those that are taken in from
   * now on. A mail is seen through once the promise resolves; until then it comes again at every start, cleared or not.
   */
  onMail(listener: (mail: SentMail) => Promise<unknown>): void;
  stop(): Promise<void>;
}

/** A mail taken in, as far as SES tells of it afterwards. */
export interface SentMail {
  readonly messageId: string;
  readonly to: string;
  readonly tags: Readonly<Record<string, [string]>>;
  /** When it was taken in, as ISO 8601 writes it. */
  readonly at: string;
}

/** What the thread is started with, and what it answers once it listens or cannot. */
export interface InboxSettings {
  readonly port: number;
  /** Keeps the mails over a restart: one JSON document a line. */
  readonly file: string;
  /** Keeps which of the mails taken in have not been seen through: a JSON array of `SentMail`. */
  readonly untoldFile: string;
}
export type InboxReport =
  { readonly port: number; readonly untold: readonly SentMail[] } | { readonly failed: true };

/**
 * Starts the local SES with its inbox, in a thread of its own since its mails are kept in a variable of the module.
 * @param port 0 picks a free one
 * @throws CannotStart when the port is in use
 */
export async function startInbox(port: number, dataDir: string): Promise<Inbox> {
  const settings: InboxSettings = {
    port,
    file: join(dataDir, 'inbox.jsonl'),
    untoldFile: join(dataDir, 'untold.json'),
  };
  const worker = new Worker(new URL('./inbox-worker.ts', import.meta.url), {
    workerData: settings,
    execArgv: [],
  });
  const [report] = (await once(worker, 'message')) as [InboxReport];
  const stop = async (): Promise<void> => {
    await worker.terminate();
  };
  if ('failed' in report) {
    await stop();
    throw portInUse(port, 'MAIL_PORT');
  }
  return {
    port: report.port,
    onMail(listener) {
      const hear = (mail: SentMail) => void listener(mail).then(() => worker.postMessage(mail.messageId));
      report.untold.forEach(hear);
      worker.on('message', hear);
    },
    stop,
  };
}
