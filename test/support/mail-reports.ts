import type { MailReport } from '../../lambdas/domain/notice/mail-report.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { now } from '../domain/fixtures.ts';

export const lisa = 'lisa-eliasson' as Recipient;

/** What SES reports, a second after `now`, on a mail that went to Lisa at `now`. */
export const reportOf = (kind: MailReport['kind'], messageId = 'mail-1'): MailReport => ({
  reference: 'B26-7KQ4M' as never,
  version: 1,
  to: lisa,
  kind,
  messageId,
  sentAt: now,
  at: later(now, 1000),
  address: 'lisa.eliasson@example.org',
  reason: kind,
});

/** Every order of these, once where some are alike. */
export function* orders<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  if (items.length === 0) yield [];
  for (const item of new Set(items)) {
    for (const rest of orders(items.toSpliced(items.indexOf(item), 1))) yield [item, ...rest];
  }
}
