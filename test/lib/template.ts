import * as z from 'zod/mini';

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z._default(z.record(z.string(), z.unknown()), {}),
      DeletionPolicy: z.optional(z.string()),
      DependsOn: z.optional(z.array(z.string())),
    }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.string() })),
});
type Resource = z.infer<typeof Template>['Resources'][string];

/**
 * A synthesized template made easy to compare: resources by their names in the code, without CDK's hash,
 * and every reference as text, such as `Needs.Arn`.
 */
export function readTemplate(json: unknown) {
  const { Resources, Outputs } = Template.parse(asText(json));
  const all = new Map(Object.entries(Resources).map(([id, resource]) => [nameOf(id), resource]));
  return {
    all,
    outputs: Object.fromEntries(Object.entries(Outputs).map(([name, { Value }]) => [name, Value])),
    ofType: (type: string): ReadonlyMap<string, Resource> =>
      new Map([...all].filter(([, resource]) => resource.Type === type)),
    /** The one resource of a type. */
    only(type: string): Resource {
      const [first, ...others] = this.ofType(type).values();
      if (!first || others.length > 0) throw new Error(`there is not exactly one ${type}`);
      return first;
    },
  };
}

const nameOf = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

const Reference = z.strictObject({ Ref: z.string() });
const Attribute = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const Join = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const Part = z.strictObject({
  'Fn::Select': z.tuple([z.number(), z.strictObject({ 'Fn::Split': z.tuple([z.string(), z.unknown()]) })]),
});

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return value;

  const reference = Reference.safeParse(value);
  if (reference.success) return nameOf(reference.data.Ref);
  const attribute = Attribute.safeParse(value);
  if (attribute.success) {
    const [id, name] = attribute.data['Fn::GetAtt'];
    return `${nameOf(id)}.${name}`;
  }
  const join = Join.safeParse(value);
  if (join.success) {
    const [separator, parts] = join.data['Fn::Join'];
    return parts.map(asText).join(separator);
  }
  const part = Part.safeParse(value);
  if (part.success) {
    const [
      index,
      {
        'Fn::Split': [separator, whole],
      },
    ] = part.data['Fn::Select'];
    return `part ${index} of ${String(asText(whole))} by ${separator}`;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
}
