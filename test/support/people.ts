import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { dynamoDbStore } from '../../lambdas/adapters/dynamodb/store.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { newSession } from '../../lambdas/app/session/session.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { codeGivenUp } from '../../lambdas/domain/session/code-life.ts';
import { codeLifetime } from '../../lambdas/domain/session/code.ts';
import { instantOf, later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import type { NeedAnswer } from '../../lambdas/web/contract.ts';
import { localCredentials } from '../../local/database.ts';
import type { LocalSystem } from '../../local/system.ts';
import { shipped } from '../domain/fixtures.ts';
import { codeFor } from './codes.ts';
import { fetchByContract } from './contract.ts';
import { ids } from './needs.ts';

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

const asJson = { accept: 'application/json', 'content-type': 'application/json' };

const endOfTime = '9999-12-31T23:59:59.999Z' as Instant;

export function storeOf({ databaseUrl, tableName }: LocalSystem): NeedStore {
  const client = new DynamoDBClient({
    endpoint: databaseUrl,
    region: 'eu-north-1',
    credentials: localCredentials,
  });
  return dynamoDbStore({ client, name: tableName });
}

/* The systems that have an inbox, by their address. */
const stores = new Map<string, NeedStore>();
const cookies = new Map<string, string>();

/** The cookie of a browser in which whoever has an address is signed in. */
export async function cookieFor(store: NeedStore, email: string): Promise<string> {
  const at = instantOf(new Date());
  const { session, token } = newSession(ids, {
    address: addressHashOf(email),
    browser: 'Firefox, Linux',
    now: at,
  });
  const tooLate = codeFor(email, { askedAt: later(at, -2 * codeLifetime) });
  await store.askForCode(tooLate);
  /* The system's sender may settle the code at the same time. */
  for (;;) {
    const code = await store.readCode(tooLate.challenge);
    if (!code) throw new Error('The code that was asked for is not stored.');
    if ((await store.changeCode(codeGivenUp(code, 'used', at), { session })) === 'changed') break;
  }
  return `session=${token}`;
}

/** The cookie of the holder of a link, once for each. */
async function cookieOfHolder(link: string, { reference, you }: NeedAnswer): Promise<string | undefined> {
  const { origin } = new URL(link);
  const store = stores.get(origin);
  if (!store) return undefined;
  const { contact } = (await store.read(reference as Reference)) ?? {};
  const person = you.roles.some((role) => role !== 'submitter')
    ? shipped.people.find(({ name }) => name === you.name)
    : contact;
  if (!person) return undefined;
  const key = `${origin} ${person.email}`;
  const cookie = cookies.get(key) ?? (await cookieFor(store, person.email));
  cookies.set(key, cookie);
  return cookie;
}

/** The mails of a running system, read step by step; codes are not among them. */
export class Inbox {
  readonly #url: string;
  readonly #store: NeedStore;
  #read = 0;

  constructor(system: LocalSystem) {
    this.#url = system.mailUrl;
    this.#store = storeOf(system);
    stores.set(system.url, this.#store);
  }

  /** The mails since the last reading, once every notice has been sent; fails unless they are `count`. */
  async next(count: number): Promise<readonly Mail[]> {
    await this.#allSent();
    return this.now(count);
  }

  /** The mails since the last reading, as many as there are now; fails unless they are `count`. */
  async now(count: number): Promise<readonly Mail[]> {
    const fresh = (await this.#all()).slice(this.#read);
    expect(
      fresh.map(({ to, subject }) => `${to}: ${subject}`),
      'mails since the last step',
    ).toHaveLength(count);
    this.#read += fresh.length;
    return fresh;
  }

  /** Passes over the mails until now, once every notice has been sent. */
  async skip(): Promise<void> {
    await this.#allSent();
    this.#read = (await this.#all()).length;
  }

  /**
   * The latest mail to a person, about one need if it is named, once every notice has been sent; fails unless it has a button for the
   * action. Mails that one run of the schedule sends come in any order: name the need where there are several.
   */
  async latest(person: string, action: string, reference = ''): Promise<Mail> {
    await this.#allSent();
    const mail = (await this.#all())
      .slice(this.#read)
      .findLast(({ to, text }) => to.startsWith(person) && text.includes(reference));
    if (!mail?.buttons.includes(action)) throw new Error(`no mail to ${person} with a button for ${action}`);
    return mail;
  }

  /** How many codes have been mailed to an address, once every code that was asked for is seen to. */
  async codesTo(email: string): Promise<number> {
    await expect.poll(() => this.#store.dueCodes(endOfTime, 100)).toEqual([]);
    const { emails } = (await (await fetch(`${this.#url}/store`)).json()) as {
      emails: readonly StoredMail[];
    };
    return emails.filter(
      ({ destination, body }) => destination.to[0]?.includes(email) && codeIn(body.text) !== undefined,
    ).length;
  }

  async #allSent(): Promise<void> {
    await expect.poll(() => this.#pending()).toEqual([]);
    const toMeetings = async () =>
      (await this.#store.dueLetters(endOfTime, 1_000)).filter(({ id }) => id.startsWith('meeting-'));
    await expect.poll(toMeetings).toEqual([]);
  }

  /** The notices still to be sent. An event that has any is due from the transaction that stores it. */
  async #pending() {
    const due = await this.#store.dueEvents(endOfTime, 1_000);
    const notices = due.map(
      async ({ reference, version }) => (await this.#store.read(reference))?.history[version - 1]?.notices,
    );
    return (await Promise.all(notices))
      .flat()
      .filter((notice) => notice?.state === 'pending' || notice?.state === 'claimed');
  }

  async #all(): Promise<readonly Mail[]> {
    const { emails } = (await (await fetch(`${this.#url}/store`)).json()) as {
      emails: readonly StoredMail[];
    };
    return emails.map(mailOf).filter(({ text }) => codeIn(text) === undefined);
  }

  /** The code that was mailed for a challenge, and its mail. */
  async code(challenge: string): Promise<{ readonly digits: string; readonly mail: StoredMail }> {
    const found = async () => {
      const { emails } = (await (await fetch(`${this.#url}/store`)).json()) as {
        emails: readonly StoredMail[];
      };
      return emails.find(({ body }) =>
        body.text.includes(`/sign-in/${challenge}
`),
      );
    };
    await expect.poll(found).toBeDefined();
    const mail = await found();
    return { digits: codeIn(mail?.body.text ?? '') ?? '', mail: mail as StoredMail };
  }
}

/** The code that a mail brings, alone on its line. */
export const codeIn = (text: string): string | undefined => /^(\d{4} \d{4})$/m.exec(text)?.[1];

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
export async function look(link: string): Promise<NeedAnswer> {
  const response = await fetchByContract(link, { headers: asJson });
  expect(response.status).toBe(200);
  return (await response.json()) as NeedAnswer;
}

/** Presses, signed in: asks for an action on the version given, or on the one that the need has now. */
export async function press(
  link: string,
  action: string,
  fields: Readonly<Record<string, unknown>> = {},
  version?: number,
): Promise<{ readonly httpStatus: number; readonly body: Record<string, unknown> }> {
  const now = await look(link);
  const seen = version ?? now.version;
  const cookie = await cookieOfHolder(link, now);
  const response = await fetchByContract(link, {
    method: 'POST',
    headers: { ...asJson, ...(cookie !== undefined && { cookie }) },
    body: JSON.stringify({ action, version: seen, confirm: 'yes', ...fields }),
  });
  return { httpStatus: response.status, body: (await response.json()) as Record<string, unknown> };
}

export const postNeed = (
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetchByContract(`${url}/needs`, {
    method: 'POST',
    headers: { ...asJson, ...headers },
    body: JSON.stringify(body),
  });

export const aNeed = {
  title: 'Salarna saknar hörslinga',
  problem: 'Studenter med hörapparat hör inte föreläsaren i sal A.',
  cause: 'Slingorna togs bort när salarna renoverades.',
  affected: 'Omkring 40 studenter varje termin.',
  submitter: { name: 'Kim Lärare', email: 'kim.larare@example.org' },
};
