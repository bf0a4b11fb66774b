import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import type { SourceMapPayload } from 'node:module';
import type { Log } from '../app/ports/log.ts';

/** One JSON line an outcome, as CloudWatch Logs Insights reads it. */
export const log: Log = (outcome, facts) => {
  console.log(JSON.stringify({ outcome, ...facts }));
};

/** Logs what a fault was and where, without its message, which may quote what somebody wrote. */
export function logFault(error: unknown, facts: Parameters<Log>[1]): void {
  const isError = error instanceof Error;
  const frames = isError ? (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) : [];
  log('fault', {
    ...facts,
    fault: isError ? error.name : typeof error,
    ...(frames.length > 0 && { at: frames.map(inSource).join('\n') }),
  });
}

/* Node's own source maps would be read at every cold start; here only once something has gone wrong. */
const maps = new Map<string, SourceMap | undefined>();

/** A frame of a stack with its place in the source instead of the one in the bundle; as it is where no map is beside the file. */
const inSource = (frame: string): string =>
  frame.replace(/(\/[^():]+):(\d+):(\d+)/, (place, file: string, line: string, column: string) => {
    if (!maps.has(file)) maps.set(file, mapOf(file));
    const origin = maps.get(file)?.findOrigin(Number(line), Number(column));
    return origin && 'fileName' in origin
      ? `${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}`
      : place;
  });

function mapOf(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}
