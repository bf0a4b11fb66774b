import { decide } from '../domain/decide.ts';
import type { Actor, NeedEvent } from '../domain/event.ts';
import { fieldsOf } from '../domain/fields.ts';
import type { Field } from '../domain/fields.ts';
import type { Need, Status } from '../domain/need.ts';
import { personIn } from '../domain/organisation.ts';
import type { Organisation } from '../domain/organisation.ts';
import { isAsked, mayMoveOn, openActions, rolesOf, staffIn, undecidedDepartments } from '../domain/rights.ts';
import type { Role } from '../domain/rights.ts';
import type { Day, Instant } from '../domain/time.ts';
import { dayOf } from '../domain/time.ts';
import { toldOf } from '../domain/told.ts';
import type { Recipient } from '../domain/told.ts';
import { workflow } from '../domain/workflow.ts';
import type { Action, ActionName } from '../domain/workflow.ts';
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
export function insteadText(
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
  if (theirs === undefined) return { note: t('instead.over', { name }) };
  const why = t('instead.why', { name });
  if (theirs === reader.asked) return { note: why };

  const { modelManager, patience } = organisation;
  const otherwise = (): readonly string[] => {
    if (unreached === 'submitter') return [t('instead.lapse', { days: patience.submitter.lapse })];
    if (reader.open.includes('reroute')) return [t('instead.reroute')];
    if (reader.holder === modelManager) return [];
    return [t('instead.manager', { manager: recipientLabel(t, organisation, contact, modelManager) })];
  };
  return { asked: [why, t('instead.reach', { name }), ...otherwise()].join(' ') };
}

/** Who has the need now: everyone in the organisation who may move it on, a deputy as "X för Y". */
export function holders(t: Texts, organisation: Organisation, need: Need, today: Day): readonly string[] {
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
  const people = holders(t, organisation, seen, today);
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

/** The way a need goes when nothing turns it aside. */
const way = [
  'received',
  'clarifying',
  'coordinating',
  'advising',
  'deciding',
  'approved',
  'in-progress',
  'completed',
] as const satisfies Status[];
type Milestone = (typeof way)[number];

/** Where on the way a status stands; nothing for those that end it anywhere. */
const milestoneOf = (status: Status): Milestone | undefined => {
  switch (status) {
    case 'awaiting-submitter':
      return 'clarifying';
    case 'deferred':
    case 'declined':
      return 'approved';
    case 'paused':
      return 'in-progress';
    case 'referred':
    case 'withdrawn':
      return undefined;
    default:
      return status;
  }
};

/** One step of the way, with the day the need last came to it. */
export interface Step {
  readonly status: Status;
  readonly place: 'passed' | 'current' | 'ahead';
  readonly since?: Instant;
}

/** The steps a need has passed, stands at and has ahead. A need that has ended aside has none ahead. */
export function stepsOf(need: Need, history: readonly NeedEvent[]): readonly Step[] {
  const reached = (milestone: Milestone): Instant | undefined =>
    history.findLast(
      (event, index) =>
        milestoneOf(event.status) === milestone &&
        milestoneOf(history[index - 1]?.status ?? 'withdrawn') !== milestone,
    )?.at;
  const skipped = 'route' in need && need.route.kind === 'bypassed' ? 'advising' : undefined;
  const steps = way.filter((milestone) => milestone !== skipped);

  const here = milestoneOf(need.status);
  const last =
    here ?? milestoneOf(history.findLast(({ status }) => milestoneOf(status))?.status ?? 'received');
  const position = steps.findIndex((milestone) => milestone === last);
  const ended = here === undefined || need.status === 'declined';

  const passed = steps.slice(0, here === undefined ? position + 1 : position).map((status): Step => {
    const since = reached(status);
    return { status, place: 'passed', ...(since && { since }) };
  });
  const ahead = ended ? [] : steps.slice(position + 1).map((status): Step => ({ status, place: 'ahead' }));
  return [...passed, { status: need.status, place: 'current', since: need.since }, ...ahead];
}

/** Who would be told of an action, where the answer depends on an option under that option. */
export interface Told {
  readonly option?: { readonly field: string; readonly value: string };
  readonly recipients: readonly Recipient[];
}

/**
 * Who gets a mail if a person takes an action now, found by deciding it without storing it. Where a choice settles it, each
 * option has its own answer. Departments and areas added in the form itself cannot be known beforehand: the page says so.
 */
export function whoWouldBeTold(
  organisation: Organisation,
  need: Need,
  name: ActionName,
  actor: Actor,
  now: Instant,
): readonly Told[] {
  const today = dayOf(now);
  const roles = rolesOf(organisation, need, actor, today);
  const fields = fieldsOf(organisation, need, name, roles, today);
  const told = (choice: Record<string, string>): readonly Recipient[] => {
    const input = {
      ...Object.fromEntries(fields.map((field) => [field.name, sampleOf(need, field)])),
      ...choice,
    };
    const verdict = decide(
      organisation,
      need,
      { name, input } as unknown as Action,
      actor,
      need.version,
      now,
    );
    return verdict.kind === 'happened' ? toldOf(organisation, need, verdict.event, verdict.need, today) : [];
  };

  const deciding = fields.find((field) => field.name === 'department' || field.name === 'audience');
  const options = deciding && 'options' in deciding ? deciding.options : [];
  const answers = options.map((value) => {
    const option = { field: deciding?.name ?? '', value };
    return { option, recipients: told({ [option.field]: value }) };
  });
  const [first] = answers;
  if (!first) return [{ recipients: told({}) }];
  const same = answers.every(({ recipients }) => sameMembers(recipients, first.recipients));
  return same ? [{ recipients: first.recipients }] : answers;
}

const sameMembers = (some: readonly Recipient[], others: readonly Recipient[]): boolean =>
  some.length === others.length && some.every((recipient) => others.includes(recipient));

/** Something that fits a field, as close as possible to what stands already. */
function sampleOf(need: Need, field: Field): string | readonly string[] | undefined {
  switch (field.kind) {
    case 'text':
      return '–';
    case 'date':
      return field.earliest;
    case 'choice':
      return field.name === 'responsible'
        ? (need.coordination?.responsible ?? field.options[0])
        : field.options[0];
    case 'choices':
      return field.name === 'areas' ? need.areas : field.name === 'departments' ? need.departments : [];
  }
}

/** Whether an action lets a person bring in others than those now involved. */
export const bringsOthersIn = (action: ActionName): action is 'coordinate' | 'reroute' =>
  action === 'coordinate' || action === 'reroute';
