import { describe, expect, test } from 'vitest';
import { organisationWith } from '../../lambdas/app/organisation/changed.ts';
import { changeDeputies } from '../../lambdas/app/organisation/name-deputy.ts';
import { endDeputy, nameDeputy, noneNamed } from '../../lambdas/domain/organisation/deputies.ts';
import type { NamedDeputies, NamedDeputy } from '../../lambdas/domain/organisation/deputies.ts';
import type { DepartmentId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { deputiesOn } from '../../lambdas/domain/organisation/organisation.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import { memoryStore } from '../support/memory-store.ts';
import { now, shipped, shippedFile } from './fixtures.ts';

const today = dayOf(now);
const asked: Omit<NamedDeputy, 'delegation'> = {
  department: 'it' as DepartmentId,
  person: 'chef-studentservice' as PersonId,
  from: '2026-11-25' as Day,
  to: '2026-11-27' as Day,
  by: 'chef-it' as PersonId,
  at: now,
};
const name = (more: object = {}, before = noneNamed) =>
  nameDeputy(shipped, before, { ...asked, ...more }, today);
const named = name() as NamedDeputies;

const onDay = (day: string, deputies: NamedDeputies, organisation = shipped) => {
  const it = organisationWith(organisation, { deputies }).departments.find(({ id }) => id === 'it');
  return it ? deputiesOn(it, day as Day) : [];
};

describe('A head names a deputy', () => {
  test('who stands in from the first day to the last', () => {
    expect(['2026-11-24', '2026-11-25', '2026-11-27', '2026-11-28'].map((day) => onDay(day, named))).toEqual([
      [],
      [asked.person],
      [asked.person],
      [],
    ]);
  });

  test.each<[string, object, string]>([
    ['of another department', { department: 'hr' }, 'not-eligible'],
    ['whom the file does not name as eligible', { person: 'chef-hr' }, 'not-eligible'],
    ['as somebody who is no head', { by: 'lisa-eliasson' }, 'not-eligible'],
    ['as the head of another department', { by: 'chef-hr' }, 'not-eligible'],
    ['for a time that has gone', { from: '2026-11-22' }, 'wrong-period'],
    ['for a time that ends before it begins', { to: '2026-11-24' }, 'wrong-period'],
    ['for longer than a year', { to: '2027-11-26' }, 'wrong-period'],
  ])('but not %s', (_what, more, mistake) => {
    expect(name(more)).toBe(mistake);
  });

  test('and it is kept who named whom, when, and by which delegation', () => {
    expect(named.named).toEqual([{ ...asked, delegation: 'Delegationsordningen, 12 §' }]);
  });

  test('again with another last day, in the place of the one before', () => {
    const longer = name({ to: '2026-12-01' }, named) as NamedDeputies;
    expect(longer).toMatchObject({ version: 2, named: [{ to: '2026-12-01' }] });
    expect(longer.named).toHaveLength(1);
  });

  test('at the same moment as another, and both are named', async () => {
    const store = memoryStore();
    const other = { ...asked, person: 'chef-fastighet-campus' as PersonId };
    await Promise.all(
      [asked, other].map((deputy) =>
        changeDeputies({ organisation: shipped, store, today }, { kind: 'name', deputy }),
      ),
    );
    const { version, named } = await store.readDeputies();
    expect(version).toBe(2);
    expect(named.map(({ person }) => person).sort()).toEqual([
      'chef-fastighet-campus',
      'chef-studentservice',
    ]);
  });
});

describe('A head ends a deputy', () => {
  test('who has not begun, and none is left', () => {
    expect(endDeputy(shipped, named, asked, today).named).toEqual([]);
  });

  test('who has begun, and yesterday was the last day', () => {
    const ended = endDeputy(shipped, named, asked, '2026-11-26' as Day);
    expect(ended.named).toMatchObject([{ from: '2026-11-25', to: '2026-11-25' }]);
    expect(onDay('2026-11-26', ended)).toEqual([]);
  });

  test('of their own department only', () => {
    expect(endDeputy(shipped, named, { ...asked, by: 'chef-hr' as PersonId }, today)).toBe(named);
  });
});

interface File {
  departments: { id: string; head: string; eligible?: object[] }[];
}
const fileWith = (change: (it: File['departments'][number]) => void) => {
  const file = shippedFile() as File;
  for (const department of file.departments) if (department.id === 'it') change(department);
  return parseOrganisation(file);
};

describe('Whom a head has named', () => {
  test('stands in by every file that names them as eligible, and by no other', () => {
    const without = fileWith((it) => {
      it.eligible = [];
    });
    expect(onDay('2026-11-25', named, without)).toEqual([]);
    const other = { ...shipped, modelOwner: 'chef-hr' as PersonId };
    expect(onDay('2026-11-25', named, other)).toEqual([asked.person]);
  });

  test('does not stand in for themselves where they have become the head', () => {
    const promoted = {
      ...shipped,
      departments: shipped.departments.map((one) => (one.id === 'it' ? { ...one, head: asked.person } : one)),
    };
    expect(onDay('2026-11-25', named, promoted)).toEqual([]);
  });
});

test('An organisation file names as eligible people whom it has, and not the head', () => {
  const refused = (person: string) => () =>
    fileWith((it) => {
      it.eligible = [{ person, delegation: 'Delegationsordningen' }];
    });
  expect(refused('nobody')).toThrow('nobody in people has the id "nobody"');
  expect(refused('chef-it')).toThrow('cannot stand in for themselves');
});
