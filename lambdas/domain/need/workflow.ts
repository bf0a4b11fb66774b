import type { Status } from './need.ts';
import {
  adviceOptions,
  priorityOptions,
  secrecyOptions,
  sizeOptions,
  solvedOptions,
  voiceOptions,
} from './options.ts';
import type { audienceOptions, bypassOptions } from './options.ts';
import type { AreaId, DepartmentId, GoalId } from '../organisation/ids.ts';
import type { Day } from '../time/time.ts';

/**
 * A field of an action, which a person fills in, or of a step, which the system fills in. Where its options, or whether it is required,
 * depend on the need or the person, a name stands for them here, such as `areas`. `fields.ts` resolves it.
 */
export type FieldRule =
  | {
      readonly kind: 'text';
      /** `unless-same`: not needed where the need is said to be the same as another. */
      readonly required: boolean | 'against-advice' | 'unless-same';
      readonly most: number;
      /** Whether it is an e-mail address. */
      readonly isAddress?: true;
      /** Whether it is the reference of a need. */
      readonly isReference?: true;
      /** Whether it is the id of a meeting: no form asks for it. */
      readonly isMeeting?: true;
      /** Whether it is one line. */
      readonly isLine?: true;
    }
  | {
      readonly kind: 'date';
      readonly required: boolean;
      /** `asked`: a day that has passed, or comes after a legal deadline, is questioned before it is accepted. */
      readonly earliest: 'asked' | 'tomorrow';
    }
  | {
      readonly kind: 'choice';
      readonly required: boolean | 'for-several-departments' | 'once-approved';
      readonly options:
        | readonly string[]
        | 'areas'
        | 'involved-areas'
        | 'departments'
        | 'undecided-departments'
        | 'bypass-reasons'
        | 'audiences';
    }
  | {
      readonly kind: 'choices';
      readonly required: boolean;
      readonly options: readonly string[] | 'areas' | 'departments' | 'goals' | 'going-on';
    };

/** A need or a piece of work that goes on beside a need, and what it was called then. */
export interface GoingOn {
  readonly reference: string;
  readonly title: string;
}

/** Who may take an action. `permissions.ts` says what each means for one need. */
export type Permission =
  | 'submitter'
  | 'developer'
  | 'lead-developer'
  | 'area-lead'
  | 'deciding-head'
  | 'responsible-head'
  | 'model-manager'
  | 'registrar'
  | 'anyone-involved'
  | 'submitter-by-mail'
  | 'submitter-by-mail-so-far'
  | 'submitter-with-address'
  | 'submitter-unconfirmed-once'
  | 'submitter-not-heard'
  | 'model-manager-of-held'
  | 'system-on-review-date'
  | 'system-when-due'
  | 'system-when-flooded'
  | 'system-from-meeting';

interface Rule {
  readonly from: readonly Status[];
  /** The status it leads to. For a head's decision: the status when the decision settles the need. */
  readonly to: Status | 'same';
  /** Where else it can lead, by the status that it is taken in; `decide.ts` says when. */
  readonly alsoTo?: Readonly<Partial<Record<Status, Status>>>;
  readonly who: readonly Permission[];
  /** What proves who acts: always a session, or of the submitter a mailed link. Absent for `submit`, and for what only the system does. */
  readonly by?: 'session' | 'link';
  readonly fields: Readonly<Record<string, FieldRule>>;
  /**
   * Whether the submitter is told of it; of a head's decision only where it settles the need. `recipients.ts` also tells them of
   * `remind`, and of a `comment` that is for them.
   */
  readonly submitterHears?: true;
  /** A head's decision, for one department. */
  readonly decides?: true;
}

const beforeDecision = [
  'received',
  'clarifying',
  'awaiting-submitter',
  'coordinating',
  'advising',
  'deciding',
] as const satisfies Status[];

/** The statuses in which a need waits for somebody. */
export const waitingStatuses = [...beforeDecision, 'approved'] as const satisfies Status[];
/** The statuses of a need that is approved and not done. */
const underWay = ['approved', 'in-progress', 'paused'] as const satisfies Status[];
/** The statuses before a decision and those under way: not deferred, and not closed (`closed.ts`). */
const openStatuses = [...beforeDecision, ...underWay] as const satisfies Status[];
const escalationOptions = ['area-lead', 'model-manager'] as const;

const everyStatus = [
  ...beforeDecision,
  'referred',
  'withdrawn',
  'approved',
  'deferred',
  'declined',
  'in-progress',
  'paused',
  'completed',
] as const satisfies Status[];

const text = { kind: 'text', required: true, most: 4000 } as const;
const optionalText = { ...text, required: false } as const;
/** A box to tick. */
const tick = { kind: 'choice', required: false, options: ['yes'] } as const;
const plannedEnd = { kind: 'date', required: true, earliest: 'asked' } as const;
const leading = ['lead-developer', 'responsible-head'] as const;
const ownDepartment = {
  kind: 'choice',
  required: 'for-several-departments',
  options: 'undecided-departments',
} as const;

/** The workflow: the one place that says who may do what, when, and with what. docs/design.md, "The workflow". */
export const workflow = {
  submit: {
    from: [],
    to: 'received',
    who: ['submitter'],
    fields: {},
    submitterHears: true,
  },
  take: {
    from: ['received'],
    to: 'clarifying',
    who: ['developer'],
    by: 'session',
    fields: {},
    submitterHears: true,
  },
  answer: {
    from: ['awaiting-submitter'],
    to: 'clarifying',
    who: ['submitter', 'developer'],
    by: 'link',
    fields: { answer: text },
  },
  coordinate: {
    from: ['received', 'clarifying'],
    to: 'coordinating',
    /* With `raiseNow`. */
    alsoTo: { received: 'advising', clarifying: 'advising' },
    who: ['developer'],
    by: 'session',
    fields: {
      actualNeed: text,
      whyItArose: text,
      leadArea: { kind: 'choice', required: true, options: 'involved-areas' },
      responsible: { kind: 'choice', required: true, options: 'departments' },
      departments: { kind: 'choices', required: false, options: 'departments' },
      size: { kind: 'choice', required: false, options: sizeOptions },
      raiseNow: tick,
    },
    submitterHears: true,
  },
  ask: {
    from: ['received', 'clarifying', 'awaiting-submitter'],
    to: 'awaiting-submitter',
    who: ['developer'],
    by: 'session',
    fields: { question: text },
    submitterHears: true,
  },
  raise: {
    from: ['coordinating'],
    to: 'advising',
    who: ['lead-developer'],
    by: 'session',
    fields: {},
  },
  bypass: {
    from: ['coordinating'],
    to: 'deciding',
    who: ['lead-developer'],
    by: 'session',
    fields: { reason: { kind: 'choice', required: true, options: 'bypass-reasons' } },
  },
  advise: {
    from: ['advising'],
    to: 'deciding',
    who: ['area-lead', 'lead-developer'],
    by: 'session',
    fields: {
      advice: { kind: 'choice', required: true, options: adviceOptions },
      priority: { kind: 'choice', required: true, options: priorityOptions },
      goals: { kind: 'choices', required: false, options: 'goals' },
      /* What may wait instead. */
      insteadOf: { kind: 'choices', required: false, options: 'going-on' },
      reason: optionalText,
      dissent: optionalText,
      /* The meeting in which it was given. */
      meeting: { kind: 'text', required: false, most: 20, isMeeting: true },
    },
  },
  approve: {
    from: ['deciding'],
    to: 'approved',
    who: ['deciding-head'],
    by: 'session',
    fields: { department: ownDepartment, reason: { ...text, required: 'against-advice' } },
    submitterHears: true,
    decides: true,
  },
  defer: {
    from: ['deciding'],
    to: 'deferred',
    alsoTo: { deciding: 'coordinating' },
    who: ['deciding-head'],
    by: 'session',
    fields: {
      department: ownDepartment,
      reason: text,
      reviewDate: { kind: 'date', required: true, earliest: 'tomorrow' },
    },
    submitterHears: true,
    decides: true,
  },
  decline: {
    from: ['deciding'],
    to: 'declined',
    alsoTo: { deciding: 'coordinating' },
    who: ['deciding-head'],
    by: 'session',
    fields: { department: ownDepartment, reason: text },
    submitterHears: true,
    decides: true,
  },
  start: {
    from: ['approved'],
    to: 'in-progress',
    who: leading,
    by: 'session',
    fields: { plannedEnd, sure: tick },
    submitterHears: true,
  },
  reschedule: {
    from: ['in-progress', 'paused'],
    to: 'same',
    who: leading,
    by: 'session',
    fields: { plannedEnd, sure: tick, reason: text },
    submitterHears: true,
  },
  complete: {
    from: ['in-progress'],
    to: 'completed',
    who: leading,
    by: 'session',
    fields: { outcome: text },
    submitterHears: true,
  },
  pause: {
    from: ['in-progress'],
    to: 'paused',
    who: leading,
    by: 'session',
    fields: { reason: text },
    submitterHears: true,
  },
  resume: {
    from: ['paused'],
    to: 'in-progress',
    who: leading,
    by: 'session',
    fields: {},
    submitterHears: true,
  },
  reopen: {
    from: ['deferred', 'declined', 'referred', 'completed'],
    to: 'clarifying',
    who: [...leading, 'system-on-review-date'],
    by: 'session',
    fields: { reason: text },
    submitterHears: true,
  },
  return: {
    from: ['coordinating', 'advising'],
    to: 'clarifying',
    who: ['developer'],
    by: 'session',
    fields: { reason: text },
  },
  refer: {
    from: ['received', 'clarifying'],
    to: 'referred',
    who: ['developer', 'model-manager'],
    by: 'session',
    fields: {
      referredTo: { kind: 'text', required: 'unless-same', most: 400 },
      /* Another need that is the same: the submitter follows what becomes of it. */
      sameAs: { kind: 'text', required: false, most: 20, isReference: true },
      reason: text,
    },
    submitterHears: true,
  },
  reroute: {
    from: openStatuses,
    to: 'same',
    /* If it removes the lead area or the responsible department. */
    alsoTo: { coordinating: 'clarifying', advising: 'clarifying', deciding: 'clarifying' },
    who: ['developer', 'model-manager'],
    by: 'session',
    fields: {
      areas: { kind: 'choices', required: false, options: 'areas' },
      departments: { kind: 'choices', required: false, options: 'departments' },
      leadArea: { kind: 'choice', required: 'once-approved', options: 'areas' },
      responsible: { kind: 'choice', required: 'once-approved', options: 'departments' },
      reason: text,
    },
  },
  withdraw: {
    from: beforeDecision,
    to: 'withdrawn',
    who: ['submitter-with-address'],
    by: 'session',
    fields: {},
    submitterHears: true,
  },
  comment: {
    from: everyStatus,
    to: 'same',
    who: ['anyone-involved', 'submitter'],
    by: 'link',
    fields: {
      text,
      audience: { kind: 'choice', required: false, options: 'audiences' },
    },
  },
  register: {
    from: everyStatus,
    to: 'same',
    who: ['registrar', 'developer', 'model-manager'],
    by: 'session',
    fields: {
      number: { kind: 'text', required: true, most: 60, isLine: true },
      secrecy: { kind: 'choice', required: false, options: secrecyOptions },
    },
  },
  evaluate: {
    from: ['completed'],
    to: 'same',
    who: ['submitter-not-heard'],
    by: 'link',
    fields: {
      solved: { kind: 'choice', required: true, options: solvedOptions },
      words: optionalText,
    },
  },
  readdress: {
    from: openStatuses,
    to: 'same',
    who: ['developer', 'submitter-unconfirmed-once'],
    by: 'link',
    fields: { address: { kind: 'text', required: true, most: 254, isAddress: true } },
    submitterHears: true,
  },
  confirm: {
    from: openStatuses,
    to: 'same',
    who: ['submitter-by-mail'],
    by: 'link',
    fields: {},
  },
  disown: {
    from: openStatuses,
    to: 'same',
    who: ['submitter-by-mail-so-far'],
    by: 'link',
    fields: {},
  },
  release: {
    from: ['received'],
    to: 'same',
    who: ['model-manager-of-held'],
    by: 'session',
    fields: {},
  },
  hold: {
    from: ['received'],
    to: 'same',
    who: ['system-when-flooded'],
    fields: {},
  },
  remind: {
    from: ['awaiting-submitter'],
    to: 'same',
    who: ['system-when-due'],
    fields: {},
  },
  /* Never happens now: it stands in histories from before reminders became letters. */
  escalate: {
    from: [],
    to: 'same',
    who: ['system-when-due'],
    fields: { to: { kind: 'choice', required: true, options: escalationOptions } },
  },
  inquire: {
    from: ['completed'],
    to: 'same',
    who: ['system-when-due'],
    fields: {},
    submitterHears: true,
  },
  /* Something has become of the need that this one was referred to. */
  follow: {
    from: ['referred'],
    to: 'same',
    who: ['system-when-due'],
    fields: {
      of: { kind: 'text', required: true, most: 20 },
      status: { kind: 'choice', required: true, options: everyStatus },
      /* When it is to be done, or is taken up again. */
      day: { kind: 'date', required: false, earliest: 'asked' },
    },
    submitterHears: true,
  },
  lapse: {
    from: ['awaiting-submitter'],
    to: 'clarifying',
    who: ['system-when-due'],
    fields: {},
    submitterHears: true,
  },
  /* What was said of the need in a meeting other than its steering group's: by the area leads, or by a school. */
  hear: {
    from: openStatuses,
    to: 'same',
    who: ['system-from-meeting'],
    fields: {
      meeting: { kind: 'text', required: true, most: 20, isMeeting: true },
      from: { kind: 'choice', required: true, options: voiceOptions },
      /* The name of whoever said it or wrote it down, as they were called that day. */
      name: { kind: 'text', required: true, most: 120, isLine: true },
      school: { kind: 'text', required: false, most: 120, isLine: true },
      understood: { kind: 'choice', required: false, options: solvedOptions },
      advice: { kind: 'choice', required: false, options: adviceOptions },
      priority: { kind: 'choice', required: false, options: priorityOptions },
      words: optionalText,
    },
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** Everything that can happen to a need. */
export type EventName = keyof typeof workflow;
export const eventNames = Object.keys(workflow) as EventName[];

/** Steps that the system takes. No page offers them, and no request can ask for them. */
const systemSteps = [
  'remind',
  'escalate',
  'lapse',
  'hold',
  'inquire',
  'follow',
  'hear',
] as const satisfies EventName[];
type SystemStepName = (typeof systemSteps)[number];
export const isSystemStep = (name: EventName): name is SystemStepName =>
  systemSteps.some((step) => step === name);

/** Everything that people can do with a submitted need, in the order in which pages offer it. */
export type ActionName = Exclude<EventName, 'submit' | SystemStepName>;
export const actionNames = eventNames.filter(
  (name): name is ActionName => name !== 'submit' && !isSystemStep(name),
);

export const ruleOf = (name: EventName): Rule => workflow[name];

/** Whether a need is not yet decided, or under way: neither deferred nor closed. */
export const isOpenStatus = (status: Status): boolean => openStatuses.some((one) => one === status);

/** Whether a need has been approved and is not done. */
export const isUnderWay = (status: Status): boolean => underWay.some((one) => one === status);

/** All statuses, in the order in which a need normally passes them. */
export const statuses: readonly Status[] = everyStatus;

/** Whether no action leads out of a status. */
export const isFinal = (status: Status): boolean =>
  actionNames.every((action) => ruleOf(action).to === 'same' || !ruleOf(action).from.includes(status));

type OptionOf<Options> = Options extends readonly (infer Value)[]
  ? Value
  : Options extends 'areas' | 'involved-areas'
    ? AreaId
    : Options extends 'bypass-reasons'
      ? (typeof bypassOptions)[number]
      : Options extends 'audiences'
        ? (typeof audienceOptions)[number]
        : Options extends 'goals'
          ? GoalId
          : Options extends 'going-on'
            ? GoingOn
            : DepartmentId;
type ValueOf<Field> = Field extends { kind: 'text' }
  ? string
  : Field extends { kind: 'date' }
    ? Day
    : Field extends { kind: 'choice'; options: infer Options }
      ? OptionOf<Options>
      : Field extends { kind: 'choices'; options: infer Options }
        ? readonly OptionOf<Options>[]
        : never;
type Fields<Name extends EventName> = (typeof workflow)[Name]['fields'];
type Always<F> = {
  [Key in keyof F as F[Key] extends { required: true } | { kind: 'choices' } ? Key : never]: ValueOf<F[Key]>;
};
type Sometimes<F> = {
  [Key in keyof F as F[Key] extends { required: true } | { kind: 'choices' } ? never : Key]?: ValueOf<F[Key]>;
};

/** An action's input, derived from the table. A `choices` field left empty is an empty list. */
export type InputOf<Name extends EventName> = Always<Fields<Name>> & Sometimes<Fields<Name>>;

type Carrying<Names extends EventName> = {
  [Name in Names]: { readonly name: Name; readonly input: InputOf<Name> };
}[Names];
/** An action with its input. */
export type Action = Carrying<ActionName>;
/** A step of the system with its input. */
export type SystemStep = Carrying<SystemStepName>;
