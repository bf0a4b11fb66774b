import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readTemplate } from '../lib/template.ts';
import type { Access } from './wire.ts';

const texts = z.union([z.string(), z.array(z.string())]).transform((one) => [one].flat());

/* Strict, so that a condition which is not judged below is no condition that is thought to hold. */
const Statement = z.object({
  Action: texts,
  Resource: texts,
  Condition: z
    .strictObject({
      'ForAllValues:StringLike': z.strictObject({ 'dynamodb:LeadingKeys': texts }),
      'ForAllValues:StringEquals': z.strictObject({ 'dynamodb:Attributes': texts }).optional(),
    })
    .optional(),
});
export type Statement = z.infer<typeof Statement>;

/** What the synthesized template allows the role of a function on DynamoDB. */
export function statementsOf(assembly: string, name: string): readonly Statement[] {
  const file = readdirSync(assembly).find((one) => one.endsWith('.template.json')) ?? '';
  const { all } = readTemplate(JSON.parse(readFileSync(join(assembly, file), 'utf8')));
  const Role = z.object({
    Properties: z.object({
      Policies: z.array(
        z.object({ PolicyDocument: z.object({ Statement: z.array(z.looseObject({ Action: texts })) }) }),
      ),
    }),
  });
  return Role.parse(all.get(`${name}Role`))
    .Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => Action.some((action) => /^dynamodb:(?!.*(Stream|Shard|Records))/.test(action)))
    .map((statement) => Statement.parse(statement));
}

/** Whether one of the statements allows an access, as IAM would judge it. */
export const allows = (
  statements: readonly Statement[],
  { action, partition = '', index, attributes }: Access,
): boolean =>
  statements.some(({ Action, Resource, Condition }) => {
    if (!Action.includes(action)) return false;
    if (index !== undefined) return Resource.some((one) => one.endsWith(`/index/${index}`));
    const leading = Condition?.['ForAllValues:StringLike']['dynamodb:LeadingKeys'] ?? [];
    const named = Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'];
    return (
      leading.some((pattern) => partition.startsWith(pattern.replace(/\*$/, ''))) &&
      attributes.every((attribute) => named?.includes(attribute) ?? true)
    );
  });
