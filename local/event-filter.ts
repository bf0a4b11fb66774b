type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const comparisons: Record<string, (left: number, right: number) => boolean> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** `numeric` lists pairs of operator and bound that must all hold: `[">", 0, "<=", 5]`. */
function withinBounds(bounds: unknown[], value: unknown): boolean {
  if (typeof value !== 'number') return false;
  for (let index = 0; index < bounds.length; index += 2) {
    const compare = comparisons[String(bounds[index])];
    if (!compare) throw new Error(`Unknown numeric operator ${String(bounds[index])} in an event filter`);
    if (!compare(value, Number(bounds[index + 1]))) return false;
  }
  return true;
}

const operators: Record<string, (operand: unknown, value: unknown) => boolean> = {
  exists: (operand, value) => (value !== undefined && !isFields(value)) === operand,
  prefix: (operand, value) => typeof value === 'string' && value.startsWith(String(operand)),
  suffix: (operand, value) => typeof value === 'string' && value.endsWith(String(operand)),
  numeric: (operand, value) => withinBounds(asList(operand), value),
  'equals-ignore-case': (operand, value) =>
    typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase(),
  'anything-but': (operand, value) =>
    value !== undefined && !asList(operand).some((refused) => conditionHolds(refused, value)),
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
 * Says whether a record passes one filter pattern of an event source mapping: every field of the pattern must
 * match, a list of conditions matches when one of them does, and `$or` when one of its patterns does.
 *
 * @param pattern the parsed `Pattern` of `FilterCriteria`
 * @param record the record as the function would get it
 * @throws when the pattern uses an operator that is not known here
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function matchesFilter(pattern: unknown, record: unknown): boolean {
  if (Array.isArray(pattern)) {
    // Of a list in the record, one element that matches is enough; an empty one counts as absent.
    const values = Array.isArray(record) && record.length > 0 ? (record as unknown[]) : [record];
    return pattern.some((condition) => values.some((value) => conditionHolds(condition, value)));
  }
  if (!isFields(pattern)) throw new Error('An event filter lists its conditions in an array');
  if (Array.isArray(record)) return record.some((element) => matchesFilter(pattern, element));
  return Object.entries(pattern).every(([field, inner]) =>
    field === '$or'
      ? asList(inner).some((alternative) => matchesFilter(alternative, record))
      : matchesFilter(inner, isFields(record) ? record[field] : undefined),
  );
}
