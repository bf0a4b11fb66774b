import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type DynamoDBStreamsClient,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import { openCheckpoint, type Checkpoint } from './checkpoint.ts';
import { matchesFilter } from './event-filter.ts';
import { BatchDelivery, type DeliverySettings } from './stream-batch.ts';
import { toEventRecord } from './stream-record.ts';

const idleMilliseconds = 100;
const shardListMilliseconds = 2_000;
const errorPauseMilliseconds = 1_000;

export interface StreamPollerSettings extends DeliverySettings {
  readonly client: DynamoDBStreamsClient;
}

export interface StreamPoller {
  /** Resolves after the batch in progress. */
  stop(): Promise<void>;
}

/**
 * Reads a table's stream and calls a function with its records, as a Lambda event source mapping does: each shard in order,
 * filtered, in batches. Unlike Lambda it passes over no record for its age, so that a machine that was off overnight still sends
 * its mails.
 */
export function pollStream(settings: StreamPollerSettings): StreamPoller {
  const stopping = new AbortController();
  const ended = new StreamReader(settings, stopping.signal).run();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

class StreamReader {
  readonly #settings: StreamPollerSettings;
  readonly #signal: AbortSignal;
  readonly #checkpoint: Checkpoint;
  readonly #delivery: BatchDelivery;
  readonly #iterators = new Map<string, string>();
  #shards: readonly Shard[] = [];
  #shardsListedAt = -Infinity;

  constructor(settings: StreamPollerSettings, signal: AbortSignal) {
    const { mapping, streamArn, dataDir } = settings;
    this.#settings = settings;
    this.#signal = signal;
    this.#checkpoint = openCheckpoint(join(dataDir, 'checkpoints', `${mapping.id}.json`), streamArn);
    this.#delivery = new BatchDelivery(settings, this.#checkpoint, signal);
  }

  /** Reads until the signal aborts. Of a series of errors it logs the first. */
  async run(): Promise<void> {
    let isFailing = false;
    while (!this.#signal.aborted) {
      try {
        const count = await this.#readShards();
        isFailing = false;
        if (count === 0) await this.#pause(idleMilliseconds);
      } catch (error) {
        /* That the folder is full is said, and ends the system, where the folder is watched. */
        const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
        if (!isFailing && !isFull)
          console.error(this.#settings.mapping.id, `cannot read the stream: ${String(error)}`);
        isFailing = true;
        this.#iterators.clear();
        await this.#pause(errorPauseMilliseconds);
      }
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return sleep(milliseconds, undefined, { signal: this.#signal }).catch(() => undefined);
  }

  /** Reads one page of each open shard. @returns how many records there were */
  async #readShards(): Promise<number> {
    if (performance.now() >= this.#shardsListedAt + shardListMilliseconds) {
      this.#shards = await this.#openShards();
      this.#shardsListedAt = performance.now();
    }
    let count = 0;
    for (const { ShardId } of this.#shards) {
      if (ShardId !== undefined) count += await this.#readShard(ShardId);
    }
    return count;
  }

  /** The shards that can be read now: a shard's records come after all of its parent's. */
  async #openShards(): Promise<readonly Shard[]> {
    const { client, streamArn } = this.#settings;
    const shards: Shard[] = [];
    let last: string | undefined;
    do {
      const page = await client.send(
        new DescribeStreamCommand({ StreamArn: streamArn, ...(last && { ExclusiveStartShardId: last }) }),
      );
      shards.push(...(page.StreamDescription?.Shards ?? []));
      last = page.StreamDescription?.LastEvaluatedShardId;
    } while (last !== undefined);
    const unfinished = shards.filter(({ ShardId = '' }) => !this.#checkpoint.isFinished(ShardId));
    const ids = new Set(unfinished.map(({ ShardId }) => ShardId));
    return unfinished.filter(({ ParentShardId }) => ParentShardId === undefined || !ids.has(ParentShardId));
  }

  async #readShard(shardId: string): Promise<number> {
    const { client, mapping, streamArn } = this.#settings;
    const iterator = this.#iterators.get(shardId) ?? (await this.#firstIterator(shardId));
    if (iterator === undefined) return 0;
    const { Records = [], NextShardIterator } = await client.send(
      new GetRecordsCommand({ ShardIterator: iterator }),
    );
    const records = Records.map((record) => toEventRecord(record, streamArn));
    const matching = records.filter((record) =>
      mapping.filters.some((filter) => matchesFilter(filter, record)),
    );
    for (let start = 0; start < matching.length && !this.#signal.aborted; start += mapping.batchSize) {
      await this.#delivery.deliver(shardId, matching.slice(start, start + mapping.batchSize));
    }
    if (this.#signal.aborted) return 0;

    const last = records.at(-1);
    if (last) this.#checkpoint.advance(shardId, last.dynamodb.SequenceNumber);
    if (NextShardIterator !== undefined) this.#iterators.set(shardId, NextShardIterator);
    else this.#closeShard(shardId);
    return records.length;
  }

  #closeShard(shardId: string): void {
    this.#iterators.delete(shardId);
    this.#checkpoint.finish(shardId);
    this.#shardsListedAt = -Infinity;
  }

  async #firstIterator(shardId: string): Promise<string | undefined> {
    const after = this.#checkpoint.after(shardId);
    const position =
      after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: after };
    const { ShardIterator } = await this.#settings.client.send(
      new GetShardIteratorCommand({ StreamArn: this.#settings.streamArn, ShardId: shardId, ...position }),
    );
    return ShardIterator;
  }
}
