import type { Organisation } from '../domain/organisation/organisation.ts';
import * as z from 'zod/mini';
import { Contact, Submission } from '../domain/need/submission.ts';
import { actionNames, eventNames, ruleOf, statuses } from '../domain/need/workflow.ts';
import {
  adviceOptions,
  decisionOptions,
  priorityOptions,
  sizeOptions,
  solvedOptions,
} from '../domain/need/options.ts';
import { Rhythm } from '../domain/notice/rhythm.ts';
import { groupNames } from '../domain/overview/board.ts';
import { longestQuestion } from '../domain/overview/search.ts';
import { closedStatuses } from '../domain/need/closed.ts';
import { advices, ages, evaluations } from '../domain/overview/figures.ts';
import { stuckReasons } from '../domain/overview/stuck.ts';
import { itemKinds, itemReasons, meetingKinds } from '../domain/meeting/meeting.ts';
import { workLimits, workStates } from '../domain/work/work.ts';
import type { ActionName, FieldRule } from '../domain/need/workflow.ts';
import type { Role } from '../domain/organisation/permissions.ts';
import { Language } from '../domain/text.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { askable, changeFields, occasionFields, schoolsOwn } from './meeting-request.ts';
import type { Askable } from './meeting-request.ts';
import type { Route } from './routes.ts';
import { Key, submissionSchema } from './submission.ts';

/*
 * What each route takes and how it answers: the published contract is generated from it, the functions' answers are typed by
 * it, and the end-to-end tests hold every real answer against it. Functions import its types only.
 */

/** How an answer with one status looks: a schema for each media type, and the headers that it carries. */
export interface AnswerShape {
  readonly description: string;
  readonly content?: Readonly<Record<string, z.ZodMiniType>>;
  readonly headers?: Readonly<Record<string, z.ZodMiniType>>;
}
export type Answers = Readonly<Record<number, AnswerShape>>;

type Schemas<Named extends string> = Readonly<Record<Named, z.ZodMiniType>>;

export interface Operation<Named extends string = string> {
  readonly summary: string;
  readonly headers?: Readonly<Record<string, z.ZodMiniType>>;
  /** What the query of its address may ask for. */
  readonly query?: Schemas<Named>;
  /** The body, by media type. */
  readonly body?: Readonly<Record<string, z.ZodMiniType>>;
  readonly answers: Answers;
}

const text = z.string();
const status = z.enum(statuses);
const version = z.int().check(z.positive());
const page = { 'text/html': text };
const location = { location: z.url() };
const named = { id: text, name: z.strictObject({ sv: text, en: text }) };

const OrganisationAnswer = z.strictObject({
  areas: z.array(
    z.strictObject({
      ...named,
      topics: z.strictObject({ sv: z.array(text), en: z.array(text) }),
      departments: z.array(text),
    }),
  ),
  departments: z.array(z.strictObject(named)),
  schools: z.array(z.strictObject(named)),
});
export type OrganisationAnswer = z.infer<typeof OrganisationAnswer>;

const SubmissionAnswer = z.strictObject({
  reference: text,
  status: z.literal('received'),
  link: z.url(),
});
export type SubmissionAnswer = z.infer<typeof SubmissionAnswer>;

/* A person's roles. The system has a role too, but no link. */
const roles = [
  'submitter',
  'developer',
  'area-lead',
  'head',
  'deputy',
  'model-manager',
  'model-owner',
  'registrar',
  'reader',
  'representative',
] as const satisfies Role['kind'][];

const NeedAnswer = z.strictObject({
  reference: text,
  title: text,
  status,
  version,
  you: z.strictObject({
    name: text,
    roles: z.array(z.enum(roles)),
    session: z.boolean().check(z.describe('Whether this browser is known to be theirs')),
  }),
  actions: z.array(
    z.strictObject({
      name: z.enum(actionNames),
      label: text,
      needs: z
        .enum(['link', 'session'])
        .check(z.describe('What proves who takes it: a session comes of a code that is mailed')),
      fields: z.array(
        z.strictObject({
          name: text,
          kind: z.enum(['text', 'date', 'choice', 'choices']),
          required: z.boolean(),
          options: z.optional(z.array(z.strictObject({ value: text, label: text }))),
        }),
      ),
    }),
  ),
  earlier: z.optional(text).check(z.describe('Where the events before these are read')),
  history: z.array(
    z.strictObject({
      at: z.iso.datetime({ precision: 3 }),
      action: z.enum(eventNames),
      status,
      by: text,
      for: z.optional(text).check(z.describe('The head whom a deputy stood in for')),
      comment: z.nullable(text),
    }),
  ),
});
export type NeedAnswer = z.infer<typeof NeedAnswer>;

const ActionAnswer = z.strictObject({ status, version });
export type ActionAnswer = z.infer<typeof ActionAnswer>;

const ChallengeAnswer = z.strictObject({ challenge: text });
export type ChallengeAnswer = z.infer<typeof ChallengeAnswer>;

const CodeAnswer = z.strictObject({
  challenge: text,
  sentTo: text.check(z.describe('The address that the code was sent to, masked')),
});
export type CodeAnswer = z.infer<typeof CodeAnswer>;

const moment = z.iso.datetime({ precision: 3 });
const spoken = z.optional(text);
const inBoth = z.strictObject({ sv: text, en: text });
/** Minnesanteckningar, with all names as they were that day. */
const NotesAnswer = z.strictObject({
  kind: z.enum(meetingKinds),
  area: z.optional(inBoth),
  at: moment,
  place: spoken,
  present: z.array(text),
  absent: z.array(text),
  others: spoken,
  by: text,
  items: z.array(
    z.strictObject({
      id: text,
      kind: z.enum(itemKinds),
      ...{ reference: spoken, title: spoken, text: spoken, note: spoken },
      raisedBy: z.optional(z.strictObject({ name: text, school: z.optional(inBoth) })),
      advice: z.optional(
        z.strictObject({
          advice: z.enum(adviceOptions),
          priority: z.enum(priorityOptions),
          goals: z.array(z.strictObject({ id: text, sv: text, en: text })),
          insteadOf: z.array(z.strictObject({ reference: text, title: text })),
          reason: spoken,
          dissent: spoken,
        }),
      ),
      schools: z.array(z.strictObject({ school: inBoth, understood: z.enum(solvedOptions), words: spoken })),
      agreed: z.array(z.strictObject({ what: text, name: text, by: spoken })),
      done: z.boolean(),
    }),
  ),
});

/** A meeting, its agenda, and once they are sent out its notes. */
const MeetingAnswer = z.strictObject({
  id: text,
  version,
  kind: z.enum(meetingKinds),
  area: z.optional(text),
  at: moment,
  place: z.optional(text),
  state: z.enum(['planned', 'cancelled', 'sent']),
  items: z.array(
    z.strictObject({
      id: text,
      kind: z.enum(itemKinds),
      reference: z.optional(text),
      title: z.optional(text),
      text: z.optional(text),
      why: z.optional(z.enum(itemReasons)),
      raisedBy: z.optional(text),
      note: z.optional(text),
      agreed: z.array(
        z.strictObject({
          id: text,
          what: text,
          who: text,
          by: z.optional(text),
          done: z.optional(moment),
        }),
      ),
      done: z.boolean(),
    }),
  ),
  present: z.array(text).check(z.describe('The ids of those who were there')),
  others: z.optional(text).check(z.describe('Who else was there')),
  sent: z.optional(moment),
  notes: z.optional(NotesAnswer),
  corrections: z
    .array(z.strictObject({ at: moment, name: text, text }))
    .check(z.describe('What was added to the notes after they were sent out, oldest first')),
});
export type MeetingAnswer = z.infer<typeof MeetingAnswer>;
const MeetingMade = z.strictObject({ id: text });
export type MeetingMade = z.infer<typeof MeetingMade>;
const MeetingChanged = z.strictObject({ version });
export type MeetingChanged = z.infer<typeof MeetingChanged>;

/** A need or a piece of work in a list. */
const CardAnswer = z.strictObject({
  kind: z.enum(['need', 'work']),
  reference: text,
  title: text,
  status: z.enum([...statuses, ...workStates]),
  since: moment,
  /** Working days, where the need waits for anybody. */
  waitingDays: z.optional(z.number()),
  areas: z.array(text),
  departments: z.array(text),
  responsible: z.optional(text),
  priority: z.optional(z.enum(priorityOptions)),
  goals: z.optional(z.array(text)),
  size: z.optional(z.enum(sizeOptions)),
  plannedEnd: z.optional(text),
  deadline: z.optional(text).check(z.describe('By when it must be solved')),
});
export type CardAnswer = z.infer<typeof CardAnswer>;

const amount = z.int().check(z.minimum(0));
const BoardAnswer = z.strictObject({
  area: z.optional(z.strictObject({ id: text, name: text })),
  columns: z.array(z.strictObject({ name: z.enum(groupNames), cards: z.array(CardAnswer) })),
  load: z.array(
    z.strictObject({
      department: text,
      count: amount,
      sizes: z.strictObject({ S: amount, M: amount, L: amount, unknown: amount }),
    }),
  ),
});
export type BoardAnswer = z.infer<typeof BoardAnswer>;

const SearchAnswer = z.strictObject({ cards: z.array(CardAnswer) });
export type SearchAnswer = z.infer<typeof SearchAnswer>;

const day = z.iso.date();
/** A need in the register; one that cannot be read has its reference alone. */
const RegisterRow = z.strictObject({
  reference: text,
  received: day,
  name: z.optional(text).check(z.describe('The submitter’s, unless it has been removed')),
  school: z.optional(text),
  title: text,
  incoming: z.array(day).check(z.describe('When its submitter has answered, commented or evaluated')),
  status,
  decided: z.optional(z.strictObject({ on: day, by: z.array(text) })),
  number: z.optional(text).check(z.describe('In the university’s own register')),
  secrecy: z.optional(z.boolean()).check(z.describe('Whether something in it may be secret')),
});
const RegisterAnswer = z.strictObject({
  from: day,
  to: day,
  needs: z.array(z.union([RegisterRow, z.strictObject({ reference: text, unreadable: z.literal(true) })])),
});
export type RegisterAnswer = z.infer<typeof RegisterAnswer>;

/** A whole need, to be kept elsewhere. */
const ExportedEvent = z.strictObject({
  reference: text,
  version,
  at: moment,
  by: z.union([
    z.strictObject({ kind: z.literal('system') }),
    z.strictObject({ kind: z.literal('submitter'), readsMail: z.optional(z.literal(true)) }),
    z.strictObject({
      kind: z.literal('person'),
      person: text,
      name: text,
      for: z.optional(z.strictObject({ person: text, name: text, department: text })),
    }),
  ]),
  seen: z.number(),
  status,
  involved: z.optional(
    z.strictObject({ areas: z.readonly(z.array(text)), departments: z.readonly(z.array(text)) }),
  ),
  nextStepAt: z.optional(moment),
  action: z.enum(eventNames),
  input: z.optional(z.unknown()).check(z.describe('What was filled in, by the names of the action’s fields')),
});
const ExportAnswer = z.strictObject({
  reference: text,
  title: text,
  status,
  version,
  exportedAt: moment,
  registry: z.optional(z.strictObject({ number: text, secrecy: z.optional(z.boolean()) })),
  submission: z.strictObject(Submission.shape).check(z.describe('As it came in; the chain begins with it')),
  contact: z.optional(z.strictObject({ name: text, email: text })),
  events: z.array(
    z.strictObject({
      event: ExportedEvent,
      previous: text.check(z.describe('The hash before it')),
      hash: text.check(z.describe('SHA-256, base64url, of the one before, a line end and the event as JSON')),
      notices: z.array(z.strictObject({ to: text, state: text, at: moment, reason: z.optional(text) })),
    }),
  ),
  next: z.optional(z.url()).check(z.describe('Where the events after these are, where they do not fit')),
});
export type ExportAnswer = z.infer<typeof ExportAnswer>;
/* oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the answer’s type has it */
const record = <Key extends string, Value extends z.ZodMiniType>(keys: readonly Key[], value: Value) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, value])) as Record<Key, Value>);
const days = z.strictObject({
  count: amount,
  median: z.optional(z.number()),
  slowest: z.optional(amount),
});
const counts = {
  in: amount,
  out: record(closedStatuses, amount),
  toDecision: days.check(z.describe('Days from coming in to the decision')),
  toDone: days.check(z.describe('Days from coming in to being done')),
};
const period = {
  ...counts,
  decisions: record(advices, record(decisionOptions, amount)),
  solved: record(evaluations, amount),
};
const group = z.strictObject({ id: z.optional(text), ...counts, open: amount });
/** The figures of a year. */
const FiguresAnswer = z.strictObject({
  year: amount,
  asOf: moment,
  whole: z.strictObject(period),
  months: z.readonly(z.array(z.strictObject({ month: text, ...period }))),
  open: z.readonly(z.array(z.strictObject({ status, ages: record(ages, amount) }))),
  areas: z.readonly(z.array(group)),
  departments: z.readonly(z.array(group)),
  schools: z.readonly(z.array(group)),
  lacking: z
    .strictObject({ received: amount, decided: amount })
    .check(z.describe('How many do not tell when they came in, or were decided on')),
  unreadable: amount,
});
export type FiguresAnswer = z.infer<typeof FiguresAnswer>;
/** What is answered while a year's have not been counted. */
const NoFigures = z.strictObject({ year: amount });

/** What is stuck, as lists show it, and why. */
const StuckLine = z.extend(CardAnswer, {
  why: z.array(z.strictObject({ reason: z.enum(stuckReasons), days: amount })),
  action: z.optional(z.enum(actionNames)).check(z.describe('What its reader can do about it first')),
});
const StuckAnswer = z.strictObject({
  needs: z.array(StuckLine),
  work: z.array(StuckLine).check(z.describe('Ongoing work past its planned end')),
  unread: amount.check(z.describe('How many events with mail that did not arrive were left unread')),
});
export type StuckAnswer = z.infer<typeof StuckAnswer>;

const WorkNoted = z.strictObject({ id: text });
export type WorkNoted = z.infer<typeof WorkNoted>;
const WorkChanged = z.strictObject({ version });
export type WorkChanged = z.infer<typeof WorkChanged>;
const workShape = {
  title: text.check(z.maxLength(workLimits.title)),
  area: text,
  responsible: text,
  plannedEnd: z.optional(z.iso.date()),
  size: z.optional(z.enum(sizeOptions)),
  goals: z.optional(z.array(text)),
  note: z.optional(text.check(z.maxLength(workLimits.note))),
  state: z.enum(workStates),
};
const WorkAnswer = z.strictObject({
  id: text,
  ...workShape,
  version,
  history: z.array(
    z
      .strictObject({ at: moment, by: text, version, changed: z.array(text) })
      .check(z.describe('The latest changes, oldest first, with the names of the fields that each changed')),
  ),
});
export type WorkAnswer = z.infer<typeof WorkAnswer>;

/* Whose a meeting is. */
const ofMeeting = { kind: z.enum(meetingKinds), area: z.optional(text) };
const MyAnswer = z.strictObject({
  waiting: z.array(CardAnswer),
  needs: z
    .array(CardAnswer)
    .check(
      z.describe(
        'Those that one has a part in or has submitted; for a school’s representative also the school’s',
      ),
    ),
  agreed: z
    .array(z.strictObject({ meeting: text, id: text, ...ofMeeting, what: text, by: z.optional(text) }))
    .check(
      z.describe('What one is to do, as meetings agreed, by a day where one is named; the soonest first'),
    ),
  meetings: z
    .array(z.strictObject({ id: text, ...ofMeeting, at: moment }))
    .check(z.describe('The planned meetings to which one is called, or that one runs; the next first')),
  areas: z.array(z.strictObject({ id: text, name: text })),
  rhythm: Rhythm,
  sessions: z.array(z.strictObject({ id: text, since: moment, last: moment, browser: text })),
  deputies: z
    .optional(z.array(z.strictObject({ department: text, person: text, from: text, to: text })))
    .check(z.describe('Of a head who may name deputies: those named now or for later')),
});
export type MyAnswer = z.infer<typeof MyAnswer>;

const HealthAnswer = z.strictObject({ status: z.literal('ok') });
export type HealthAnswer = z.infer<typeof HealthAnswer>;

const OpenApi = z.object({
  openapi: z.literal('3.1.0'),
  info: z.record(text, z.unknown()),
  paths: z.record(text, z.unknown()),
  components: z.record(text, z.unknown()),
});

/** A refusal: RFC 9457 to a program, a page to a browser. */
const refused = <Members extends z.core.$ZodShape>(
  code: number,
  description: string,
  members: Members = {} as Members,
): AnswerShape => ({
  description,
  content: {
    'application/problem+json': z.strictObject({
      type: z.literal('about:blank'),
      title: text,
      detail: text,
      status: z.literal(code),
      ...members,
    }),
    ...page,
  },
});

const faultId = {
  instance: z.string().check(z.regex(/^urn:fault:/), z.describe('What the fault is found by in the log')),
};
const errors = z.array(z.strictObject({ field: text, message: text }));

/**
 * What API Gateway answers by itself, to too many requests, to a body too large for any function, and where a function fails: neither a
 * problem nor `Retry-After`.
 */
export const GatewayAnswer = z.strictObject({ message: text });

const orByGateway = (answer: AnswerShape): AnswerShape => ({
  ...answer,
  content: { ...answer.content, 'application/json': GatewayAnswer },
});
const passing = (answer: AnswerShape): AnswerShape => ({
  ...orByGateway(answer),
  headers: { 'retry-after': text.check(z.regex(/^\d+$/), z.describe('Seconds')) },
});

/** The refusals that are alike wherever they are given. */
export const refusals = {
  400: refused(400, 'The body is not what its content type says'),
  401: {
    ...refused(401, 'Wants a session; for an action, a code has been mailed', {
      challenge: z.optional(text),
      sentTo: z.optional(text),
    }),
    headers: { 'www-authenticate': text },
  },
  403: refused(403, 'An action that this person may never do, or a request from another site'),
  404: refused(404, 'Nothing is found at this address'),
  405: {
    ...refused(405, 'A method that the address does not know'),
    headers: { allow: text },
  },
  409: refused(409, 'The key came before with another body'),
  410: refused(410, 'A code that is used, past its time or was tried too often'),
  413: orByGateway(refused(413, 'The body has more than 128 kB')),
  415: refused(415, 'Another content type'),
  422: refused(422, 'Fields that are missing or wrong, all of them', { errors }),
  429: passing(refused(429, 'Too many requests')),
  500: orByGateway(refused(500, 'A fault of the service', faultId)),
  503: passing(refused(503, 'The store is out of reach', faultId)),
} as const satisfies Answers;

const refusedWith = (...codes: readonly (keyof typeof refusals)[]): Answers =>
  Object.fromEntries(
    [...codes, 429, 500, 503].map((code) => [code, refusals[code as keyof typeof refusals]]),
  );

/** How a request that no route takes is answered. */
export const elsewhere: Answers = {
  303: {
    description: 'A link with something at its end, such as a full stop of the mail: the link',
    headers: location,
  },
  308: {
    description: 'The same, of what is sent there: it is to be sent again to the link',
    headers: location,
  },
  ...refusedWith(404, 405),
};

/** How a GET is answered at a former host, but of `/health`. */
export const atFormerHost: Answers = {
  303: { description: 'At a former host: the same address at the present one', headers: location },
};

const ofPage = <Named extends string = never>(
  summary: string,
  query: Schemas<Named> = {} as Schemas<Named>,
  ...refused: readonly (401 | 403)[]
): Operation<Named> => ({
  summary,
  query,
  answers: { 200: { description: 'The page', content: page }, ...refusedWith(...refused) },
});
const ofJson = (summary: string, schema: z.ZodMiniType): Operation<never> => ({
  summary,
  answers: { 200: { description: 'As JSON', content: { 'application/json': schema } }, ...refusedWith() },
});

/* Options that depend on the need, such as its areas, have a name in the workflow table. */
const optionOf = (options: string | readonly string[]) =>
  typeof options === 'string' ? text : z.enum(options);

function valueOf(rule: FieldRule): z.ZodMiniType {
  switch (rule.kind) {
    case 'text':
      return text.check(z.maxLength(rule.most));
    case 'date':
      return z.iso.date();
    case 'choice':
      return optionOf(rule.options);
    case 'choices':
      return z.array(optionOf(rule.options));
  }
}

const fieldOf = (rule: FieldRule) => (rule.required === true ? valueOf(rule) : z.optional(valueOf(rule)));

const actionFields = (name: ActionName): Readonly<Record<string, z.ZodMiniType>> =>
  Object.fromEntries(Object.entries(ruleOf(name).fields).map(([field, rule]) => [field, fieldOf(rule)]));

const actionRequest = (name: ActionName) =>
  z
    .object({
      action: z.literal(name),
      version: version.check(z.describe('The version that the person had before them')),
      confirm: z.literal('yes'),
      ...proof,
      ...actionFields(name),
    })
    .check(z.meta({ title: name }));

/** Who wants to go on without a session sends the same again with these. */
const proof = { challenge: z.optional(text), code: z.optional(text) };

/** One action of the workflow with its fields. Which of the options are open to a person, `GET /n/{token}` says. */
const ActionRequest = z.union(actionNames.map(actionRequest));

/** The submission as a form sends it: the submitter's name and address flat, and the key in the body. */
const formOf = (submission: ReturnType<typeof submissionSchema>) =>
  z.extend(z.omit(submission, { submitter: true }), {
    submitterName: Contact.shape.name,
    submitterEmail: Contact.shape.email,
    submissionKey: z.optional(Key),
  });

const inLanguage = { language: z.optional(Language) };

const anAction = (summary: string): Operation<'language'> => ({
  summary,
  query: inLanguage,
  body: { 'application/json': ActionRequest, 'application/x-www-form-urlencoded': ActionRequest },
  answers: {
    200: {
      description: 'Done, or done before by the very same request',
      content: { 'application/json': ActionAnswer },
    },
    303: { description: 'To a browser: back to the page', headers: location },
    ...refusedWith(400, 401, 403, 404, 410, 413, 415, 422),
    409: refused(409, 'No longer possible: the need has this status and version now', { status, version }),
  },
});

const queryOfNeed = {
  ...inLanguage,
  action: z.optional(z.enum(actionNames)).check(z.describe('Opens the form of an action')),
  before: z.optional(version).check(z.describe('Shows the events before one')),
  print: z.optional(z.literal('decision')).check(z.describe('The decision alone, to be printed')),
  similar: z.optional(z.literal('yes')).check(z.describe('With the needs most like it, for its developers')),
};
const ofNeed = (
  summary: string,
  ...refused: readonly (401 | 404)[]
): Operation<keyof typeof queryOfNeed> => ({
  summary,
  query: queryOfNeed,
  answers: {
    200: { description: 'A page, or JSON', content: { 'application/json': NeedAnswer, ...page } },
    ...refusedWith(...refused),
  },
});

const remind = z
  .optional(text)
  .check(z.describe('The reference of a need, to open the form that puts its reminder off'));
const ofMyPage = <Named extends string>(summary: string, query: Schemas<Named>): Operation<Named> => ({
  summary,
  query,
  answers: {
    200: { description: 'A page, or JSON', content: { 'application/json': MyAnswer, ...page } },
    ...refusedWith(401),
  },
});

const queryOfBoard = {
  ...inLanguage,
  department: z.optional(text),
  school: z.optional(text),
  goal: z.optional(text),
  overdue: z.optional(z.literal('yes')),
};
const ofBoard = (summary: string): Operation<keyof typeof queryOfBoard> => ({
  summary,
  query: queryOfBoard,
  answers: {
    200: { description: 'A page, or JSON', content: { 'application/json': BoardAnswer, ...page } },
    ...refusedWith(401, 403, 404),
  },
});

const ofStuck = <Named extends string = never>(
  summary: string,
  query: Schemas<Named> = {} as Schemas<Named>,
): Operation<Named> => ({
  summary,
  query,
  answers: {
    200: { description: 'A page, or JSON', content: { 'application/json': StuckAnswer, ...page } },
    ...refusedWith(401, 403),
  },
});

/** What the model's manager and owner see. */
const overseeing = {
  'GET /figures': {
    summary:
      'The figures of a year, this one where none is named; by the year alone where they are not counted yet',
    query: { ...inLanguage, year: z.optional(text), format: z.optional(z.literal('csv')) },
    answers: {
      200: {
        description: 'A page, JSON, or CSV (RFC 4180)',
        content: {
          'application/json': z.union([FiguresAnswer, NoFigures]),
          'text/csv': text,
          ...page,
        },
      },
      ...refusedWith(401, 403, 422),
    },
  },
  'GET /stuck': ofStuck('The needs that are stuck, each with why', inLanguage),
  'GET /fastnat': ofStuck('The needs that are stuck, in Swedish'),
  'GET /en/stuck': ofStuck('The needs that are stuck, in English'),
} satisfies Partial<Readonly<Record<Route, Operation>>>;

const workRequest = z.object({ ...workShape, key: z.optional(Key), ...inLanguage });
const workChange = z.object({ ...workShape, version, ...inLanguage });

/** Boards, and the work that stands on them beside needs. */
const overview = {
  'GET /areas': ofBoard('The board of all areas that one may see'),
  'GET /areas/{id}': ofBoard('The board of one area'),
  'GET /work': ofPage(
    'The form where ongoing work is noted',
    { ...inLanguage, area: z.optional(text).check(z.describe('The area that is filled in')) },
    401,
    403,
  ),
  'POST /work': {
    summary: 'Notes ongoing work that is no need',
    body: { 'application/json': workRequest, 'application/x-www-form-urlencoded': workRequest },
    answers: {
      201: { description: 'Noted', content: { 'application/json': WorkNoted }, headers: location },
      303: { description: 'To a browser: the board of its area', headers: location },
      ...refusedWith(400, 401, 403, 413, 415, 422),
    },
  },
  'GET /work/{id}': {
    summary: 'A piece of work, with its latest changes',
    query: inLanguage,
    answers: {
      200: { description: 'A page, or JSON', content: { 'application/json': WorkAnswer, ...page } },
      ...refusedWith(401, 404),
    },
  },
  'POST /work/{id}': {
    summary: 'Changes a piece of work: all of it, as it then stands',
    body: { 'application/json': workChange, 'application/x-www-form-urlencoded': workChange },
    answers: {
      200: { description: 'Changed', content: { 'application/json': WorkChanged } },
      303: { description: 'To a browser: the board of its area', headers: location },
      ...refusedWith(400, 401, 403, 404, 413, 415, 422),
      409: refused(409, 'It has been changed meanwhile, and has this state and version now', {
        status: z.enum(workStates),
        version,
      }),
    },
  },
} satisfies Partial<Readonly<Record<Route, Operation>>>;

const meetingRequest = z.object({ ...occasionFields, key: z.optional(Key), ...inLanguage });
/** A form names whose meeting it is in one. */
const meetingForm = z.extend(z.omit(meetingRequest, { kind: true, area: true }), {
  group: text.check(z.describe('`leads`, or the kind and the area: `steering-group:it`')),
});

/* A group's advice has the fields of the workflow's action too, which asks for no more than the leads' does. */
const { meeting: _this, ...ofAdvice } = actionFields('advise');
/* What is sent empty is taken away. */
const orEmpty = (field: z.ZodMiniType) => z.optional(z.union([z.literal(''), field]));
const fieldsOfChanges = {
  ...changeFields,
  date: { ...changeFields.date, place: orEmpty(changeFields.date.place) },
  note: { ...changeFields.note, note: orEmpty(changeFields.note.note) },
  advise: {
    ...ofAdvice,
    ...changeFields.advise,
    needVersion: z.optional(version).check(z.describe('Of the need as it was shown; of a group’s advice')),
  },
};
const here = { item: z.optional(text).check(z.describe('The item that the browser goes back to')) };
/** As the pages' forms send them. */
const fieldsInForms = {
  ...fieldsOfChanges,
  done: {
    ...fieldsOfChanges.done,
    ...here,
    back: z.optional(z.literal('my')).check(z.describe('The browser goes on to one’s own page')),
  },
  'take-back': { ...fieldsOfChanges['take-back'], ...here },
  correct: { correction: changeFields.correct.text },
};

const changesOf = (
  names: readonly Askable[],
  fields: Readonly<Record<Askable, z.core.$ZodShape>> = fieldsOfChanges,
) =>
  z.union(
    names.map((name) =>
      z
        .object({
          do: z.literal(name),
          version: z
            .optional(version)
            .check(z.describe('Of the meeting as it was shown; the latest where none is named')),
          ...fields[name],
          ...inLanguage,
        })
        .check(z.meta({ title: name })),
    ),
  );

const queryOfMeeting = {
  ...inLanguage,
  item: z.optional(text).check(z.describe('The item of the agenda that is shown, by its id')),
  part: z.optional(text).check(z.describe('The item of the notes that alone is shown, by its id')),
  edit: z.optional(text).check(z.describe('Opens the forms that change the agenda')),
};
const aMeeting = (
  summary: string,
  ...refused: readonly (401 | 404)[]
): Operation<keyof typeof queryOfMeeting> => ({
  summary,
  query: queryOfMeeting,
  answers: {
    200: { description: 'A page, or JSON', content: { 'application/json': MeetingAnswer, ...page } },
    ...refusedWith(...refused),
  },
});

const aMeetingChange = (summary: string, names: readonly Askable[]): Operation<never> => ({
  summary,
  body: {
    'application/json': changesOf(names),
    'application/x-www-form-urlencoded': changesOf(names, fieldsInForms),
  },
  answers: {
    200: { description: 'Changed', content: { 'application/json': MeetingChanged } },
    303: { description: 'To a browser: what comes next', headers: location },
    ...refusedWith(400, 401, 403, 404, 413, 415, 422),
    409: refused(409, 'What it changes has changed meanwhile; the meeting has this state and version now', {
      status: z.enum(['planned', 'cancelled', 'sent']),
      version,
    }),
  },
});

/** Meetings of steering groups and of area leads, and arenas. */
const meetings = {
  'GET /meetings': ofPage('The meetings that one sees, and the form where one is made', inLanguage, 401, 403),
  'POST /meetings': {
    summary: 'Makes a meeting, with what stands as its agenda',
    body: { 'application/json': meetingRequest, 'application/x-www-form-urlencoded': meetingForm },
    answers: {
      201: { description: 'Made', content: { 'application/json': MeetingMade }, headers: location },
      303: { description: 'To a browser: its page', headers: location },
      ...refusedWith(400, 401, 403, 413, 415, 422),
    },
  },
  'GET /meetings/{id}': aMeeting('A meeting, for whoever has a session', 401, 404),
  'POST /meetings/{id}': aMeetingChange('One change of a meeting', askable),
  'GET /m/{token}': aMeeting('A meeting, by a link for whoever a school sends', 404),
  'POST /m/{token}': aMeetingChange('A question, or what a school says of a need', [...schoolsOwn, 'done']),
} satisfies Partial<Readonly<Record<Route, Operation>>>;

/** What is found in the lists of needs, and taken out of them. */
const lists = {
  'GET /needs': {
    summary:
      'The needs and the work that match, of those that one may see; the best match first, at most 200. As CSV, or with register=yes: the register, for the model’s manager and owner and registrars',
    query: {
      ...inLanguage,
      q: z.optional(text.check(z.maxLength(longestQuestion))),
      area: z.optional(text),
      school: z.optional(text),
      status: z.optional(z.enum([...statuses, ...workStates])),
      from: z.optional(z.iso.date()),
      to: z.optional(z.iso.date()),
      register: z.optional(z.literal('yes')),
      format: z.optional(z.literal('csv')),
    },
    answers: {
      200: {
        description: 'A page, JSON, or the register as CSV',
        content: {
          'application/json': z.union([SearchAnswer, RegisterAnswer]),
          'text/csv': text,
          ...page,
        },
      },
      303: { description: 'To a browser without a session: the form', headers: location },
      ...refusedWith(401, 403, 422),
    },
  },
  'GET /needs/{reference}/export': {
    summary: 'A whole need, verified, for registrars and the model’s manager',
    query: { ...inLanguage, after: z.optional(version) },
    answers: {
      200: {
        description: 'A page to print, or JSON',
        content: { 'application/json': ExportAnswer, ...page },
      },
      ...refusedWith(401, 403, 404),
    },
  },
} satisfies Partial<Readonly<Record<Route, Operation>>>;

const SignIn = z.object({
  email: z.email(),
  ...inLanguage,
  next: z.optional(text).check(z.describe('Where the browser goes on to: a path')),
});
const EnteredCode = z.object({
  ...inLanguage,
  code: z.optional(z.union([text, z.number()])).check(z.describe('Eight digits, in any grouping')),
  again: z.optional(z.literal('yes')).check(z.describe('Asks for another code instead')),
});
const MyRequest = z.object({
  ...inLanguage,
  end: z.optional(text).check(z.describe('The id of a session, or `all`')),
  rhythm: z.optional(Rhythm).check(z.describe('How often one gets what is only for information')),
  remind: z
    .optional(z.union([text, z.object({ reference: text, date: text })]))
    .check(
      z.describe('A need to be reminded of on a date; in a form body its reference, with the date in `date`'),
    ),
  date: z.optional(text),
  deputy: z
    .optional(
      z.union([
        text,
        z.object({ person: text, from: z.iso.date(), to: z.iso.date(), department: z.optional(text) }),
      ]),
    )
    .check(
      z.describe(
        'Who stands in for a head, `from` a day `to` a day; as an id, with the rest beside it, or as an object',
      ),
    ),
  endDeputy: z
    .optional(text)
    .check(z.describe('The id of a person who is to stand in no more, in `department`, since `from`')),
  department: z
    .optional(text)
    .check(z.describe('Left out where the head may name deputies for one department only')),
  from: z.optional(text),
  to: z.optional(text),
});

/** How people sign in, and out. */
const signingIn = {
  'GET /sign-in': ofPage('Where a code is asked for', inLanguage),
  'POST /sign-in': {
    summary: 'Asks for a code; the answer is the same whoever it is for',
    body: { 'application/json': SignIn, 'application/x-www-form-urlencoded': SignIn },
    answers: {
      202: { description: 'Taken in', content: { 'application/json': ChallengeAnswer } },
      303: { description: 'To a browser: the code page', headers: location },
      ...refusedWith(400, 403, 413, 415, 422),
    },
  },
  'GET /sign-in/{challenge}': {
    summary: 'Where a code is entered',
    answers: {
      200: { description: 'A page, or JSON', content: { 'application/json': CodeAnswer, ...page } },
      ...refusedWith(410),
    },
  },
  'POST /sign-in/{challenge}': {
    summary: 'Enters a code, which opens a session, and carries out what waited for it',
    query: inLanguage,
    body: { 'application/json': EnteredCode, 'application/x-www-form-urlencoded': EnteredCode },
    answers: {
      ...anAction('').answers,
      202: { description: 'Another code is on its way', content: { 'application/json': ChallengeAnswer } },
      204: { description: 'Signed in', headers: { 'set-cookie': text } },
      303: { description: 'To a browser: where it was going', headers: location },
      ...refusedWith(410),
    },
  },
  'GET /my': ofMyPage('A person’s own page: the browsers in which they are signed in', {
    ...inLanguage,
    remind,
  }),
  'GET /min-sida': ofMyPage('A person’s own page, in Swedish', { remind }),
  'GET /en/my-page': ofMyPage('A person’s own page, in English', { remind }),
  'POST /my': {
    summary:
      'Ends one session of one’s own, or all; chooses a rhythm; puts off a reminder; or, of a head, names or ends a deputy',
    body: { 'application/json': MyRequest, 'application/x-www-form-urlencoded': MyRequest },
    answers: {
      200: { description: 'Done', content: { 'application/json': MyAnswer } },
      303: { description: 'To a browser: the page', headers: location },
      ...refusedWith(400, 401, 403, 413, 415, 422),
    },
  },
} satisfies Partial<Readonly<Record<Route, Operation>>>;

const queryOfForm = {
  meeting: z.optional(text).check(z.describe('The id of a meeting in which a question was raised')),
  item: z.optional(text).check(z.describe('The question, which the form is filled in with')),
};

/** The contract, with the ids that the organisation knows. */
export function contractFor(organisation: Organisation) {
  const submission = submissionSchema(organisation);
  return {
    'GET /': ofPage('The form, in Swedish', queryOfForm),
    'GET /en': ofPage('The form, in English', queryOfForm),
    'GET /integritet': ofPage('How personal data are handled, in Swedish'),
    'GET /en/privacy': ofPage('How personal data are handled, in English'),
    'GET /tillganglighet': ofPage('How accessible the pages are, in Swedish'),
    'GET /en/accessibility': ofPage('How accessible the pages are, in English'),
    'GET /organisation': ofJson(
      'Areas, departments and schools; no people, no addresses',
      OrganisationAnswer,
    ),
    'GET /needs': lists['GET /needs'],
    'POST /needs': {
      summary: 'Reports a need',
      headers: { 'Idempotency-Key': z.optional(Key) },
      body: { 'application/json': submission, 'application/x-www-form-urlencoded': formOf(submission) },
      answers: {
        201: {
          description: 'Stored, or stored before with the same key',
          content: { 'application/json': SubmissionAnswer },
          headers: location,
        },
        303: { description: 'To a browser: the link to the need', headers: location },
        ...refusedWith(400, 409, 413, 415, 422),
      },
    },
    'GET /n/{token}': ofNeed(
      'The need as the holder of the link may see it, with the actions open to them now',
      404,
    ),
    'POST /n/{token}': anAction('One action of the workflow'),
    'GET /needs/{reference}': ofNeed(
      'The need as the owner of a session may see it, with the actions open to them now',
      401,
      404,
    ),
    'POST /needs/{reference}': anAction('One action of the workflow, by session'),
    'GET /needs/{reference}/export': lists['GET /needs/{reference}/export'],
    ...signingIn,
    ...overview,
    ...meetings,
    ...overseeing,
    'GET /assets/{file}': {
      summary: 'A file that the pages load',
      answers: {
        200: {
          description: 'The file',
          content: { 'text/css': text, 'text/javascript': text, 'image/svg+xml': text },
        },
        ...refusedWith(404),
      },
    },
    'GET /openapi.json': ofJson('This document', OpenApi),
    'GET /health': ofJson('Whether the store answers', HealthAnswer),
  } satisfies Readonly<Record<Route, Operation>>;
}

type Contract = ReturnType<typeof contractFor>;
/** The names that the query of a route's address may have. */
export type QueryName<Each extends Route> = Each extends Route
  ? Contract[Each] extends { readonly query?: Schemas<infer Named> }
    ? Named
    : never
  : never;
/** A request to a route. */
export type RequestTo<Each extends Route> = HttpEvent<QueryName<Each>>;
/** What answers each of some routes: of an address's query it reads what the contract names, and nothing else. */
export type Answering<Each extends Route> = {
  readonly [One in Each]: (event: RequestTo<One>) => HttpResponse | Promise<HttpResponse>;
};
