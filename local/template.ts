import { z } from 'zod';

const schema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

/** A resource of the template: its logical id and its properties, unresolved. */
interface Resource {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A synthesized CloudFormation template. */
export interface Template {
  readonly region: string;
  ofType(type: string): readonly Resource[];
  /** The resource of a type that a value refers to, by `Ref` or `Fn::GetAtt` at any depth. */
  find(type: string, value: unknown): Resource | undefined;
  /**
   * The same, where there must be one.
   * @throws with the name of `from`, the resource that refers to it
   */
  get(type: string, value: unknown, from: string): Resource;
  /**
   * Resolves a plain value: `Ref`, `Fn::GetAtt` and `Fn::Join`. A resource's name here is the name that the template gives it,
   * else its logical id.
   * @throws for what has no counterpart here, naming it
   */
  resolve(value: unknown): string;
}

/**
 * Reads a template.
 * @param apiUrl stands for the address of the HTTP API, without a trailing slash
 */
export function readTemplate(content: unknown, region: string, apiUrl: string): Template {
  const resources = schema.parse(content).Resources;
  const resourceOf = (id: string): Resource => ({ id, properties: resources[id]?.Properties ?? {} });

  function find(type: string, value: unknown): Resource | undefined {
    if (typeof value === 'string') return resources[value]?.Type === type ? resourceOf(value) : undefined;
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.values(value)
      .map((part) => find(type, part))
      .find((found) => found !== undefined);
  }

  function nameOf(id: string): string {
    if (id === 'AWS::Region') return region;
    if (id === 'AWS::URLSuffix') return 'amazonaws.com';
    if (!resources[id]) throw new Error(`The template's reference to ${id} means nothing on this machine`);
    const { properties } = resourceOf(id);
    const names = [properties['TableName'], properties['Name']];
    return names.find((name) => typeof name === 'string') ?? id;
  }

  function attribute(id: string, name: string): string {
    if (resources[id]?.Type === 'AWS::ApiGatewayV2::Api' && name === 'ApiEndpoint') return apiUrl;
    throw new Error(`The template's ${id}.${name} means nothing on this machine`);
  }

  function resolve(value: unknown): string {
    if (typeof value !== 'object' || value === null) return String(value);
    const [[intrinsic, operand] = []] = Object.entries(value) as [string, unknown][];
    switch (intrinsic) {
      case 'Ref':
        return nameOf(z.string().parse(operand));
      case 'Fn::GetAtt':
        return attribute(...z.tuple([z.string(), z.string()]).parse(operand));
      case 'Fn::Join': {
        const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(operand);
        return parts.map(resolve).join(separator);
      }
      default:
        throw new Error(`The template's ${String(intrinsic)} means nothing on this machine`);
    }
  }

  return {
    region,
    ofType: (type) =>
      Object.entries(resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([id]) => resourceOf(id)),
    find,
    get: (type, value, from) => {
      const found = find(type, value);
      if (!found) throw new Error(`The template's ${from} refers to no ${type}`);
      return found;
    },
    resolve,
  };
}
