import { actorOf } from '../../lambdas/app/need/links.ts';
import { takeNextStep } from '../../lambdas/app/need/take-step.ts';
import { asksIn } from '../../lambdas/app/notice/asks.ts';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { remindPeople } from '../../lambdas/app/notice/remind-people.ts';
import { sendLetters } from '../../lambdas/app/notice/send-letters.ts';
import type { LetterMail, NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import { asksOf } from '../../lambdas/domain/notice/asking.ts';
import type { Rhythm } from '../../lambdas/domain/notice/rhythm.ts';
import { coordinatorsOf } from '../../lambdas/domain/organisation/organisation.ts';
import type { Area } from '../../lambdas/domain/organisation/organisation.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { as, shipped } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { wideLimits } from './limits.ts';
import { memoryStore } from './memory-store.ts';
import { ids } from './needs.ts';
import { actAs, storeNeed } from './stored.ts';

const hour = 3_600_000;
const day = 24 * hour;
/* A Monday, at ten in the university's time. */
const begin = '2026-11-23T09:00:00.000Z' as Instant;

/** What is done with a need, and how many days after it came in: taken the next day, coordinated and raised in one press. */
function timelineOf(area: Area): readonly (readonly [day: number, step: Step])[] {
  const developer = as(coordinatorsOf(area)[0] ?? '');
  const responsible = area.departments[0] ?? '';
  const head = as(shipped.departments.find(({ id }) => id === responsible)?.head ?? '');
  const coordinated = { actualNeed: 'Slinga', whyItArose: 'Ombyggnad', leadArea: area.id, responsible };
  return [
    [1, ['take', developer]],
    [7, ['coordinate', developer, { ...coordinated, departments: [responsible], raiseNow: 'yes' }]],
    [16, ['advise', developer, { advice: 'do', priority: 'high', goals: [], insteadOf: [] }]],
    [18, ['approve', head]],
    [23, ['start', developer, { plannedEnd: '2027-01-15' }]],
    [45, ['complete', developer, { outcome: 'Slingor finns i alla salar.' }]],
  ];
}

export interface MailCounts {
  readonly toSubmitters: number;
  /** Mails that ask something of a member of staff, and mails that only inform one. */
  readonly asking: number;
  readonly informing: number;
  readonly reminders: number;
  readonly digests: number;
  /** The most digests that one person got in a week. */
  readonly mostDigestsAWeek: number;
  readonly all: number;
}

/** Counts the mails about one need of each area, from its submission until its submitter is asked whether it helped. */
export async function countMails(rhythm: Rhythm): Promise<MailCounts> {
  const store = memoryStore();
  const organisation = { ...shipped, rhythm };
  let at = begin;
  const mails: NoticeMail[] = [];
  const letters: LetterMail[] = [];
  const deps = {
    ...{ organisation, store, ids, limits: wideLimits, asks: asksIn(organisation), clock: () => at },
    random: () => 0.5,
    pause: () => Promise.resolve(),
    log: () => undefined,
    mailer: {
      send(mail: NoticeMail) {
        mails.push(mail);
        return Promise.resolve({ kind: 'sent', messageId: String(mails.length) } as const);
      },
      sendLetter(letter: LetterMail) {
        letters.push(letter);
        return Promise.resolve({ kind: 'sent', messageId: letter.id } as const);
      },
    },
  };
  const [deliver, send, remind, step] = [
    ...[deliverNotices(deps), sendLetters(deps), remindPeople(deps), takeNextStep(deps)],
  ] as const;
  const sendAll = async () => {
    await send(await store.dueLetters(at, 500), later(at, hour));
    await deliver(await store.dueEvents(at, 500), later(at, hour));
  };
  const needs = [];
  for (const area of organisation.areas)
    needs.push({ area, reference: await storeNeed(store, organisation, { areas: [area.id] }, at) });
  await sendAll();
  for (let days = 1; days <= 90; days++) {
    /* The sweep of the morning, and then what people do. */
    at = later(begin, days * day - 2 * hour);
    for (const due of await store.dueNeeds(at)) await step(due);
    await remind();
    await sendAll();
    at = later(begin, days * day);
    for (const { area, reference } of needs)
      for (const [on, doing] of timelineOf(area))
        if (on === days) await actAs({ store, organisation }, reference, doing, at);
    await sendAll();
  }

  const toStaff = mails.filter(({ recipient }) => recipient !== 'submitter');
  const asking = toStaff.filter(({ file, event, recipient }) =>
    asksOf(permissionsOf(organisation, file.need, actorOf(recipient), dayOf(event.at)), event),
  );
  const digests = letters.filter(({ kind }) => kind === 'digest');
  const weeks = Map.groupBy(digests, ({ to, id }) => {
    const week = Math.floor((Date.parse(id.slice('digest-'.length)) - Date.parse('2026-11-23')) / (7 * day));
    return `${to.id} ${week}`;
  });
  return {
    toSubmitters: mails.length - toStaff.length,
    asking: asking.length,
    informing: toStaff.length - asking.length,
    reminders: letters.filter(({ kind }) => kind === 'reminder').length,
    digests: digests.length,
    mostDigestsAWeek: Math.max(0, ...[...weeks.values()].map((some) => some.length)),
    all: mails.length + letters.length,
  };
}
