import { describe, expect, test } from 'vitest';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import { substituteNotice } from '../../lambdas/domain/organisation/substitutes.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { fileIn } from '../i18n/walk.ts';
import { noticeAs } from '../support/notices.ts';
import { now, pure } from './fixtures.ts';

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

describe('In place of somebody whom mail does not reach is asked', () => {
  const deciding = fileIn('deciding');

  test('whoever asked, where a question does not reach the submitter, and the next one where mail does not reach them either', () => {
    const file = fileIn('awaiting-submitter');
    expect(asked(file, bounced('submitter'))?.added).toMatchObject({
      to: 'developer-north',
      substituteFor: 'submitter',
    });
    expect(asked(file, bounced('developer-north', 'submitter'))?.added.to).toBe('lead-north');
  });

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
      'has been told already that they stand in for them',
      [noticeAs('sent', 'lead-north', { substituteFor: as('developer-north') })],
      [],
    ],
    [
      'is about to be told that they stand in for another',
      [noticeAs('pending', 'lead-north', { substituteFor: as('x') })],
      [],
    ],
    [
      'is being told that they stand in for another',
      [noticeAs('claimed', 'lead-north', { substituteFor: as('x') })],
      [],
    ],
  ])('nobody who %s', (_who, notices, suppressed) => {
    const file = withNotices(fileIn('coordinating'), ...notices);
    expect(asked(file, bounced('developer-north'), suppressed)?.added.to).toBe('manager');
  });

  test('for staff in vain, their lead and not whoever asked the submitter', () => {
    expect(asked(fileIn('awaiting-submitter'), bounced('developer-south'))?.added.to).toBe('lead-north');
  });

  test('for who has left, first those for whom the need waits today', () => {
    expect(asked(deciding, bounced('head-gone'))?.added.to).toBe('head-shared');
    expect(asked(fileIn('awaiting-submitter'), bounced('developer-gone'))?.added.to).toBe('lead-north');
  });

  test('and not whoever asked, where they have left', () => {
    const file = fileIn('awaiting-submitter');
    const need = { ...file.need, askedBy: 'developer-gone' as never };
    expect(asked({ ...file, need }, bounced('submitter'))?.added.to).toBe('lead-north');
  });

  test('the next one, when mail does not reach the substitute either', () => {
    const file = withNotices(fileIn('coordinating'), bounced('developer-north'));
    expect(asked(file, bounced('lead-north', 'developer-north'))?.added).toMatchObject({
      to: 'manager',
      substituteFor: 'developer-north',
    });
  });

  test('never that person, where they lead the area themselves', () => {
    expect(asked(fileIn('coordinating'), bounced('manager', 'lead-north'))).toBeUndefined();
  });

  test('somebody who was told before in place of another', () => {
    const told = noticeAs('sent', 'lead-north', { substituteFor: as('x') });
    const file = withNotices(fileIn('coordinating'), told);
    expect(asked(file, bounced('developer-north'))).toMatchObject({
      added: { to: 'lead-north', substituteFor: 'developer-north' },
      replaces: told,
    });
  });

  test('nobody, once there is nobody left', () => {
    const file = withNotices(fileIn('coordinating'), bounced('lead-north'), bounced('manager'));
    expect(asked(file, bounced('developer-north'))).toBeUndefined();
  });
});

describe('A substitute', () => {
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
  ])('is sent it again, where one %s; reports on the first one are ignored then', (_where, told) => {
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

  test('is sent it once the claim of a mail that is being sent has ended', () => {
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
