import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { describe, expect, test } from 'vitest';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { followLink } from '../../lambdas/app/need/links.ts';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import { viewFor } from '../../lambdas/app/need/view.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { as, shippedFile } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { linkFor } from '../support/links.ts';
import { actSignedIn } from '../support/act.ts';
import { wideLimits } from '../support/limits.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids, openedBy } from '../support/needs.ts';
import { actAs, storeNeed } from '../support/stored.ts';

interface Period {
  readonly person: string;
  readonly from: string;
  readonly to: string;
}
/** The organisation that ships, with deputies for the head of IT and, where named, for the head of the library. */
function withDeputies(it: readonly Period[], library: readonly Period[] = []): Organisation {
  const file = shippedFile() as { departments: { id: string; deputies?: readonly Period[] }[] };
  for (const department of file.departments) {
    if (department.id === 'it') department.deputies = it;
    if (department.id === 'biblioteket') department.deputies = library;
  }
  return parseOrganisation(file);
}
const person = 'chef-hr' as PersonId;
const period: Period = { person, from: '2026-12-01', to: '2026-12-10' };
const organisation = withDeputies([period]);

const lisa = as('lisa-eliasson');
const says = (text: string): Step => ['comment', lisa, { text }];
const moment = (day: string, time = '09:00:00.000') => `${day}T${time}Z` as Instant;

/** A need of IT that is told of on 30 November, 2 and 9 December, and 11 December; and a link that the deputy holds. */
async function throughThePeriod() {
  const store = memoryStore();
  const reference = await storeNeed(store, organisation, { areas: ['infrastruktur'] }, moment('2026-11-30'));
  const { link, token } = linkFor({ reference, version: 1 }, person, moment('2026-11-30'));
  await store.addAnswer({ reference, version: 1 }, { ...link, asDeputy: true });
  for (const day of ['2026-12-02', '2026-12-09', '2026-12-11']) {
    await actAs({ store, organisation }, reference, says(`Sagt ${day}`), moment(day));
  }
  const seenAt = async (now: Instant, seenIn = organisation) => {
    const opened = await followLink(seenIn, store, token, now);
    if (!opened) return 'unknown';
    return viewFor(seenIn, { ...opened, hasSession: false }, now).history.map(({ at }) => at.slice(0, 10));
  };
  return { store, reference, token, seenAt };
}

describe('a deputy sees only what falls in the period', () => {
  test.each([
    ['the day before, until midnight', moment('2026-11-30', '22:59:59.999'), 'unknown'],
    [
      'from the first moment of the first day',
      moment('2026-11-30', '23:00:00.000'),
      ['2026-12-02', '2026-12-09'],
    ],
    [
      'to the last moment of the last day',
      moment('2026-12-10', '22:59:59.999'),
      ['2026-12-02', '2026-12-09'],
    ],
    ['the day after', moment('2026-12-10', '23:00:00.000'), 'unknown'],
    ['a year after', moment('2027-11-01'), 'unknown'],
  ])('%s', async (_when, now, seen) => {
    const { seenAt } = await throughThePeriod();
    expect(await seenAt(now)).toEqual(seen);
  });

  test('or in the periods, where there are several', async () => {
    const { seenAt } = await throughThePeriod();
    const twice = withDeputies([
      { person, from: '2026-11-30', to: '2026-11-30' },
      { person, from: '2026-12-09', to: '2026-12-20' },
    ]);
    expect(await seenAt(moment('2026-12-15'), twice)).toEqual(['2026-11-30', '2026-12-09', '2026-12-11']);
    expect(await seenAt(moment('2026-12-05'), twice)).toBe('unknown');
  });

  test('and nothing by standing in for a head of another department', async () => {
    const { seenAt } = await throughThePeriod();
    const elsewhere = withDeputies([period], [{ ...period, to: '2027-12-31' }]);
    expect(await seenAt(moment('2026-12-15'), elsewhere)).toBe('unknown');
  });

  test('while somebody with a part of their own sees all of it', async () => {
    const { store, reference } = await throughThePeriod();
    const headToo = withDeputies([{ ...period, person: 'chef-studentservice' }]);
    const file = await store.read(reference);
    expect(
      file &&
        viewFor(headToo, openedBy('chef-studentservice' as PersonId, file), moment('2026-12-05')).history,
    ).toHaveLength(4);
  });
});

describe('a deputy outside the period', () => {
  test.each([moment('2026-11-30'), moment('2026-12-11')])('can do nothing (%s)', async (now) => {
    const { store, reference, token } = await throughThePeriod();
    const asked = { action: 'comment', text: 'Jag ser', version: 4, confirm: 'yes' };
    expect(
      await actSignedIn({
        organisation,
        store,
        clock: () => now,
        random: () => 0.5,
        pause: () => Promise.resolve(),
      })(token, asked),
    ).toEqual({ kind: 'no-link' });
    expect((await store.read(reference))?.need.version).toBe(4);
  });

  test('has no deputy of their own', async () => {
    const { seenAt } = await throughThePeriod();
    const chained = withDeputies([{ ...period, person: 'chef-biblioteket' }], [period]);
    expect(await seenAt(moment('2026-12-05'), chained)).toBe('unknown');
  });
});

describe('mail while a deputy stands in', () => {
  /** Delivers a need's events that happened on a day; who got a mail, and the tokens. */
  async function mailed(day: string) {
    const store = memoryStore();
    const mails: NoticeMail[] = [];
    const now = moment(day);
    const reference = await storeNeed(store, organisation, { areas: ['infrastruktur'] }, now);
    const mailer = {
      send(mail: NoticeMail) {
        mails.push(mail);
        return Promise.resolve({ kind: 'sent', messageId: `message ${mails.length}` } as const);
      },
    };
    const deliver = deliverNotices({
      organisation,
      store,
      mailer,
      ids,
      clock: () => now,
      log: () => undefined,
      asks: () => true,
      limits: wideLimits,
      random: () => 0.5,
      pause: () => Promise.resolve(),
    });
    await deliver([{ reference, version: 1 }], later(now, 60_000));
    return { store, mails };
  }
  const recipients = ({ mails }: { mails: readonly NoticeMail[] }) => mails.map(({ recipient }) => recipient);

  test('goes to both', async () => {
    expect(recipients(await mailed('2026-12-01'))).toEqual(expect.arrayContaining(['chef-it', person]));
  });

  test.each(['2026-11-30', '2026-12-11'])('and to the head alone on %s', async (day) => {
    const told = recipients(await mailed(day));
    expect(told).toContain('chef-it');
    expect(told).not.toContain(person);
  });

  test('carries a link that ends with the period, even when the organisation no longer names the deputy', async () => {
    const { store, mails } = await mailed('2026-12-01');
    const token = mails.find(({ recipient }) => recipient === person)?.token ?? '';
    const headsToken = mails.find(({ recipient }) => recipient === 'chef-it')?.token ?? '';
    const forgotten = withDeputies([]);
    const lastMoment = moment('2026-12-10', '22:59:59.999');
    const after = moment('2026-12-10', '23:00:00.000');
    expect(await followLink(organisation, store, token, lastMoment)).toBeDefined();
    expect(await followLink(forgotten, store, token, after)).toBeUndefined();
    expect(await followLink(forgotten, store, headsToken, after)).toBeDefined();
  });
});
