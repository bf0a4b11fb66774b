import type { Organisation } from '../domain/organisation/organisation.ts';
import * as z from 'zod/mini';
import { isBlank, listOf, mistakeOf, withoutDoubles } from '../domain/need/fields.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import { Contact, Submission } from '../domain/need/submission.ts';
import type { Fields } from './body.ts';

/** A submission as the contract has it, with the ids that the organisation knows. */
export const submissionSchema = (organisation: Organisation) => {
  const known = <Id extends string>(members: readonly { id: Id }[]) =>
    z.enum(members.map(({ id }) => id)) as unknown as z.ZodMiniType<Id, string>;
  return z.extend(Submission, {
    school: z.optional(known(organisation.schools)),
    areas: z._default(z.array(known(organisation.areas)).check(withoutDoubles()), []),
    departments: z._default(z.array(known(organisation.departments)).check(withoutDoubles()), []),
    submitter: Contact,
  });
};

/** The key by which a submission can be sent again: `submissionKey`, or the header `Idempotency-Key`. */
const Key = z.optional(z.string().check(z.minLength(1), z.maxLength(255)));

const formNames: Readonly<Record<string, string>> = {
  'submitter.name': 'submitterName',
  'submitter.email': 'submitterEmail',
};

export type Submitted =
  | { readonly submission: Submission; readonly contact: Contact; readonly key: string | undefined }
  | { readonly mistakes: readonly FieldMistake[] };

/** Reads a submission from a JSON body or, with its flat names, from a form; all mistakes at once, under the names the sender used. */
export function readSubmission(
  schema: ReturnType<typeof submissionSchema>,
  said: Fields,
  sentAs: 'json' | 'form',
  keyHeader: string | undefined,
): Submitted {
  const { submissionKey, ...rest } = sentAs === 'form' ? fromForm(said) : withSubmitter(said);
  const parsed = schema.safeParse(withoutBlanks(rest), { reportInput: true });
  const key = Key.safeParse([keyHeader, submissionKey].find((given) => !isBlank(given)));
  if (!parsed.success || !key.success) {
    const keyMistakes: FieldMistake[] = key.success ? [] : [{ field: 'submissionKey', problem: 'wrong' }];
    const found = [...(parsed.error?.issues ?? []).map(mistakeOf), ...keyMistakes];
    const seen = found.filter(
      ({ field }, index) => found.findIndex((other) => other.field === field) === index,
    );
    return {
      mistakes: seen.map((mistake) => ({
        ...mistake,
        field: sentAs === 'form' ? (formNames[mistake.field] ?? mistake.field) : mistake.field,
      })),
    };
  }
  const { submitter, ...submission } = parsed.data;
  return { submission, contact: submitter, key: key.data };
}

function fromForm({ submitterName, submitterEmail, areas, departments, ...rest }: Fields): Fields {
  return {
    ...rest,
    areas: listOf(areas),
    departments: listOf(departments),
    submitter: withoutBlanks({ name: submitterName, email: submitterEmail }),
  };
}

const withSubmitter = ({ submitter, ...rest }: Fields): Fields => ({
  ...rest,
  submitter:
    typeof submitter === 'object' && submitter !== null && !Array.isArray(submitter)
      ? withoutBlanks(submitter as Fields)
      : (submitter ?? {}),
});

const withoutBlanks = (said: Fields): Fields =>
  Object.fromEntries(
    Object.entries(said)
      .filter(([, value]) => !isBlank(value))
      .map(([name, value]) => [name, Array.isArray(value) ? listOf(value) : value]),
  );
