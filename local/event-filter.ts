type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/* Of the operators that AWS has, those that the template uses. */
const operators: Record<string, (operand: unknown, value: unknown) => boolean> = {
  exists: (operand, value) => (value !== undefined && !isFields(value)) === operand,
  prefix: (operand, value) => typeof value === 'string' && value.startsWith(String(operand)),
};

function conditionHolds(condition: unknown, value: unknown): boolean {
  if (!isFields(condition)) return condition === value;
  return Object.entries(condition).every(([name, operand]) => {
    const operator = operators[name];
    if (!operator) throw new Error(`Unknown operator ${name} in an event filter`);
    return operator(operand, value);
  });
}

/**
 * Whether a record passes one filter pattern of an event source mapping: every field of the pattern must match, and a list of
 * conditions matches when one of them does.
 *
 * @param pattern the parsed `Pattern` of `FilterCriteria`
 * @param record the record as the function would get it
 * @throws when the pattern uses an operator that is not known here
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function matchesFilter(pattern: unknown, record: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((condition) => conditionHolds(condition, record));
  if (!isFields(pattern)) throw new Error('An event filter lists its conditions in an array');
  if ('$or' in pattern) throw new Error('Unknown operator $or in an event filter');
  return Object.entries(pattern).every(([field, inner]) =>
    matchesFilter(inner, isFields(record) ? record[field] : undefined),
  );
}
