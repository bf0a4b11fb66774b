import type { _Record } from '@aws-sdk/client-dynamodb-streams';

/** A stream record as a function gets it. */
export interface EventRecord {
  readonly dynamodb: { readonly SequenceNumber: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Turns a record of the SDK into what Lambda sends as JSON: times in whole seconds, bytes in base64. */
export function toEventRecord(record: _Record, streamArn: string): EventRecord {
  const { ApproximateCreationDateTime: created, SequenceNumber = '', ...change } = record.dynamodb ?? {};
  const event = {
    ...record,
    dynamodb: {
      ...change,
      SequenceNumber,
      ...(created && { ApproximateCreationDateTime: Math.floor(created.getTime() / 1_000) }),
    },
    eventSourceARN: streamArn,
  };
  return JSON.parse(
    JSON.stringify(event, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ),
  ) as EventRecord;
}
