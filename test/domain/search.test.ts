import { describe, expect, test } from 'vitest';
import type { Card } from '../../lambdas/domain/need/card.ts';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { DepartmentId, AreaId, SchoolId } from '../../lambdas/domain/organisation/ids.ts';
import { found, similarTo } from '../../lambdas/domain/overview/search.ts';
import type { Query } from '../../lambdas/domain/overview/search.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { workCardOf } from '../../lambdas/domain/work/card.ts';
import { changeOf } from '../support/works.ts';
import { needIn } from './fixtures.ts';

const card = (number: number, title: string, words = '', more: Partial<Card> = {}): Card => ({
  ...cardOf({ ...needIn('clarifying'), title, reference: `B26-0000${number}` as Reference }),
  words,
  ...more,
});
const work = workCardOf(
  changeOf(undefined, {
    title: 'Hörslingor i aulan',
    area: 'east' as AreaId,
    responsible: 'east-only' as DepartmentId,
  }).work,
);
const cards = [
  card(1, 'Mikrofoner i salarna', 'föreläsare hörslinga teknik', {
    since: '2026-11-22T09:00:00.000Z' as Instant,
  }),
  card(2, 'Hörslinga saknas i sal A', 'föreläsare mikrofon', {
    since: '2026-11-20T09:00:00.000Z' as Instant,
  }),
  card(3, 'Schemat ändras sent', 'timlärare planering', { received: '2026-10-01' as Day }),
  work,
];
const hits = (q: string, more: Partial<Query> = {}) => found(cards, { q, ...more }).map(({ title }) => title);

describe('A search', () => {
  test('finds beginnings of words, and only where every word fits', () => {
    expect(hits('schema')).toEqual(['Schemat ändras sent']);
    expect(hits('FÖREläsare mikr')).toHaveLength(2);
    expect(hits('slinga')).toEqual([]);
    expect(hits('horslinga')).toEqual([]);
    expect(hits('hörslinga schemat')).toEqual([]);
  });

  test('puts a reference first, then what has every word in its title, then the latest', () => {
    expect(hits('hörslin')).toEqual([
      'Hörslingor i aulan',
      'Hörslinga saknas i sal A',
      'Mikrofoner i salarna',
    ]);
    expect(hits(work.reference.toLowerCase())).toEqual(['Hörslingor i aulan']);
    const named = card(4, 'Som B26-00003', '', { since: '2027-01-01T09:00:00.000Z' as Instant });
    expect(found([named, ...cards], { q: ' b26-00003 ' }).map(({ reference }) => reference)).toEqual([
      ...['B26-00003', 'B26-00004'],
    ]);
    expect(hits('B26-0000')).toEqual([]);
  });

  test('asks for function words only in titles, as cards keep no others', () => {
    expect(hits('hörslinga för en föreläsare')).toHaveLength(2);
    expect(hits('saknas i sal')).toEqual(['Hörslinga saknas i sal A']);
    expect(hits('i')).toEqual(['Hörslingor i aulan', 'Mikrofoner i salarna', 'Hörslinga saknas i sal A']);
  });

  test('is narrowed by area, status and days, and has everything where nothing is asked', () => {
    expect(hits('')).toHaveLength(4);
    expect(hits('', { area: 'east' as AreaId })).toEqual(['Hörslingor i aulan']);
    expect(hits('', { status: 'going' })).toEqual(['Hörslingor i aulan']);
    expect(hits('', { status: 'deciding' })).toEqual([]);
    expect(hits('', { to: '2026-10-01' as Day })).toEqual(['Schemat ändras sent']);
    expect(hits('', { from: '2026-10-01' as Day })).toHaveLength(4);
    expect(hits('', { from: '2026-10-02' as Day })).toHaveLength(3);
  });

  test('says what came in from a school between two days, the latest to come in first, and no work', () => {
    const from = (number: number, school: string, received: string, since: string) =>
      card(number, `Behov ${number}`, '', {
        school: school as SchoolId,
        received: received as Day,
        since: `${since}T09:00:00.000Z` as Instant,
      });
    const all = [
      from(1, 'teachers', '2026-09-01', '2026-11-20'),
      from(2, 'teachers', '2026-10-01', '2026-10-02'),
      from(3, 'teachers', '2026-06-01', '2026-11-21'),
      from(4, 'nurses', '2026-10-01', '2026-11-22'),
    ];
    const query = { q: '', school: 'teachers' as SchoolId, from: '2026-08-31' as Day };
    expect(found([...all, work], query).map(({ title }) => title)).toEqual(['Behov 2', 'Behov 1']);
  });

  test('goes by the day of the status where a card does not tell when its need came in', () => {
    const { received: _received, ...old } = card(5, 'Gammalt kort', '', {
      since: '2026-05-01T09:00:00.000Z' as Instant,
    });
    const between = (from: string, to: string) => found([old], { q: '', from: from as Day, to: to as Day });
    expect(between('2026-05-01', '2026-05-01')).toEqual([old]);
    expect(between('2026-05-02', '2026-12-01')).toEqual([]);
  });
});

describe('Needs are alike', () => {
  const one = card(0, 'Hörslinga i aulan', 'föreläsare inte system');
  const alike = (...others: readonly Card[]) => similarTo(one, others).map(({ title }) => title);

  test('by the words that they share, a rare one counting more than several that many have', () => {
    const many = [1, 2, 3, 4].map((number) => card(number, `Nummer ${number}`, 'föreläsare system'));
    expect(
      alike(...many, card(5, 'Slinga', 'hörslinga'), card(6, 'Föreläsare i aulan', 'hörslinga system')),
    ).toEqual(['Föreläsare i aulan', 'Slinga', 'Nummer 1', 'Nummer 2', 'Nummer 3']);
  });

  test('not by function words or letters alone, nor to themselves, nor to work', () => {
    expect(alike(card(1, 'Nycklar i hus A', 'inte'), { ...one, title: 'Samma behov' })).toEqual([]);
    expect(similarTo(one, [work])).toEqual([]);
  });

  test('at most five of them, of equals the latest first', () => {
    const equals = [1, 2, 3, 4, 5, 6].map((day) =>
      card(day, 'Hörslinga', '', { since: `2026-11-0${day}T09:00:00.000Z` as Instant }),
    );
    expect(similarTo(one, equals).map(({ reference }) => reference.slice(-1))).toEqual([
      '6',
      '5',
      '4',
      '3',
      '2',
    ]);
  });
});
