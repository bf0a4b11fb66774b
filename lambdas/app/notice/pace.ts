import type { Answer } from '../../domain/notice/answer.ts';
import type { Clock } from '../ports/clock.ts';

/*
 * How fast an account may send, only SES knows, and it says so by refusing. So the pace is learned from its answers: mails begin
 * side by side, more of them with each one that is taken, and slower whenever one came too fast. Rates are in mails a second.
 */
const atFirst = 50;
const fastest = 100;
const slowest = 0.5;
/** At most so many at once: at five seconds an answer this gives some twenty mails a second. */
const mostAtOnce = 100;
const slowDown = 0.85;
const second = 1000;

interface Deps {
  readonly clock: Clock;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** Lets mails begin, one turn each. */
export interface Pace {
  /** Waits until a mail may begin. Each turn is ended once. */
  turn(): Promise<void>;
  /** Learns from an answer. */
  heard(answer: Answer): void;
  end(): void;
}

/**
 * Begins with one mail, so that only one is tried while SES refuses everybody.
 * @returns a pace for one call, which knows what the calls before it have learned
 */
export function paceOf({ clock, pause }: Deps): () => Pace {
  let atOnce = 1;
  let rate = atFirst;
  let slowedAt = -Infinity;

  return () => {
    let underWay = 0;
    let next = 0;
    const waiting: (() => void)[] = [];
    return {
      async turn() {
        while (underWay >= atOnce) await new Promise<void>((go) => waiting.push(go));
        underWay += 1;
        const now = Date.parse(clock());
        const begin = Math.max(now, next);
        next = begin + second / rate;
        if (begin > now) await pause(begin - now);
      },
      heard({ kind }) {
        const now = Date.parse(clock());
        if (kind === 'sent') {
          atOnce = Math.min(atOnce + 1, mostAtOnce);
          rate = Math.min(rate + 1 / rate, fastest);
        } else if (kind === 'stop-the-line' || kind === 'quota') {
          atOnce = 1;
        } else if (kind === 'retry-soon' && now - slowedAt >= second) {
          rate = Math.max(rate * slowDown, slowest);
          slowedAt = now;
        }
      },
      end() {
        underWay -= 1;
        waiting.shift()?.();
      },
    };
  };
}
