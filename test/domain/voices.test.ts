import { expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/need/decide.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import { as, needIn, now, play, pure, system } from './fixtures.ts';

const voice = { meeting: 'M26-7KQ4M', from: 'schools', school: 'teachers', understood: 'yes' };

/** A need after what schools have said of it. */
const heard = (need: Need, ...said: readonly object[]): Need =>
  said.reduce<Need>((before, more) => {
    const step = { name: 'hear', input: { ...voice, ...more } } as never;
    const verdict = decide(permissionsOf(pure, before, system, dayOf(now)), step, before.version, now);
    if (verdict.kind !== 'happened') throw new Error(verdict.kind);
    return verdict.need;
  }, need);
const saidOf = (need: Need) => need.voices?.map((one) => `${one.meeting} ${one.school} ${one.understood}`);

test('What a school says again in the same meeting replaces what it said, and what another says does not', () => {
  const need = heard(
    needIn('coordinating'),
    {},
    { school: 'nurses' },
    { from: 'leads', understood: 'partly' },
    { understood: 'no' },
    { meeting: 'M26-22222' },
  );
  expect(saidOf(need)).toEqual([
    ...[
      'M26-7KQ4M nurses yes',
      'M26-7KQ4M teachers partly',
      'M26-7KQ4M teachers no',
      'M26-22222 teachers yes',
    ],
  ]);
  expect(need.voices?.[0]).toEqual({ at: now, ...voice, school: 'nurses' });
});

test('What schools say changes nothing else of a need, and stays through what follows', () => {
  const need = needIn('coordinating');
  const { voices, ...rest } = heard(need, {});
  expect(voices).toHaveLength(1);
  expect(rest).toEqual({ ...need, version: need.version + 1 });
  expect(saidOf(play(pure, heard(need, {}), ['raise', as('developer-north')]))).toHaveLength(1);
});

test('Of what schools say the last twenty are kept', () => {
  const many = Array.from({ length: 22 }, (_, index) => ({ meeting: `M26-${index}` }));
  expect(saidOf(heard(needIn('coordinating'), ...many))).toEqual(
    many.slice(2).map(({ meeting }) => `${meeting} teachers yes`),
  );
});
