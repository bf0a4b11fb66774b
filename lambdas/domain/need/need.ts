import * as z from 'zod/mini';
import { AreaId, DepartmentId, GoalId, PersonId, SchoolId } from '../organisation/ids.ts';
import { Deadline } from './deadline.ts';
import {
  adviceOptions,
  bypassOptions,
  decisionOptions,
  priorityOptions,
  sizeOptions,
  solvedOptions,
  voiceOptions,
} from './options.ts';
import { Reference } from './reference.ts';
import { Language } from '../text.ts';
import { Day, Instant } from '../time/time.ts';

/** What the developers record when they coordinate a need. */
export const Coordination = z.object({
  actualNeed: z.string(),
  whyItArose: z.string(),
  leadArea: AreaId,
  responsible: DepartmentId,
  /** The departments whose heads decide; absent in older needs: then all involved ones decide. */
  deciding: z.optional(z.readonly(z.array(DepartmentId))),
  size: z.optional(z.enum(sizeOptions)),
});
export type Coordination = z.infer<typeof Coordination>;

/** How the need reached the heads: with the steering group's advice, or without it. */
const RouteToDecision = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('advised'),
    advice: z.enum(adviceOptions),
    priority: z.enum(priorityOptions),
    goals: z.optional(z.readonly(z.array(GoalId))),
    /** In older needs, in the place of `goals`. */
    marks: z.optional(z.readonly(z.array(GoalId))),
    /** What may wait instead; absent in older needs. */
    insteadOf: z.optional(z.readonly(z.array(z.object({ reference: z.string(), title: z.string() })))),
    reason: z.optional(z.string()),
    dissent: z.optional(z.string()),
    /** The meeting in which it was given; absent where it was given outside of one. */
    meeting: z.optional(z.string()),
  }),
  z.object({ kind: z.literal('bypassed'), reason: z.enum(bypassOptions) }),
]);
type RouteToDecision = z.infer<typeof RouteToDecision>;

/** An approval given for one department. */
export const Approval = z.object({
  department: DepartmentId,
  by: PersonId,
  /** The head, where `by` is a deputy. */
  for: z.optional(PersonId),
  at: Instant,
  reason: z.optional(z.string()),
});
export type Approval = z.infer<typeof Approval>;

/** A decision by which a department other than the responsible one sent the need back to be coordinated. */
const RefusedDecision = z.object({
  department: DepartmentId,
  /** The head, also where a deputy decided. */
  head: PersonId,
  at: Instant,
});

/** What was said of a need in a meeting, beside its steering group's advice. */
const Voice = z.object({
  at: Instant,
  meeting: z.string(),
  from: z.enum(voiceOptions),
  name: z.string(),
  school: z.optional(z.string()),
  understood: z.optional(z.enum(solvedOptions)),
  advice: z.optional(z.enum(adviceOptions)),
  priority: z.optional(z.enum(priorityOptions)),
  words: z.optional(z.string()),
});
export type Voice = z.infer<typeof Voice>;

/** The decision that settled a need last: when, and what. */
const Decided = z.object({ at: Instant, outcome: z.enum(decisionOptions) });

const base = {
  reference: Reference,
  /** The number of the last event. */
  version: z.number(),
  /** The version at which the present question arose: an action from an older page is refused. */
  questionVersion: z.number(),
  /** When the need got its status. */
  since: Instant,
  /** When it came in; absent in older needs. */
  received: z.optional(Instant),
  decided: z.optional(Decided),
  /** What the register knows of it: its number (diarienummer), and whether secrecy may apply, where somebody has said so. */
  registry: z.optional(z.object({ number: z.string(), secrecy: z.optional(z.boolean()) })),
  /** Words of the submission by which it is found, beside those of the title; absent in older needs. */
  words: z.optional(z.string()),
  /** When the system takes its next step: reminds the submitter, ends the wait for an answer, asks whether it helped, or reopens. Absent when none is planned. */
  nextStepAt: z.optional(Instant),
  /** How many steps the system has taken since the status last changed or a question was asked. */
  reminded: z._default(z.number(), 0),
  /** The parts of the submission that rules and lists use. The whole of it is the `Submission`, which is stored apart. */
  title: z.string(),
  language: Language,
  school: z.optional(SchoolId),
  deadline: z.optional(Deadline),
  areas: z.readonly(z.array(AreaId)),
  departments: z.readonly(z.array(DepartmentId)),
  /**
   * Whether the submitter's address is known to be theirs: `disowned` when its owner has said that they did not submit the need.
   * Until it is confirmed, mails to it have fixed words only (docs/design.md, "The form and the stranger").
   */
  confirmation: z._default(z.enum(['unconfirmed', 'confirmed', 'disowned']), 'confirmed'),
  /** A developer who took the need has vouched for the address; its owner has not confirmed it, and may still say that it was not them. */
  vouched: z.optional(z.literal(true)),
  /** Staff are not told of it until the address is confirmed, or the model's manager releases it. */
  held: z.optional(z.literal(true)),
  /** Set when a submitter whose address is not confirmed has corrected it, which they may once. */
  readdressed: z.optional(z.literal(true)),
  /** The decisions that sent it back to be coordinated, and the approvals that had been given when it was last sent back. */
  refusals: z.optional(z.readonly(z.array(RefusedDecision))),
  approvedBefore: z.optional(z.readonly(z.array(Approval))),
  /** Set when the submitter gave a member of staff's address: that person gets one mail, not two. */
  submitterIsStaff: z.optional(PersonId),
  /** What area leads and schools said of it in meetings, the latest last. */
  voices: z.optional(z.readonly(z.array(Voice))),
};
const early = { ...base, coordination: z.optional(Coordination) };
const coordinated = { ...base, coordination: Coordination };
const routed = { ...coordinated, route: RouteToDecision };
const settled = { ...routed, approvals: z.readonly(z.array(Approval)) };
const started = { ...settled, plannedEnd: Day };

/** A need. Its fields depend on its status. */
export const Need = z.discriminatedUnion('status', [
  z.object({ status: z.literal('received'), ...early }),
  z.object({ status: z.literal('clarifying'), ...early }),
  z.object({
    status: z.literal('awaiting-submitter'),
    ...early,
    question: z.string(),
    /** Who asked: what does not reach the submitter comes back to them. */
    askedBy: z.optional(PersonId),
  }),
  z.object({
    status: z.literal('referred'),
    ...early,
    /** Absent where the need is the same as another. */
    referredTo: z.optional(z.string()),
    /** Another need that is the same, and how it stood when its outcome was last told here. */
    sameAs: z.optional(
      z.object({
        reference: Reference,
        last: z.optional(z.string()),
        /** When it was to be done then, or to be taken up again. */
        day: z.optional(Day),
      }),
    ),
  }),
  z.object({ status: z.literal('withdrawn'), ...early }),
  z.object({ status: z.literal('coordinating'), ...coordinated }),
  z.object({ status: z.literal('advising'), ...coordinated }),
  z.object({ status: z.literal('deciding'), ...settled }),
  z.object({ status: z.literal('approved'), ...settled }),
  z.object({ status: z.literal('deferred'), ...routed, reviewDate: Day, reason: z.optional(z.string()) }),
  z.object({ status: z.literal('declined'), ...routed, reason: z.optional(z.string()) }),
  z.object({ status: z.literal('in-progress'), ...started }),
  z.object({ status: z.literal('paused'), ...started }),
  z.object({
    status: z.literal('completed'),
    ...started,
    outcome: z.string(),
    /** Whether it solved the problem, once the submitter has said so. */
    evaluation: z.optional(z.object({ solved: z.enum(solvedOptions), words: z.optional(z.string()) })),
  }),
]);
export type Need = z.infer<typeof Need>;
export type Status = Need['status'];
