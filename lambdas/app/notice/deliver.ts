import type { EventId } from '../../domain/need/event-id.ts';
import type { Reference } from '../../domain/need/reference.ts';
import type { EventName } from '../../domain/need/workflow.ts';
import type { AddressHash } from '../../domain/email-address.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { Need } from '../../domain/need/need.ts';
import { asksOf } from '../../domain/notice/asking.ts';
import type { Rhythm } from '../../domain/notice/rhythm.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import type { Settings } from '../../domain/session/settings.ts';
import { mayBeSent } from '../../domain/notice/answer.ts';
import type { Answer } from '../../domain/notice/answer.ts';
import { listingOf } from '../../domain/notice/listing.ts';
import {
  addressSuppressed,
  answered,
  bouncedUnsent,
  claim,
  isClaimable,
  withheldFor,
} from '../../domain/notice/notice.ts';
import type { Claimed, Collected, Notice, Pending, Withheld } from '../../domain/notice/notice.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { unreadableWait } from '../../domain/notice/retry.ts';
import type { Limits } from '../../domain/limits.ts';
import type { Load } from '../../domain/overview/board.ts';
import { loadsOf } from '../../domain/overview/board.ts';
import { decidingIn } from '../../domain/need/deciding.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { isOnlyDeputy, lastVisibleDay } from '../../domain/organisation/visibility.ts';
import { dayOf, later } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { addressHashOf } from '../hash.ts';
import { isStillFor } from '../session/identity.ts';
import { receiptTo } from '../limits.ts';
import { entryAt } from '../need/history.ts';
import { holdIfFlooded } from '../need/hold.ts';
import type { ReadOnce } from '../need/hold.ts';
import { actorOf } from '../need/links.ts';
import { makeLink } from '../need/make-link.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer, NoticeMail } from '../ports/mailer.ts';
import type { Entry, NeedFile } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';
import type { Relisting } from '../ports/outbox.ts';
import { isUnreadable } from '../ports/store.ts';
import type { NeedStore } from '../ports/store.ts';
import { inTurns } from '../turns.ts';
import { addresseeOf, suppressedAs } from './addressee.ts';
import { amendNotice } from './amend.ts';
import { collect } from './collect.ts';
import type { Amendment } from './amend.ts';
import type { Asks } from './asks.ts';
import { sendAtRate } from './at-rate.ts';
import type { Pausing } from './at-rate.ts';
import { paceOf } from './pace.ts';
import type { Pace } from './pace.ts';

type Failure = 'event not read' | 'notice not recorded' | 'event not rescheduled';

interface Deps extends Pausing {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly mailer: Pick<Mailer, 'send'>;
  readonly asks: Asks;
  readonly ids: Ids;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
}

type Sending = Deps & { readonly pace: Pace };

/** One event whose notices are being sent. */
interface Delivery {
  readonly event: EventId;
  readonly file: NeedFile;
  readonly entry: Entry;
  /** What each department that decides has under way. */
  readonly loads: readonly Load[];
  /** Its notices, as far as this process knows. */
  readonly notices: Map<Recipient, Notice>;
  readonly due: readonly Omit<Due, 'delivery'>[];
  /** How many of these are not recorded yet. */
  left: number;
  /** Ends when the last record is written; records are written one at a time. */
  recorded: Promise<unknown>;
  /** Its notices may not be as this process knows them: then it stays listed as it is. */
  isOutdated: boolean;
}

/**
 * Sends every notice of these events that is due, side by side at the pace that SES allows. Those that ask for something go first,
 * and each need has its turn. Each mail costs three calls: it is claimed with its link, sent, and recorded. A receipt is counted before.
 * When the last due notice of an event is recorded, the same write says how the event is listed from then on. A notice that cannot be
 * sent holds up no other, unless nothing can be sent to anybody. After `until` no notice is begun.
 * @returns the events where the store failed, for the caller to try again. The sweep takes up everything else.
 */
export const deliverNotices = (deps: Deps) => {
  const paced = paceOf(deps);
  return async (events: readonly EventId[], until: Instant): Promise<readonly EventId[]> => {
    const { store, clock, log } = deps;
    const now = clock();
    const failed = new Set<EventId>();
    /** Awaits a step for one event; where it fails, the event has failed and the others go on. */
    const guarded = async <Result>(event: EventId, failure: Failure, step: () => Promise<Result>) => {
      try {
        return await step();
      } catch (fault) {
        log(failure, { ...event, fault: nameOf(fault) });
        failed.add(event);
        return undefined;
      }
    };

    const read = readingOnce(store);
    const deliveries: Delivery[] = [];
    const unreadable: EventId[] = [];
    for (const event of events) {
      if (event.version === 1)
        await guarded(event, 'event not read', () =>
          holdIfFlooded({ ...deps, read }, event.reference).catch(ignoringDamage),
        );
      const loaded = await guarded(event, 'event not read', () => load(deps, read, event, now));
      if (loaded === 'unreadable') unreadable.push(event);
      else if (loaded) deliveries.push(loaded);
    }

    const due = inOrder(deliveries);
    let known: Known;
    try {
      known = await knownOf(deps, due);
    } catch (fault) {
      log('suppressed addresses not read', { events: events.length, fault: nameOf(fault) });
      return events;
    }

    const line = { isStopped: false };
    const pace = paced();
    const begin = async (one: Due): Promise<void> => {
      const result = await guarded(one.delivery.event, 'notice not recorded', () =>
        deliverOne({ ...deps, pace }, one, known),
      );
      if (result === 'sending-stopped') line.isStopped = true;
      pace.end();
    };
    const begun: Promise<void>[] = [];
    for (const [index, one] of due.entries()) {
      await pace.turn();
      const isOver = clock() >= until;
      if (isOver && !line.isStopped) log('out of time', { left: due.length - index });
      if (isOver || line.isStopped || failed.has(one.delivery.event)) pace.end();
      else begun.push(begin(one));
      if (isOver || line.isStopped) break;
    }
    await Promise.all(begun);

    /* Events that are listed as due although nothing is: the look came early, or the last record was cut off. */
    for (const delivery of deliveries.filter(({ due: own, entry }) => own.length === 0 && entry.dueAt)) {
      const relisting = relistingOf(delivery);
      if (!relisting) continue;
      await guarded(delivery.event, 'event not rescheduled', () => store.relist(delivery.event, relisting));
    }
    /* Postponed, so that unreadable events do not fill every batch. */
    for (const event of unreadable) {
      const postponed = later(now, unreadableWait);
      await guarded(event, 'event not rescheduled', () => store.postpone(event, postponed));
    }
    return [...failed];
  };
};

/* `load` logs the damage. */
function ignoringDamage(fault: unknown): void {
  if (!isUnreadable(fault)) throw fault;
}

/** A notice that is due, and the event that it tells of. */
interface Due {
  readonly delivery: Delivery;
  readonly to: Recipient;
  readonly asks: boolean;
  /** Whether it is only for information: then it comes by its person's rhythm. */
  readonly informs: boolean;
}

/** What is stored of those whom notices are to. */
interface Known {
  readonly suppressedAddresses: ReadonlySet<string>;
  /** How often somebody gets what a notice tells; `each` where it asks something of them. */
  readonly rhythmOf: (one: Due) => Rhythm;
}

async function knownOf(
  { organisation, store }: Pick<Deps, 'organisation' | 'store'>,
  due: readonly Due[],
): Promise<Known> {
  const addresses = due.flatMap(({ delivery, to }) => {
    const email = addresseeOf(organisation, delivery.file, to)?.email;
    return email === undefined ? [] : suppressedAs(to, email);
  });
  const informed = due.flatMap(({ to, informs }) => (informs ? (addressHashIn(organisation, to) ?? []) : []));
  const [suppressedAddresses, settings] = await Promise.all([
    addresses.length > 0 ? store.suppressed(addresses) : new Set<string>(),
    informed.length > 0 ? store.settingsOf(informed) : new Map<AddressHash, Settings>(),
  ]);
  const rhythmOf = ({ to, informs }: Due): Rhythm => {
    const address = informs ? addressHashIn(organisation, to) : undefined;
    return address === undefined ? 'each' : (settings.get(address)?.rhythm ?? organisation.rhythm);
  };
  return { suppressedAddresses, rhythmOf };
}

/* At most so many asking notices of one need go ahead of other needs' informing ones. More of them are a flood. */
const mostAhead = 10;

/** Those that ask for something, then the others; among both each need in its turn, so that none waits for the flood of another. */
function inOrder(deliveries: readonly Delivery[]): readonly Due[] {
  const due = inTurns(
    deliveries.flatMap((delivery) => delivery.due.map((one): Due => ({ delivery, ...one }))),
    ({ delivery }) => delivery.event.reference,
  );
  const asking = new Map<Reference, number>();
  const goesAhead = ({ delivery: { event }, asks }: Due): boolean => {
    if (!asks) return false;
    const before = asking.get(event.reference) ?? 0;
    asking.set(event.reference, before + 1);
    return before < mostAhead;
  };
  const ahead = new Set(due.filter(goesAhead));
  return [...ahead, ...due.filter((one) => !ahead.has(one))];
}

/** Reads each need once, however many of its events are asked for: a long need read for each would not fit in memory. */
function readingOnce(store: Pick<Needs, 'read'>): ReadOnce {
  const files = new Map<Reference, ReturnType<Needs['read']>>();
  return Object.assign(
    (reference: Reference) => {
      const file = files.get(reference) ?? store.read(reference);
      files.set(reference, file);
      return file;
    },
    { forget: (reference: Reference) => void files.delete(reference) },
  );
}

/** What heads weigh a need against: read once for all of them, and not at all where none of those who are told is asked to decide. */
async function loadsFor(
  { organisation, store }: Pick<Deps, 'organisation' | 'store'>,
  { need }: NeedFile,
  due: readonly Omit<Due, 'delivery'>[],
  today: Day,
): Promise<readonly Load[]> {
  const decides = ({ to, informs }: Omit<Due, 'delivery'>): boolean =>
    !informs && permissionsOf(organisation, need, actorOf(to), today).undecided.length > 0;
  if (need.status !== 'deciding' || !due.some(decides)) return [];
  const { cards, work } = await store.openCards();
  return loadsOf(decidingIn(need), [...cards, ...work], today);
}

/** Reads an event. Also unreadable: one for which permissions cannot be worked out. */
async function load(
  { organisation, asks, log, store }: Pick<Deps, 'organisation' | 'asks' | 'log' | 'store'>,
  read: Needs['read'],
  event: EventId,
  now: Instant,
): Promise<Delivery | 'unreadable' | undefined> {
  const unreadable = (fault: unknown) => {
    log('event unreadable', { ...event, fault: nameOf(fault) });
    return 'unreadable' as const;
  };
  let file: NeedFile | undefined;
  let entry: Entry | undefined;
  try {
    file = await read(event.reference);
    entry = file && (await entryAt(store, file, event.version));
  } catch (fault) {
    if (isUnreadable(fault)) return unreadable(fault.cause ?? fault);
    throw fault;
  }
  if (!file || !entry) return undefined;
  const { need } = file;
  let due: readonly Omit<Due, 'delivery'>[];
  try {
    due = entry.notices
      .filter((notice) => isClaimable(notice, now))
      .map((notice) => ({
        to: notice.to,
        asks: asks(need, notice.to, now),
        informs: informs(organisation, notice, { need, event: entry.event, today: dayOf(now) }),
      }));
  } catch (fault) {
    return unreadable(fault);
  }
  const notices = new Map(entry.notices.map((notice) => [notice.to, notice]));
  const recorded = Promise.resolve();
  const loads = await loadsFor({ organisation, store }, file, due, dayOf(now));
  return { event, file, entry, loads, notices, due, left: due.length, recorded, isOutdated: false };
}

/**
 * Sends one notice, unless another process has it; or withholds it by a rule, records it as bounced where its address is suppressed, or
 * puts it into a digest.
 * @returns `sending-stopped` when nothing can be sent to anybody for now.
 */
async function deliverOne(
  deps: Sending,
  one: Due,
  { suppressedAddresses, rhythmOf }: Known,
): Promise<'sending-stopped' | undefined> {
  const { delivery, to } = one;
  const notice = delivery.notices.get(to);
  if (!notice || !isClaimable(notice, deps.clock())) {
    delivery.isOutdated = true;
    return undefined;
  }
  const withheld = await withheldBy(deps, delivery, notice);
  if (withheld) return recordNext(delivery, () => withhold(deps, delivery, notice, withheld));
  const address = addresseeOf(deps.organisation, delivery.file, to)?.email;
  if (address !== undefined && suppressedAs(to, address).some((known) => suppressedAddresses.has(known)))
    return recordNext(delivery, () => bounceUnsent(deps, delivery, notice, suppressedAddresses));
  const rhythm = rhythmOf(one);
  const reader = noticeReader(deps.organisation, notice);
  return reader && rhythm !== 'each' && notice.state === 'pending' && notice.attempts === 0
    ? recordNext(delivery, () => putIntoDigest(deps, delivery, { notice, person: reader, rhythm }))
    : claimAndSend(deps, delivery, notice, suppressedAddresses);
}

/**
 * Why a notice is not sent, by a rule: its person has said that the need is not theirs, staff are not told of a need that is held, or
 * the address has had its receipts of the day.
 */
async function withheldBy(
  { store, limits, clock }: Deps,
  { file, entry, event }: Delivery,
  { to, attempts }: Pending | Claimed,
): Promise<Withheld['reason'] | undefined> {
  const { need, contact, history } = file;
  if (to !== 'submitter') {
    /* They are told when the hold ends. */
    const isHeldLater = history.some(
      ({ event: later }) => later.action === 'hold' && later.version > event.version,
    );
    return need.held || isHeldLater ? 'held' : undefined;
  }
  if (need.confirmation === 'disowned') return 'disowned';
  const isReceipt = receipts.includes(entry.event.action);
  if (!isReceipt || need.confirmation === 'confirmed') return undefined;
  if (attempts > 0 || !contact) return undefined;
  const permitted = receiptTo(addressHashOf(contact.email), limits, clock());
  return (await store.count(permitted)) ? undefined : 'receipts';
}

/* What tells the owner of an address that it was given. */
const receipts: readonly EventName[] = ['submit', 'readdress', 'hold'];

/** Records a notice that a rule keeps from being sent. */
async function withhold(
  { store, clock, log }: Deps,
  delivery: Delivery,
  before: Pending | Claimed,
  reason: Withheld['reason'],
): Promise<undefined> {
  const { event } = delivery;
  const after = withheldFor(before, reason, clock());
  const isStored = await store.amend(event, before, after, {});
  if (isStored) log('notice withheld', { ...event, reason });
  return endUnsent(store, delivery, isStored ? after : undefined);
}

/** Puts what a notice tells into its person's digest. */
async function putIntoDigest(
  { organisation, store, clock, log }: Deps,
  delivery: Delivery,
  told: { readonly notice: Pending; readonly person: Person; readonly rhythm: Exclude<Rhythm, 'each'> },
): Promise<undefined> {
  const { event } = delivery;
  const after = await collect({ organisation, store }, event, told, clock());
  if (after) log('notice collected', event);
  return endUnsent(store, delivery, after);
}

/** What follows for an event when one of its notices is settled without a mail; nothing where another process has the notice. */
async function endUnsent(
  store: Pick<NeedStore, 'relist'>,
  delivery: Delivery,
  after: Withheld | Collected | undefined,
): Promise<undefined> {
  delivery.left -= 1;
  if (!after) {
    delivery.isOutdated = true;
    return;
  }
  delivery.notices.set(after.to, after);
  const relisting = delivery.left === 0 ? relistingOf(delivery) : undefined;
  if (relisting) await store.relist(delivery.event, relisting);
}

/** The member of staff that a notice is to; nobody where they have left, or another has their id. */
function noticeReader(
  organisation: Organisation,
  { to, mark }: Pick<Notice, 'to'> & { readonly mark?: string | undefined },
): Person | undefined {
  const person = to === 'submitter' ? undefined : personIn(organisation, to);
  return person && isStillFor(mark, person) ? person : undefined;
}

const addressHashIn = (organisation: Organisation, to: Recipient): AddressHash | undefined => {
  const person = to === 'submitter' ? undefined : personIn(organisation, to);
  return person && addressHashOf(person.email);
};

/** Whether a notice only informs a member of staff, who then gets it by their rhythm. */
function informs(
  organisation: Organisation,
  { to, substituteFor }: Notice,
  { need, event, today }: { readonly need: Need; readonly event: NeedEvent; readonly today: Day },
): boolean {
  if (to === 'submitter' || substituteFor !== undefined) return false;
  const permissions = permissionsOf(organisation, need, actorOf(to), today);
  return !permissions.roles.some(({ kind }) => kind === 'submitter') && !asksOf(permissions, event);
}

const outcomeNames = {
  pending: 'notice postponed',
  sent: 'notice sent',
  failed: 'notice failed',
} as const;

async function claimAndSend(
  deps: Sending,
  delivery: Delivery,
  notice: Pending | Claimed,
  suppressedAddresses: ReadonlySet<string>,
): Promise<'sending-stopped' | undefined> {
  const { organisation, store, clock, random, log } = deps;
  const { event } = delivery;
  const { to } = notice;
  const now = clock();
  const { link, token } = linkFor(deps, delivery, to, now);
  const claimed = claim(notice, now);
  if (!(await store.claim(event, notice, claimed, link))) {
    delivery.isOutdated = true;
    return undefined;
  }

  const mail = mailFor(organisation, delivery, claimed, token);
  const answer: Answer = mail ? await sendAtPace(deps, mail) : { kind: 'permanent', reason: 'no address' };
  const outcome = answered(claimed, answer, clock(), random());
  const unsent = mayBeSent(answer) ? {} : { unsentLink: link.hash };
  const recorded = await recordNext(delivery, async () => {
    if (outcome.state === 'failed')
      return recordLost(deps, delivery, { before: claimed, after: outcome, suppressedAddresses, ...unsent });
    delivery.left -= 1;
    delivery.notices.set(to, outcome);
    const relisting = delivery.left === 0 ? relistingOf(delivery) : undefined;
    const isOutdated = delivery.isOutdated;
    /* If recording it throws, what is known of the event is out of date, so its later records do not say how it is listed. */
    delivery.isOutdated = true;
    const held = await store.endClaim(event, claimed, outcome, {
      ...unsent,
      ...(relisting && { relisting }),
    });
    delivery.isOutdated = isOutdated || !held;
    return held;
  });
  const facts = { ...event, attempts: outcome.attempts };
  log(recorded ? outcomeNames[outcome.state] : 'notice already settled', {
    ...facts,
    ...('reason' in outcome && { reason: outcome.reason }),
  });
  if (answer.kind === 'unknown') log('unknown mail answer', { ...facts, reason: answer.reason });
  if (answer.kind !== 'quota' && answer.kind !== 'stop-the-line') return undefined;
  log('sending stopped', { answer: answer.kind, reason: answer.reason });
  return 'sending-stopped';
}

/** The link for a mail. A deputy's ends with their period. */
function linkFor(
  { ids, organisation }: Pick<Deps, 'ids' | 'organisation'>,
  { event, file }: Delivery,
  holder: Recipient,
  now: Instant,
): ReturnType<typeof makeLink> {
  const address = addresseeOf(organisation, file, holder)?.email ?? '';
  if (holder === 'submitter') return makeLink(ids, { event, holder, address, now });
  const today = dayOf(now);
  const history = file.history.map((entry) => entry.event);
  return makeLink(ids, {
    event,
    holder,
    address,
    now,
    lastDay: lastVisibleDay(organisation, file.need, holder, today),
    asDeputy: isOnlyDeputy(organisation, { need: file.need, history }, holder, today),
  });
}

/** Records something of an event once all before it is recorded, so that its last record knows of all others. */
function recordNext<Result>(delivery: Delivery, record: () => Promise<Result>): Promise<Result> {
  const result = delivery.recorded.then(record);
  delivery.recorded = result.catch(() => undefined);
  return result;
}

/** Sends a mail; by each answer the pace is learned. */
const sendAtPace = (deps: Sending, mail: NoticeMail): Promise<Answer> =>
  sendAtRate(deps, async () => {
    const answer = await deps.mailer
      .send(mail)
      .catch((fault: unknown): Answer => ({ kind: 'unknown', reason: nameOf(fault) }));
    deps.pace.heard(answer);
    return answer;
  });

/** Records a notice whose address is suppressed as come back. */
async function bounceUnsent(
  deps: Deps,
  delivery: Delivery,
  before: Pending | Claimed,
  suppressedAddresses: ReadonlySet<string>,
): Promise<undefined> {
  const after = bouncedUnsent(before, deps.clock());
  if (await recordLost(deps, delivery, { before, after, suppressedAddresses }))
    deps.log('notice withheld', { ...delivery.event, reason: addressSuppressed });
}

/**
 * Records a notice that reaches nobody; if it asks for something, somebody else is asked.
 * @returns whether it was still as it was before
 */
async function recordLost(
  deps: Deps,
  delivery: Delivery,
  change: Pick<Amendment, 'before' | 'after' | 'suppressedAddresses' | 'unsentLink'>,
): Promise<boolean> {
  const { event, file, notices } = delivery;
  /* The event is listed as due either way, by this process or by the one that came first. So its later records do not say how it is listed. */
  delivery.isOutdated = true;
  const amended = await amendNotice(
    deps,
    { need: file.need, version: event.version, notices: [...notices.values()], ...change },
    deps.clock(),
  );
  if (amended === 'changed-meanwhile') return false;
  notices.set(change.after.to, change.after);
  if (amended.added) notices.set(amended.added.to, amended.added);
  return true;
}

/** How an event is to be listed from now on, where this process can say. */
function relistingOf({ entry, notices, isOutdated }: Delivery): Relisting | undefined {
  const listing = isOutdated ? undefined : listingOf([...notices.values()], entry.event.at);
  return listing && { listing, ifVersion: entry.listingVersion };
}

function mailFor(
  organisation: Organisation,
  { file, entry, loads }: Delivery,
  { to, mark, substituteFor }: Notice,
  token: string,
): NoticeMail | undefined {
  const addressee = addresseeOf(organisation, file, to);
  if (!addressee || (to !== 'submitter' && !noticeReader(organisation, { to, mark }))) return undefined;
  const { name, email, language } = addressee;
  /* Whoever gave an address may have written anything as its owner's name. */
  const isUnknown = to === 'submitter' && file.need.confirmation !== 'confirmed';
  return {
    to: { name: isUnknown ? '' : name, email },
    recipient: to,
    language,
    event: entry.event,
    file,
    loads,
    token,
    ...(substituteFor !== undefined && { substituteFor }),
  };
}

/* A code says what kind of fault it is; its message may carry what somebody wrote. */
const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : 'unknown');
