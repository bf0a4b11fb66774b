import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { Reference } from '../../domain/need/reference.ts';
import { referenceOf } from './keys.ts';
import { tableKey } from './schema.ts';
import { askTable } from './table.ts';
import type { Table } from './table.ts';

/**
 * The references of all needs of which anything is stored, found by reading the whole table: for operators' commands. A need that has
 * lost its own item is in no index.
 * @throws as `askTable` does
 */
export const allReferencesIn = (table: Table): Promise<ReadonlySet<Reference>> => askTable(scan(table));

async function scan({ client, name }: Table): Promise<ReadonlySet<Reference>> {
  const found = new Set<Reference>();
  const pages = paginateScan({ client }, { TableName: name, ProjectionExpression: tableKey.partition });
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      const reference = referenceOf(item);
      if (reference) found.add(reference);
    }
  return found;
}
