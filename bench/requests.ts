import { randomUUID } from 'node:crypto';
import { codeKey, eventKey } from '../lambdas/adapters/dynamodb/keys.ts';
import type { Route } from '../lambdas/web/routes.ts';
import { eventsOf } from '../local/mail-events.ts';
import { toEvent } from '../local/gateway-event.ts';
import { aNeed } from '../test/support/people.ts';
import { developer } from './seeds.ts';
import type { Seed } from './seeds.ts';

/* The events that wake each function, as AWS writes them. */

/** A request to a route, with what its path has in its places. */
const request = (
  routeKey: Route,
  pathParameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  said?: object,
) => {
  const [method = '', pattern = ''] = routeKey.split(' ');
  const target = pattern.replace(/\{(\w+)\}/g, (_place, name: string) => pathParameters[name] ?? '');
  return toEvent(
    {
      ...{ requestId: randomUUID(), method, target, sourceIp: '127.0.0.1', receivedAt: Date.now() },
      headers: { 'content-type': 'application/json', ...headers },
      body: Buffer.from(said ? JSON.stringify(said) : ''),
    },
    { routeKey, pathParameters },
  );
};

const json = { accept: 'application/json' };

export const submission = (more: object = {}) =>
  request('POST /needs', {}, json, {
    ...aNeed,
    areas: ['infrastruktur'],
    ...more,
  });

const words = (characters: number) =>
  'Vi söker efter rum. '.repeat(characters / 20).slice(0, characters - 1) + '.';

/** What more a need says whose submitter explains it: 1,600 characters in all. */
export const explained = { problem: words(800), cause: words(400), affected: words(400) };

/** Every text of the form, as long as it may be; the title, which a need keeps, in a script of three bytes a character. */
export const longest = {
  title: '需'.repeat(120),
  problem: words(2000),
  cause: words(2000),
  affected: words(1000),
  effect: words(2000),
  ifNothing: words(2000),
  goal: words(1000),
  workaround: words(2000),
};

const take = { action: 'take', version: 1, confirm: 'yes' };

/** Its developer, who is signed in, takes a need. */
export const action = ({ token, cookie }: Pick<Seed, 'token' | 'cookie'>) =>
  request('POST /n/{token}', { token }, { ...json, cookie }, take);

/** Its developer, who is not, is asked for a code. */
export const unproven = ({ token }: Pick<Seed, 'token'>) => request('POST /n/{token}', { token }, json, take);

/** A code that nobody was mailed is entered. */
export const wrongCode = (challenge: string) =>
  request('POST /sign-in/{challenge}', { challenge }, json, { code: '1234 5678' });

/** Somebody asks for a code. */
export const signIn = (email: string) => request('POST /sign-in', {}, json, { email });

/** The table's stream tells of a code that was asked for. */
export const newCode = (challenge: string) => ({
  Records: [{ dynamodb: { SequenceNumber: '1', Keys: codeKey(challenge) } }],
});

export const statusPage = ({ token }: Seed) => request('GET /n/{token}', { token }, { accept: 'text/html' });

/** Somebody who is signed in opens a list. */
export const listed = (path: '/areas' | '/my' | '/figures' | '/stuck', cookie: string) =>
  request(`GET ${path}`, {}, { accept: 'text/html', cookie });

/** The table's stream tells of a need just submitted. */
export const newEvent = ({ file }: Seed) => ({
  Records: [
    {
      dynamodb: {
        SequenceNumber: '1',
        Keys: eventKey({ reference: file.need.reference, version: 1 }),
      },
    },
  ],
});

/** SES tells that the mail of a need's developer has arrived. */
const delivered = (reference: string) => {
  const [, event] = eventsOf({
    messageId: randomUUID(),
    to: 'lisa.eliasson@example.org',
    tags: { reference: [reference], version: ['1'], to: [developer] },
    at: new Date().toISOString(),
  });
  return { Records: [{ messageId: randomUUID(), body: JSON.stringify(event) }] };
};
export const mailDelivered = ({ file }: Seed) => delivered(file.need.reference);

/** What asks nothing of a function but to be there, and to know the organisation. The sweep is woken so seldom that it reads it each time. */
export const idle = {
  SubmitNeed: request('POST /needs', {}, json),
  Act: request('POST /work', {}, json),
  Show: request('GET /sign-in', {}, json),
  DeliverNotices: { Records: [] },
  MailFeedback: delivered('B26-AAAAA'),
  Sweep: {},
};
