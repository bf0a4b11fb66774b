import type { Actor } from '../domain/need/event.ts';
import { decidingIn } from '../domain/need/deciding.ts';
import type { Need } from '../domain/need/need.ts';
import { followsOn } from '../domain/need/closed.ts';
import { statuses, waitingStatuses } from '../domain/need/workflow.ts';
import type { Recipient } from '../domain/notice/recipient.ts';
import { PersonId } from '../domain/organisation/ids.ts';
import { personIn } from '../domain/organisation/organisation.ts';
import type { Permissions, Role } from '../domain/organisation/permissions.ts';
import { assigneesOf, permissionsOf } from '../domain/organisation/permissions.ts';
import type { Day, Instant } from '../domain/time/time.ts';
import { dayOf } from '../domain/time/time.ts';
import { formatDay, formatList } from './index.ts';
import type { Texts } from './index.ts';
import { outcomeText, recipientLabel, shortDepartmentName } from './labels.ts';
import type { Locale } from './locale.ts';

/** What is asked of a person; undefined when nothing is. */
function askedText(locale: Locale, permissions: Permissions): string | undefined {
  const { need, isAsked, undecided } = permissions;
  const status = waitingStatuses.find((candidate) => candidate === need.status);
  if (!status || !isAsked) return undefined;
  const { t } = locale;
  if (permissions.primary.includes('reroute')) return t('asked.homeless');
  const departments = undecided.map((id) => shortDepartmentName(locale, id));
  return t(`asked.${status}`, { departments: formatList(t.language, departments) });
}

/** Whom somebody stands in for; undefined when they are no deputy. */
function standingInText({ t, organisation }: Locale, roles: readonly Role[]): string | undefined {
  const heads = new Set(
    roles.flatMap((role) =>
      role.kind === 'deputy' ? [personIn(organisation, role.for)?.name ?? role.for] : [],
    ),
  );
  return heads.size > 0 ? t('asked.standingIn', { names: formatList(t.language, [...heads]) }) : undefined;
}

/**
 * What a substitute is told: somebody who gets a mail because mail did not reach the person that the need waits for. `asked` says
 * what the substitute can do. It is a `note` instead when the substitute is asked for the same thing anyway, or when the need no
 * longer waits.
 * @param permissions the substitute's own
 */
export function substituteText(
  locale: Locale,
  { need, contact }: { readonly need: Need; readonly contact?: { readonly name: string } },
  unreached: Recipient,
  permissions: Permissions,
): { readonly asked?: string; readonly note?: string } {
  const { t, organisation } = locale;
  const name = recipientLabel(locale, contact, unreached);
  const actor: Actor =
    unreached === 'submitter' ? { kind: 'submitter' } : { kind: 'person', person: unreached };
  const theirs = askedText(locale, permissionsOf(organisation, need, actor, permissions.today));
  if (theirs === undefined) return { note: t('substitute.over', { name }) };
  const why = t('substitute.why', { name });
  if (theirs === askedText(locale, permissions)) return { note: why };

  const { modelManager, reminders } = organisation;
  const otherwise = (): readonly string[] => {
    if (unreached === 'submitter') return [t('substitute.lapse', { days: reminders.submitter.lapse })];
    if (permissions.actions.includes('reroute')) return [t('substitute.reroute')];
    return [t('substitute.manager', { manager: recipientLabel(locale, contact, modelManager) })];
  };
  return { asked: [why, t('substitute.reach', { name }), ...otherwise()].join(' ') };
}

/** What a page or a mail asks of its reader. */
export interface AskedOfReader {
  /** The request; undefined when there is none. */
  readonly asked: string | undefined;
  /** What else the reader may need to know of it, a sentence or two each. */
  readonly notes: readonly string[];
  /** Whom the reader stands in for, as a deputy. */
  readonly standingIn: string | undefined;
  /** Whether the request is to help instead of somebody who could not be reached. */
  readonly isForHelp: boolean;
}

/**
 * What is asked of a person about a need.
 * @param unreached whom mail did not reach, when the person gets it in their place
 */
export function askedOf(
  locale: Locale,
  file: { readonly need: Need; readonly contact?: { readonly name: string } },
  permissions: Permissions,
  unreached: Recipient | undefined,
): AskedOfReader {
  const own = askedText(locale, permissions);
  const { asked: help, note } =
    unreached === undefined ? {} : substituteText(locale, file, unreached, permissions);
  return {
    asked: help ?? own,
    notes: [help === undefined ? undefined : own, note].filter((text) => text !== undefined),
    standingIn: standingInText(locale, permissions.roles),
    isForHelp: help !== undefined,
  };
}

/** Who has the need: everyone in the organisation who may move it on today, a deputy as "X för Y". */
export function assigneeNames({ t, organisation }: Locale, need: Need, today: Day): readonly string[] {
  const nameOf = (id: PersonId): string => personIn(organisation, id)?.name ?? id;
  const names = assigneesOf(organisation, need, today).map(({ person: { name }, standsInFor }) =>
    standsInFor === undefined ? name : t('who.for', { name, head: nameOf(standsInFor) }),
  );
  return names.length > 0 ? names : [nameOf(organisation.modelManager)];
}

/**
 * What happens next, and who has the need. A submitter is not told which departments have decided (docs/design.md, "Who is told"),
 * so every head is named.
 */
export function nextText(locale: Locale, need: Need, now: Instant, forSubmitter: boolean): string {
  const { t } = locale;
  const today = dayOf(now);
  const seen = forSubmitter && need.status === 'deciding' ? { ...need, approvals: [] } : need;
  const people = assigneeNames(locale, seen, today);
  const who = sentenceStart(formatList(t.language, people));
  switch (seen.status) {
    case 'awaiting-submitter':
      return t(forSubmitter ? 'next.awaitingYou' : 'next.awaiting-submitter');
    case 'referred':
      return [
        ...(seen.referredTo ? [t('next.referred', { to: seen.referredTo })] : []),
        ...sameAsTexts(t, seen, forSubmitter),
      ].join(' ');
    case 'deferred':
      return t('next.deferred', { day: formatDay(t.language, seen.reviewDate) });
    case 'in-progress':
      return t('next.in-progress', { who, day: formatDay(t.language, seen.plannedEnd) });
    case 'declined':
      return seen.reason === undefined ? t('next.declined') : t('next.declinedWhy', { reason: seen.reason });
    case 'received':
      if (seen.held && !forSubmitter) return t('next.held');
      return t(seen.areas.length > 0 ? 'next.received' : 'next.homeless', { who });
    case 'deciding':
      return t(decidingIn(seen).length > 1 ? 'next.deciding' : 'next.decidingOne', { who });
    default:
      return t(`next.${seen.status}`, { who });
  }
}

/** Which other need a referred one is the same as, how that stood when it was last told, and whether its submitter hears more. */
function sameAsTexts(
  t: Texts,
  need: Extract<Need, { status: 'referred' }>,
  forSubmitter: boolean,
): readonly string[] {
  if (!need.sameAs) return [];
  const { reference, last, day } = need.sameAs;
  const status = statuses.find((one) => one === last);
  const of = status ? `${reference}: ${outcomeText(t, status, day)}` : reference;
  const hears = forSubmitter && need.confirmation !== 'disowned' && followsOn(need);
  return [t('next.sameAs', { of }), ...(hears ? [t('next.youFollow')] : [])];
}

const sentenceStart = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
