import type { Answer } from '../../domain/notice/answer.ts';
import { sendRatePause, sendRateRetries } from '../../domain/notice/retry.ts';

/** What waiting between two attempts takes. */
export interface Pausing {
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** Sends a mail, and again in a moment as long as it is only too fast. */
export async function sendAtRate({ random, pause }: Pausing, send: () => Promise<Answer>): Promise<Answer> {
  for (let retry = 0; ; retry++) {
    const answer = await send();
    if (answer.kind !== 'retry-soon' || retry >= sendRateRetries) return answer;
    await pause(sendRatePause(random()));
  }
}
