import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { DescribeTableCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { Item } from '../lambdas/adapters/dynamodb/keys.ts';
import { expiry, format } from '../lambdas/adapters/dynamodb/schema.ts';
import type { Table } from '../lambdas/adapters/dynamodb/table.ts';
import { Mistake } from './command.ts';

/*
 * The format of a backup: JSON lines. The first says what the table is like, each of the next is an item as DynamoDB's API writes it, and
 * the last says how many there are, so that a file that was cut short is noticed.
 */

const key = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Head = z.object({
  format: z.literal(format),
  at: z.iso.datetime(),
  /** As CreateTable takes it. */
  table: z.object({
    KeySchema: key,
    AttributeDefinitions: z.array(
      z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
    ),
    GlobalSecondaryIndexes: z._default(
      z.array(
        z.object({
          IndexName: z.string(),
          KeySchema: key,
          Projection: z.object({
            ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
            NonKeyAttributes: z.optional(z.array(z.string())),
          }),
        }),
      ),
      [],
    ),
  }),
});
type Head = z.infer<typeof Head>;
const Foot = z.strictObject({ items: z.int() });

/** What a table is like: its keys and indexes. */
export type Shape = Head['table'];

/**
 * Writes all items of a table into a new file that only its owner may read. What ends by itself is left out: sessions, codes and counts.
 * Each item is as it is when it is read, some of them a moment later than others.
 * @param progress is called once for each item
 * @returns how many items there are
 * @throws where there is such a file already
 */
export async function writeBackup(
  { client, name }: Table,
  file: string,
  progress: (of: number) => void,
): Promise<number> {
  const { Table: described } = await client.send(new DescribeTableCommand({ TableName: name }));
  const head: Head = Head.parse({ format, at: new Date().toISOString(), table: described });
  const handle = await open(file, 'wx', 0o600);
  try {
    const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`;
    await handle.write(lineOf(head));
    let items = 0;
    const pages = paginateScan(
      { client },
      {
        TableName: name,
        ConsistentRead: true,
        FilterExpression: 'attribute_not_exists(#expiry)',
        ExpressionAttributeNames: { '#expiry': expiry },
      },
    );
    for await (const { Items = [] } of pages) {
      await handle.write(Items.map(lineOf).join(''));
      items += Items.length;
      for (const _item of Items) progress(described?.ItemCount ?? 0);
    }
    await handle.write(lineOf({ items }));
    await handle.sync();
    return items;
  } finally {
    await handle.close();
  }
}

/**
 * Reads a backup twice: first to its end, so that nothing is begun with a file that is not whole.
 * @throws Mistake where it is no backup, or not a whole one
 */
export async function readBackup(
  file: string,
): Promise<{ readonly shape: Shape; readonly count: number; readonly items: () => AsyncGenerator<Item> }> {
  let head: Head | undefined;
  let count: number | undefined;
  let lines = 0;
  try {
    for await (const value of valuesIn(file)) {
      if (lines === 0) head = Head.parse(value);
      count = Foot.safeParse(value).data?.items;
      lines += 1;
    }
  } catch (fault) {
    throw new Mistake(
      `${file} is no backup that this release reads, or is damaged in line ${lines + 1}: ${String(fault)}`,
    );
  }
  if (!head || count !== lines - 2) throw new Mistake(`${file} is not whole: ${lines} line(s), and no end`);
  return {
    shape: head.table,
    count,
    async *items() {
      let line = 0;
      for await (const value of valuesIn(file)) {
        if (line > 0 && line <= lines - 2) yield value as Item;
        line += 1;
      }
    },
  };
}

async function* valuesIn(file: string): AsyncGenerator {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) yield JSON.parse(line);
}
