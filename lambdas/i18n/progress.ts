import type { Actor } from '../domain/need/event.ts';
import type { Need } from '../domain/need/need.ts';
import { workflow } from '../domain/need/workflow.ts';
import type { ActionName } from '../domain/need/workflow.ts';
import type { Recipient } from '../domain/notice/recipient.ts';
import { personIn } from '../domain/organisation/organisation.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import {
  isAsked,
  mayMoveOn,
  openActions,
  rolesOf,
  staffIn,
  undecidedDepartments,
} from '../domain/organisation/permissions.ts';
import type { Role } from '../domain/organisation/permissions.ts';
import { dayOf } from '../domain/time/time.ts';
import type { Day, Instant } from '../domain/time/time.ts';
import { formatDay, formatList } from './index.ts';
import type { Texts } from './index.ts';
import { departmentName, recipientLabel } from './labels.ts';

/** What is asked of a person; nothing where nothing is. */
export function askedText(
  t: Texts,
  organisation: Organisation,
  need: Need,
  roles: readonly Role[],
  open: readonly ActionName[],
): string | undefined {
  const status = workflow.remind.from.find((candidate) => candidate === need.status);
  if (!status || !isAsked(need, open)) return undefined;
  const departments = undecidedDepartments(need, roles).map((id) => departmentName(t, organisation, id));
  return t(`asked.${status}`, { departments: formatList(t.language, departments) });
}

/** For whom somebody stands in today, where that is why the need is before them. */
export function standingInText(
  t: Texts,
  organisation: Organisation,
  roles: readonly Role[],
): string | undefined {
  const heads = new Set(
    roles.flatMap((role) =>
      role.kind === 'deputy' ? [personIn(organisation, role.for)?.name ?? role.for] : [],
    ),
  );
  return heads.size > 0 ? t('asked.standingIn', { names: formatList(t.language, [...heads]) }) : undefined;
}

/**
 * What is said to somebody who is told of a need because mail did not reach another, whom it waits for: what they can do about it,
 * as `asked`; or a `note`, where they are asked for the very same, or the need does not wait any longer.
 * @param reader what they may do, and what is asked of them by themselves
 */
export function substituteText(
  t: Texts,
  organisation: Organisation,
  { need, contact }: { readonly need: Need; readonly contact?: { readonly name: string } },
  unreached: Recipient,
  reader: {
    readonly holder: Recipient;
    readonly open: readonly ActionName[];
    readonly asked: string | undefined;
  },
  today: Day,
): { readonly asked?: string; readonly note?: string } {
  const name = recipientLabel(t, organisation, contact, unreached);
  const actor: Actor =
    unreached === 'submitter' ? { kind: 'submitter' } : { kind: 'person', person: unreached };
  const roles = rolesOf(organisation, need, actor, today);
  const theirs = askedText(t, organisation, need, roles, openActions(need, roles, today));
  if (theirs === undefined) return { note: t('substitute.over', { name }) };
  const why = t('substitute.why', { name });
  if (theirs === reader.asked) return { note: why };

  const { modelManager, reminders } = organisation;
  const otherwise = (): readonly string[] => {
    if (unreached === 'submitter') return [t('substitute.lapse', { days: reminders.submitter.lapse })];
    if (reader.open.includes('reroute')) return [t('substitute.reroute')];
    if (reader.holder === modelManager) return [];
    return [t('substitute.manager', { manager: recipientLabel(t, organisation, contact, modelManager) })];
  };
  return { asked: [why, t('substitute.reach', { name }), ...otherwise()].join(' ') };
}

/** Who has the need now: everyone in the organisation who may move it on, a deputy as "X för Y". */
export function assigneeNames(
  t: Texts,
  organisation: Organisation,
  need: Need,
  today: Day,
): readonly string[] {
  const held = staffIn(organisation, need, today).flatMap(({ person: { name }, roles }) => {
    if (!mayMoveOn(need, roles, today)) return [];
    const standsIn = roles.find((role) => role.kind === 'deputy');
    const own = roles.filter(({ kind }) => kind !== 'deputy');
    if (standsIn?.kind !== 'deputy' || mayMoveOn(need, own, today)) return [name];
    return [t('who.for', { name, head: personIn(organisation, standsIn.for)?.name ?? standsIn.for })];
  });
  return held.length > 0
    ? held
    : [personIn(organisation, organisation.modelManager)?.name ?? organisation.modelManager];
}

/**
 * What happens next and who has it. To a submitter, one department's part of an open decision is not told
 * (DESIGN, "Who is told"), so every head is named.
 */
export function nextText(
  t: Texts,
  organisation: Organisation,
  need: Need,
  now: Instant,
  forSubmitter: boolean,
): string {
  const today = dayOf(now);
  const seen = forSubmitter && need.status === 'deciding' ? { ...need, approvals: [] } : need;
  const people = assigneeNames(t, organisation, seen, today);
  const who = sentenceStart(formatList(t.language, people));
  switch (seen.status) {
    case 'awaiting-submitter':
      return t(forSubmitter ? 'next.awaitingYou' : 'next.awaiting-submitter');
    case 'referred':
      return t('next.referred', { to: seen.referredTo });
    case 'deferred':
      return t('next.deferred', { day: formatDay(t.language, seen.reviewDate) });
    case 'in-progress':
      return t('next.in-progress', { who, day: formatDay(t.language, seen.plannedEnd) });
    case 'deciding':
      return t(seen.departments.length > 1 ? 'next.deciding' : 'next.decidingOne', { who });
    default:
      return t(`next.${seen.status}`, { who });
  }
}

const sentenceStart = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
