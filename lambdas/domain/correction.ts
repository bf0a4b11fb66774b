import * as z from 'zod/mini';

/* What is read of a schema: https://zod.dev/library-authors documents `_zod.def`. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
}

/**
 * Where a schema of a file has keys of this name: for a key that stands in the wrong place.
 * @returns places such as `mail.address`; in a list, of its members: `people.N.email`
 */
function placesOf(schema: z.core.$ZodType, key: string, at = ''): readonly string[] {
  const { type, shape = {}, element, innerType } = schema._zod.def as Definition;
  if (type === 'object')
    return Object.entries(shape).flatMap(([name, inner]) => [
      ...(name === key ? [at + name] : []),
      ...placesOf(inner, key, `${at}${name}.`),
    ]);
  const within = type === 'array' ? element : innerType;
  return within === undefined ? [] : placesOf(within, key, type === 'array' ? `${at}N.` : at);
}

/**
 * Reads the content of a file; or gives its mistakes, each with its place and what is to be done: what the schema says of it, or else what is
 * said here. That is given to the parser: what it leaves unsaid would be said in the words that some module has set for all schemas, as
 * `z.string()` of zod does.
 */
export function readContent<Schema extends z.core.$ZodType>(
  schema: Schema,
  content: unknown,
): { readonly value: z.infer<Schema> } | { readonly mistakes: readonly string[] } {
  const parsed = z.safeParse(schema, content, { error: correctionOf });
  if (parsed.success) return { value: parsed.data };
  const mistakes = parsed.error.issues.map((issue) => {
    /* An object's own words are what to do where it is missing. */
    const correction =
      issue.code === 'unrecognized_keys' ? correctionOfKeys(schema, issue.keys) : issue.message;
    return `${issue.path.join('.') || 'the file'}: ${correction}`;
  });
  return { mistakes };
}

const correctionOf: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_format' && issue.format === 'email')
    return "mail cannot be sent to this address; write it as name@example.org, before the @ only a–z, digits and . _ + - '";
  if (issue.code === 'invalid_format' && issue.format === 'date')
    return 'is not a day of the calendar; write it as 2026-11-23';
  return issue.code === 'invalid_type'
    ? `expected ${issue.expected}; add or correct it`
    : 'is empty, too long or not written as it must be; correct it';
};

/** What is to be done with keys that the schema does not have where they stand. */
function correctionOfKeys(schema: z.core.$ZodType, keys: readonly string[]): string {
  return keys
    .map((key) => {
      const places = placesOf(schema, key);
      return places.length === 0
        ? `unknown key ${key}; correct or remove it`
        : `${key} belongs in another place; write it as ${places.join(' or ')}`;
    })
    .join('; ');
}
