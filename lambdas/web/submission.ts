import type { Organisation } from '../domain/organisation/organisation.ts';
import * as z from 'zod/mini';
import type { Day } from '../domain/time/time.ts';
import { boundsOn, firstOfEach, isBlank, listOf, mistakeOf, withoutDoubles } from '../domain/need/fields.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import { Contact, Submission } from '../domain/need/submission.ts';
import type { Values } from './body.ts';

/** A submission as JSON has it, with the ids that the organisation knows. */
export const submissionSchema = (organisation: Organisation) => {
  const known = <Id extends string>(members: readonly { id: Id }[]) =>
    z.enum(members.map(({ id }) => id)) as unknown as z.ZodMiniType<Id, string>;
  return z.extend(Submission, {
    school: z.optional(known(organisation.schools)),
    areas: z._default(z.array(known(organisation.areas)).check(withoutDoubles()), []),
    departments: z._default(z.array(known(organisation.departments)).check(withoutDoubles()), []),
    submitter: Contact,
    /** Says that a deadline which has passed is meant. */
    sure: z.optional(z.literal('yes')),
  });
};

/** What a submission that is sent again is known by: the header `Idempotency-Key`, or `submissionKey`. */
export const Key = z.string().check(z.minLength(1), z.maxLength(255));

const formNames: Readonly<Record<string, string>> = {
  'submitter.name': 'submitterName',
  'submitter.email': 'submitterEmail',
};

export type ReadSubmission =
  | { readonly submission: Submission; readonly contact: Contact; readonly key: string | undefined }
  | { readonly mistakes: readonly FieldMistake[] };

/** Reads a submission from a JSON body, or from a form with its flat names. Mistakes have the names that were sent. */
export function readSubmission(
  schema: ReturnType<typeof submissionSchema>,
  values: Values,
  sentAs: 'json' | 'form',
  { key: keyHeader, today }: { readonly key: string | undefined; readonly today: Day },
): ReadSubmission {
  const { submissionKey, ...rest } = sentAs === 'form' ? fromForm(values) : withSubmitter(values);
  const parsed = schema.safeParse(withoutBlanks(rest), { reportInput: true });
  const key = z.optional(Key).safeParse([keyHeader, submissionKey].find((given) => !isBlank(given)));
  const questions = parsed.success ? questionsOn(parsed.data, today) : [];
  if (!parsed.success || !key.success || questions.length > 0) {
    const mistakes = [...(parsed.error?.issues ?? []).map(mistakeOf), ...questions];
    if (!key.success) mistakes.push({ field: 'submissionKey', problem: 'wrong' });
    const nameOf = (field: string) => (sentAs === 'form' ? (formNames[field] ?? field) : field);
    return {
      mistakes: firstOfEach(mistakes).map((mistake) => ({ ...mistake, field: nameOf(mistake.field) })),
    };
  }
  const { submitter, sure: _said, ...submission } = parsed.data;
  return { submission, contact: submitter, key: key.data };
}

/** What is wrong with a deadline, or must be meant. */
function questionsOn(
  { deadlineDate, sure }: { readonly deadlineDate?: Day | undefined; readonly sure?: 'yes' | undefined },
  today: Day,
): readonly FieldMistake[] {
  if (deadlineDate === undefined) return [];
  const field = 'deadlineDate';
  const { earliest, latest } = boundsOn(today);
  if (deadlineDate < earliest) return [{ field, problem: 'too-early', earliest }];
  if (deadlineDate > latest) return [{ field, problem: 'too-late', latest }];
  return deadlineDate < today && !sure ? [{ field, problem: 'past' }] : [];
}

function fromForm({ submitterName, submitterEmail, areas, departments, ...rest }: Values): Values {
  return {
    ...rest,
    areas: listOf(areas),
    departments: listOf(departments),
    submitter: withoutBlanks({ name: submitterName, email: submitterEmail }),
  };
}

const withSubmitter = ({ submitter, ...rest }: Values): Values => ({
  ...rest,
  submitter:
    typeof submitter === 'object' && submitter !== null && !Array.isArray(submitter)
      ? withoutBlanks(submitter as Values)
      : (submitter ?? {}),
});

const withoutBlanks = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => !isBlank(value))
      .map(([name, value]) => [name, Array.isArray(value) ? listOf(value) : value]),
  );
