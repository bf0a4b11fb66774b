/** Whether an event source mapping's filter pattern lets a record through, for the operators that our filter uses. */
export function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((rule) => passes(rule, value));
  return Object.entries(pattern as object).every(([key, inner]) =>
    matches(inner, typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
  );
}

function passes(rule: unknown, value: unknown): boolean {
  if (typeof rule === 'string') return value === rule;
  if (typeof rule === 'object' && rule !== null) {
    if ('prefix' in rule) return typeof value === 'string' && value.startsWith(String(rule.prefix));
    if ('exists' in rule) return (value !== undefined) === rule.exists;
  }
  throw new Error(`This test does not know the filter operator ${JSON.stringify(rule)}`);
}
