import { z } from 'zod';

const schema = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/**
 * The identifiers of the items that a function reports as failed, of a batch of records or messages.
 * @returns nothing for a report that cannot be read
 */
export function failedItems(response: unknown): ReadonlySet<string> | undefined {
  const { success, data } = schema.safeParse(response);
  return success ? new Set(data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier)) : undefined;
}
