import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { now } from '../domain/fixtures.ts';

type State = Notice['state'];
type In<One extends State> = Extract<Notice, { readonly state: One }>;

const mailed = { attempts: 1, settledAt: now, messageId: 'mail-1' };
const held: { readonly [One in State]: Omit<In<One>, 'state' | 'to'> } = {
  pending: { attempts: 0, dueAt: now },
  claimed: { attempts: 1, dueAt: now, leasedUntil: later(now, lease) },
  sent: mailed,
  delivered: mailed,
  bounced: { ...mailed, reason: 'code' },
  complained: { ...mailed, reason: 'code' },
  failed: { attempts: 1, settledAt: now, reason: 'code' },
  withheld: { attempts: 0, settledAt: now, reason: 'receipts' },
  collected: { attempts: 0, settledAt: now },
};

/** A notice to somebody in a state, with what it must hold there, and more. */
export function noticeAs<One extends State>(
  state: One,
  to: string,
  more: Partial<Omit<In<One>, 'state' | 'to'>> = {},
): In<One> {
  const notice: object = { ...held[state], ...more, state, to };
  return notice as In<One>;
}
