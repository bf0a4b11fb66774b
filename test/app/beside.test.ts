import { describe, expect, test } from 'vitest';
import { besideOf } from '../../lambdas/app/need/beside.ts';
import type { FoundNeed } from '../../lambdas/app/need/access.ts';
import { viewFor } from '../../lambdas/app/need/view.ts';
import { eventFacts, inputFacts } from '../../lambdas/i18n/labels.ts';
import { localeFor } from '../../lambdas/i18n/locale.ts';
import type { Card } from '../../lambdas/domain/need/card.ts';
import { decide } from '../../lambdas/domain/need/decide.ts';
import { meetingCardOf } from '../../lambdas/domain/meeting/card.ts';
import type { MeetingCard } from '../../lambdas/domain/meeting/card.ts';
import { fieldsOf, parseInput } from '../../lambdas/domain/need/fields.ts';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import { Need } from '../../lambdas/domain/need/need.ts';
import type { Status } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import type { AreaId, DepartmentId } from '../../lambdas/domain/organisation/ids.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { workCardOf } from '../../lambdas/domain/work/card.ts';
import { as, needIn, now, pure, shipped } from '../domain/fixtures.ts';
import { decidedNeed } from '../support/decision.ts';
import { openedBy } from '../support/needs.ts';
import { meetingChangeOf, plan } from '../support/meetings.ts';
import { changeOf } from '../support/works.ts';

const work = (title: string, area: string) =>
  workCardOf(
    changeOf(undefined, {
      title,
      area: area as AreaId,
      responsible: 'responsible' as DepartmentId,
      size: 'L',
    }).work,
  );
const other = { ...needIn('coordinating'), reference: 'B26-00001' as Reference, title: 'Annat behov' };
const open = {
  cards: [cardOf(needIn('advising')), cardOf(other)],
  work: [work('Byte av system', 'north'), work('Österut', 'east')],
  meetings: [],
  agreed: [],
  unreadable: [],
};

/** What stands beside a need for somebody, and how often cards were read for it. */
async function beside(
  status: Status,
  person: string,
  cards: readonly Card[] = open.cards,
  meetings: readonly MeetingCard[] = [],
) {
  let reads = 0;
  const store = {
    openCards: () => {
      reads += 1;
      return Promise.resolve({ ...open, cards, meetings });
    },
  };
  const opened = { file: { need: needIn(status) }, holder: person, isMailed: true, hasSession: true };
  const found = await besideOf({ organisation: pure, store }, opened as unknown as FoundNeed, now);
  return { ...found, reads };
}

describe('Beside a need that is advised on', () => {
  test('stand the other needs and the work of its lead area, for those who may advise', async () => {
    const { goingOn, reads } = await beside('advising', 'lead-north');
    expect(goingOn.map(({ title }) => title)).toEqual(['Annat behov', 'Byte av system']);
    expect(reads).toBe(1);
  });

  test('stands no need that waits for a date, that its reader may not see, or to which secrecy may apply', async () => {
    const [ownCard, otherCard] = open.cards as [Card, Card];
    const cards: readonly Card[] = [
      { ...otherCard, status: 'deferred' },
      { ...otherCard, held: true },
      { ...otherCard, secrecy: true },
      { ...otherCard, areas: ['east' as AreaId], leadArea: 'east' as AreaId },
      ownCard,
    ];
    const { goingOn } = await beside('advising', 'lead-north', cards);
    expect(goingOn.map(({ title }) => title)).toEqual(['Byte av system']);
  });

  test.each([
    ['clarifying', 'developer-north', 0],
    ['in-progress', 'head-responsible', 0],
    ['advising', 'head-shared', 1],
    ['coordinating', 'developer-north', 1],
  ] as const)(
    'nothing stands that nobody weighs, and nothing is read where no meeting takes it up: %s, %s',
    async (status, person, reads) => {
      expect(await beside(status, person)).toEqual({ goingOn: [], loads: [], meetings: [], reads });
    },
  );

  test('stand the planned meetings that have it on their agenda, the next first', async () => {
    const { reference } = needIn('advising');
    const [soon, later, other, hidden] = (
      [
        ['2026-12-03T09:00:00.000Z', reference, 'north'],
        ['2026-12-10T09:00:00.000Z', reference, 'north'],
        ['2026-12-01T09:00:00.000Z', 'B26-00001', 'north'],
        /* Its reader does not see it. */
        ['2026-12-02T09:00:00.000Z', reference, 'east'],
      ] as const
    ).map(([at, item, of]) => {
      const area = of as AreaId;
      const items = [{ kind: 'need', reference: item, title: 'Ett' } as const];
      return meetingCardOf(meetingChangeOf(undefined, { ...plan, area, at: at as Instant, items }).meeting);
    });
    const found = await beside('advising', 'head-shared', open.cards, [
      later,
      other,
      hidden,
      soon,
    ] as MeetingCard[]);
    expect(found.meetings).toEqual([soon, later]);
  });

  test('stands what their own department has under way, for the heads who decide', async () => {
    const { loads, goingOn } = await beside('deciding', 'head-responsible');
    expect(goingOn).toEqual([]);
    expect(loads).toEqual([{ department: 'responsible', count: 2, sizes: { S: 0, M: 0, L: 2, unknown: 0 } }]);
  });
});

describe('Advice', () => {
  const need = needIn('advising');
  const permissions = permissionsOf(pure, need, as('lead-north'), dayOf(now));
  const given = { advice: 'do', priority: 'high' };
  const advise = async (insteadOf: unknown) => {
    const { goingOn } = await beside('advising', 'lead-north');
    return parseInput('advise', fieldsOf(permissions, 'advise', goingOn), { ...given, insteadOf });
  };

  test('names what may wait instead, and keeps what it was called then', async () => {
    const parsed = await advise([' b26-00001 ', open.work[0]?.reference]);
    if ('mistakes' in parsed) throw new Error('refused');
    const verdict = decide(permissions, parsed.action, need.version, now);
    if (verdict.kind !== 'happened') throw new Error(verdict.kind);
    const locale = localeFor('sv', pure);
    const waits = eventFacts(locale, verdict.event, 'sv').find(({ label }) =>
      label.startsWith('Vad kan vänta'),
    );
    expect(waits?.values).toEqual(['Annat behov (B26-00001)', `Byte av system (${open.work[0]?.reference})`]);
    expect(verdict.need).toMatchObject({
      route: { insteadOf: [{ reference: 'B26-00001', title: 'Annat behov' }, { title: 'Byte av system' }] },
    });
  });

  test.each([['B26-99999'], [[open.work[1]?.reference]], [{ a: 1 }]])(
    'names nothing that does not go on there: %j',
    async (insteadOf) => {
      expect(await advise(insteadOf)).toEqual({
        mistakes: [{ field: 'insteadOf', problem: expect.any(String) as string }],
      });
    },
  );

  test('names nothing where nothing goes on, and is no less advice', () => {
    const alone = (insteadOf: unknown) =>
      parseInput('advise', fieldsOf(permissions, 'advise'), { ...given, insteadOf });
    expect(alone('B26-00001')).toEqual({ mistakes: [{ field: 'insteadOf', problem: 'not-an-option' }] });
    expect(alone(undefined)).toMatchObject({ action: { input: { insteadOf: [] } } });
  });

  test('tells staff what may wait, and not the submitter, to whom other needs are none of theirs', () => {
    const file = decidedNeed();
    const told = (holder: string) => {
      const { file: shown, history, page } = viewFor(shipped, openedBy(holder as Recipient, file), now);
      return JSON.stringify([shown.need, history, page.entries]).split('Nytt passersystem').length - 1;
    };
    expect([told('chef-it'), told('submitter')]).toEqual([3, 0]);
  });

  test('of before goals were in the organisation shows its marks as the goals that they are', () => {
    const marks = { advice: 'do', priority: 'high', marks: ['strategy', 'goals'] };
    const facts = inputFacts(localeFor('sv', pure), 'advise', marks);
    expect(facts.at(-1)?.values).toEqual(['Strategin', 'Målen']);
    const old = { ...needIn('deciding'), route: { kind: 'advised', ...marks } };
    expect(cardOf(Need.parse(old))).toMatchObject({ goals: ['strategy', 'goals'] });
  });
});
