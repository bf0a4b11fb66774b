import type { NeedEvent } from './event.ts';
import { isCoordinated } from './need.ts';
import type { Approval, Coordination, Need } from './need.ts';
import { isSystemStep } from './workflow.ts';

/**
 * The need after an event that was decided on it.
 * @throws when the event cannot follow on the need: the history is damaged.
 */
export function evolve(need: Need, event: NeedEvent): Need {
  if (event.version !== need.version + 1 || event.reference !== need.reference) throw unfit(need, event);
  const { nextStepAt: _replaced, ...stood } = need;
  const { reference, intake, submitterIsStaff, coordination } = need;
  const moved = event.status !== need.status;
  const base = {
    reference,
    version: event.version,
    since: moved ? event.at : need.since,
    ...(event.nextStepAt && { nextStepAt: event.nextStepAt }),
    reminded: moved ? 0 : need.reminded + (isSystemStep(event.action) ? 1 : 0),
    intake,
    areas: event.involved?.areas ?? need.areas,
    departments: event.involved?.departments ?? need.departments,
    ...(submitterIsStaff && { submitterIsStaff }),
  };
  const early = { ...base, ...(coordination && fits(coordination, base) && { coordination }) };

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
    case 'comment':
    case 'remind':
    case 'escalate':
      return { ...stood, ...base };
    case 'reroute':
      if (!isCoordinated(need)) return withoutCoordination(stood, early);
      /* Who shares the work is part of what was approved: with others involved, every department decides anew. */
      return { ...stood, ...base, ...(need.status === 'deciding' && { approvals: [] }) };
    default:
      break;
  }

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
    default:
      break;
  }

  if (!('route' in need)) throw unfit(need, event);
  const routed = { ...coordinated, route: need.route };
  switch (event.action) {
    case 'defer':
      return event.status === 'coordinating'
        ? { ...coordinated, status: 'coordinating' }
        : { ...routed, status: 'deferred', reviewDate: event.input.reviewDate };
    case 'decline':
      return event.status === 'coordinating'
        ? { ...coordinated, status: 'coordinating' }
        : { ...routed, status: 'declined' };
    default:
      break;
  }

  if (!('approvals' in need)) throw unfit(need, event);
  const { approvals } = need;
  switch (event.action) {
    case 'approve':
      return {
        ...routed,
        status: event.status === 'approved' ? 'approved' : 'deciding',
        approvals: [...approvals, approvalIn(need, event)],
      };
    case 'start':
      return { ...routed, approvals, status: 'in-progress', plannedEnd: event.input.plannedEnd };
    default:
      break;
  }

  if (!('plannedEnd' in need)) throw unfit(need, event);
  const started = { ...routed, approvals, plannedEnd: need.plannedEnd };
  switch (event.action) {
    case 'pause':
      return { ...started, status: 'paused' };
    case 'resume':
      return { ...started, status: 'in-progress' };
    case 'complete':
      return { ...started, status: 'completed', outcome: event.input.outcome };
    default:
      throw unfit(need, event);
  }
}

const unfit = (need: Need, event: NeedEvent) =>
  new Error(
    `event ${event.version} (${event.action}) does not follow on ${need.reference} version ${need.version} (${need.status})`,
  );

const fits = (coordination: Coordination, involved: Pick<Need, 'areas' | 'departments'>): boolean =>
  involved.areas.includes(coordination.leadArea) && involved.departments.includes(coordination.responsible);

function withoutCoordination(need: Omit<Need, 'nextStepAt'>, early: Omit<Need, 'status'>): Need {
  const { coordination: _coordination, ...rest } = need;
  return { ...rest, ...early } as Need;
}

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
