import { describe, expect, test } from 'vitest';
import { organisationWith } from '../../lambdas/app/organisation/changed.ts';
import { changeDeputies } from '../../lambdas/app/organisation/name-deputy.ts';
import {
  comingIn,
  endDeputy,
  nameDeputy,
  namingFor,
  noneNamed,
} from '../../lambdas/domain/organisation/deputies.ts';
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

  test.each<[string, object]>([
    ['from today on', { from: today }],
    ['for one day', { to: asked.from }],
    ['for a year', { to: '2027-11-25' }],
  ])('at the most %s', (_what, more) => {
    expect(name(more)).toMatchObject({ version: 1, named: [more] });
  });

  test('only where the organisation file says whom they may name', () => {
    const of = (head: string) => namingFor(shipped, head as PersonId).map(({ id }) => id);
    expect(of('chef-it')).toEqual(['it']);
    expect(of('chef-hr')).toEqual([]);
  });

  test('by the delegation of that deputy, whatever holds for others', () => {
    const organisation = fileWith('it', (it) => {
      it.eligible = [
        { person: 'chef-hr', delegation: '11 §' },
        { person: asked.person, delegation: '12 §' },
      ];
    });
    expect(nameDeputy(organisation, noneNamed, asked, today)).toMatchObject({
      named: [{ delegation: '12 §' }],
    });
  });

  test('for a further period, and beside what others have named', () => {
    const next = { from: '2026-12-21' as Day, to: '2026-12-22' as Day };
    const others: NamedDeputies = {
      version: 1,
      named: [{ ...asked, department: 'hr' as DepartmentId, delegation: '11 §' }],
    };
    const further = name(next, name({}, others) as NamedDeputies) as NamedDeputies;
    expect(further.named).toMatchObject([{ department: 'hr' }, asked, { ...asked, ...next }]);
  });

  test('and what ended two years ago is kept no longer', () => {
    const ended = (to: string) => ({ ...asked, from: to as Day, to: to as Day, delegation: '12 §' });
    const before = { version: 8, named: [ended('2024-11-22'), ended('2024-11-23')] };
    expect(name({}, before)).toMatchObject({ version: 9, named: [{ to: '2024-11-23' }, asked] });
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

  test('who begins today, and has stood in on no day', () => {
    expect(endDeputy(shipped, named, asked, asked.from).named).toEqual([]);
  });

  test('until the last day, and not what has ended', () => {
    expect(endDeputy(shipped, named, asked, asked.to).named).toMatchObject([{ to: '2026-11-26' }]);
    expect(endDeputy(shipped, named, asked, '2026-11-28' as Day)).toBe(named);
  });

  test('and leaves the others', () => {
    const other = { ...asked, person: 'chef-fastighet-campus' as PersonId };
    const both = nameDeputy(shipped, named, other, today) as NamedDeputies;
    expect(endDeputy(shipped, both, other, today).named).toMatchObject([{ person: asked.person }]);
  });

  test('of their own department only', () => {
    expect(endDeputy(shipped, named, { ...asked, by: 'chef-hr' as PersonId }, today)).toBe(named);
    const naming = fileWith('hr', (hr) => {
      hr.eligible = [{ person: asked.person, delegation: '11 §' }];
    });
    expect(endDeputy(naming, named, { ...asked, by: 'chef-hr' as PersonId }, today)).toBe(named);
  });
});

interface File {
  departments: { id: string; head: string; eligible?: object[] }[];
}
function fileWith(id: string, change: (department: File['departments'][number]) => void) {
  const file = shippedFile() as File;
  for (const department of file.departments) if (department.id === id) change(department);
  return parseOrganisation(file);
}

describe('Whom a head has named', () => {
  test('stands in by every file that names them as eligible, and by no other', () => {
    const without = fileWith('it', (it) => {
      it.eligible = [];
    });
    expect(onDay('2026-11-25', named, without)).toEqual([]);
    const other = { ...shipped, modelOwner: 'chef-hr' as PersonId };
    expect(onDay('2026-11-25', named, other)).toEqual([asked.person]);
  });

  test('stands in for the department that they were named for, and for no other that may name them', () => {
    const naming = fileWith('hr', (hr) => {
      hr.eligible = [{ person: asked.person, delegation: '11 §' }];
    });
    const { departments } = organisationWith(naming, { deputies: named });
    const standIns = departments.filter((one) => deputiesOn(one, asked.from).includes(asked.person));
    expect(standIns.map(({ id }) => id)).toEqual(['it']);
  });

  test('is listed with those of their department who stand in now or later, in the order of their first days', () => {
    const period = (from: string, to: string, department = 'it') => ({
      ...asked,
      ...{ department: department as DepartmentId, from: from as Day, to: to as Day, delegation: '12 §' },
    });
    const all = [
      period('2026-12-21', '2026-12-22'),
      period('2026-11-20', '2026-11-23'),
      period('2026-11-20', '2026-11-22'),
      period('2026-11-20', '2026-11-30', 'hr'),
    ];
    const [it] = shipped.departments.filter(({ id }) => id === 'it');
    const coming = it && comingIn({ version: 4, named: all }, it, today);
    expect(coming).toEqual([all[1], all[0]]);
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
    fileWith('it', (it) => {
      it.eligible = [{ person, delegation: 'Delegationsordningen' }];
    });
  expect(refused('nobody')).toThrow('nobody in people has the id "nobody"');
  expect(refused('chef-it')).toThrow('cannot stand in for themselves');
});
