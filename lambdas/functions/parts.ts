import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import organisationFile from '../../config/organisation.json' with { type: 'json' };
import { dynamoDbStore } from '../adapters/dynamodb-store.ts';
import type { Clock, Ids } from '../app/ports.ts';
import type { Asks } from '../app/instead.ts';
import { viewFor } from '../app/view.ts';
import { parseOrganisation } from '../domain/organisation.ts';
import { instantOf } from '../domain/time.ts';
import { isAsked } from '../text/progress.ts';

/** What every function is wired with: the real clock, the real randomness, the deployed organisation and the table. */
export const clock: Clock = () => instantOf(new Date());

export const ids: Ids = {
  secret: () => randomBytes(32).toString('base64url'),
  referenceBytes: () => randomBytes(4),
};

export const organisation = parseOrganisation(organisationFile);

export const asks: Asks = (file, recipient, now) =>
  isAsked(
    file.need,
    viewFor(organisation, file, recipient, now).actions.map(({ name }) => name),
  );

/* Without these a call that is never answered would last until the function's own time is up. */
const patience = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

export const storeIn = (table: string) =>
  dynamoDbStore(new DynamoDBClient({ requestHandler: patience }), table);
