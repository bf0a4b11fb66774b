import * as z from 'zod/mini';
import type { Permissions } from '../organisation/permissions.ts';
import { goalsOn } from '../organisation/organisation.ts';
import { isEmpty, line, lines } from '../text.ts';
import { EmailAddress } from '../email-address.ts';
import { MeetingId } from '../meeting/meeting-id.ts';
import { Day, daysAfter } from '../time/time.ts';
import { audienceOptions, bypassOptions } from './options.ts';
import { decidingIn } from './deciding.ts';
import { Reference } from './reference.ts';
import type { Action, ActionName, FieldRule, GoingOn } from './workflow.ts';
import { isUnderWay, ruleOf } from './workflow.ts';

/** One field of an action, for one need and one person. */
export type Field = { readonly name: string; readonly required: boolean } & (
  | {
      readonly kind: 'text';
      readonly most: number;
      readonly isAddress?: true;
      readonly isReference?: true;
      readonly isMeeting?: true;
      readonly isLine?: true;
    }
  | { readonly kind: 'date'; readonly earliest: Day; readonly latest: Day }
  | {
      readonly kind: 'choice' | 'choices';
      readonly options: readonly string[];
      /** What the options are, where they go on beside the need. */
      readonly goingOn?: readonly GoingOn[];
    }
);

/** What is wrong with one field. `most` is the number of characters allowed, `earliest` and `latest` the days allowed. */
export interface FieldMistake {
  readonly field: string;
  readonly problem:
    | 'missing'
    | 'too-long'
    | 'not-an-address'
    | 'not-a-date'
    | 'too-early'
    | 'too-late'
    /* The day may be meant: it is accepted when that is said. */
    | 'past'
    | 'after-deadline'
    | 'not-an-option'
    | 'by-machine'
    | 'wrong';
  readonly most?: number;
  readonly earliest?: Day;
  readonly latest?: Day;
}

/* Nobody plans as many days ahead or back; the year is mistyped. */
const furthestAhead = 20 * 365;
const furthestBack = 10 * 365;

/** Between which days a date must lie. */
export const boundsOn = (today: Day): { readonly earliest: Day; readonly latest: Day } => ({
  earliest: daysAfter(today, -furthestBack),
  latest: daysAfter(today, furthestAhead),
});

/**
 * The fields of an action, for this need and this person today.
 * @param goingOn what goes on beside the need, where the action may name it
 */
export function fieldsOf(
  { organisation, need, roles, undecided, today }: Permissions,
  action: ActionName,
  goingOn: readonly GoingOn[] = [],
): readonly Field[] {
  const others = organisation.departments.map(({ id }) => id).filter((id) => !need.departments.includes(id));
  const named: Readonly<
    Record<Extract<Extract<FieldRule, { options: unknown }>['options'], string>, readonly string[]>
  > = {
    areas: organisation.areas.map(({ id }) => id),
    /* None, if the need's areas have been taken out of the organisation. */
    'involved-areas': organisation.areas.map(({ id }) => id).filter((id) => need.areas.includes(id)),
    departments: [...need.departments, ...others],
    'undecided-departments': undecided.length > 1 ? undecided : [],
    'bypass-reasons':
      decidingIn(need).length === 1
        ? bypassOptions
        : bypassOptions.filter((reason) => reason !== 'one-department'),
    goals: goalsOn(organisation, today).map(({ id }) => id),
    'going-on': goingOn.map(({ reference }) => reference),
    audiences: roles.some(({ kind }) => kind !== 'submitter') ? audienceOptions : [],
  };
  const againstAdvice =
    need.status === 'deciding' && need.route.kind === 'advised' && need.route.advice !== 'do';

  return Object.entries(ruleOf(action).fields).flatMap(([name, rule]): Field[] => {
    if (rule.required === 'once-approved' && !isUnderWay(need.status)) return [];
    /* `unless-same`: one of two fields is needed, so neither is required here. `decide` asks for one. */
    const isNeeded = rule.required !== false && rule.required !== 'unless-same';
    const required = rule.required === 'against-advice' ? againstAdvice : isNeeded;
    if (rule.kind === 'text') {
      const { most, isAddress, isReference, isMeeting, isLine } = rule;
      const form = {
        ...(isAddress && { isAddress }),
        ...(isReference && { isReference }),
        ...(isMeeting && { isMeeting }),
        ...(isLine && { isLine }),
      };
      return [{ name, required, kind: 'text', most, ...form }];
    }
    if (rule.kind === 'date') {
      const bounds = boundsOn(today);
      return [
        {
          ...{ name, required, kind: 'date' },
          ...(rule.earliest === 'tomorrow' ? { ...bounds, earliest: daysAfter(today, 1) } : bounds),
        },
      ];
    }
    const options = typeof rule.options === 'string' ? named[rule.options] : rule.options;
    /* Also without options, so that any reference that is named is refused. */
    if (rule.options === 'going-on') return [{ name, required, kind: rule.kind, options, goingOn }];
    return options.length > 0 ? [{ name, required, kind: rule.kind, options }] : [];
  });
}

/** Whether a value is absent, or has no visible character. */
export const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && isEmpty(value));
const blankIsMissing = z.transform((value: unknown) => (isBlank(value) ? undefined : value));
/** The values sent under one name, without blank ones. */
export const listOf = (value: unknown): readonly unknown[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => !isBlank(one));
/** Removes repeated values. */
export const withoutDoubles = <Item>() => z.overwrite<Item[]>((items) => [...new Set(items)]);

/* As people write it. */
const asReference = z.pipe(
  z.transform((value: unknown) => (typeof value === 'string' ? value.trim().toUpperCase() : value)),
  Reference,
);

/* As people write them. */
const referencesIn = (value: unknown): readonly unknown[] =>
  listOf(value).map((one) => (typeof one === 'string' ? one.trim().toUpperCase() : one));

/** Checks that a day lies within bounds. */
const within = ({ earliest, latest }: { readonly earliest: Day; readonly latest: Day }) => [
  z.refine<Day>((value) => value >= earliest, { params: { earliest } }),
  z.refine<Day>((value) => value <= latest, { params: { latest } }),
];

function schemaOf(field: Field): z.ZodMiniType {
  switch (field.kind) {
    case 'text': {
      if (field.isAddress) return z.pipe(blankIsMissing, EmailAddress);
      if (field.isMeeting) return z.pipe(blankIsMissing, z.optional(MeetingId));
      if (field.isReference) return z.pipe(blankIsMissing, z.optional(asReference));
      const written = field.isLine ? line(field.most) : lines(field.most);
      return z.pipe(blankIsMissing, field.required ? written : z.optional(written));
    }
    case 'date': {
      const day = z.pipe(Day, z.custom<Day>().check(...within(field)));
      return z.pipe(blankIsMissing, field.required ? day : z.optional(day));
    }
    case 'choice':
      return z.pipe(
        blankIsMissing,
        field.required ? z.enum(field.options) : z.optional(z.enum(field.options)),
      );
    case 'choices': {
      const { goingOn } = field;
      const chosen = z
        .array(z.enum(field.options))
        .check(z.minLength(field.required ? 1 : 0), withoutDoubles());
      if (!goingOn) return z.pipe(z.transform(listOf), chosen);
      const named = z.transform((references: string[]) =>
        goingOn.filter(({ reference }) => references.includes(reference)),
      );
      return z.pipe(z.transform(referencesIn), z.pipe(chosen, named));
    }
  }
}

/**
 * Reads what a person filled in. A form sends every value as text, repeats the name for `choices`, and sends empty text for a field
 * left blank. Values under other names are ignored.
 */
export function parseInput(
  action: ActionName,
  fields: readonly Field[],
  filledIn: Readonly<Record<string, unknown>>,
): { readonly action: Action } | { readonly mistakes: readonly FieldMistake[] } {
  const parsed = z
    .object(Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])))
    .safeParse(filledIn, { reportInput: true });
  if (!parsed.success) return { mistakes: parsed.error.issues.map(mistakeOf) };
  const input = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  return { action: { name: action, input } as unknown as Action };
}

/** The first mistake of each field. */
export const firstOfEach = (mistakes: readonly FieldMistake[]): readonly FieldMistake[] =>
  mistakes.filter(({ field }, index) => mistakes.findIndex((other) => other.field === field) === index);

/** The mistake that a zod issue stands for. zod's option `reportInput` must be set: it tells a missing value from a wrong one. */
export function mistakeOf(issue: z.core.$ZodIssue): FieldMistake {
  const field = issue.path.filter((part) => typeof part === 'string').join('.');
  switch (issue.code) {
    case 'too_big':
      return { field, problem: 'too-long', most: Number(issue.maximum) };
    case 'too_small':
      return { field, problem: 'missing' };
    case 'invalid_type':
      return { field, problem: issue.input === undefined ? 'missing' : 'wrong' };
    case 'invalid_value':
      return { field, problem: issue.input === undefined ? 'missing' : 'not-an-option' };
    case 'invalid_format':
      return {
        field,
        problem:
          issue.format === 'email'
            ? 'not-an-address'
            : issue.format === 'date'
              ? 'not-a-date'
              : 'not-an-option',
      };
    case 'custom':
      return beyond(field, issue.params);
    default:
      return { field, problem: 'wrong' };
  }
}

/** A day before or after those that are allowed. */
function beyond(field: string, params: Readonly<Record<string, unknown>> = {}): FieldMistake {
  const { earliest, latest } = params as { readonly earliest?: Day; readonly latest?: Day };
  if (earliest !== undefined) return { field, problem: 'too-early', earliest };
  return latest === undefined ? { field, problem: 'wrong' } : { field, problem: 'too-late', latest };
}
