import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { damaged } from './data-folder.ts';

const schema = z.object({
  streamArn: z.string(),
  shards: z.record(
    z.string(),
    z.object({ after: z.string().optional(), finished: z.boolean().default(false) }),
  ),
});

/** How far an event source mapping has read its stream, kept in a file over restarts. */
export interface Checkpoint {
  /** The sequence number of the shard's last record that was handled or given up. */
  after(shardId: string): string | undefined;
  isFinished(shardId: string): boolean;
  advance(shardId: string, sequenceNumber: string): void;
  /** Records that a closed shard has been read to its end. */
  finish(shardId: string): void;
}

/**
 * Opens the checkpoint in `file`, and starts anew if it is of another stream.
 * @throws CannotRun when the file is damaged
 */
export function openCheckpoint(file: string, streamArn: string): Checkpoint {
  const saved = read(file);
  const shards = saved?.streamArn === streamArn ? saved.shards : {};

  function save(): void {
    mkdirSync(dirname(file), { recursive: true });
    // Renamed into place, so that a crash leaves a whole file.
    writeFileSync(`${file}.next`, JSON.stringify({ streamArn, shards }));
    renameSync(`${file}.next`, file);
  }

  return {
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
  try {
    return schema.parse(JSON.parse(content));
  } catch {
    throw damaged(file);
  }
}
