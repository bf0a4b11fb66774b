import type { Organisation } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { lastVisibleDay } from '../../domain/organisation/visibility.ts';
import { dayOf, later } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { change } from './report.ts';
import type { Asks } from './substitutes.ts';
import { makeLink } from '../need/links.ts';
import type { Answer, NoticeMail, Mailer } from '../ports/mailer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Entry, NeedFile } from '../ports/need-file.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { NeedStore } from '../ports/store.ts';
import type { NextDue } from '../ports/outbox.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import { addressSuppressed, needsAttention } from '../../domain/notice/notice.ts';
import { UnreadableNeed } from '../ports/store.ts';
import { afterAnswer, lease } from './retry.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly mailer: Mailer;
  readonly asks: Asks;
  readonly ids: Ids;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  readonly log: Log;
}

/* SES counts its rate by the second: this often, waiting for the next one is quicker than coming again. */
const waitsForRate = 5;
const unreadableFor = 3_600_000;

/** One event in hand, with what is known of its notices. */
interface Delivery {
  readonly name: EventId;
  readonly file: NeedFile;
  readonly entry: Entry;
  readonly notices: Map<Recipient, Notice>;
  readonly due: readonly { readonly notice: Notice; readonly asks: boolean }[];
  /** How many are still to be tried. */
  left: number;
  /** A notice is not as this process knows it; then the event is looked at again. */
  unsure: boolean;
  broken: boolean;
}

/**
 * Sends every notice of these events that is due, of these first those that ask for something. Each costs three calls: it is
 * claimed with its link, sent, and recorded; the record of an event's last one says when to look at the event again. A notice that
 * cannot be sent holds up no other, unless nothing can be sent at all. After `until` nothing is begun any more.
 * @returns the events where the store failed, for the caller to come again. Everything else the sweep takes up by itself.
 */
export const deliverNotices =
  (deps: Deps) =>
  async (events: readonly EventId[], until: Instant): Promise<readonly EventId[]> => {
    const { store, clock, log } = deps;
    const broken: EventId[] = [];
    const works: Delivery[] = [];
    const looks: { readonly name: EventId; readonly record: () => Promise<void> }[] = [];
    const now = clock();
    for (const name of events) {
      try {
        const work = await load(deps, name, now);
        if (work) works.push(work);
      } catch (fault) {
        if (fault instanceof UnreadableNeed) {
          log('event unreadable', { ...name, fault: nameOf(fault.cause) });
          /* It would come first every time, and enough of them would leave no room for others. */
          looks.push({ name, record: () => store.postpone(name, later(now, unreadableFor)) });
        } else {
          log('event not read', { ...name, fault: nameOf(fault) });
          broken.push(name);
        }
      }
    }

    const due = works.flatMap((work) => work.due.map((one) => ({ work, ...one })));
    due.sort((one, other) => Number(other.asks) - Number(one.asks));
    const addresses = due.flatMap(({ work, notice }) => addressee(deps, work, notice.to)?.email ?? []);
    let suppressed: ReadonlySet<string>;
    try {
      suppressed = addresses.length > 0 ? await store.suppressed(addresses) : new Set();
    } catch (fault) {
      log('suppressed addresses not read', { events: events.length, fault: nameOf(fault) });
      return events;
    }

    for (const [index, { work, notice }] of due.entries()) {
      if (work.broken) continue;
      if (clock() >= until) {
        log('out of time', { left: due.length - index });
        break;
      }
      try {
        const address = addressee(deps, work, notice.to)?.email;
        work.left -= 1;
        if (address !== undefined && suppressed.has(address)) await turnBack(deps, work, notice, suppressed);
        else if ((await deliverOne(deps, work, notice)) === 'stop') break;
      } catch (fault) {
        log('notice not recorded', { ...work.name, fault: nameOf(fault) });
        work.broken = true;
        broken.push(work.name);
      }
    }

    /* Nothing was due, whatever the index says: a look too early, or one whose last record was cut off. */
    for (const work of works.filter((one) => one.due.length === 0)) {
      const look = lookOf(work, now);
      if (work.entry.dueAt === undefined || !look) continue;
      looks.push({ name: work.name, record: () => store.reschedule(work.name, look) });
    }
    for (const { name, record } of looks) {
      try {
        await record();
      } catch (fault) {
        log('event not rescheduled', { ...name, fault: nameOf(fault) });
        broken.push(name);
      }
    }
    return broken;
  };

/** @throws Unreadable also when it cannot be said what the event asks of somebody. */
async function load({ store, asks }: Deps, name: EventId, now: Instant): Promise<Delivery | undefined> {
  const file = await store.read(name.reference);
  const entry = file?.history[name.version - 1];
  if (!file || !entry) return undefined;
  const notices = new Map(entry.notices.map((notice) => [notice.to, notice]));
  const ready = entry.notices.filter((notice) => isDue(notice, now));
  try {
    const due = ready.map((notice) => ({ notice, asks: asks(file, notice.to, now) }));
    return { name, file, entry, notices, due, left: due.length, unsure: false, broken: false };
  } catch (cause) {
    throw new UnreadableNeed(undefined, { cause });
  }
}

const isDue = ({ state, dueAt, leasedUntil }: Notice, now: Instant): boolean =>
  state === 'pending' && (dueAt ?? now) <= now && (leasedUntil ?? now) <= now;

/** Claims, sends and records one notice. @returns `stop` when nothing can be sent to anybody for now. */
async function deliverOne(deps: Deps, work: Delivery, { to }: Notice): Promise<'stop' | undefined> {
  const { organisation, store, ids, clock, random, log } = deps;
  const { name, file } = work;
  const now = clock();
  const lastDay = to === 'submitter' ? undefined : lastVisibleDay(organisation, file.need, to, dayOf(now));
  const { link, token } = makeLink(ids, name.reference, to, now, lastDay);
  const claimed = await store.claim(name, link, later(now, lease), now);
  if (!claimed) {
    work.unsure = true;
    return undefined;
  }

  const letter = letterTo(deps, work, claimed, token);
  const answer: Answer = letter
    ? await sendAtRate(deps, letter)
    : { kind: 'permanent', reason: 'no address' };
  const outcome = afterAnswer(claimed, answer, clock(), random());
  work.notices.set(to, outcome);
  const look = work.left === 0 ? lookOf(work, clock()) : undefined;
  const mayHaveLeft = answer.kind === 'sent' || answer.kind === 'ambiguous' || answer.kind === 'unknown';
  const recorded = await store.settle(name, claimed, outcome, {
    ...(!mayHaveLeft && { unsentLink: link.hash }),
    ...(look && { look }),
  });
  if (!recorded) work.unsure = true;
  const facts = { ...name, attempts: outcome.attempts };
  log(recorded ? outcomeOf(outcome) : 'notice already settled', {
    ...facts,
    ...(outcome.reason !== undefined && { reason: outcome.reason }),
  });
  if (answer.kind === 'unknown') log('unknown mail answer', { ...facts, reason: answer.reason });
  if (answer.kind !== 'quota' && answer.kind !== 'stop-the-line') return undefined;
  log('sending stopped', { answer: answer.kind, reason: answer.reason });
  return 'stop';
}

const outcomeOf = ({ state }: Notice) => {
  switch (state) {
    case 'pending':
      return 'notice postponed';
    case 'failed':
      return 'notice failed';
    default:
      return 'notice sent';
  }
};

/** Sends, and again in a moment as long as it is only too fast. */
async function sendAtRate({ mailer, pause, random }: Deps, letter: NoticeMail): Promise<Answer> {
  for (let wait = 1; ; wait++) {
    const answer = await mailer
      .send(letter)
      .catch((fault: unknown): Answer => ({ kind: 'unknown', reason: nameOf(fault) }));
    if (answer.kind !== 'retry-soon' || wait > waitsForRate) return answer;
    await pause(500 + 1000 * random());
  }
}

/** Nothing goes to an address that is suppressed: the notice counts as come back, and somebody else is told. */
async function turnBack(
  deps: Deps,
  work: Delivery,
  notice: Notice,
  suppressed: ReadonlySet<string>,
): Promise<void> {
  const now = deps.clock();
  const { dueAt: _dueAt, leasedUntil: _leasedUntil, failingSince: _failingSince, ...rest } = notice;
  const after: Notice = { ...rest, state: 'bounced', settledAt: now, reason: addressSuppressed };
  await change(deps, work.file, work.name.version, notice, after, now, suppressed);
  work.unsure = true;
  deps.log('notice bounced', { ...work.name, reason: addressSuppressed });
}

/** When to look at an event again, as far as its notices are known; nothing when they may have changed in other hands. */
function lookOf({ entry, notices, unsure }: Delivery, now: Instant): NextDue | undefined {
  const all = [...notices.values()];
  if (unsure || all.some(({ state, leasedUntil }) => state === 'pending' && leasedUntil !== undefined)) {
    return undefined;
  }
  const { reschedules: reschedules, event } = entry;
  const [first] = all.flatMap(({ state, dueAt }) => (state === 'pending' ? (dueAt ?? now) : [])).sort();
  if (first !== undefined) return { reschedules: reschedules, next: { kind: 'due', at: first } };
  return {
    reschedules: reschedules,
    next: all.some(needsAttention) ? { kind: 'troubled', at: event.at } : { kind: 'settled' },
  };
}

/** Who a recipient is; nobody once they have left the organisation or been forgotten. */
const addressee = ({ organisation }: Deps, { file }: Delivery, recipient: Recipient) =>
  recipient === 'submitter'
    ? file.contact && { ...file.contact, language: file.need.language }
    : personIn(organisation, recipient);

function letterTo(deps: Deps, work: Delivery, notice: Notice, token: string): NoticeMail | undefined {
  const person = addressee(deps, work, notice.to);
  if (!person) return undefined;
  const { name, email, language } = person;
  return {
    to: { name, email },
    recipient: notice.to,
    language,
    event: work.entry.event,
    file: work.file,
    token,
    ...(notice.substituteFor !== undefined && { substituteFor: notice.substituteFor }),
  };
}

/* A code says what kind of fault it is; its message may carry what somebody wrote. */
const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : 'unknown');
