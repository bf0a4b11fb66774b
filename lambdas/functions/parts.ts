import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import organisationFile from '../../config/organisation.json' with { type: 'json' };
import type { Table } from '../adapters/dynamodb/table.ts';
import type { Clock, Ids } from '../app/ports.ts';
import type { Organisation } from '../domain/organisation.ts';
import { instantOf } from '../domain/time.ts';

/** What every function is wired with: the real clock, the real randomness, the deployed organisation and the table. */
export const clock: Clock = () => instantOf(new Date());

export const ids: Ids = {
  secret: () => randomBytes(32).toString('base64url'),
  referenceBytes: () => randomBytes(4),
};

/** The organisation file as the bundle holds it: read, checked and completed when the stack was synthesized. */
export const organisation = organisationFile as unknown as Organisation;

/* Without these a call that is never answered would last until the function's own time is up. */
const patience = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

export const tableOf = (name: string): Table => ({
  client: new DynamoDBClient({ requestHandler: patience }),
  name,
});
