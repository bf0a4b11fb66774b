import type { Organisation } from '../domain/organisation/organisation.ts';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import organisationFile from '../../config/organisation.json' with { type: 'json' };
import type { Table } from '../adapters/dynamodb/table.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Ids } from '../app/ports/ids.ts';
import type { Limits } from '../domain/limits.ts';
import { instantOf } from '../domain/time/time.ts';
import { dynamoDbOptions, withoutLogger } from './clients.ts';
import { environment } from './environment.ts';

/** Shared by all functions: the real clock, the real source of random bits, the deployed organisation and the table. */
export const clock: Clock = () => instantOf(new Date());

export const ids: Ids = {
  secret: () => randomBytes(32).toString('base64url'),
  code: () => String(randomInt(10 ** 8)).padStart(8, '0'),
  /* Node caches random bits for UUIDs, which makes them ten times cheaper; the first eight digits of each are random. */
  referenceBytes: () => Buffer.from(randomUUID().slice(0, 8), 'hex'),
};

/** The organisation file, which was checked and given its defaults when the stack was synthesized. */
export const deployedOrganisation = organisationFile as unknown as Organisation;

export const tableOf = (name: string): Table => ({
  client: withoutLogger(new DynamoDBClient(dynamoDbOptions())),
  name,
});

/** The stage's limits, which were checked and given their defaults when the stack was synthesized. */
export const limitsOf = (): Limits => JSON.parse(environment('LIMITS').LIMITS) as Limits;
