import { expect, test } from 'vitest';
import { asksIn } from '../../lambdas/app/notice/asks.ts';
import { recordReport } from '../../lambdas/app/notice/report.ts';
import type { MailReport } from '../../lambdas/domain/notice/mail-report.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { now, pathTo, pure } from '../domain/fixtures.ts';
import { reportOf } from '../support/mail-reports.ts';
import { memoryStore } from '../support/memory-store.ts';
import { noticeAs } from '../support/notices.ts';
import { actAs, claimStored, storeNeed } from '../support/stored.ts';

test('When a bounce is reported while the mail to the deputy is being sent, neither is lost: one claim at a time, and the deputy is asked again', async () => {
  const store = memoryStore();
  const reference = await storeNeed(store, pure, { departments: ['shared', 'responsible'] }, now);
  for (const step of pathTo.deciding) await actAs({ store, organisation: pure }, reference, step, now);
  const version = (await store.read(reference))?.need.version ?? 0;
  const event = { reference, version };
  const deputy = 'deputy-shared' as Recipient;
  const until = later(now, lease);
  const claim = (at = now) => claimStored(store, event, deputy, at);
  const first = await claim();
  if (!first) throw new Error('not claimed');
  const record = recordReport({
    organisation: pure,
    store,
    asks: asksIn(pure),
    clock: () => now,
    log: () => undefined,
  });
  const told = (to: Recipient, kind: MailReport['kind'], messageId: string): Promise<void> =>
    record({ ...reportOf(kind, messageId), ...event, to, address: `${to}@example.org` });
  await told('head-shared' as Recipient, 'bounce', 'mail-1');
  expect(await store.endClaim(event, first, noticeAs('sent', deputy), {})).toBe(false);
  await told(deputy, 'delivery', 'mail-2');
  expect(await claim()).toBeUndefined();
  expect(await claim(until)).toMatchObject({ state: 'claimed', substituteFor: 'head-shared' });
});
