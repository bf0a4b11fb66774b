import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  streamArn: z.string(),
  shards: z.record(
    z.string(),
    z.object({ after: z.string().optional(), finished: z.boolean().default(false) }),
  ),
});

/** How far an event source mapping has come in its stream, kept in a file so that a restart goes on from there. */
export interface Checkpoint {
  /** Whether this mapping has read from this stream before. */
  readonly known: boolean;
  /** The sequence number of the last record in the shard that is done with. */
  after(shardId: string): string | undefined;
  isFinished(shardId: string): boolean;
  advance(shardId: string, sequenceNumber: string): void;
  /** Every record of a closed shard is done with. */
  finish(shardId: string): void;
}

/** Opens the checkpoint in `file`; what it says of another stream than this one is forgotten. */
export function openCheckpoint(file: string, streamArn: string): Checkpoint {
  const kept = read(file);
  const known = kept?.streamArn === streamArn;
  const shards = known ? kept.shards : {};

  function save(): void {
    mkdirSync(dirname(file), { recursive: true });
    // By renaming: a crash leaves the one before or this one, never half of it.
    writeFileSync(`${file}.next`, JSON.stringify({ streamArn, shards }));
    renameSync(`${file}.next`, file);
  }

  return {
    known,
    after: (shardId) => shards[shardId]?.after,
    isFinished: (shardId) => shards[shardId]?.finished ?? false,
    advance: (shardId, sequenceNumber) => {
      shards[shardId] = { after: sequenceNumber, finished: false };
      save();
    },
    finish: (shardId) => {
      shards[shardId] = { ...shards[shardId], finished: true };
      save();
    },
  };
}

function read(file: string): z.infer<typeof schema> | undefined {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  return schema.parse(JSON.parse(content));
}
