import type { NeedEvent } from './event.ts';
import { isCoordinated } from './coordinated.ts';
import type { Approval, Coordination, Need } from './need.ts';
import { isSystemStep } from './workflow.ts';

type EventOf<Name extends NeedEvent['action']> = Extract<NeedEvent, { readonly action: Name }>;

/** What a need has in every status. */
type Base = Omit<Extract<Need, { status: 'received' }>, 'status' | 'coordination'>;

/**
 * The need after an event.
 * @throws when the event cannot follow on this need, because the history is damaged
 */
export function evolve(need: Need, event: NeedEvent): Need {
  if (event.version !== need.version + 1 || event.reference !== need.reference) throw unfit(need, event);
  const base = baseAfter(need, event);
  switch (event.action) {
    case 'submit':
      throw unfit(need, event);
    case 'comment':
    case 'remind':
    case 'escalate':
    case 'reroute':
      return inPlace(need, event, base);
    case 'take':
    case 'answer':
    case 'lapse':
    case 'return':
    case 'reopen':
    case 'ask':
    case 'refer':
    case 'withdraw':
    case 'coordinate':
      return clarified(need, event, base);
    case 'raise':
    case 'bypass':
    case 'advise':
      return advised(need, event, base);
    case 'approve':
    case 'defer':
    case 'decline':
      return decided(need, event, base);
    case 'start':
    case 'pause':
    case 'resume':
    case 'complete':
      return worked(need, event, base);
  }
}

function baseAfter(need: Need, event: NeedEvent): Base {
  const { reference, title, language, school, deadline, submitterIsStaff } = need;
  const moved = event.status !== need.status;
  return {
    reference,
    version: event.version,
    since: moved ? event.at : need.since,
    ...(event.nextStepAt && { nextStepAt: event.nextStepAt }),
    reminded: moved ? 0 : need.reminded + (isSystemStep(event.action) ? 1 : 0),
    title,
    language,
    ...(school && { school }),
    ...(deadline && { deadline }),
    areas: event.involved?.areas ?? need.areas,
    departments: event.involved?.departments ?? need.departments,
    ...(submitterIsStaff && { submitterIsStaff }),
  };
}

/** The coordination, unless its lead area or responsible department is no longer involved. */
const keptCoordination = ({ coordination }: Need, base: Base): { coordination?: Coordination } =>
  coordination &&
  base.areas.includes(coordination.leadArea) &&
  base.departments.includes(coordination.responsible)
    ? { coordination }
    : {};

/** Events that leave the status as it is. */
function inPlace(
  need: Need,
  event: EventOf<'comment' | 'remind' | 'escalate' | 'reroute'>,
  base: Base,
): Need {
  const { nextStepAt: _replaced, ...stood } = need;
  if (event.action !== 'reroute') return { ...stood, ...base };
  if (!isCoordinated(need)) {
    const { coordination: _coordination, ...rest } = stood;
    return { ...rest, ...base, ...keptCoordination(need, base) } as Need;
  }
  /* A head approves work shared by certain departments. When a reroute changes them, every department decides again (ADR 4). */
  return { ...stood, ...base, ...(need.status === 'deciding' && { approvals: [] }) };
}

/** Events up to the coordination, and those that send a need back to be clarified. */
function clarified(
  need: Need,
  event: EventOf<
    'take' | 'answer' | 'lapse' | 'return' | 'reopen' | 'ask' | 'refer' | 'withdraw' | 'coordinate'
  >,
  base: Base,
): Need {
  const early = { ...base, ...keptCoordination(need, base) };
  switch (event.action) {
    case 'take':
    case 'answer':
    case 'lapse':
    case 'return':
    case 'reopen':
      return { ...early, status: 'clarifying' };
    case 'ask':
      return { ...early, status: 'awaiting-submitter', question: event.input.question };
    case 'refer':
      return { ...early, status: 'referred', referredTo: event.input.referredTo };
    case 'withdraw':
      return { ...early, status: 'withdrawn' };
    case 'coordinate': {
      const { actualNeed, whyItArose, leadArea, responsible } = event.input;
      return {
        ...base,
        status: 'coordinating',
        coordination: { actualNeed, whyItArose, leadArea, responsible },
      };
    }
  }
}

/** Events between the coordination and the heads' decision, with the steering group's advice or without it. */
function advised(need: Need, event: EventOf<'raise' | 'bypass' | 'advise'>, base: Base): Need {
  if (!isCoordinated(need)) throw unfit(need, event);
  const coordinated = { ...base, coordination: need.coordination };
  switch (event.action) {
    case 'raise':
      return { ...coordinated, status: 'advising' };
    case 'bypass':
      return {
        ...coordinated,
        status: 'deciding',
        route: { kind: 'bypassed', ...event.input },
        approvals: [],
      };
    case 'advise':
      return {
        ...coordinated,
        status: 'deciding',
        route: { kind: 'advised', ...event.input },
        approvals: [],
      };
  }
}

/** A head's decision, for one department. */
function decided(need: Need, event: EventOf<'approve' | 'defer' | 'decline'>, base: Base): Need {
  if (!('route' in need)) throw unfit(need, event);
  const coordinated = { ...base, coordination: need.coordination };
  const routed = { ...coordinated, route: need.route };
  switch (event.action) {
    case 'approve': {
      if (!('approvals' in need)) throw unfit(need, event);
      return {
        ...routed,
        status: event.status === 'approved' ? 'approved' : 'deciding',
        approvals: [...need.approvals, approvalIn(need, event)],
      };
    }
    case 'defer':
      return event.status === 'coordinating'
        ? { ...coordinated, status: 'coordinating' }
        : { ...routed, status: 'deferred', reviewDate: event.input.reviewDate };
    case 'decline':
      return event.status === 'coordinating'
        ? { ...coordinated, status: 'coordinating' }
        : { ...routed, status: 'declined' };
  }
}

/** Events of the work on an approved need. */
function worked(need: Need, event: EventOf<'start' | 'pause' | 'resume' | 'complete'>, base: Base): Need {
  if (!('approvals' in need)) throw unfit(need, event);
  const { coordination, route, approvals } = need;
  const settled = { ...base, coordination, route, approvals };
  if (event.action === 'start')
    return { ...settled, status: 'in-progress', plannedEnd: event.input.plannedEnd };
  if (!('plannedEnd' in need)) throw unfit(need, event);
  const started = { ...settled, plannedEnd: need.plannedEnd };
  switch (event.action) {
    case 'pause':
      return { ...started, status: 'paused' };
    case 'resume':
      return { ...started, status: 'in-progress' };
    case 'complete':
      return { ...started, status: 'completed', outcome: event.input.outcome };
  }
}

const unfit = (need: Need, event: NeedEvent) =>
  new Error(
    `event ${event.version} (${event.action}) does not follow on ${need.reference} version ${need.version} (${need.status})`,
  );

function approvalIn(need: Need, event: NeedEvent & { action: 'approve' }): Approval {
  const { department, reason } = event.input;
  if (event.by.kind !== 'person' || department === undefined) throw unfit(need, event);
  return {
    department,
    by: event.by.person,
    ...(event.by.for && { for: event.by.for.person }),
    at: event.at,
    ...(reason !== undefined && { reason }),
  };
}
