import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type DynamoDBStreamsClient,
  type Shard,
  type _Record,
} from '@aws-sdk/client-dynamodb-streams';
import { z } from 'zod';
import type { StreamMapping } from './assembly.ts';
import { openCheckpoint } from './checkpoint.ts';
import { matchesFilter } from './event-filter.ts';

const idleMilliseconds = 100;
const lookForShardsMilliseconds = 2_000;
const longestRetryMilliseconds = 5_000;

/** A record in the form a function gets it: SDK types turned into what Lambda sends as JSON. */
interface EventRecord {
  readonly dynamodb: { readonly SequenceNumber: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

export interface StreamPollerSettings {
  readonly mapping: StreamMapping;
  readonly streamArn: string;
  readonly client: DynamoDBStreamsClient;
  /** Calls the mapping's function with `{Records}`; rejects when the function fails. */
  readonly invoke: (event: { Records: readonly EventRecord[] }) => Promise<unknown>;
  /** Where the checkpoint and the batches that were given up are kept. */
  readonly dataDir: string;
  /** The wait before the first retry of a failed batch, doubled for each further one; 200 ms unless told. */
  readonly firstRetryMilliseconds?: number;
}

export interface StreamPoller {
  /** Ends after the batch under way. */
  stop(): Promise<void>;
}

const partialResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/**
 * Reads a table's stream and calls a function with its records, as Lambda's event source mapping does: shard by
 * shard in order, filtered, in batches, failures retried with growing waits, then kept and passed over. Two
 * differences are meant. Records are read again from the first one not done with, however old they are: a machine
 * that was off overnight still has its mails to send. And of `LATEST`, nothing is kept before a first record is read.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function pollStream(settings: StreamPollerSettings): StreamPoller {
  const { mapping, streamArn, client, invoke, dataDir, firstRetryMilliseconds = 200 } = settings;
  const checkpoint = openCheckpoint(join(dataDir, 'checkpoints', `${mapping.id}.json`), streamArn);
  const iterators = new Map<string, string>();
  // Where a shard is begun that nothing was read from: all of a shard that came later is ours to read.
  let beginning = checkpoint.known ? 'TRIM_HORIZON' : mapping.startingPosition;
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);

  const run = async (): Promise<void> => {
    let shards: Shard[] = [];
    let lookAgainAt = 0;
    let troubled = false;
    while (!isStopping()) {
      try {
        if (performance.now() >= lookAgainAt) {
          shards = await openShards();
          lookAgainAt = performance.now() + lookForShardsMilliseconds;
        }
        let found = 0;
        for (const { ShardId } of shards) {
          if (ShardId !== undefined) found += await readShard(ShardId);
        }
        troubled = false;
        beginning = 'TRIM_HORIZON';
        if (found === 0) await pause(idleMilliseconds);
      } catch (error) {
        if (!troubled) console.error(mapping.id, 'cannot read the stream:', error);
        troubled = true;
        iterators.clear();
        await pause(1_000);
      }
    }
  };

  /** The shards to read now: a shard's records come after all of those of its parent. */
  async function openShards(): Promise<Shard[]> {
    const shards: Shard[] = [];
    let last: string | undefined;
    do {
      const page = await client.send(
        new DescribeStreamCommand({ StreamArn: streamArn, ...(last && { ExclusiveStartShardId: last }) }),
      );
      shards.push(...(page.StreamDescription?.Shards ?? []));
      last = page.StreamDescription?.LastEvaluatedShardId;
    } while (last !== undefined);
    const unfinished = shards.filter(({ ShardId = '' }) => !checkpoint.isFinished(ShardId));
    const ids = new Set(unfinished.map(({ ShardId }) => ShardId));
    return unfinished.filter(({ ParentShardId }) => ParentShardId === undefined || !ids.has(ParentShardId));
  }

  async function iteratorFor(shardId: string): Promise<string | undefined> {
    const after = checkpoint.after(shardId);
    const position =
      after === undefined
        ? { ShardIteratorType: beginning }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: after };
    const found = await client.send(
      new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ...position }),
    );
    return found.ShardIterator;
  }

  /** Reads one page of a shard and sees it through; returns how many records it held. */
  async function readShard(shardId: string): Promise<number> {
    const iterator = iterators.get(shardId) ?? (await iteratorFor(shardId));
    if (iterator === undefined) return 0;
    const { Records = [], NextShardIterator } = await client.send(
      new GetRecordsCommand({ ShardIterator: iterator }),
    );
    const records = Records.map((record) => toEventRecord(record, streamArn));
    const wanted = records.filter(
      (record) =>
        mapping.filters.length === 0 || mapping.filters.some((filter) => matchesFilter(filter, record)),
    );
    for (let start = 0; start < wanted.length && !isStopping(); start += mapping.batchSize) {
      await deliver(shardId, wanted.slice(start, start + mapping.batchSize));
    }
    if (isStopping()) return 0;

    const last = records.at(-1);
    if (last) checkpoint.advance(shardId, last.dynamodb.SequenceNumber);
    if (NextShardIterator !== undefined) iterators.set(shardId, NextShardIterator);
    else if (!checkpoint.isFinished(shardId)) {
      iterators.delete(shardId);
      checkpoint.finish(shardId);
    }
    return records.length;
  }

  /** Sees a batch through: delivered, or given up; only when we stop, its rest is left for the next start. */
  async function deliver(shardId: string, batch: readonly EventRecord[]): Promise<void> {
    let rest = batch;
    let retries = 0;
    while (!isStopping()) {
      const outcome = await attempt(rest);
      const done = rest[outcome.delivered - 1];
      if (done) {
        checkpoint.advance(shardId, done.dynamodb.SequenceNumber);
        rest = rest.slice(outcome.delivered);
        retries = 0;
      }
      if (rest.length === 0 || isStopping()) return;
      if (outcome.threw && mapping.bisectOnError && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        await deliver(shardId, rest.slice(0, middle));
        await deliver(shardId, rest.slice(middle));
        return;
      }
      if (retries >= mapping.maximumRetries) {
        giveUp(shardId, rest, retries + 1);
        return;
      }
      await pause(Math.min(firstRetryMilliseconds * 2 ** retries, longestRetryMilliseconds));
      retries += 1;
    }
  }

  /** How many records from the start of the batch the function has seen through. */
  async function attempt(batch: readonly EventRecord[]): Promise<{ delivered: number; threw: boolean }> {
    let response: unknown;
    try {
      response = await invoke({ Records: batch });
    } catch {
      return { delivered: 0, threw: true };
    }
    if (!mapping.reportsItemFailures) return { delivered: batch.length, threw: false };
    const report = partialResponse.safeParse(response);
    // A report that makes no sense, or names no record of the batch, fails all of it.
    if (!report.success) return { delivered: 0, threw: false };
    const places = (report.data?.batchItemFailures ?? []).map(({ itemIdentifier }) =>
      batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
    );
    return { delivered: Math.max(0, Math.min(batch.length, ...places)), threw: false };
  }

  function giveUp(shardId: string, records: readonly EventRecord[], calls: number): void {
    const first = records[0]?.dynamodb.SequenceNumber ?? '';
    const last = records.at(-1)?.dynamodb.SequenceNumber ?? '';
    console.error(mapping.id, `gave up ${records.length} record(s) from ${first} after ${calls} call(s)`);
    if (mapping.keepsFailures) {
      const folder = join(dataDir, 'failed');
      mkdirSync(folder, { recursive: true });
      const kept = {
        version: '1.0',
        timestamp: new Date().toISOString(),
        requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: calls },
        DDBStreamBatchInfo: {
          shardId,
          startSequenceNumber: first,
          endSequenceNumber: last,
          batchSize: records.length,
          streamArn,
        },
        payload: { Records: records },
      };
      writeFileSync(
        join(folder, `${mapping.id}-${shardId}-${first}.json`),
        JSON.stringify(kept, undefined, 2),
      );
    }
    checkpoint.advance(shardId, last);
  }

  const ended = run();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

function toEventRecord(record: _Record, streamArn: string): EventRecord {
  const { ApproximateCreationDateTime: created, SequenceNumber = '', ...change } = record.dynamodb ?? {};
  const plain = {
    ...record,
    dynamodb: {
      ...change,
      SequenceNumber,
      ...(created && { ApproximateCreationDateTime: Math.floor(created.getTime() / 1_000) }),
    },
    eventSourceARN: streamArn,
  };
  return JSON.parse(
    JSON.stringify(plain, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ),
  ) as EventRecord;
}
