import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import type { SourceMapPayload } from 'node:module';
import type { Context } from 'aws-lambda';
import { outcomes } from '../app/ports/log.ts';
import type { FactsOf, Log } from '../app/ports/log.ts';

/** One JSON line an outcome: Lambda writes an object under `message` as it is, and would quote a string. */
export const log: Log = (outcome, facts) => {
  console[outcomes[outcome]]({ outcome, ...facts });
};

/** Logs what a fault was (its code, else its name) and where; not its message, which may quote what somebody wrote. */
export function logFault(
  error: unknown,
  facts: Pick<FactsOf<'fault'>, 'faultId' | 'route' | 'messageId'>,
): void {
  const {
    name,
    code,
    stack = '',
  }: { name: string; code?: unknown; stack?: string } = error instanceof Error
    ? error
    : { name: typeof error };
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  log('fault', {
    ...facts,
    fault: typeof code === 'string' ? code : name,
    ...(frames.length > 0 && { at: frames.map(inSource).join('\n') }),
  });
}

/**
 * A handler that logs its own faults, for functions that no request waits for. What it throws then says nothing: Lambda would log the
 * message and every property of an error, such as the item that a failed condition names.
 * @throws Error always when the handler throws, so that Lambda counts the failure and calls again
 */
export const loggingFaults =
  <Event, Result>(handler: (event: Event, context: Context) => Promise<Result>) =>
  async (event: Event, context: Context): Promise<Result> => {
    try {
      return await handler(event, context);
    } catch (fault) {
      logFault(fault, {});
      throw new Error('failed: the fault is logged');
    }
  };

/* Read at the first fault. Node's own support would read source maps at every cold start. */
const maps = new Map<string, SourceMap | undefined>();

/** A line of a stack trace with its place in the source; unchanged when there is no source map beside the bundle. */
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
