/** One part of a request to DynamoDB, as far as it names attributes. */
export interface Part {
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly Item?: Readonly<Record<string, unknown>>;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ProjectionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
}

/* A path, not a value (`:so`), nor the name of a function, which a bracket follows. */
const path = /(?<![:\w#.\]])(#?\w+)[\w#.[\]]*(?![\w#.[\]]|\s*\()/g;
const isWord = (name: string) => /^(set|remove|add|delete|and|or|not|between|in|\d+)$/i.test(name);

/**
 * The attributes that a request names, the innermost of a path left out: those that `dynamodb:Attributes` judges.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function attributesIn(part: Part): readonly string[] {
  const { Key = {}, Item = {}, ExpressionAttributeNames: names = {} } = part;
  const { UpdateExpression, ConditionExpression, ProjectionExpression } = part;
  const { KeyConditionExpression, FilterExpression } = part;
  const expressions = [UpdateExpression, ConditionExpression, ProjectionExpression]
    .concat(KeyConditionExpression, FilterExpression)
    .filter((expression) => expression !== undefined);
  const named = expressions
    .flatMap((expression) => [...expression.matchAll(path)].map(([, first = '']) => first))
    .filter((name) => !isWord(name))
    .map((name) => (name.startsWith('#') ? (names[name] ?? name) : name));
  return [...new Set([...Object.keys(Key), ...Object.keys(Item), ...named])];
}
