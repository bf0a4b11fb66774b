import { written } from '../../lib/mail-records.ts';
import type { DnsRecord } from '../../lib/mail-records.ts';

/** What was found out about one thing. */
export interface Finding {
  /** The thing. */
  readonly about: string;
  /** `unknown` where it could not be found out. */
  readonly state: 'ok' | 'fix' | 'unknown';
  /** How it is and, where it is not as it should be, what follows from that. */
  readonly says: string;
  /** What mends it: commands to run, records to publish in DNS, or something else to do. */
  readonly run?: readonly string[];
  readonly publish?: readonly DnsRecord[];
  readonly todo?: readonly string[];
}

type More = Pick<Finding, 'run' | 'publish' | 'todo'>;

export const ok = (about: string, says: string): Finding => ({ about, state: 'ok', says });
export const fix = (about: string, says: string, more: More): Finding => ({
  about,
  state: 'fix',
  says,
  ...more,
});
export const unknown = (about: string, says: string, more: More = {}): Finding => ({
  about,
  state: 'unknown',
  says,
  ...more,
});

/** Finds something out; what AWS or the name server refuses, or does not answer, is a finding too. */
export async function findOut(
  about: string,
  look: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return [await look()].flat();
  } catch (fault) {
    const { name, message } = fault instanceof Error ? fault : new Error(String(fault));
    return [unknown(about, `could not be found out: ${message === '' ? name : `${name}: ${message}`}`)];
  }
}

const marks = { ok: 'ok ', fix: 'fix', unknown: '?  ' };

/** A finding as people read it. */
export function linesOf({
  about,
  state,
  says,
  todo = [],
  run = [],
  publish = [],
}: Finding): readonly string[] {
  return [
    `${marks[state]}  ${about}: ${says}`,
    ...todo.map((what) => `       ${what}`),
    ...publish.map((record) => `       publish: ${written(record)}`),
    ...run.map((command) => `       run: ${command}`),
  ];
}
