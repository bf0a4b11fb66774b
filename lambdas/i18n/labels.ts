import type { By, NeedEvent } from '../domain/need/event.ts';
import type { Field, FieldMistake } from '../domain/need/fields.ts';
import type { Status } from '../domain/need/need.ts';
import type {
  adviceOptions,
  audienceOptions,
  bypassOptions,
  priorityOptions,
  sizeOptions,
  secrecyOptions,
  solvedOptions,
} from '../domain/need/options.ts';
import type { Submission } from '../domain/need/submission.ts';
import type { ActionName } from '../domain/need/workflow.ts';
import { actionNames, isSystemStep, ruleOf, workflow } from '../domain/need/workflow.ts';
import type { GoingOn } from '../domain/need/workflow.ts';
import type { Recipient } from '../domain/notice/recipient.ts';
import { personIn } from '../domain/organisation/organisation.ts';
import type { Load } from '../domain/overview/board.ts';
import type { Permissions, Role } from '../domain/organisation/permissions.ts';
import type { Request } from '../domain/session/code.ts';
import type { Language } from '../domain/text.ts';
import { type Day, dayOf } from '../domain/time/time.ts';
import type { Texts } from './index.ts';
import { formatDay } from './index.ts';
import type { Locale } from './locale.ts';

type FieldOfAction = {
  [Name in ActionName]: `${Name}.${keyof (typeof workflow)[Name]['fields'] & string}`;
}[ActionName];
type ChosenOption =
  | `advice.${(typeof adviceOptions)[number]}`
  | `priority.${(typeof priorityOptions)[number]}`
  | `reason.${(typeof bypassOptions)[number]}`
  | `audience.${(typeof audienceOptions)[number]}`
  | `size.${(typeof sizeOptions)[number]}`
  | `secrecy.${(typeof secrecyOptions)[number]}`
  | `solved.${(typeof solvedOptions)[number]}`
  | `${'raiseNow' | 'sure'}.yes`;

/** A question of the form, by the name of its field: of the submission, or the submitter's name or address. */
export type QuestionName = keyof Omit<Submission, 'language'> | 'submitterName' | 'submitterEmail';

/** The questions in the order of the form; it leaves out some that forms on other pages may ask. */
export const questions = [
  'problem',
  'affected',
  'title',
  'school',
  'submitterName',
  'submitterEmail',
  'areas',
  'departments',
  'cause',
  'effect',
  'ifNothing',
  'workaround',
  'deadlineDate',
  'deadlineKind',
  'goal',
] as const satisfies readonly QuestionName[];

/** What is carried out once a code is right; nothing where it names no action. */
export function requestWords(t: Texts, { reference, fields }: Request) {
  const action = actionNames.find((name) => name === fields['action']);
  if (!action) return undefined;
  /* What a button is called depends on whose department it is. */
  return { action: ruleOf(action).decides ? t('signIn.decision') : actionLabel(t, action), reference };
}

export const statusLabel = (t: Texts, status: Status): string => t(`status.${status}`);

/** A label as it stands within a sentence. */
export const withinSentence = (t: Texts, label: string): string =>
  label.charAt(0).toLocaleLowerCase(t.language) + label.slice(1);

/** How a need stands, within a sentence, with the day on which it is to be done or is taken up again. */
export function outcomeText(t: Texts, status: Status, day: Day | undefined): string {
  const said = withinSentence(t, statusLabel(t, status));
  if (day === undefined) return said;
  return t(status === 'deferred' ? 'next.againOn' : 'next.plannedFor', {
    status: said,
    day: formatDay(t.language, day),
  });
}

const actionLabel = (t: Texts, action: ActionName): string => t(`action.${action}.label`);

/** The label of an action for one person: what it means depends on who takes it. */
export function labelFor(t: Texts, permissions: Permissions, action: ActionName): string {
  switch (action) {
    case 'approve':
    case 'defer':
    case 'decline':
      return isForAnother(permissions) ? t(`action.${action}.otherLabel`) : actionLabel(t, action);
    case 'comment':
    case 'readdress':
      return permissions.actor.kind === 'submitter' ? t(`action.${action}.ownLabel`) : actionLabel(t, action);
    case 'reroute':
      return permissions.primary.includes(action) ? t('action.reroute.homeLabel') : actionLabel(t, action);
    default:
      return actionLabel(t, action);
  }
}

/** What the button says that takes an action: another name than what opens its form. */
export const buttonLabel = (t: Texts, action: ActionName): string => t(`action.${action}.do`);

/** What an action leads to when one person takes it. */
export const effectFor = (t: Texts, permissions: Permissions, action: ActionName): string =>
  (action === 'defer' || action === 'decline') && isForAnother(permissions)
    ? t(`action.${action}.otherEffect`)
    : t(`action.${action}.effect`);

/** Whether a head decides for a department that takes part, and none that is responsible. */
const isForAnother = ({ need, undecided }: Permissions): boolean =>
  undecided.length > 0 &&
  need.coordination !== undefined &&
  !undecided.includes(need.coordination.responsible);

const has = (action: ActionName, field: string) => Object.hasOwn(ruleOf(action).fields, field);

/** The label of an action's field; the name itself when the action has no such field. */
export const fieldLabel = (t: Texts, action: ActionName, field: string): string =>
  has(action, field) ? t(`field.${`${action}.${field}` as FieldOfAction}.label`) : field;

/** What helps to fill in a field. The departments of `coordinate` are asked for with the responsible one. */
export const fieldHint = (t: Texts, action: ActionName, field: string): string =>
  has(action, field)
    ? t(`field.${`${action}.${field}` as Exclude<FieldOfAction, 'coordinate.departments'>}.hint`)
    : '';

const namedIn = (
  members: readonly { id: string; name: Record<Language, string> }[],
  id: string,
  { t }: Locale,
) => members.find((member) => member.id === id)?.name[t.language] ?? id;

export const areaName = (locale: Locale, id: string): string =>
  namedIn(locale.organisation.areas, id, locale);
export const departmentName = (locale: Locale, id: string): string =>
  namedIn(locale.organisation.departments, id, locale);
/** What lists call a department. */
export const shortDepartmentName = (locale: Locale, id: string): string =>
  locale.organisation.departments.find((one) => one.id === id)?.shortName?.[locale.t.language] ??
  departmentName(locale, id);
export const schoolName = (locale: Locale, id: string): string =>
  namedIn(locale.organisation.schools, id, locale);
export const goalName = (locale: Locale, id: string): string =>
  namedIn(locale.organisation.goals, id, locale);

/** The label of an option of a `choice` or `choices` field. */
export function optionLabel(locale: Locale, action: ActionName, field: string, value: string): string {
  const rule = ruleOf(action).fields[field];
  if (rule === undefined || !('options' in rule)) return value;
  switch (rule.options) {
    case 'areas':
    case 'involved-areas':
      return namedIn(locale.organisation.areas, value, locale);
    case 'goals':
      return goalName(locale, value);
    /* It is given with its name. */
    case 'going-on':
      return value;
    case 'departments':
    case 'undecided-departments':
      return namedIn(locale.organisation.departments, value, locale);
    default:
      return locale.t(`option.${`${field}.${value}` as ChosenOption}`);
  }
}

/** The label of an option of a field; of what goes on beside the need its name. */
export const fieldOptionLabel = (locale: Locale, action: ActionName, field: Field, value: string): string =>
  goingOnIn(field).find(({ reference }) => reference === value)?.title ??
  optionLabel(locale, action, field.name, value);

const goingOnIn = (field: Field): readonly GoingOn[] => ('options' in field && field.goingOn) || [];

/** The label of a role, with its area or department. */
export function roleLabel(locale: Locale, role: Role): string {
  const { t, organisation } = locale;
  switch (role.kind) {
    case 'developer': {
      const { developers = [] } = organisation.areas.find(({ id }) => id === role.area) ?? {};
      /* The lead of an area without developers has their role, and is not called a developer. */
      return t(developers.length > 0 ? 'role.developer' : 'role.coordinator', {
        area: areaName(locale, role.area),
      });
    }
    case 'area-lead':
      return t('role.area-lead', { area: areaName(locale, role.area) });
    case 'head':
      return t('role.head', { department: departmentName(locale, role.department) });
    case 'deputy':
      return t('role.deputy', {
        head: personIn(organisation, role.for)?.name ?? role.for,
        department: departmentName(locale, role.department),
      });
    default:
      return t(`role.${role.kind}`);
  }
}

/**
 * Who acted; a deputy as "X för Y".
 * @param reader the recipients that the reader is: what one of them did, "you" did
 */
export function byLabel(t: Texts, by: By, reader: readonly Recipient[], submitterName?: string): string {
  switch (by.kind) {
    case 'system':
      return t('role.system');
    case 'submitter':
      return reader.includes('submitter') ? t('who.you') : quotedName(t, submitterName);
    case 'person': {
      const name = reader.includes(by.person) ? t('who.you') : by.name;
      return by.for ? t('who.for', { name, head: by.for.name }) : name;
    }
  }
}

/** What happened, in a word or two, for a subject or a heading. */
export function happenedLabel(t: Texts, event: NeedEvent): string {
  switch (variantOf(event)) {
    case 'part':
      return t('action.approve.partHappened');
    case 'back':
      return t(`action.${event.action as 'defer' | 'decline'}.backHappened`);
    case 'raised':
      return t('action.raise.happened');
    case 'to-manager':
    case 'whole':
      return t(`action.${event.action}.happened`);
  }
}

/**
 * What happened, as a sentence about the person who did it.
 * @param history what is read of the need, which says since when it waits
 */
export function sentenceOf(
  locale: Locale,
  event: NeedEvent,
  who: string,
  history: readonly NeedEvent[],
): string {
  const { t } = locale;
  const decidedFor = 'input' in event && 'department' in event.input ? event.input.department : undefined;
  const department = departmentName(locale, decidedFor ?? '');
  switch (variantOf(event)) {
    case 'part':
      return t('action.approve.partSentence', { who, department });
    case 'back':
      return t(`action.${event.action as 'defer' | 'decline'}.backSentence`, { who, department });
    case 'raised':
      return t('action.coordinate.raisedSentence', { who });
    case 'to-manager':
      return t('action.escalate.managerSentence', { who });
    case 'whole':
      if (event.action === 'remind') return remindedSentence(t, event, history);
      if (event.action === 'follow')
        return t('action.follow.sentence', {
          of: event.input.of,
          status: outcomeText(t, event.input.status, event.input.day),
        });
      if (event.action === 'hear') {
        const { school, name } = event.input;
        return school === undefined
          ? t('action.hear.leadsSentence', { name })
          : t('action.hear.schoolSentence', { school: schoolName(locale, school) });
      }
      return t(`action.${event.action}.sentence`, { who });
  }
}

/** Since when a submitter has been asked what they are reminded of. */
function remindedSentence(t: Texts, { version }: NeedEvent, history: readonly NeedEvent[]): string {
  const asked = history.findLast((event) => event.action === 'ask' && event.version < version);
  return asked
    ? t('action.remind.sentence', { day: formatDay(t.language, dayOf(asked.at)) })
    : `${t('action.remind.happened')}.`;
}

/**
 * Which wording an event has: `part` when a department approved and others have yet to decide, `back` when a department sent the
 * need back, `to-manager` when it was escalated to the model's manager, `raised` when it was coordinated and raised in one press. All
 * other events have the wording `whole`.
 */
function variantOf(event: NeedEvent): 'whole' | 'part' | 'back' | 'to-manager' | 'raised' {
  const { action, status } = event;
  if (event.action === 'escalate' && event.input.to === 'model-manager') return 'to-manager';
  if (action === 'coordinate' && status === 'advising') return 'raised';
  if (action === 'approve' && status === 'deciding') return 'part';
  return (action === 'defer' || action === 'decline') && status === 'coordinating' ? 'back' : 'whole';
}

/** How what somebody wrote is marked in HTML: its own direction, and its language where it is not that around it (WCAG 3.1.2). */
export interface Written {
  readonly dir: 'auto';
  readonly lang?: Language;
}

/** @param language the language that it is written in, where that is known */
export const writtenIn = ({ t }: Pick<Locale, 't'>, language: Language | undefined): Written => ({
  dir: 'auto',
  ...(language !== undefined && language !== t.language && { lang: language }),
});

/** Values under a label. */
export interface Fact {
  readonly label: string;
  readonly values: readonly string[];
  /** Set where somebody wrote them, and did not choose them. */
  readonly written?: Written;
}

/**
 * The input of an event's action, field by field, in the order of the workflow table.
 * @param language the submitter's; in which language staff write is not known
 */
export const eventFacts = (locale: Locale, event: NeedEvent, language: Language): readonly Fact[] =>
  event.action === 'submit' || event.action === 'readdress' || isSystemStep(event.action)
    ? []
    : inputFacts(locale, event.action, event.input, event.by.kind === 'submitter' ? language : undefined);

/** What was filled in for an action, field by field, in the order of the workflow table. */
export function inputFacts(
  locale: Locale,
  action: ActionName,
  filledIn: object,
  language?: Language,
): readonly Fact[] {
  const { t } = locale;
  const { marks, ...rest } = filledIn as { readonly marks?: readonly string[] };
  /* Older advice has marks in the place of goals. */
  const input: Readonly<Record<string, string | readonly (string | GoingOn)[] | undefined>> = {
    ...(marks && { goals: marks }),
    ...rest,
  };
  return Object.entries(ruleOf(action).fields).flatMap(([name, rule]) => {
    /* One says that a date was meant; the other stands in the sentence. */
    if (name === 'sure' || name === 'raiseNow') return [];
    const values = [input[name] ?? []].flat().map((value) => {
      if (typeof value !== 'string') return `${value.title} (${value.reference})`;
      if (rule.kind === 'date') return formatDay(t.language, value as Parameters<typeof formatDay>[1]);
      return rule.kind === 'text' ? value : optionLabel(locale, action, name, value);
    });
    const isWritten = rule.kind === 'text' || ('options' in rule && rule.options === 'going-on');
    const written = isWritten && { written: writtenIn(locale, language) };
    return values.length > 0 ? [{ label: fieldLabel(t, action, name), values, ...written }] : [];
  });
}

/* These are chosen, not written: the rest is marked as the submitter's own words. */
const chosenQuestions: readonly QuestionName[] = [
  'areas',
  'departments',
  'deadlineDate',
  'deadlineKind',
  'school',
];

/** What the submitter wrote, question by question: to all in the order of the form, or to those that are named. */
export function submissionFacts(
  locale: Locale,
  submission: Submission,
  asked: readonly QuestionName[] = questions,
): readonly Fact[] {
  const { t } = locale;
  const answers: Readonly<Record<keyof Omit<Submission, 'language'>, readonly string[]>> = {
    title: [submission.title],
    problem: [submission.problem],
    cause: present(submission.cause),
    affected: [submission.affected],
    areas: submission.areas.map((id) => areaName(locale, id)),
    departments: submission.departments.map((id) => departmentName(locale, id)),
    effect: present(submission.effect),
    ifNothing: present(submission.ifNothing),
    workaround: present(submission.workaround),
    deadlineDate: present(submission.deadlineDate && formatDay(t.language, submission.deadlineDate)),
    deadlineKind: present(submission.deadlineKind && t(`form.deadlineKinds.${submission.deadlineKind}`)),
    goal: present(submission.goal),
    school: present(submission.school && schoolName(locale, submission.school)),
  };
  return asked.flatMap((question) => {
    const values = question in answers ? answers[question as keyof typeof answers] : [];
    const written = !chosenQuestions.includes(question) && {
      written: writtenIn(locale, submission.language),
    };
    return values.length > 0 ? [{ label: t(`form.field.${question}.label`), values, ...written }] : [];
  });
}

const present = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

/** The name that a field has in a form: `submitterName` where JSON has `submitter.name`. */
export const flatName = (field: string): string =>
  field.replace(/^submitter\.(.)/, (_all, first: string) => `submitter${first.toUpperCase()}`);

const questionOf = (field: string): QuestionName | undefined =>
  questions.find((question) => question === flatName(field));

/**
 * What is wrong with a field and what to do about it, as one sentence without a full stop.
 * @param action the action whose field it is; without it, it is the submission form's
 */
export function mistakeMessage(t: Texts, mistake: FieldMistake, action?: ActionName): string {
  const { field, problem } = mistake;
  if (problem === 'missing' && (field === 'confirm' || field === 'areas'))
    return t(`mistake.missing.${field}`);
  const question = action === undefined ? questionOf(field) : undefined;
  const label = question ? t(`form.field.${question}.label`) : action ? fieldLabel(t, action, field) : field;
  return problem === 'missing'
    ? missingMessage(t, label, question, action && ruleOf(action).fields[field]?.kind)
    : problemMessage(t, label, mistake);
}

/** What is wrong with a field that has something in it. */
export function problemMessage(t: Texts, label: string, mistake: FieldMistake): string {
  const { problem, earliest, latest } = mistake;
  switch (problem) {
    case 'missing':
      return t('mistake.missing.text', { label });
    case 'too-long':
      return t('mistake.problem.too-long', { label, most: mistake.most ?? 0 });
    case 'too-early':
      return t(`mistake.problem.${problem}`, {
        label,
        earliest: earliest ? formatDay(t.language, earliest) : '',
      });
    case 'too-late':
    case 'after-deadline':
      return t(`mistake.problem.${problem}`, { label, latest: latest ? formatDay(t.language, latest) : '' });
    default:
      return t(`mistake.problem.${problem}`, { label });
  }
}

function missingMessage(t: Texts, label: string, question: QuestionName | undefined, kind?: string): string {
  switch (question) {
    case 'title':
    case 'problem':
    case 'affected':
    case 'submitterName':
    case 'submitterEmail':
      return t(`mistake.missing.${question}`);
    default:
      return t(
        `mistake.missing.${kind === 'date' ? 'date' : kind === 'choice' || kind === 'choices' ? 'choice' : 'text'}`,
        { label },
      );
  }
}

/** A submitter's name as they wrote it, which may say anything; "the submitter" when it has been removed. */
const quotedName = (t: Texts, name: string | undefined): string =>
  name === undefined ? t('submitter') : t('who.quoted', { name });

/** A recipient's name; "the submitter" when the contact has been removed. */
export const recipientLabel = (
  { t, organisation }: Locale,
  contact: { readonly name: string } | undefined,
  recipient: Recipient,
): string =>
  recipient === 'submitter'
    ? contact
      ? quotedName(t, contact.name)
      : t('who.theSubmitter')
    : (personIn(organisation, recipient)?.name ?? recipient);

/** What departments have under way, as facts beside a need. */
export const loadFacts = (
  locale: Locale,
  loads: readonly Load[] = [],
  departments: readonly string[] = loads.map(({ department }) => department),
): readonly Fact[] =>
  loads
    .filter(({ department }) => departments.includes(department))
    .map((load) => ({
      label: locale.t('load.title', { department: shortDepartmentName(locale, load.department) }),
      values: [loadText(locale.t, load)],
    }));

/** A department's load: `7 pågående: 2 stora, 3 mellanstora, 2 små`. */
export function loadText(t: Texts, { count, sizes }: Load): string {
  if (count === 0) return t('load.none');
  const known = (['L', 'M', 'S', 'unknown'] as const).filter((size) => sizes[size] > 0);
  const parts = known.map((size) => t(`load.${size}`, { count: sizes[size] }));
  return `${t('load.of', { count })}: ${parts.join(', ')}`;
}
