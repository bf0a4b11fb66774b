import { isDeepStrictEqual } from 'node:util';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { recentEvents, wholeEvents } from '../../lambdas/app/ports/need-file.ts';
import type { Entry, NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { CardList } from '../../lambdas/app/ports/cards.ts';
import { cardOf, closedIn } from '../../lambdas/domain/need/make-card.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { Link } from '../../lambdas/domain/need/link.ts';
import { liveAnswers } from '../../lambdas/domain/need/link.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { Relisting } from '../../lambdas/app/ports/outbox.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import type { SubmissionKey } from '../../lambdas/app/ports/submissions.ts';
import type { Codes } from '../../lambdas/app/ports/codes.ts';
import type { Count, Counts } from '../../lambdas/app/ports/counts.ts';
import type { LetterId, Letters, Telling } from '../../lambdas/app/ports/letters.ts';
import type { Sessions } from '../../lambdas/app/ports/sessions.ts';
import { isOnItsWay } from '../../lambdas/domain/notice/letter.ts';
import type { Letter } from '../../lambdas/domain/notice/letter.ts';
import { isUnsent } from '../../lambdas/domain/session/code.ts';
import type { Code } from '../../lambdas/domain/session/code.ts';
import type { Session } from '../../lambdas/domain/session/session.ts';
import type { Settings } from '../../lambdas/domain/session/settings.ts';
import type { AddressHash } from '../../lambdas/domain/email-address.ts';
import type { AllFigures } from '../../lambdas/app/ports/all-figures.ts';
import type { AllSettings } from '../../lambdas/app/ports/all-settings.ts';
import type { Organisations } from '../../lambdas/app/ports/organisations.ts';
import { noneNamed } from '../../lambdas/domain/organisation/deputies.ts';
import type { NamedDeputies } from '../../lambdas/domain/organisation/deputies.ts';
import type { OrganisationVersion } from '../../lambdas/domain/organisation/version.ts';
import { monthOf } from '../../lambdas/domain/time/time.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { isOpenWork } from '../../lambdas/domain/work/work.ts';
import { memoryMeetings } from './memory-meetings.ts';
import { memoryWorks } from './memory-works.ts';
import type { Figures } from '../../lambdas/domain/overview/figures.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';

/** Sessions, codes and counts in memory. */
function memoryProofs(): Sessions & Codes & Counts {
  const sessions = new Map<string, Session>();
  const codes = new Map<string, Code>();
  const counts = new Map<string, number>();
  const keyOf = ({ address, id }: Pick<Session, 'address' | 'id'>) => `${address} ${id}`;
  const permit = (asked: readonly Count[]): boolean => {
    if (asked.some(({ of, most }) => (counts.get(of) ?? 0) >= most)) return false;
    for (const { of } of asked) counts.set(of, (counts.get(of) ?? 0) + 1);
    return true;
  };
  return {
    readSession: (address, id) => Promise.resolve(sessions.get(keyOf({ address, id }))),
    sessionsOf: (address) =>
      Promise.resolve([...sessions.values()].filter((session) => session.address === address)),
    renewSession(session) {
      if (sessions.has(keyOf(session))) sessions.set(keyOf(session), session);
      return Promise.resolve();
    },
    endSession(session) {
      sessions.delete(keyOf(session));
      return Promise.resolve();
    },
    askForCode(code, asked = []) {
      const permitted = permit(asked);
      if (permitted) codes.set(code.challenge, code);
      return Promise.resolve(permitted);
    },
    readCode: (challenge) => Promise.resolve(structuredClone(codes.get(challenge))),
    changeCode(after, { session, counts: asked = [] }) {
      if (codes.get(after.challenge)?.version !== after.version - 1)
        return Promise.resolve('changed-meanwhile');
      if (!permit(asked)) return Promise.resolve('too-many');
      codes.set(after.challenge, structuredClone(after));
      if (session) sessions.set(keyOf(session), session);
      return Promise.resolve('changed');
    },
    dueCodes(now, limit) {
      const due = [...codes.values()].flatMap((code) => {
        const dueAt = 'dueAt' in code.notice ? code.notice.dueAt : code.askedAt;
        return isUnsent(code) && dueAt <= now ? [{ challenge: code.challenge, dueAt }] : [];
      });
      due.sort((one, other) => one.dueAt.localeCompare(other.dueAt));
      return Promise.resolve(due.slice(0, limit).map(({ challenge }) => challenge));
    },
    count: (one) => Promise.resolve(permit([one])),
  };
}

/** Letters in memory. */
function memoryLetters(
  noticeOf: (event: EventId, to: Notice['to']) => Notice | undefined,
  change: (event: EventId, notice: Notice) => void,
): Letters & AllSettings {
  const settings = new Map<AddressHash, Settings>();
  let reminded: Day | undefined;
  const letters = new Map<string, Letter>();
  let telling: Telling | undefined;
  const keyOf = ({ address, id }: LetterId) => `${address} ${id}`;
  return {
    writeLetter(letter) {
      if (!letters.has(keyOf(letter))) letters.set(keyOf(letter), structuredClone(letter));
      return Promise.resolve();
    },
    readLetter: (id) => Promise.resolve(structuredClone(letters.get(keyOf(id)))),
    lettersTo: (address) =>
      Promise.resolve([...letters.values()].filter((letter) => letter.address === address)),
    changeLetter(after) {
      if (letters.get(keyOf(after))?.version !== after.version - 1) return Promise.resolve(false);
      letters.set(keyOf(after), structuredClone(after));
      return Promise.resolve(true);
    },
    dueLetters(now, limit) {
      const due = [...letters.values()].flatMap((letter) => {
        const dueAt = 'dueAt' in letter.notice ? letter.notice.dueAt : letter.at;
        const { address, id } = letter;
        return isOnItsWay(letter) && dueAt <= now ? [{ address, id, dueAt }] : [];
      });
      due.sort((one, other) => one.dueAt.localeCompare(other.dueAt));
      return Promise.resolve(due.slice(0, limit).map(({ address, id }) => ({ address, id })));
    },
    collect(event, before, after, letter) {
      if (!isDeepStrictEqual(noticeOf(event, before.to), before)) return Promise.resolve('notice-changed');
      if ((letters.get(keyOf(letter))?.version ?? 0) !== letter.version - 1)
        return Promise.resolve('letter-changed');
      letters.set(keyOf(letter), structuredClone(letter));
      change(event, after);
      return Promise.resolve('collected');
    },
    readReminded: () => Promise.resolve(reminded),
    writeReminded(day) {
      reminded = day;
      return Promise.resolve();
    },
    settingsOf: (addresses) =>
      Promise.resolve(new Map([...settings].filter(([address]) => addresses.includes(address)))),
    saveSettings(address, chosen) {
      settings.set(address, structuredClone(chosen));
      return Promise.resolve();
    },
    readTelling: () => Promise.resolve(telling),
    writeTelling(after) {
      telling = after;
      return Promise.resolve();
    },
  };
}

/** Figures in memory. */
function memoryFigures(): AllFigures {
  const stored = new Map<number, Figures>();
  let counted: Day | undefined;
  return {
    readFigures: (year) => Promise.resolve(structuredClone(stored.get(year))),
    writeFigures(figures) {
      stored.set(figures.year, structuredClone(figures));
      return Promise.resolve();
    },
    readCounted: () => Promise.resolve(counted),
    writeCounted(day) {
      counted = day;
      return Promise.resolve();
    },
  };
}

/** What has changed of the organisation, in memory. */
function memoryOrganisations(): Organisations {
  const versions: OrganisationVersion[] = [];
  let deputies: NamedDeputies | undefined;
  return {
    readChanges: () => Promise.resolve(structuredClone({ version: versions.at(-1), deputies })),
    versions: () => Promise.resolve(structuredClone(versions)),
    addVersion(version) {
      const isNext = version.number === versions.length + 1;
      if (isNext) versions.push(structuredClone(version));
      return Promise.resolve(isNext);
    },
    readDeputies: () => Promise.resolve(structuredClone(deputies ?? noneNamed)),
    saveDeputies(after) {
      const isNext = after.version === (deputies?.version ?? 0) + 1;
      if (isNext) deputies = structuredClone(after);
      return Promise.resolve(isNext);
    },
  };
}

type Kept = NeedFile & { readonly submissionKey: SubmissionKey };

/** Needs in memory. It passes the same contract suite as the table. */
export function memoryStore(): NeedStore {
  const files = new Map<Reference, Kept>();
  const needingAttention = new Map<string, EventId>();
  const suppressed = new Set<string>();

  const entryOf = ({ reference, version }: EventId): Entry | undefined =>
    files.get(reference)?.history[version - 1];
  const noticeOf = (event: EventId, to: Notice['to']): Notice | undefined =>
    entryOf(event)?.notices.find((notice) => notice.to === to);
  const changeEntry = ({ reference, version }: EventId, change: (entry: Entry) => Entry) => {
    const file = files.get(reference);
    const entry = file?.history[version - 1];
    if (!file || !entry) throw new Error(`no event ${version} of ${reference}`);
    files.set(reference, { ...file, history: file.history.with(version - 1, change(entry)) });
  };
  const withNotice = (entry: Entry, notice: Notice): Entry => ({
    ...entry,
    notices: entry.notices.map((other) => (other.to === notice.to ? notice : other)),
  });
  const nameOf = ({ reference, version }: EventId) => `${reference} ${version}`;

  function relist(event: EventId, { listing, ifVersion }: Relisting) {
    if (entryOf(event)?.listingVersion !== ifVersion) return;
    needingAttention.delete(nameOf(event));
    if (listing.as === 'needing-attention') needingAttention.set(nameOf(event), event);
    changeEntry(event, ({ dueAt: _before, ...rest }) => ({
      ...rest,
      ...(listing.as === 'due' && { dueAt: listing.at }),
    }));
  }
  const firstEntry = (entry: Entry): Entry => ({
    ...entry,
    ...(entry.notices.some(({ state }) => state === 'pending') && { dueAt: entry.event.at }),
  });

  const cardsWhere = (isListed: (need: Need) => boolean): CardList => {
    const needs = [...files.values()].map(({ need }) => need);
    return { cards: needs.filter(isListed).map(cardOf), work: [], meetings: [], agreed: [], unreadable: [] };
  };

  const works = memoryWorks();
  const letters = memoryLetters(noticeOf, (event, notice) =>
    changeEntry(event, (entry) => withNotice(entry, notice)),
  );
  const meetings = memoryMeetings(
    (letter) => letters.writeLetter(letter),
    ({ reference, version }) => files.get(reference)?.need.version === version,
  );

  return {
    ...works,
    ...meetings,
    ...memoryFigures(),
    ...memoryOrganisations(),
    ...memoryProofs(),
    ...letters,
    addNeed({ need, submission, contact, entry, submissionKey }) {
      const taken = files.get(need.reference);
      if (taken) return Promise.resolve({ kind: 'taken', by: taken.submissionKey });
      files.set(need.reference, { need, submission, contact, history: [firstEntry(entry)], submissionKey });
      return Promise.resolve({ kind: 'stored' });
    },
    read(reference) {
      const kept = files.get(reference);
      if (!kept) return Promise.resolve(undefined);
      const { submissionKey: _submissionKey, ...file } = kept;
      const { length } = file.history;
      const history = file.history.slice(length > wholeEvents ? -recentEvents : 0);
      return Promise.resolve(structuredClone({ ...file, history }));
    },
    append(need, entry, { contact, meeting } = {}) {
      const file = files.get(need.reference);
      if (file?.need.version !== need.version - 1) return Promise.resolve('moved-on');
      if (meeting !== undefined && !meetings.isPlanned(meeting)) return Promise.resolve('meeting-over');
      files.set(need.reference, {
        ...file,
        ...(contact && file.contact && { contact }),
        need,
        history: [...file.history, firstEntry(entry)],
      });
      return Promise.resolve('stored');
    },
    readBefore: ({ reference, version }, limit) =>
      Promise.resolve(
        structuredClone(
          (files.get(reference)?.history ?? []).filter(({ event }) => event.version < version).slice(-limit),
        ),
      ),
    readLink: (event, hash) =>
      Promise.resolve(structuredClone(entryOf(event)?.links.find((link) => link.hash === hash))),
    readEvent: (event) => Promise.resolve(structuredClone(entryOf(event))),
    addAnswer(event, link) {
      changeEntry(event, (entry) => {
        const forgotten: readonly Link[] = entry.links
          .flatMap((one) => ('answeredAt' in one ? one : []))
          .sort((one, other) => (one.answeredAt < other.answeredAt ? 1 : -1))
          .slice(liveAnswers - 1);
        return { ...entry, links: [...entry.links.filter((one) => !forgotten.includes(one)), link] };
      });
      return Promise.resolve();
    },
    claim(event, before, claimed, link) {
      const isOurs = entryOf(event)?.links.some(({ hash }) => hash === link.hash) === true;
      if (isOurs && isDeepStrictEqual(noticeOf(event, claimed.to), claimed)) return Promise.resolve(true);
      if (!isDeepStrictEqual(noticeOf(event, before.to), before)) return Promise.resolve(false);
      changeEntry(event, (entry) => ({ ...withNotice(entry, claimed), links: [...entry.links, link] }));
      return Promise.resolve(true);
    },
    endClaim(event, claimed, outcome, { unsentLink, relisting }) {
      if (!isDeepStrictEqual(noticeOf(event, claimed.to), claimed)) return Promise.resolve(false);
      changeEntry(event, (entry) => ({
        ...withNotice(entry, outcome),
        links: entry.links.filter(({ hash }) => hash !== unsentLink),
      }));
      if (relisting) relist(event, relisting);
      return Promise.resolve(true);
    },
    relist(event, relisting) {
      relist(event, relisting);
      return Promise.resolve();
    },
    postpone(event, until) {
      if (entryOf(event)?.dueAt !== undefined) changeEntry(event, (entry) => ({ ...entry, dueAt: until }));
      return Promise.resolve();
    },
    postponeNeed(reference, until) {
      const file = files.get(reference);
      if (file?.need.nextStepAt !== undefined)
        files.set(reference, { ...file, need: { ...file.need, nextStepAt: until } });
      return Promise.resolve();
    },
    amend(event, before, after, { added, replaces, dueAt, unsentLink }) {
      if (!isDeepStrictEqual(noticeOf(event, before.to), before)) return Promise.resolve(false);
      if (added && !isDeepStrictEqual(noticeOf(event, added.to), replaces)) return Promise.resolve(false);
      changeEntry(event, (entry) => {
        const changed = withNotice(entry, after);
        return {
          ...changed,
          links: entry.links.filter(({ hash }) => hash !== unsentLink),
          notices: [...changed.notices.filter(({ to }) => to !== added?.to), ...(added ? [added] : [])],
          ...(dueAt !== undefined && { dueAt, listingVersion: entry.listingVersion + 1 }),
        };
      });
      if (dueAt !== undefined) needingAttention.delete(nameOf(event));
      return Promise.resolve(true);
    },
    dueEvents(now, limit) {
      const due = [...files.values()].flatMap(({ need, history }) =>
        history.flatMap(({ event, dueAt }) =>
          dueAt !== undefined && dueAt <= now
            ? [{ reference: need.reference, version: event.version, dueAt }]
            : [],
        ),
      );
      due.sort((one, other) => one.dueAt.localeCompare(other.dueAt));
      return Promise.resolve(due.slice(0, limit));
    },
    eventsNeedingAttention: () => Promise.resolve([...needingAttention.values()]),
    suppressed: (addresses) =>
      Promise.resolve(new Set(addresses.filter((address) => suppressed.has(address.toLowerCase())))),
    suppress(address) {
      suppressed.add(address.toLowerCase());
      return Promise.resolve();
    },
    allow(address) {
      suppressed.delete(address.toLowerCase());
      return Promise.resolve();
    },
    submittedBy: (address) =>
      Promise.resolve(
        [...files.values()]
          .filter(({ contact }) => contact && addressHashOf(contact.email) === address)
          .map(({ need }) => need.reference),
      ),
    openCards: () =>
      Promise.resolve({
        ...cardsWhere((need) => closedIn(need) === undefined),
        work: works.cardsOfWork(isOpenWork),
        meetings: meetings.cardsOfMeetings(({ state }) => state === 'planned'),
        agreed: meetings.cardsOfAgreed(),
      }),
    cardsOf: (references) =>
      Promise.resolve(cardsWhere(({ reference }) => references.includes(reference)).cards),
    closedCards: (month) =>
      Promise.resolve({
        ...cardsWhere((need) => closedIn(need) === month),
        work: works.cardsOfWork((work) => !isOpenWork(work) && monthOf(work.since) === month),
        meetings: meetings.cardsOfMeetings(
          ({ state, since }) => state !== 'planned' && monthOf(since) === month,
        ),
      }),
    dueNeeds(now) {
      const due = [...files.values()].flatMap(({ need: { reference, nextStepAt } }) =>
        nextStepAt !== undefined && nextStepAt <= now ? [{ reference, nextStepAt }] : [],
      );
      due.sort((one, other) => one.nextStepAt.localeCompare(other.nextStepAt));
      return Promise.resolve(due.map(({ reference }) => reference));
    },
    ping: () => Promise.resolve(),
  };
}
