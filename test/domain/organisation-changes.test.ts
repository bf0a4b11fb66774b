import { describe, expect, test } from 'vitest';
import { differencesBetween } from '../../lambdas/domain/organisation/difference.ts';
import { peopleWhoLose } from '../../lambdas/domain/organisation/lost-roles.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { labelOf } from '../../lambdas/domain/organisation/version.ts';
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

  test('differ in a list without ids as a whole, also where it holds what is not there', () => {
    const differing = (before: unknown, after: unknown) =>
      differencesBetween({ list: before }, { list: after }).map(({ kind, place }) => `${kind} ${place}`);
    expect(differing([null, { id: 1 }], [{ id: 1 }])).toEqual(['changed list']);
    expect(differing([{ id: 'a' }], [])).toEqual(['removed list.a']);
    expect(differing([], [{ id: 'a' }])).toEqual(['added list.a']);
    expect(differing(['a'], [])).toEqual(['changed list']);
    expect(differing([], [])).toEqual([]);
  });
});

describe('What has changed of the organisation since deployment', () => {
  const version = { number: 3, at: now, by: 'anna' };

  test('is called by the version of the file, and of the deputies that heads have named', () => {
    expect(labelOf({ version })).toBe('3.0');
    expect(labelOf({ deputies: { version: 2, named: [] } })).toBe('0.2');
    expect(labelOf({ version, deputies: { version: 2, named: [] } })).toBe('3.2');
  });

  test('has no name where nothing has', () => {
    expect(labelOf({})).toBeUndefined();
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
    ['the owner who is replaced does', () => ({ modelOwner: 'manager' }), ['owner']],
    [
      'a lead who leads another area instead does',
      ({ areas, departments }) => ({
        areas: areas.map((one) => ({
          ...one,
          departments: departments.map(({ id }) => id),
          lead: one.id === 'north' ? 'head-east' : one.id === 'east' ? 'lead-north' : one.lead,
        })),
      }),
      ['lead-north', 'head-east'],
    ],
    [
      'a developer of another area instead does',
      ({ areas }) => ({
        areas: areas.map((one) => ({
          ...one,
          developers: one.id === 'north' ? ['developer-east'] : one.id === 'east' ? [] : one.developers,
        })),
      }),
      ['developer-north', 'developer-east'],
    ],
    [
      'a head of another department instead does',
      ({ departments }) => ({
        departments: departments.map((one) => ({
          ...one,
          head:
            one.id === 'shared' ? 'head-responsible' : one.id === 'responsible' ? 'head-shared' : one.head,
          deputies: [],
        })),
      }),
      ['head-shared', 'head-responsible', 'deputy-shared', 'deputy-responsible', 'coming-deputy-responsible'],
    ],
    [
      'a deputy for another head instead does',
      ({ departments }) => ({
        departments: departments.map((one) => ({
          ...one,
          deputies:
            one.id === 'north-only' ? deputiesOf('responsible') : one.id === 'shared' ? one.deputies : [],
        })),
      }),
      ['deputy-responsible', 'coming-deputy-responsible'],
    ],
    [
      'whoever leaves does',
      ({ people, registrars: _, ...rest }) => ({
        ...rest,
        registrars: [],
        people: people.filter(({ id }) => id !== 'registrar'),
      }),
      ['registrar'],
    ],
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

const deputiesOf = (id: string) => pure.departments.find((one) => one.id === id)?.deputies ?? [];

const headed = (departments: typeof pure.departments, head: string) => ({
  departments: departments.map((one) => (one.id === 'shared' ? { ...one, head } : one)),
});
