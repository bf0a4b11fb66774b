import { describe, expect, test } from 'vitest';
import { differencesBetween } from '../../lambdas/domain/organisation/difference.ts';
import { peopleWhoLose } from '../../lambdas/domain/organisation/lost-roles.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import { now, pure } from './fixtures.ts';

describe('Two organisations', () => {
  test('do not differ where only the order of people, areas and departments does', () => {
    const { people, areas } = pure;
    const other = { ...pure, people: people.toReversed(), areas: areas.toReversed() };
    expect(differencesBetween(pure, other)).toEqual([]);
  });

  test('differ in what is new, gone or changed, each with its place', () => {
    const [first, ...rest] = pure.people;
    const after = {
      ...pure,
      modelOwner: 'manager',
      people: [...rest, { ...first, id: 'new' }],
      closed: [{ from: '2026-12-21', to: '2027-01-01' }],
    };
    expect(differencesBetween(pure, after).map(({ kind, place }) => `${kind} ${place}`)).toEqual([
      'removed people.developer-north',
      'added people.new',
      'changed modelOwner',
      'changed closed',
    ]);
  });
});

test('Whoever speaks for a school no more loses that role', () => {
  const schools = [
    {
      id: 'school',
      name: { sv: 'Skola', en: 'School' },
      representatives: [{ person: 'owner', areas: ['north'] }],
    },
  ];
  const before = parseOrganisation({ ...pure, schools });
  const after = parseOrganisation({
    ...pure,
    schools: schools.map((one) => ({ ...one, representatives: [] })),
  });
  expect(peopleWhoLose(before, after, dayOf(now)).map(({ id }) => id)).toEqual(['owner']);
  expect(peopleWhoLose(after, before, dayOf(now))).toEqual([]);
});

type Change = (file: typeof pure) => object;
const losing = (change: Change) =>
  peopleWhoLose(pure, parseOrganisation({ ...pure, ...change(pure) }), dayOf(now)).map(({ id }) => id);

describe('By another organisation', () => {
  test.each<[string, Change, readonly string[]]>([
    ['nobody loses a role where nothing changes', () => ({}), []],
    ['a head who is replaced does', ({ departments }) => headed(departments, 'owner'), ['head-shared']],
    ['the manager who is replaced does', () => ({ modelManager: 'owner' }), ['manager']],
    ['a registrar who is none any more does', () => ({ registrars: [] }), ['registrar']],
    [
      'whoever is mailed at another address does',
      ({ people }) => ({
        people: people.map((one) => (one.id === 'owner' ? { ...one, email: 'new@example.org' } : one)),
      }),
      ['owner'],
    ],
    [
      'a deputy does whose period has not ended, and no other',
      ({ departments }) => ({ departments: departments.map((one) => ({ ...one, deputies: [] })) }),
      ['deputy-shared', 'deputy-responsible', 'coming-deputy-responsible'],
    ],
  ])('%s', (_what, change, people) => {
    expect(losing(change)).toEqual(people);
  });
});

const headed = (departments: typeof pure.departments, head: string) => ({
  departments: departments.map((one) => (one.id === 'shared' ? { ...one, head } : one)),
});
