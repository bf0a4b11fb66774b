/** A line of the log as CloudWatch reads it: fields of objects by their path, such as `message.outcome`. */
function field(line: string, path: string): unknown {
  let value: unknown = JSON.parse(line);
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value;
}

export const outcomeIn = (line: string): unknown => field(line, 'message.outcome');

/**
 * Whether a metric filter counts a line.
 * @param pattern a comparison of one field with a text, or several joined by `||`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function isCounted(pattern: string, line: string): boolean {
  const [, comparisons] = /^\{ (.+) \}$/.exec(pattern) ?? [];
  return (comparisons ?? '').split(' || ').some((comparison) => {
    const [, path, value] = /^\(?\$\.([\w.]+) = "([^"*]+)"\)?$/.exec(comparison) ?? [];
    if (path === undefined) throw new Error(`the pattern ${pattern} is not understood here`);
    return field(line, path) === value;
  });
}

/**
 * Whether a Logs Insights query finds a line.
 * @param query `filter` with comparisons of fields with texts, joined by `and`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
 */
export function isFound(query: string, line: string): boolean {
  const [, conditions] = /^filter (.+)$/.exec(query) ?? [];
  if (conditions === undefined) throw new Error(`the query ${query} is not understood here`);
  return conditions.split(' and ').every((condition) => {
    const [, path, value] = /^([\w.]+) = "([^"]+)"$/.exec(condition) ?? [];
    if (path === undefined) throw new Error(`the condition ${condition} is not understood here`);
    return field(line, path) === value;
  });
}
