import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CannotRun } from './cannot-run.ts';

/** An SES API, and the mails that it has accepted. */
export interface Inbox {
  readonly port: number;
  /**
   * Calls the one listener with each accepted mail: first those that no listener has handled in earlier runs, then new ones. A
   * mail is handled once the listener's promise resolves, whether or not it is still in the inbox.
   */
  onMail(listener: (mail: AcceptedMail) => Promise<unknown>): void;
  /** Resolves with the error if the thread ends by itself. */
  readonly failure: Promise<unknown>;
  stop(): Promise<void>;
}

/** What SES's events say of a mail. */
export interface AcceptedMail {
  readonly messageId: string;
  readonly to: string;
  readonly tags: Readonly<Record<string, [string]>>;
  /** When it was accepted, in ISO 8601. */
  readonly at: string;
}

/** What the thread is started with. */
export interface InboxSettings {
  readonly port: number;
  /** The file that keeps the mails over a restart, a JSON document a line. */
  readonly mailFile: string;
  /** The file that keeps which accepted mails have not been handled: a line for each that was accepted, and for each handled. */
  readonly unhandledFile: string;
  /** How many of the latest mails are kept. */
  readonly mostMails: number;
}

/** What the thread answers once it listens, or cannot. */
export type InboxReport =
  | { readonly port: number; readonly unhandled: readonly AcceptedMail[] }
  | { readonly cannotRun: string };

/**
 * Starts the inbox in a thread of its own, since the library keeps the mails in a variable of its module.
 * @param port 0 picks a free one
 * @throws CannotRun when the port cannot be opened, or a file of the mails is damaged
 */
export async function startInbox(port: number, dataDir: string, mostMails = 5_000): Promise<Inbox> {
  const settings: InboxSettings = {
    port,
    mailFile: join(dataDir, 'inbox.jsonl'),
    unhandledFile: join(dataDir, 'unhandled-mails.jsonl'),
    mostMails,
  };
  const worker = new Worker(new URL('./inbox-worker.ts', import.meta.url), {
    workerData: settings,
    execArgv: [],
  });
  const [report] = (await once(worker, 'message')) as [InboxReport];
  const stop = async (): Promise<void> => {
    await worker.terminate();
  };
  if ('cannotRun' in report) {
    await stop();
    throw new CannotRun(report.cannotRun);
  }
  return {
    port: report.port,
    onMail(listener) {
      const handle = (mail: AcceptedMail) =>
        void listener(mail).then(() => worker.postMessage(mail.messageId));
      report.unhandled.forEach(handle);
      worker.on('message', handle);
    },
    failure: once(worker, 'error').then(([error]: unknown[]) => error),
    stop,
  };
}
