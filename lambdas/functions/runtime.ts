import type { Organisation } from '../domain/organisation/organisation.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import organisationFile from '../../config/organisation.json' with { type: 'json' };
import type { Table } from '../adapters/dynamodb/table.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Ids } from '../app/ports/ids.ts';
import { instantOf } from '../domain/time/time.ts';
import { dynamoDbOptions } from './clients.ts';

/** What every function is wired with: the real clock, the real randomness, the deployed organisation and the table. */
export const clock: Clock = () => instantOf(new Date());

export const ids: Ids = {
  secret: () => randomBytes(32).toString('base64url'),
  /* Node draws for many UUIDs at a time, and so at a tenth of the price; the first eight digits of each are random. */
  referenceBytes: () => Buffer.from(randomUUID().slice(0, 8), 'hex'),
};

/** The organisation file as the bundle holds it: read, checked and completed when the stack was synthesized. */
export const organisation = organisationFile as unknown as Organisation;

export const tableOf = (name: string): Table => ({
  client: new DynamoDBClient(dynamoDbOptions()),
  name,
});
