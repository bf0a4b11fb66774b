import { describe, expect, test } from 'vitest';
import { recordReport } from '../../lambdas/app/notice/report.ts';
import { asksIn } from '../../lambdas/app/notice/asks.ts';
import { makeLink } from '../../lambdas/app/need/links.ts';
import type { MailReport } from '../../lambdas/domain/notice/mail-report.ts';
import { claim as claimOf, isClaimable } from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import { substituteNotice } from '../../lambdas/domain/organisation/substitutes.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { now, pathTo, pure } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { noticeAs } from '../support/notices.ts';
import { actAs, storeNeed } from '../support/stored.ts';
import { fileIn } from '../i18n/walk.ts';

const minute = 60_000;
const as = (person: string) => person as Recipient;

/** The last event of a need with these notices in the place of those people's own. */
function withNotices(file: NeedFile, ...changed: readonly Notice[]): NeedFile {
  const last = file.history.at(-1);
  if (!last) throw new Error('nothing has happened');
  const others = last.notices.filter(({ to }) => !changed.some((notice) => notice.to === to));
  return { ...file, history: [...file.history.slice(0, -1), { ...last, notices: [...others, ...changed] }] };
}
const bounced = (to: string, whose?: string) =>
  noticeAs('bounced', to, whose === undefined ? {} : { substituteFor: as(whose) });
const asked = ({ need, history }: NeedFile, unreached: Notice, suppressed: readonly string[] = []) =>
  substituteNotice({
    organisation: pure,
    need,
    notices: history.at(-1)?.notices ?? [],
    unreached,
    suppressedAddresses: new Set(suppressed),
    now: later(now, 1000),
  });

describe('Whoever mail does not reach is stood in for by', () => {
  const deciding = fileIn('deciding');

  test('their deputy today, also when the deputy has been told already', () => {
    expect(asked(deciding, bounced('head-shared'))).toMatchObject({
      added: { to: 'deputy-shared', substituteFor: 'head-shared' },
      replaces: { to: 'deputy-shared', state: 'pending' },
    });
  });

  test('else the lead of the lead area, and nobody who leads another', () => {
    const file = withNotices(deciding, bounced('deputy-shared'));
    expect(asked(file, bounced('head-shared'))?.added.to).toBe('lead-north');
    const asNorth = withNotices(deciding, bounced('deputy-shared'), bounced('lead-north'));
    expect(asked(asNorth, bounced('head-shared'))?.added.to).toBe('manager');
  });

  test('else, where no area leads yet, the lead of an area involved', () => {
    const file = fileIn('received');
    expect(asked(file, bounced('developer-north'))?.added.to).toBe('lead-north');
    const withoutNorth = withNotices(file, bounced('lead-north'));
    expect(asked(withoutNorth, bounced('developer-north'))?.added.to).toBe('lead-south');
  });

  test.each<[string, readonly Notice[], readonly string[]]>([
    ['mail comes back from', [bounced('lead-north')], []],
    ['has complained', [noticeAs('complained', 'lead-north')], []],
    ['cannot be sent anything', [noticeAs('failed', 'lead-north')], []],
    ['is known to have an address that is suppressed', [], ['lead-north@example.org']],
    [
      'stands in for them already',
      [noticeAs('pending', 'lead-north', { substituteFor: as('developer-north') })],
      [],
    ],
    [
      'is about to be told that they stand in for another',
      [noticeAs('pending', 'lead-north', { substituteFor: as('x') })],
      [],
    ],
  ])('nobody who %s', (_who, notices, suppressed) => {
    const file = withNotices(fileIn('coordinating'), ...notices);
    expect(asked(file, bounced('developer-north'), suppressed)?.added.to).toBe('manager');
  });

  test('somebody else again, when mail does not reach the one who stood in either', () => {
    const file = withNotices(fileIn('coordinating'), bounced('developer-north'));
    expect(asked(file, bounced('lead-north', 'developer-north'))?.added).toMatchObject({
      to: 'manager',
      substituteFor: 'developer-north',
    });
  });

  test('nobody, once there is nobody left', () => {
    const file = withNotices(fileIn('coordinating'), bounced('lead-north'), bounced('manager'));
    expect(asked(file, bounced('developer-north'))).toBeUndefined();
  });
});

describe('Who stands in', () => {
  const file = fileIn('deciding');

  test('is sent a mail of their own, where they had none', () => {
    const coordinating = withNotices(fileIn('coordinating'), bounced('lead-north'));
    expect(asked(coordinating, bounced('developer-north'))).toEqual({
      added: noticeAs('pending', 'manager', {
        dueAt: later(now, 1000),
        substituteFor: as('developer-north'),
      }),
    });
  });

  test.each<[string, Notice]>([
    ['has gone', noticeAs('sent', 'deputy-shared')],
    ['has arrived', noticeAs('delivered', 'deputy-shared')],
    ['has yet to go', noticeAs('pending', 'deputy-shared', { attempts: 2, dueAt: later(now, 5 * minute) })],
  ])('is sent it anew, where one %s; what becomes of the first one changes nothing then', (_where, told) => {
    const at = later(now, 1000);
    expect(asked(withNotices(file, told), bounced('head-shared'))).toEqual({
      added: noticeAs('pending', 'deputy-shared', {
        dueAt: at,
        countsFrom: at,
        substituteFor: as('head-shared'),
      }),
      replaces: told,
    });
  });

  test('is sent it once a mail that is in hand must have gone', () => {
    const until = later(now, 15 * minute);
    const told = noticeAs('claimed', 'deputy-shared', { leasedUntil: until });
    expect(asked(withNotices(file, told), bounced('head-shared'))?.added).toEqual(
      noticeAs('pending', 'deputy-shared', {
        dueAt: until,
        countsFrom: until,
        substituteFor: as('head-shared'),
      }),
    );
  });
});

test('A bounce told while the mail to the deputy is in hand loses neither: one claim at a time, the deputy is asked anew', async () => {
  const store = memoryStore();
  const reference = await storeNeed(store, pure, { departments: ['shared', 'responsible'] }, now);
  for (const step of pathTo.deciding) await actAs(store, pure, reference, step, now);
  const version = (await store.read(reference))?.need.version ?? 0;
  const event = { reference, version };
  const deputy = as('deputy-shared');
  const until = later(now, lease);
  const claim = async (at = now) => {
    const notices = (await store.read(reference))?.history[version - 1]?.notices ?? [];
    const before = notices.find(({ to }) => to === deputy);
    if (!before || !isClaimable(before, at)) return undefined;
    const claimed = claimOf(before, at);
    const { link } = makeLink(ids, reference, deputy, at);
    return (await store.claim(event, before, claimed, link)) ? claimed : undefined;
  };
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
    record({
      ...event,
      to,
      kind,
      messageId,
      sentAt: now,
      at: now,
      address: `${to}@example.org`,
      reason: kind,
    });
  await told(as('head-shared'), 'bounce', 'mail-1');
  expect(await store.endClaim(event, first, noticeAs('sent', deputy), {})).toBe(false);
  await told(deputy, 'delivery', 'mail-2');
  expect(await claim()).toBeUndefined();
  expect(await claim(until)).toMatchObject({ state: 'claimed', substituteFor: 'head-shared' });
});
