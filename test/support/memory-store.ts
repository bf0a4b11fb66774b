import { isDeepStrictEqual } from 'node:util';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { recentEvents, wholeEvents } from '../../lambdas/app/ports/need-file.ts';
import type { Entry } from '../../lambdas/app/ports/need-file.ts';
import type { CardList, Cards } from '../../lambdas/app/ports/cards.ts';
import { cardOf, closedIn } from '../../lambdas/domain/need/make-card.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { Link } from '../../lambdas/domain/need/link.ts';
import { liveAnswers } from '../../lambdas/domain/need/link.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
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
import type { Needs } from '../../lambdas/app/ports/needs.ts';
import type { Submissions } from '../../lambdas/app/ports/submissions.ts';
import type { Submitters } from '../../lambdas/app/ports/submitters.ts';
import type { SuppressedAddresses } from '../../lambdas/app/ports/suppressed-addresses.ts';
import { memoryFiles, withNotice } from './memory-files.ts';
import type { MemoryFiles } from './memory-files.ts';
import { memoryOutbox } from './memory-outbox.ts';
import { memoryMeetings } from './memory-meetings.ts';
import { memoryWorks } from './memory-works.ts';
import type { Figures } from '../../lambdas/domain/overview/figures.ts';

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

/** What comes in and what is recorded of it, in memory. */
function memoryNeeds(
  { files, entryOf, changeEntry }: MemoryFiles,
  meetings: Pick<ReturnType<typeof memoryMeetings>, 'isPlanned'>,
): Submissions & Needs & Submitters {
  const firstEntry = (entry: Entry): Entry => ({
    ...entry,
    ...(entry.notices.some(({ state }) => state === 'pending') && { dueAt: entry.event.at }),
  });
  return {
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
    submittedBy: (address) =>
      Promise.resolve(
        [...files.values()]
          .filter(({ contact }) => contact && addressHashOf(contact.email) === address)
          .map(({ need }) => need.reference),
      ),
    ping: () => Promise.resolve(),
  };
}

/** Addresses to which mail is not sent, in memory. */
function memorySuppressed(): SuppressedAddresses {
  const suppressed = new Set<string>();
  return {
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
  };
}

/** Lists of what is in memory. */
function memoryCards(
  { files }: MemoryFiles,
  works: ReturnType<typeof memoryWorks>,
  meetings: ReturnType<typeof memoryMeetings>,
): Cards {
  const cardsWhere = (isListed: (need: Need) => boolean): CardList => {
    const needs = [...files.values()].map(({ need }) => need);
    return { cards: needs.filter(isListed).map(cardOf), work: [], meetings: [], agreed: [], unreadable: [] };
  };
  return {
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
  };
}

/** All in memory. It passes the same contract suite as the table. */
export function memoryStore(): NeedStore {
  const kept = memoryFiles();
  const works = memoryWorks();
  const letters = memoryLetters(kept.noticeOf, (event, notice) =>
    kept.changeEntry(event, (entry) => withNotice(entry, notice)),
  );
  const meetings = memoryMeetings(
    (letter) => letters.writeLetter(letter),
    ({ reference, version }) => kept.files.get(reference)?.need.version === version,
  );
  return {
    ...works,
    ...meetings,
    ...memoryFigures(),
    ...memoryOrganisations(),
    ...memoryProofs(),
    ...letters,
    ...memoryNeeds(kept, meetings),
    ...memoryOutbox(kept),
    ...memorySuppressed(),
    ...memoryCards(kept, works, meetings),
  };
}
