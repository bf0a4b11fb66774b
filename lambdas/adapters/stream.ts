import type { DynamoDBRecord } from 'aws-lambda';
import { Reference } from '../domain/need/reference.ts';

/** Which event of which need a stream record is about; nothing when it is about something else. */
export function eventIn(
  record: DynamoDBRecord,
): { readonly reference: Reference; readonly version: number } | undefined {
  const { pk, sk } = record.dynamodb?.Keys ?? {};
  const reference = Reference.safeParse(/^NEED#(.+)$/.exec(pk?.S ?? '')?.[1]);
  const version = /^EVENT#(\d+)$/.exec(sk?.S ?? '')?.[1];
  return reference.success && version !== undefined
    ? { reference: reference.data, version: Number(version) }
    : undefined;
}
