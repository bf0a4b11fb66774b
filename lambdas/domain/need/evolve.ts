import type { NeedEvent } from './event.ts';
import { isCoordinated } from './coordinated.ts';
import { decisionOptions } from './options.ts';
import type { Approval, Coordination, Need, Voice } from './need.ts';
import type { Reference } from './reference.ts';

type EventOf<Name extends NeedEvent['action']> = Extract<NeedEvent, { readonly action: Name }>;

/** What a need has in every status. */
type Base = Omit<Extract<Need, { status: 'received' }>, 'status' | 'coordination'>;

/**
 * The need after an event.
 * @throws when the event cannot follow on this need, because the history is damaged
 */
export function evolve(need: Need, event: NeedEvent): Need {
  if (event.version !== need.version + 1 || event.reference !== need.reference) throw unfit(need, event);
  const step = steps[event.action] as Evolution<NeedEvent['action']>;
  return step(need, event, baseAfter(need, event));
}

const leavesQuestion: readonly NeedEvent['action'][] = [
  ...(['comment', 'remind', 'escalate'] as const),
  ...(['confirm', 'disown', 'hold', 'release'] as const),
  ...(['readdress', 'evaluate', 'inquire', 'register', 'follow', 'hear'] as const),
];

/* A page that is older than this event shows another question, unless the event leaves the question as it was. */
function asksAnew(need: Need, event: NeedEvent): boolean {
  if (leavesQuestion.includes(event.action)) return false;
  return event.action !== 'approve' || event.status !== need.status;
}

const systemWaits: readonly NeedEvent['action'][] = ['remind', 'escalate', 'inquire', 'follow'];

function baseAfter(need: Need, event: NeedEvent): Base {
  const { reference, title, language, school, deadline, refusals, approvedBefore, received, words } = need;
  const decided = decidedAfter(need, event);
  const submitterIsStaff = event.action === 'readdress' ? event.input.staff : need.submitterIsStaff;
  const readdressed = need.readdressed ?? isSubmittersReaddress(event);
  const confirmation = confirmationAfter(need, event);
  const moved = event.status !== need.status;
  /* Another question begins a wait anew. */
  const begins = moved || event.action === 'ask';
  return {
    reference,
    version: event.version,
    questionVersion: asksAnew(need, event) ? event.version : need.questionVersion,
    since: begins ? event.at : need.since,
    ...(received && { received }),
    ...(words && { words }),
    ...registryAfter(need, event),
    ...(decided && { decided }),
    ...(event.nextStepAt && { nextStepAt: event.nextStepAt }),
    reminded: begins ? 0 : need.reminded + (systemWaits.includes(event.action) ? 1 : 0),
    title,
    language,
    ...(school && { school }),
    ...(deadline && { deadline }),
    areas: event.involved?.areas ?? need.areas,
    departments: event.involved?.departments ?? need.departments,
    ...(submitterIsStaff && { submitterIsStaff }),
    ...(need.voices && { voices: need.voices }),
    confirmation,
    ...(isVouchedAfter(need, event) && { vouched: true as const }),
    ...(readdressed && { readdressed }),
    ...(refusals && { refusals }),
    ...(approvedBefore && { approvedBefore }),
    ...(!moved && isHeldAfter(need, event, confirmation) && { held: true }),
  };
}

/* Without a word on secrecy, the earlier word holds. */
function registryAfter({ registry }: Need, event: NeedEvent): Pick<Need, 'registry'> {
  if (event.action !== 'register') return registry ? { registry } : {};
  const { number, secrecy } = event.input;
  const said = secrecy === undefined ? registry?.secrecy : secrecy === 'yes';
  return { registry: { number, ...(said !== undefined && { secrecy: said }) } };
}

function decidedAfter(need: Need, { action, status, at }: NeedEvent): Need['decided'] {
  const outcome = decisionOptions.find((one) => one === action);
  return outcome && status !== 'deciding' && status !== 'coordinating' ? { at, outcome } : need.decided;
}

const isSubmittersReaddress = ({ action, by }: NeedEvent): true | undefined =>
  action === 'readdress' && by.kind === 'submitter' ? true : undefined;

/**
 * A developer who takes a need has read it, and vouches for its address, as for one that they correct. Whatever its submitter does
 * from a mail confirms it; so does a member of staff who gave their own address, since they act with a session.
 */
function confirmationAfter(need: Need, { action, by }: NeedEvent): Need['confirmation'] {
  if (action === 'readdress') return by.kind === 'person' ? 'confirmed' : 'unconfirmed';
  if (need.confirmation !== 'unconfirmed' && !need.vouched) return need.confirmation;
  if (action === 'disown') return 'disowned';
  return need.vouched || isFromMail(need, by) || vouching.includes(action) ? 'confirmed' : 'unconfirmed';
}

const vouching: readonly NeedEvent['action'][] = ['take', 'ask', 'coordinate'];

const isFromMail = ({ submitterIsStaff }: Need, by: NeedEvent['by']): boolean =>
  (by.kind === 'submitter' && by.readsMail === true) ||
  (by.kind === 'person' && by.person === submitterIsStaff);

/** Whether only a developer has vouched for an address: until its owner does something from a mail. */
const isVouchedAfter = (need: Need, { action, by }: NeedEvent): boolean =>
  action !== 'readdress' &&
  action !== 'disown' &&
  !isFromMail(need, by) &&
  (need.vouched === true || (need.confirmation === 'unconfirmed' && vouching.includes(action)));

/* A confirmed address ends the hold. A member of staff who moves the need on confirms it too. */
const isHeldAfter = (need: Need, { action }: NeedEvent, confirmation: Need['confirmation']): boolean =>
  action === 'hold' || (need.held === true && action !== 'release' && confirmation !== 'confirmed');

/** What one action makes of a need; `base` holds what every need has after the event. */
type Evolution<Name extends NeedEvent['action']> = (need: Need, event: EventOf<Name>, base: Base) => Need;

const clarifying = (need: Need, _event: NeedEvent, base: Base): Need => ({
  ...early(need, base),
  status: 'clarifying',
});

const unmoved = (
  { nextStepAt: _replaced, held: _held, vouched: _vouched, ...need }: Need,
  _event: NeedEvent,
  base: Base,
): Need => ({
  ...need,
  ...base,
});

/** One department's no sends the need back to be coordinated; the responsible department's settles it. */
function refused(
  need: Need,
  event: EventOf<'defer' | 'decline'>,
  base: Base,
  settled: Need & { coordination: Coordination },
): Need {
  const { by, at, input } = event;
  if (event.status !== 'coordinating') return settled;
  if (by.kind !== 'person' || input.department === undefined) throw unfit(need, event);
  const refusal = { department: input.department, head: by.for?.person ?? by.person, at };
  return {
    ...base,
    coordination: settled.coordination,
    refusals: [...(need.refusals ?? []), refusal],
    approvedBefore: 'approvals' in need ? need.approvals : [],
    status: 'coordinating',
  };
}

const steps: { readonly [Name in NeedEvent['action']]: Evolution<Name> } = {
  submit: (need, event) => {
    throw unfit(need, event);
  },
  comment: unmoved,
  confirm: unmoved,
  disown: unmoved,
  hold: unmoved,
  release: unmoved,
  readdress: readdressed,
  register: unmoved,
  follow: (need, event, base) => {
    if (need.status !== 'referred' || !need.sameAs) throw unfit(need, event);
    const { referredTo, sameAs } = need;
    const { status, day } = event.input;
    return {
      ...early(need, base),
      status: 'referred',
      ...(referredTo && { referredTo }),
      sameAs: { reference: sameAs.reference, last: status, ...(day && { day }) },
    };
  },
  hear: (need, event, base) => ({
    ...unmoved(need, event, base),
    voices: [...(need.voices ?? []).filter((voice) => !isSameVoice(voice, event)), voiceIn(event)].slice(
      -mostVoices,
    ),
  }),
  inquire: unmoved,
  remind: unmoved,
  escalate: unmoved,
  reroute: rerouted,

  take: clarifying,
  answer: clarifying,
  lapse: clarifying,
  return: clarifying,
  reopen: clarifying,
  ask: (need, { input, by }, base) => ({
    ...early(need, base),
    status: 'awaiting-submitter',
    question: input.question,
    ...(by.kind === 'person' && { askedBy: by.person }),
  }),
  refer: (need, { input }, base) => ({
    ...early(need, base),
    status: 'referred',
    ...(input.referredTo && { referredTo: input.referredTo }),
    ...(input.sameAs && { sameAs: { reference: input.sameAs as Reference } }),
  }),
  withdraw: (need, _event, base) => ({ ...early(need, base), status: 'withdrawn' }),
  coordinate: (_need, { input, status }, base) => {
    const { actualNeed, whyItArose, leadArea, responsible, departments, size } = input;
    const deciding = base.departments.filter((id) => id === responsible || departments.includes(id));
    const coordination = {
      ...{ actualNeed, whyItArose, leadArea, responsible, deciding },
      ...(size && { size }),
    };
    return { ...base, status: status === 'advising' ? 'advising' : 'coordinating', coordination };
  },

  raise: (need, event, base) => ({ ...coordinated(need, event, base), status: 'advising' }),
  bypass: (need, event, base) => ({
    ...coordinated(need, event, base),
    status: 'deciding',
    route: { kind: 'bypassed', ...event.input },
    approvals: [],
  }),
  advise: (need, event, base) => ({
    ...coordinated(need, event, base),
    status: 'deciding',
    route: { kind: 'advised', ...event.input },
    approvals: [],
  }),

  approve: (need, event, base) => {
    const settled = approved(need, event, base);
    return {
      ...settled,
      status: event.status === 'approved' ? 'approved' : 'deciding',
      approvals: [...settled.approvals, approvalIn(need, event)],
    };
  },
  defer: (need, event, base) =>
    refused(need, event, base, {
      ...routed(need, event, base),
      status: 'deferred',
      reviewDate: event.input.reviewDate,
      reason: event.input.reason,
    }),
  decline: (need, event, base) =>
    refused(need, event, base, {
      ...routed(need, event, base),
      status: 'declined',
      reason: event.input.reason,
    }),

  start: (need, event, base) => ({
    ...approved(need, event, base),
    status: 'in-progress',
    plannedEnd: event.input.plannedEnd,
  }),
  reschedule: (need, event, base) => ({
    ...started(need, event, base),
    status: event.status === 'paused' ? 'paused' : 'in-progress',
    plannedEnd: event.input.plannedEnd,
  }),
  pause: (need, event, base) => ({ ...started(need, event, base), status: 'paused' }),
  resume: (need, event, base) => ({ ...started(need, event, base), status: 'in-progress' }),
  complete: (need, event, base) => ({
    ...started(need, event, base),
    status: 'completed',
    outcome: event.input.outcome,
  }),
  evaluate: (need, event, base) => {
    if (need.status !== 'completed') throw unfit(need, event);
    const { nextStepAt: _asked, vouched: _vouched, ...rest } = need;
    return { ...rest, ...base, evaluation: event.input };
  },
};

/** Whose address it is may have changed with it. */
function readdressed(need: Need, event: EventOf<'readdress'>, base: Base): Need {
  const { submitterIsStaff: _former, ...rest } = need;
  return unmoved(rest, event, base);
}

/* So many are kept with a need; all of them stand in its history. */
const mostVoices = 20;

const voiceIn = ({ at, input }: EventOf<'hear'>): Voice => ({ at, ...input });

/* What somebody says again in the same meeting replaces what they said before. */
const isSameVoice = (voice: Voice, { input }: EventOf<'hear'>): boolean =>
  voice.meeting === input.meeting && voice.from === input.from && voice.school === input.school;

function rerouted(need: Need, event: EventOf<'reroute'>, base: Base): Need {
  const { nextStepAt: _replaced, held: _held, vouched: _vouched, ...stood } = need;
  if (event.status === 'clarifying') return { ...early(need, base), status: 'clarifying' };
  if (!isCoordinated(need)) {
    const { coordination: _coordination, ...rest } = stood;
    return { ...rest, ...early(need, base) } as Need;
  }
  const { leadArea, responsible } = event.input;
  const coordination = {
    ...need.coordination,
    ...(leadArea && { leadArea }),
    ...(responsible && { responsible }),
  };
  const { deciding } = need.coordination;
  const stillDeciding = deciding && {
    deciding: base.departments.filter((id) => id === coordination.responsible || deciding.includes(id)),
  };
  /* Who shares the work is part of what was approved: with others involved, every department decides anew. */
  return {
    ...stood,
    ...base,
    coordination: { ...coordination, ...stillDeciding },
    ...(need.status === 'deciding' && { approvals: [] }),
  };
}

/* What a need holds in each phase, kept over the event. Each throws when the need has not come as far. */

/** The coordination is kept unless its lead area or responsible department is no longer involved. */
const early = ({ coordination }: Need, base: Base) => ({
  ...base,
  ...(coordination &&
    base.areas.includes(coordination.leadArea) &&
    base.departments.includes(coordination.responsible) && { coordination }),
});

function coordinated(need: Need, event: NeedEvent, base: Base) {
  if (!isCoordinated(need)) throw unfit(need, event);
  return { ...base, coordination: need.coordination };
}

function routed(need: Need, event: NeedEvent, base: Base) {
  if (!('route' in need)) throw unfit(need, event);
  return { ...base, coordination: need.coordination, route: need.route };
}

function approved(need: Need, event: NeedEvent, base: Base) {
  if (!('approvals' in need)) throw unfit(need, event);
  return { ...base, coordination: need.coordination, route: need.route, approvals: need.approvals };
}

function started(need: Need, event: NeedEvent, base: Base) {
  if (!('plannedEnd' in need)) throw unfit(need, event);
  return { ...approved(need, event, base), plannedEnd: need.plannedEnd };
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
