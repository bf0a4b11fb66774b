import type { Code } from '../../domain/session/code.ts';
import type { Session } from '../../domain/session/session.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Count } from './counts.ts';

/** Codes that prove who reads the mail to an address. Every method throws `StoreBusy` and `StoreOutOfReach`. */
export interface Codes {
  /** Stores a code that was asked for, in one write; it is then listed as due. @returns whether `counts` permit it */
  askForCode(code: Code, counts?: readonly Count[]): Promise<boolean>;

  /** A code as it is at this moment. */
  readCode(challenge: string): Promise<Code | undefined>;

  /**
   * Stores what a code has become, with the session that it opens, all or nothing.
   * @returns `changed-meanwhile` when it is no longer of the version before; `too-many` when `counts` do not permit it.
   */
  changeCode(
    after: Code,
    also: { readonly session?: Session; readonly counts?: readonly Count[] },
  ): Promise<'changed' | 'changed-meanwhile' | 'too-many'>;

  /** The challenges of the codes that may be due to be sent by now, the longest due first. */
  dueCodes(now: Instant, limit: number): Promise<readonly string[]>;
}
