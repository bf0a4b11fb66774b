import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';

export interface StoredMail {
  readonly messageId: string;
  readonly destination: { readonly to: readonly string[] };
  readonly subject: string;
  readonly body: { readonly text: string; readonly html: string };
}

/** A mail as its reader has it: who it is for, what it says and what can be pressed. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The link to the need that this mail carries. */
  readonly link: string;
  /** The actions that the mail has a button for, in the order they stand. */
  readonly buttons: readonly string[];
}

/** What an open action looks like in JSON. */
interface OpenAction {
  readonly name: string;
  readonly label: string;
  readonly fields: readonly {
    readonly name: string;
    readonly kind: string;
    readonly required: boolean;
    readonly options?: readonly { readonly value: string; readonly label: string }[];
  }[];
}
export interface NeedAsSeen {
  readonly reference: string;
  readonly title: string;
  readonly status: string;
  readonly version: number;
  readonly you: { readonly name: string; readonly roles: readonly string[] };
  readonly actions: readonly OpenAction[];
  readonly history: readonly {
    readonly action: string;
    readonly status: string;
    readonly by: string;
    readonly comment: string | null;
  }[];
}

const asJson = { accept: 'application/json', 'content-type': 'application/json' };

/** Reads the inbox, a step at a time. */
export class Inbox {
  readonly #url: string;
  #read = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** The mails that have come since the last reading, once `count` of them are there; fails when more come or too few. */
  async next(count: number): Promise<readonly Mail[]> {
    const deadline = Date.now() + 10_000;
    let mails = await this.#all();
    while (mails.length < this.#read + count && Date.now() < deadline) {
      await sleep(25);
      mails = await this.#all();
    }
    await sleep(150);
    const fresh = (await this.#all()).slice(this.#read);
    expect(
      fresh.map(({ to, subject }) => `${to}: ${subject}`),
      'mails since the last step',
    ).toHaveLength(count);
    this.#read += fresh.length;
    return fresh;
  }

  /** Passes over what has come so far, once no more is on its way. */
  async skip(): Promise<void> {
    let count = -1;
    while (count !== this.#read) {
      count = this.#read;
      await sleep(200);
      this.#read = (await this.#all()).length;
    }
  }

  /** The latest mail to a person that has a button for the action, once it is there. */
  async latest(person: string, action: string): Promise<Mail> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const mine = (await this.#all()).slice(this.#read).filter(({ to }) => to.startsWith(person));
      const mail = mine.findLast(({ buttons }) => buttons.includes(action));
      if (mail && mine.at(-1) === mail) return mail;
      if (Date.now() > deadline) throw new Error(`no mail to ${person} with a button for ${action}`);
      await sleep(25);
    }
  }

  async #all(): Promise<readonly Mail[]> {
    const { emails } = (await (await fetch(`${this.#url}/store`)).json()) as {
      emails: readonly StoredMail[];
    };
    return emails.map(mailOf);
  }
}

export function mailOf({ destination, subject, body }: StoredMail): Mail {
  const { text, html } = body;
  const hrefs = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) =>
    (href ?? '').replaceAll('&amp;', '&'),
  );
  const link = hrefs.find((href) => href.includes('/n/'))?.replace(/[?#].*/, '') ?? '';
  const buttons = hrefs.flatMap((href) => new URL(href, 'http://localhost').searchParams.getAll('action'));
  const to = /<([^>]+)>/.exec(destination.to[0] ?? '')?.[1] ?? destination.to[0] ?? '';
  return { to, subject, text, html, link, buttons };
}

/** Looks at a need by a link, as a program does. */
export async function look(link: string): Promise<NeedAsSeen> {
  const response = await fetch(link, { headers: asJson });
  expect(response.status).toBe(200);
  return (await response.json()) as NeedAsSeen;
}

/** Presses: asks for an action on the version given, or on the one that the need has now. */
export async function press(
  link: string,
  action: string,
  fields: Readonly<Record<string, unknown>> = {},
  version?: number,
): Promise<{ readonly httpStatus: number; readonly body: Record<string, unknown> }> {
  const seen = version ?? (await look(link)).version;
  const response = await fetch(link, {
    method: 'POST',
    headers: asJson,
    body: JSON.stringify({ action, version: seen, confirm: 'yes', ...fields }),
  });
  return { httpStatus: response.status, body: (await response.json()) as Record<string, unknown> };
}

export const postNeed = (
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(`${url}/needs`, { method: 'POST', headers: { ...asJson, ...headers }, body: JSON.stringify(body) });

export const aNeed = {
  title: 'Salarna saknar hörslinga',
  problem: 'Studenter med hörapparat hör inte föreläsaren i sal A.',
  cause: 'Slingorna togs bort när salarna renoverades.',
  affected: 'Omkring 40 studenter varje termin.',
  submitter: { name: 'Kim Lärare', email: 'kim.larare@example.org' },
};
