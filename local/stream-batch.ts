import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Checkpoint } from './checkpoint.ts';
import { failedItems } from './failed-items.ts';
import type { StreamMapping } from './resources.ts';
import type { EventRecord } from './stream-record.ts';

const longestRetryMilliseconds = 5_000;

export interface DeliverySettings {
  readonly mapping: StreamMapping;
  readonly streamArn: string;
  /** Calls the mapping's function with `{Records}`; rejects when the function fails. */
  readonly invoke: (event: { Records: readonly EventRecord[] }) => Promise<unknown>;
  /** The folder for the checkpoint and for records that were given up. */
  readonly dataDir: string;
  /** The pause before the first retry of a failed batch, doubled for each further one; 200 ms by default. */
  readonly firstRetryMilliseconds?: number;
}

/** What a call has come to: how many records from the start of the batch the function has handled, and whether it threw. */
interface Outcome {
  readonly handled: number;
  readonly threw: boolean;
}

/**
 * Delivers batches of stream records to a function, as Lambda does: from the first record that failed a batch is tried again,
 * after growing pauses; a batch that makes the function throw is halved; what fails too often is kept in a file and passed over.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export class BatchDelivery {
  readonly #settings: DeliverySettings;
  readonly #checkpoint: Checkpoint;
  readonly #signal: AbortSignal;

  constructor(settings: DeliverySettings, checkpoint: Checkpoint, signal: AbortSignal) {
    this.#settings = settings;
    this.#checkpoint = checkpoint;
    this.#signal = signal;
  }

  /** Resolves when every record has been handled or given up, or after the call in progress when the signal aborts. */
  async deliver(shardId: string, batch: readonly EventRecord[]): Promise<void> {
    const { mapping, firstRetryMilliseconds = 200 } = this.#settings;
    let rest = batch;
    let retries = 0;
    while (!this.#signal.aborted) {
      const { handled, threw } = await this.#call(rest);
      const last = rest[handled - 1];
      if (last) {
        this.#checkpoint.advance(shardId, last.dynamodb.SequenceNumber);
        rest = rest.slice(handled);
        retries = 0;
      }
      if (rest.length === 0) return;
      if (threw && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        await this.deliver(shardId, rest.slice(0, middle));
        await this.deliver(shardId, rest.slice(middle));
        return;
      }
      if (retries >= mapping.maximumRetries) {
        this.#giveUp(shardId, rest, retries + 1);
        return;
      }
      const pause = Math.min(firstRetryMilliseconds * 2 ** retries, longestRetryMilliseconds);
      await sleep(pause, undefined, { signal: this.#signal }).catch(() => undefined);
      retries += 1;
    }
  }

  async #call(batch: readonly EventRecord[]): Promise<Outcome> {
    let response: unknown;
    try {
      response = await this.#settings.invoke({ Records: batch });
    } catch {
      return { handled: 0, threw: true };
    }
    const failed = failedItems(response);
    // A report that cannot be read, or that names no record of the batch, fails all of it.
    if (!failed) return { handled: 0, threw: false };
    const places = [...failed].map((id) => batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === id));
    return { handled: Math.max(0, Math.min(batch.length, ...places)), threw: false };
  }

  /** Writes the records to a file, as Lambda does to the mapping's failure destination, and passes over them. */
  #giveUp(shardId: string, records: readonly EventRecord[], calls: number): void {
    const { mapping, dataDir, streamArn } = this.#settings;
    const first = records[0]?.dynamodb.SequenceNumber ?? '';
    const last = records.at(-1)?.dynamodb.SequenceNumber ?? '';
    console.error(mapping.id, `gave up ${records.length} record(s) from ${first} after ${calls} call(s)`);
    const failure = {
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
    const folder = join(dataDir, 'failed');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `${mapping.id}-${shardId}-${first}.json`),
      JSON.stringify(failure, undefined, 2),
    );
    this.#checkpoint.advance(shardId, last);
  }
}
