import type * as z from 'zod/mini';

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
 * What is to be done about a mistake in a file of which the schema itself says nothing. It is given to the parser: what it leaves unsaid
 * would be said in the words that some module has set for all schemas, as `import 'zod'` does.
 */
export const correctionFor =
  (schema: z.core.$ZodType): z.core.$ZodErrorMap =>
  (issue) => {
    if (issue.code === 'unrecognized_keys') return correctionOfKeys(schema, issue.keys);
    if (issue.code === 'invalid_format' && issue.format === 'email')
      return "mail cannot be sent to this address; write it as name@example.org, before the @ only a–z, digits and . _ + - '";
    if (issue.code === 'invalid_format' && issue.format === 'date')
      return 'is not a day of the calendar; write it as 2026-11-23';
    return issue.code === 'invalid_type'
      ? `expected ${issue.expected}; add or correct it`
      : 'is empty, too long or not written as it must be; correct it';
  };

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
