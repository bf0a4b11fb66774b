import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { eventItem, needItem, submissionItem } from '../lambdas/adapters/dynamodb/items.ts';
import type { Need } from '../lambdas/domain/need/need.ts';
import { instantOf, later } from '../lambdas/domain/time/time.ts';
import { localCredentials } from '../local/database.ts';
import { noticeAs } from '../test/support/notices.ts';
import type { Lab } from './lab.ts';
import { seed } from './seeds.ts';
import type { Cost } from './wire-costs.ts';
import { wireCosts } from './wire-costs.ts';

/* Those that are not open were closed in so many months before. */
const months = 100;
const aMonth = 30 * 24 * 3_600_000;

/**
 * What things cost on a table in which so many needs are stored already.
 * @param mostOpen how many of them are open at most: told of, and in the hands of their developers
 */
export async function costsAt(lab: Lab, needs: number, mostOpen = 1_000): Promise<readonly Cost[]> {
  const name = `needs-${needs}`;
  await lab.table(name);
  const client = new DynamoDBClient({
    endpoint: lab.database,
    region: lab.deployment.region,
    credentials: localCredentials,
  });
  let left = needs;
  const now = instantOf(new Date());
  const withStatus = (need: Need, index: number): Need =>
    index <= mostOpen
      ? { ...need, status: 'clarifying' }
      : { ...need, status: 'withdrawn', since: later(now, -(index % months) * aMonth) };
  const fill = async () => {
    while (left > 0) {
      const batch = Array.from({ length: Math.min(8, left) }, seed);
      left -= batch.length;
      const before = left;
      const requests = batch.flatMap(({ opening }, index): WriteRequest[] => {
        const { need, entry } = opening;
        return [
          needItem(withStatus(need, before + index)),
          eventItem({ ...entry, notices: entry.notices.map(({ to }) => noticeAs('sent', to)) }),
          submissionItem(opening),
        ].map((Item) => ({ PutRequest: { Item } }));
      });
      await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, fill));
  client.destroy();
  return wireCosts(lab, name);
}
