import { z } from 'zod';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

/** A synthesized CloudFormation template, as far as every resource is alike. */
export const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) });

type Resources = z.infer<typeof templateSchema>['Resources'];

/** The logical id of the first resource of this type that a value refers to, however it is wrapped. */
export function referenceTo(type: string, value: unknown, resources: Resources): string | undefined {
  if (typeof value === 'string') return resources[value]?.Type === type ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value)
    .map((part) => referenceTo(type, part, resources))
    .find((id) => id !== undefined);
}

/**
 * Resolves the intrinsic functions a CDK template uses in plain values. A resource's name here is the name the
 * template gives it, else its logical id.
 */
export function valueResolver(
  resources: Resources,
  region: string,
  apiUrl: string,
): (value: unknown) => string {
  const pseudoParameters: Record<string, string> = {
    'AWS::AccountId': '000000000000',
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::URLSuffix': 'amazonaws.com',
  };

  function reference(id: string): string {
    const pseudoParameter = pseudoParameters[id];
    if (pseudoParameter !== undefined) return pseudoParameter;
    const resource = resources[id];
    if (!resource) throw new Error(`The template's reference to ${id} means nothing on this machine`);
    const names = ['TableName', 'Name'].map((name) => resource.Properties[name]);
    return names.find((name) => typeof name === 'string') ?? id;
  }

  function attribute(id: string, name: string): string {
    const resource = resources[id];
    if (resource?.Type === 'AWS::ApiGatewayV2::Api' && name === 'ApiEndpoint') return apiUrl;
    if (name === 'Arn') return `arn:aws:local:${region}:000000000000:${reference(id)}`;
    throw new Error(`The template's ${id}.${name} means nothing on this machine`);
  }

  function substitute(text: string, variables: Record<string, unknown>): string {
    return text.replaceAll(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
      if (name in variables) return resolveValue(variables[name]);
      const [id = '', ...path] = name.split('.');
      return path.length > 0 ? attribute(id, path.join('.')) : reference(id);
    });
  }

  function resolveValue(value: unknown): string {
    if (typeof value !== 'object' || value === null) return String(value);
    const [[intrinsic, operand] = []] = Object.entries(value) as [string, unknown][];
    switch (intrinsic) {
      case 'Ref':
        return reference(z.string().parse(operand));
      case 'Fn::GetAtt': {
        const [id, name] = z.tuple([z.string(), z.string()]).parse(operand);
        return attribute(id, name);
      }
      case 'Fn::Join': {
        const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(operand);
        return parts.map(resolveValue).join(separator);
      }
      case 'Fn::Sub': {
        const [text, variables = {}] = z
          .union([
            z.string().transform((whole): [string, Record<string, unknown>?] => [whole]),
            z.tuple([z.string(), z.record(z.string(), z.unknown())]),
          ])
          .parse(operand);
        return substitute(text, variables);
      }
      default:
        throw new Error(`The template's ${String(intrinsic)} means nothing on this machine`);
    }
  }

  return resolveValue;
}
