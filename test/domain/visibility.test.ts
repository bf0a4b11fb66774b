import { describe, expect, test } from 'vitest';
import type { NeedEvent } from '../../lambdas/domain/need/event.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { onlyReads, readsAsSubmitter, rolesOf } from '../../lambdas/domain/organisation/permissions.ts';
import {
  concernsSubmitter,
  isOnlyDeputy,
  isVisible,
  lastVisibleDay,
  visibilityOf,
} from '../../lambdas/domain/organisation/visibility.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import { as, happen, needIn, now, pure, submitted, submitter } from './fixtures.ts';
import type { Step } from './fixtures.ts';

const today = dayOf(now);
const person = (id: string) => id as PersonId;
const period = (id: string, from: string, to: string) => ({
  ...{ person: person(id), from: from as Day, to: to as Day },
});
/** The organisation with these deputies of one of its departments. */
const withDeputies = (of: string, ...deputies: readonly ReturnType<typeof period>[]): Organisation => ({
  ...pure,
  departments: pure.departments.map((one) => (one.id === of ? { ...one, deputies: [...deputies] } : one)),
});
const deciding = needIn('deciding');

describe('Of what happened to a need', () => {
  const seen = (who: string, organisation = pure) => visibilityOf(organisation, deciding, person(who), today);
  const on = (version: number, at: string) => ({ version, at: at as Instant }) as NeedEvent;

  test.each(['developer-north', 'lead-north', 'head-shared', 'manager', 'owner', 'registrar'])(
    'all is seen by who has a part in it or reads all (%s)',
    (who) => {
      expect(isVisible(seen(who), on(9, now), 0)).toBe(true);
    },
  );

  test('a deputy who is nothing else sees the days on which they stand in, those before among them', () => {
    const organisation = withDeputies(
      'shared',
      period('deputy-east', '2026-11-02', '2026-11-03'),
      period('deputy-east', '2026-11-23', '2026-11-24'),
      period('head-east', '2026-11-09', '2026-11-10'),
    );
    const days = ['01', '02', '03', '04', '09', '22', '23', '24', '25'].filter((day) =>
      isVisible(seen('deputy-east', organisation), on(2, `2026-11-${day}T12:00:00.000Z`), 9),
    );
    expect(days).toEqual(['02', '03', '23', '24']);
  });

  test('a deputy sees nothing by the days on which they stand in for a head who has no part in it', () => {
    const alsoEast = {
      ...pure,
      departments: pure.departments.map((one) =>
        one.id === 'east-only'
          ? { ...one, deputies: [period('deputy-shared', '2026-11-02', '2026-11-03')] }
          : one,
      ),
    };
    expect(isVisible(seen('deputy-shared', alsoEast), on(2, '2026-11-02T12:00:00.000Z'), 9)).toBe(false);
  });

  test('whoever has no part in it sees what happened until they were last told', () => {
    for (const who of ['developer-east', 'past-deputy-shared'])
      expect([1, 2, 3].map((version) => isVisible(seen(who), on(version, now), 2))).toEqual([
        true,
        true,
        false,
      ]);
  });
});

describe('The last day on which a deputy sees a need', () => {
  const lastDay = (who: string, organisation = pure) =>
    lastVisibleDay(organisation, deciding, person(who), today);

  test('is the last of the periods that hold today', () => {
    const organisation = withDeputies(
      'shared',
      period('deputy-east', '2026-11-23', '2026-12-04'),
      period('deputy-east', '2026-11-02', '2026-11-23'),
      period('deputy-east', '2026-11-02', '2026-11-22'),
      period('deputy-east', '2026-11-24', '2026-12-31'),
    );
    expect(lastDay('deputy-east', organisation)).toBe('2026-12-04');
    expect(lastDay('deputy-shared')).toBe('2026-11-23');
  });

  test('is none for who sees it as something else, or not at all', () => {
    for (const who of ['head-shared', 'manager', 'coming-deputy-responsible', 'developer-east'])
      expect(lastDay(who), who).toBeUndefined();
  });
});

describe('Somebody has had a part in a need as a deputy only', () => {
  const { event: first, need: received } = submitted(pure, { areas: ['north'] });
  const rerouted = happen(pure, received, ['reroute', as('manager'), { areas: ['south'], reason: 'Fel' }]);
  const history = [first, rerouted.event];
  const isDeputy = (who: string) => isOnlyDeputy(pure, { need: rerouted.need, history }, person(who), today);

  test('where they have stood in for a head, and done nothing else', () => {
    expect(isDeputy('deputy-shared')).toBe(true);
  });

  test('and not where they have a part in it otherwise, or had one before it went to another area', () => {
    for (const who of ['developer-south', 'head-shared', 'developer-north', 'lead-north'])
      expect(isDeputy(who), who).toBe(false);
  });
});

describe('Who has no part in a need reads it', () => {
  const schools = [
    {
      ...{ id: 'teachers', name: { sv: 'Lärare', en: 'Teachers' } },
      representatives: [{ person: 'developer-east', areas: ['north'] }],
    },
    {
      ...{ id: 'nurses', name: { sv: 'Vård', en: 'Nursing' } },
      representatives: [{ person: 'manager', areas: [] }],
    },
  ];
  const organisation = { ...pure, schools } as unknown as Organisation;
  const reading = (need: object, among = organisation) =>
    among.people.flatMap(({ id }) =>
      rolesOf(among, { ...deciding, ...need }, { kind: 'person', person: id }, today)
        .filter(onlyReads)
        .map(({ kind }) => `${id}: ${kind}`),
    );
  const always = ['head-east: reader', 'owner: model-owner', 'registrar: registrar'];

  test('as the model’s owner, a registrar, or the lead of another area', () => {
    expect(reading({})).toEqual(always);
  });

  test('as the head of a department in a steering group that is concerned', () => {
    expect(reading({ areas: ['north'], departments: ['shared'] })).toEqual([
      ...['lead-south: reader', 'head-east: reader', 'head-responsible: reader'],
      ...always.slice(1),
    ]);
  });

  test('as who speaks for its school, where it may not be secret and is not held', () => {
    const withSchool = ['developer-east: representative', ...always];
    expect(reading({ school: 'teachers' })).toEqual(withSchool);
    expect(reading({ school: 'teachers', registry: { number: '1', secrecy: true } })).toEqual(always);
    expect(reading({ school: 'teachers', held: true })).toEqual(always);
  });

  test('as its submitter does, where they speak for its school', () => {
    const kinds = ['submitter', 'representative', 'reader', 'developer'] as const;
    expect(kinds.filter((kind) => readsAsSubmitter({ kind } as never))).toEqual([
      'submitter',
      'representative',
    ]);
  });
});

describe('Of what happened, a submitter reads', () => {
  const read = (need: typeof deciding | ReturnType<typeof needIn>, step: Step) =>
    concernsSubmitter(happen(pure, need, step).event);
  const comment = (by: Step[1], audience: string): Step => ['comment', by, { text: 'Ja', audience }];

  test('comments of their own and those to them, and not what staff say among themselves', () => {
    const need = needIn('clarifying');
    expect(read(need, ['comment', submitter, { text: 'Ja' }])).toBe(true);
    expect(read(need, comment(as('developer-north'), 'submitter'))).toBe(true);
    expect(read(need, comment(as('developer-north'), 'developers'))).toBe(false);
  });

  test('that it is approved, and not that one of several departments has approved it', () => {
    const one: Step = ['approve', as('head-shared')];
    expect(read(deciding, one)).toBe(false);
    const { need, event } = happen(pure, deciding, one);
    expect(event.status).toBe('deciding');
    expect(read(need as typeof deciding, ['approve', as('head-responsible')])).toBe(true);
    expect(read(needIn('clarifying'), ['ask', as('developer-north'), { question: 'Vilka?' }])).toBe(true);
  });

  test('that they are reminded, and not that staff were', () => {
    const reminder = (status: NeedEvent['status']) =>
      concernsSubmitter({ action: 'remind', status } as NeedEvent);
    expect([reminder('awaiting-submitter'), reminder('coordinating')]).toEqual([true, false]);
  });

  test.each(['escalate', 'hold', 'release', 'register', 'hear'] as const)('nothing of: %s', (action) => {
    expect(concernsSubmitter({ action, status: 'received' } as NeedEvent)).toBe(false);
  });
});
