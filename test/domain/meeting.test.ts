import { describe, expect, test } from 'vitest';
import { agendaOf } from '../../lambdas/domain/meeting/agenda.ts';
import {
  expectedAt,
  groupsRunBy,
  keepersOf,
  maySchoolsNotSee,
  meetingsBefore,
  schoolIn,
  seesMeeting,
} from '../../lambdas/domain/meeting/access.ts';
import { agreedCardOf, meetingCardOf, plannedDays } from '../../lambdas/domain/meeting/card.ts';
import { isTooLate, newOn } from '../../lambdas/domain/meeting/meeting.ts';
import type { Meeting } from '../../lambdas/domain/meeting/meeting.ts';
import type { Card } from '../../lambdas/domain/need/card.ts';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import { remindersOn, waitOf } from '../../lambdas/domain/notice/reminders.ts';
import type { AreaId, DepartmentId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { workCardOf } from '../../lambdas/domain/work/card.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { momentIn, readChange } from '../../lambdas/web/meeting-request.ts';
import { meetingChangeOf, plan } from '../support/meetings.ts';
import { changeOf } from '../support/works.ts';
import { needIn, now, pure } from './fixtures.ts';

const north = 'north' as AreaId;
const day = '2026-12-03' as Day;
const group = { kind: 'steering-group', area: north } as const;
const since = (moment: string) => `${moment}T09:00:00.000Z` as Instant;

const advising = (title: string, more: Partial<Card> = {}): Card => ({
  ...cardOf(needIn('advising')),
  ...{ title, reference: `B26-${title.padEnd(5, '0')}` as Card['reference'], leadArea: north },
  ...more,
});
const titlesOf = (cards: readonly Card[], before?: Meeting) =>
  agendaOf({ organisation: pure, group, day, cards, agreed: [], before }).map(({ title, why }) => [
    title,
    why,
  ]);

describe('The agenda of a steering group', () => {
  test('begins with legal deadlines, then has what has waited longest', () => {
    const cards = [
      advising('A', { since: since('2026-11-20') }),
      advising('B', { since: since('2026-11-10') }),
      advising('C', { since: since('2026-11-22'), deadline: { date: '2027-05-01' as Day, kind: 'law' } }),
      advising('D', { since: since('2026-11-01'), leadArea: 'south' as AreaId }),
      advising('E', { held: true }),
    ];
    expect(titlesOf(cards)).toEqual([
      ['C', 'advice'],
      ['B', 'advice'],
      ['A', 'advice'],
    ]);
  });

  test('has what came back since last time, work past its planned end, and reviews that are due', () => {
    const back = advising('A', { status: 'coordinating' });
    const { meeting } = meetingChangeOf(undefined, {
      ...plan,
      area: north,
      items: [{ kind: 'need', reference: back.reference, title: 'A' }],
    });
    const late = workCardOf({ ...changeOf(undefined).work, area: north, plannedEnd: '2026-12-02' as Day });
    const intime = workCardOf({ ...changeOf(undefined).work, area: north, plannedEnd: day });
    const review = advising('B', { status: 'deferred', reviewDate: day });
    const later = advising('C', { status: 'deferred', reviewDate: '2026-12-04' as Day });
    const items = agendaOf({
      ...{ organisation: pure, group, day, agreed: [], before: meeting },
      cards: [back, review, later, late, intime],
    });
    expect(items.map(({ reference, why }) => [reference, why])).toEqual([
      [back.reference, 'returned'],
      [late.reference, 'late'],
      [review.reference, 'review'],
    ]);
  });

  test('has what was left from last time, and what was agreed and is not done', () => {
    const { meeting } = meetingChangeOf(undefined, {
      ...plan,
      area: north,
      items: [
        { kind: 'other', text: 'Lokaler' },
        { kind: 'other', text: 'Datum' },
      ],
    });
    const after = meetingChangeOf(meeting, { do: 'note', item: '2' }).meeting;
    const agreed = {
      ...({
        v: 1,
        kind: 'agreed',
        meeting: meeting.id,
        id: 'v2',
        of: 'steering-group',
        area: north,
      } as const),
      ...{ who: 'lead-north' as PersonId, name: 'Ann', what: 'Ring' },
    };
    const items = agendaOf({ organisation: pure, group, day, cards: [], agreed: [agreed], before: after });
    expect(items.map(({ text, why }) => [text, why])).toEqual([
      ['Lokaler', 'left'],
      ['Ann: Ring', 'agreed'],
    ]);
  });

  test('has of what was agreed its own, with the day by which it is to be done, and none that is done', () => {
    const agreed = (what: string, more: object = {}) =>
      ({
        ...{ v: 1, kind: 'agreed', meeting: 'M26-7KQ4M', id: 'v2', of: 'steering-group', area: north },
        ...{ who: 'lead-north', name: 'Ann', what, ...more },
      }) as never;
    const { meeting: before } = meetingChangeOf(undefined, {
      ...{ ...plan, area: north },
      items: [{ kind: 'other', text: 'Ann: Klart', why: 'agreed' }],
    });
    const all = [
      agreed('Ring', { by: day }),
      agreed('Skriv', { of: 'arena' }),
      agreed('Gå', { area: 'south' }),
    ];
    expect(agendaOf({ organisation: pure, group, day, cards: [], agreed: all, before })).toEqual([
      { kind: 'other', why: 'agreed', text: 'Ann: Ring (2026-12-03)' },
    ]);
  });

  test('has questions as they were raised, and what was left as it stood', () => {
    const raisedBy = { person: 'owner' as PersonId, name: 'Ann' };
    const question = { kind: 'question', text: 'När?', raisedBy } as const;
    const { meeting: arena } = meetingChangeOf(undefined, {
      ...{ ...plan, kind: 'arena', area: north },
      items: [question, { kind: 'other', text: 'Lokaler' }, { kind: 'question', text: 'Svarad?' }],
    });
    const answered = meetingChangeOf(arena, { do: 'note', item: '3' }).meeting;
    const left = {
      kind: 'question',
      text: 'Hur?',
      reference: 'B26-22222',
      title: 'Behov',
      raisedBy,
    } as const;
    const { meeting: before } = meetingChangeOf(undefined, { ...plan, area: north, items: [left] });
    const facts = { organisation: pure, group, day, cards: [], agreed: [], before, arena: answered };
    expect(agendaOf(facts)).toEqual([{ ...left, why: 'left' }, question]);
  });

  test('has no work of another area, and nothing back that was not advised on', () => {
    const { meeting: before } = meetingChangeOf(undefined, {
      ...{ ...plan, area: north },
      items: [{ kind: 'inform', reference: 'B26-A0000', title: 'A' }],
    });
    const work = { ...changeOf(undefined).work, plannedEnd: '2026-12-02' as Day, area: 'south' as AreaId };
    const informed = advising('A', { status: 'coordinating' });
    const decided = advising('B', { status: 'deciding' });
    const advised = { ...before, items: [...before.items, { ...before.items[0], kind: 'need' }] } as Meeting;
    const cards = [workCardOf(work), informed, decided];
    const agenda = (last: Meeting) =>
      agendaOf({ organisation: pure, group, day, cards, agreed: [], before: last }).map(({ kind, why }) => [
        kind,
        why,
      ]);
    expect(agenda(before)).toEqual([]);
    expect(agenda(advised)).toEqual([['inform', 'returned']]);
  });

  test('has each thing once, however many meetings leave it', () => {
    const { meeting: before } = meetingChangeOf(undefined, {
      ...plan,
      area: north,
      items: [
        { kind: 'other', text: 'Ann: Ring', why: 'agreed' },
        { kind: 'question', text: 'När?' },
        { kind: 'question', text: 'Var?' },
      ],
    });
    const after = meetingChangeOf(before, { do: 'note', item: '3', note: 'I hus B' }).meeting;
    const { meeting: arena } = meetingChangeOf(undefined, {
      ...{ ...plan, kind: 'arena', area: north, at: since('2026-11-20') },
      items: ['När?', 'Var?', 'Hur?'].map((text) => ({ kind: 'question', text })),
    });
    const agreed = {
      ...({ v: 1, kind: 'agreed', meeting: before.id, id: 'v2' } as const),
      ...({ of: 'steering-group', area: north, name: 'Ann', what: 'Ring' } as const),
      who: 'lead-north' as PersonId,
    };
    const items = agendaOf({
      ...{ organisation: pure, group, day, cards: [], agreed: [agreed] },
      ...{ before: after, arena, answered: [after] },
    });
    expect(items.map(({ text }) => text).toSorted()).toEqual(['Ann: Ring', 'Hur?', 'När?']);
  });

  test('has room for what was left, which stands nowhere else, before what stands on the board', () => {
    const { meeting: before } = meetingChangeOf(undefined, {
      ...plan,
      area: north,
      items: [{ kind: 'other', text: 'Lokaler' }],
    });
    const cards = Array.from({ length: 70 }, (_, index) => advising(String(index)));
    const items = agendaOf({ organisation: pure, group, day, cards, agreed: [], before });
    expect(items).toHaveLength(60);
    expect(items.map(({ text }) => text)).toContain('Lokaler');
  });

  test('has questions of the area’s arena that have not become needs, and never more than sixty items', () => {
    const { meeting: arena } = meetingChangeOf(undefined, {
      ...plan,
      ...{ kind: 'arena', area: north },
      items: [
        { kind: 'question', text: 'När?' },
        { kind: 'question', text: 'Var?', reference: 'B26-7KQ4M' },
      ],
    });
    const cards = Array.from({ length: 70 }, (_, index) => advising(String(index)));
    const facts = { organisation: pure, group, day, cards: [], agreed: [], arena };
    expect(agendaOf(facts).map(({ text }) => text)).toEqual(['När?']);
    const { meeting: since } = meetingChangeOf(undefined, {
      ...{ ...plan, area: north },
      items: [{ kind: 'question', text: 'När?' }],
    });
    const { meeting: answered } = meetingChangeOf(since, { do: 'note', item: '1', reference: 'B26-7KQ4N' });
    expect(agendaOf({ ...facts, before: answered, answered: [answered] })).toEqual([]);
    expect(agendaOf({ organisation: pure, group, day, cards, agreed: [] })).toHaveLength(60);
  });
});

test('An arena has no need that may be secret on its agenda', () => {
  const cards = [advising('A'), advising('B', { secrecy: true })].map((card) => ({
    ...card,
    areas: [north],
  }));
  const items = agendaOf({
    organisation: pure,
    group: { kind: 'arena', area: north },
    day,
    cards,
    agreed: [],
  });
  expect(items.map(({ title, kind }) => [title, kind])).toEqual([['A', 'check']]);
  /* It asks the schools; it does not say that the need waits for advice. */
  expect(items[0]?.why).toBeUndefined();
});

describe('The agenda of the area leads', () => {
  const shared = ['north', 'south'] as AreaId[];
  const leads = (cards: readonly Card[], before?: Meeting) =>
    agendaOf({ organisation: pure, group: { kind: 'leads' }, day, cards, agreed: [], before }).map(
      ({ title, kind, why }) => [title, kind, why],
    );

  test('has what several areas share before its heads decide, legal deadlines first', () => {
    const cards = [
      advising('A', { areas: shared, since: since('2026-11-10') }),
      advising('B', {
        ...{ areas: shared, status: 'deciding', deadline: { date: '2027-05-01' as Day, kind: 'law' } },
      }),
      advising('C', { areas: [north] }),
      advising('D', { areas: shared, status: 'coordinating' }),
      advising('E', { areas: shared, status: 'approved' }),
      advising('F', { areas: shared, held: true }),
    ];
    expect(leads(cards)).toEqual([
      ['B', 'need', 'advice'],
      ['A', 'need', 'advice'],
    ]);
  });

  test('has what is stuck, and what was left', () => {
    const { meeting: before } = meetingChangeOf(undefined, {
      ...{ ...plan, kind: 'leads', area: undefined },
      items: [
        { kind: 'other', title: 'Lokaler', reference: 'B26-22222' },
        { kind: 'need', title: 'Behov', reference: 'B26-33333' },
        { kind: 'inform', title: 'Läget', reference: 'B26-44444' },
      ],
    });
    const card = advising('A', { areas: [], status: 'received' });
    expect(leads([card], before)).toEqual([
      ['A', 'inform', 'stuck'],
      ['Lokaler', 'other', 'left'],
    ]);
  });
});

describe('The agenda of an arena', () => {
  const arena = (cards: readonly Card[], before?: Meeting) =>
    agendaOf({
      organisation: pure,
      group: { kind: 'arena', area: north },
      day,
      cards,
      agreed: [],
      before,
    }).map(({ title, text, kind, why }) => [title ?? text, kind, why]);
  const inNorth = (title: string, more: Partial<Card> = {}) => advising(title, { areas: [north], ...more });

  test('has the area’s needs that are clarified and not decided, legal deadlines first', () => {
    const cards = [
      inNorth('A', { since: since('2026-11-10') }),
      inNorth('B', { status: 'coordinating', deadline: { date: '2027-05-01' as Day, kind: 'law' } }),
      inNorth('C', { areas: ['south' as AreaId] }),
      inNorth('D', { status: 'clarifying' }),
      inNorth('E', { status: 'deciding' }),
    ];
    expect(arena(cards)).toEqual([
      ['B', 'check', undefined],
      ['A', 'check', undefined],
    ]);
  });

  test('says what has become of needs since the arena before', () => {
    const { meeting: before } = meetingChangeOf(undefined, {
      ...{ ...plan, kind: 'arena', area: north, at: since('2026-11-20') },
      items: [{ kind: 'question', text: 'När?' }],
    });
    const settled = (['approved', 'completed', 'declined', 'deferred'] as const).map((status, index) =>
      inNorth(String(index), { status, since: since('2026-11-21') }),
    );
    const cards = [
      ...settled,
      inNorth('A', { status: 'completed', since: before.at }),
      inNorth('B', { status: 'in-progress', since: since('2026-11-21') }),
    ];
    expect(arena(cards, before)).toEqual([
      ['När?', 'question', 'left'],
      ...['0', '1', '2', '3'].map((title) => [title, 'inform', 'settled']),
    ]);
    expect(arena(cards)).toEqual([]);
  });
});

describe('A group’s meetings', () => {
  const person = (id: string) => id as PersonId;
  const schools = [
    {
      ...{ id: 'teachers', name: { sv: 'Lärare', en: 'Teachers' } },
      representatives: [
        { person: 'owner', areas: ['north'] },
        { person: 'registrar', areas: ['south'] },
      ],
    },
  ];
  const organisation = { ...pure, schools } as unknown as Organisation;

  test('are made by the developers and the lead of its area, and those of the leads by the model’s manager', () => {
    const groups = (id: string) =>
      groupsRunBy(pure, person(id)).map(({ kind, area }) => [kind, area].join(' '));
    for (const id of ['developer-north', 'lead-north'])
      expect(groups(id)).toEqual(['steering-group north', 'arena north']);
    expect(groups('manager')).toEqual(['leads ']);
    expect(groups('head-shared')).toEqual([]);
  });

  test('have their notes sent out by who coordinates the area, or by the model’s manager', () => {
    expect(keepersOf(pure, group)).toEqual(['developer-north']);
    expect(keepersOf(pure, { kind: 'leads' })).toEqual(['manager']);
  });

  test('are of the leads, the manager and the owner; of an area and its heads; or of an area and its schools', () => {
    expect(expectedAt(pure, { kind: 'leads' }, day)).toEqual([
      ...['lead-north', 'lead-south', 'head-east', 'manager', 'owner'],
    ]);
    expect(expectedAt(pure, group, day)).toEqual([
      ...['lead-north', 'head-shared', 'head-responsible', 'developer-north'],
    ]);
    expect(expectedAt(organisation, { kind: 'arena', area: north }, day)).toEqual([
      ...['lead-north', 'developer-north', 'owner'],
    ]);
    expect(expectedAt(pure, { kind: 'steering-group', area: 'gone' as AreaId }, day)).toEqual([]);
  });

  test('have somebody speak for a school in the arena that it sends them to', () => {
    expect(schoolIn(organisation, north, person('owner'))?.id).toBe('teachers');
    expect(schoolIn(organisation, north, person('registrar'))).toBeUndefined();
  });

  test('come one after the other, without those that were cancelled', () => {
    const at = (moment: string, more: object = {}) =>
      ({ of: 'arena', area: north, at: since(moment), state: 'sent', ...more }) as const;
    const [first, second] = [at('2026-10-01'), at('2026-11-02', { state: 'planned' })];
    const all = [
      ...[second, first, at('2026-11-01', { state: 'cancelled' }), at('2026-12-03')],
      ...[at('2026-11-01', { area: 'south' }), at('2026-11-01', { of: 'steering-group' })],
    ];
    expect(meetingsBefore(all, { kind: 'arena', area: north }, day)).toEqual([first, second]);
  });
});

test('A meeting and what it agreed are listed by their group, and what is of no area names none', () => {
  const { meeting } = meetingChangeOf(undefined, { ...plan, area: north });
  const { area: _, ...ofLeads } = meetingChangeOf(undefined, { ...plan, kind: 'leads' }).meeting;
  const listed = {
    ...{ v: 1, kind: 'meeting', reference: meeting.id, of: 'steering-group', area: north, at: plan.at },
    ...{ state: 'planned', since: meeting.since, items: ['B26-7KQ4M', 'A26-7KQ4M'] },
  };
  expect(meetingCardOf(meeting)).toEqual(listed);
  const { area: _area, ...elsewhere } = listed;
  expect(meetingCardOf(ofLeads)).toEqual({ ...elsewhere, of: 'leads', reference: ofLeads.id });
  const agreed = { id: 'v2', who: 'lead-north' as PersonId, name: 'Ann', what: 'Ring' };
  const card = { v: 1, kind: 'agreed', meeting: meeting.id, of: 'steering-group', area: north, ...agreed };
  expect(agreedCardOf(meeting, agreed)).toEqual(card);
  expect(agreedCardOf(meeting, { ...agreed, by: day })).toEqual({ ...card, by: day });
  expect(agreedCardOf(ofLeads, agreed)).not.toHaveProperty('area');
});

test('Schools see no need that may be secret or is held, and what is no need is no secret', () => {
  const cards = [advising('A'), advising('B', { secrecy: true }), advising('C', { held: true })];
  expect(cards.map(maySchoolsNotSee)).toEqual([false, true, true]);
  expect([undefined, workCardOf(changeOf(undefined).work)].map(maySchoolsNotSee)).toEqual([false, false]);
});

test('Whoever has left is not expected, and a deputy is expected on their days', () => {
  const shared = { ...group };
  expect(expectedAt(pure, shared, '2026-11-23' as Day)).toContain('deputy-shared');
  expect(expectedAt(pure, shared, '2026-11-23' as Day)).not.toContain('past-deputy-shared');
  const without: Organisation = {
    ...pure,
    areas: pure.areas.map((area) => ({ ...area, developers: [] })),
  };
  expect(expectedAt(without, shared, day)).not.toContain('developer-north');
});

test('A meeting is seen by those expected, the area’s people and those who see all, and by nobody else', () => {
  const { meeting } = meetingChangeOf(undefined, { ...plan, area: north });
  const seers = pure.people.map(({ id }) => id).filter((id) => seesMeeting(pure, meeting, id, day));
  expect(seers.toSorted()).toEqual([
    ...['developer-north', 'head-east', 'head-responsible'],
    ...['head-shared', 'lead-north', 'lead-south', 'manager', 'owner', 'registrar'],
  ]);
});

describe('Reminders', () => {
  const card = advising('A', { since: since('2026-11-02'), areas: [north] });
  const planned = (at: string) =>
    [
      {
        ...({ v: 1, kind: 'meeting', reference: 'M26-7KQ4M', of: 'steering-group', area: north } as const),
        ...({
          at: since(at),
          state: 'planned',
          since: since('2026-11-01'),
          items: [card.reference],
        } as const),
      },
    ] as unknown as Parameters<typeof plannedDays>[0];

  test('wait for the meeting that has the need on its agenda, and count from the day after it', () => {
    const today = '2026-11-23' as Day;
    expect(waitOf(pure, card, today)?.days).toBe(15);
    expect(waitOf(pure, card, today, plannedDays(planned('2026-11-25'), today))).toBeUndefined();
    expect(waitOf(pure, card, today, plannedDays(planned('2026-11-23'), today))).toBeUndefined();
    expect(waitOf(pure, card, today, plannedDays(planned('2026-11-19'), today))?.days).toBe(2);
    expect(waitOf(pure, card, today, plannedDays(planned('2026-10-20'), today))?.days).toBe(15);
  });

  test('count from the next of several meetings, and wait only for the group whose advice the need waits for', () => {
    const today = '2026-11-23' as Day;
    const term = ['2027-05-01', '2026-11-19', '2026-12-03', '2027-02-04'].flatMap(planned);
    const days = (meetings: ReturnType<typeof planned>, on = today, more: Partial<Card> = {}) =>
      waitOf(pure, { ...card, ...more }, on, plannedDays(meetings, on))?.days;
    expect(days(term)).toBeUndefined();
    expect([...plannedDays(term, today).values()]).toEqual(['2026-12-03']);
    expect([...plannedDays(term, '2027-05-10' as Day).values()]).toEqual(['2027-05-01']);
    expect(days(planned('2026-12-03'), today, { status: 'deciding' })).toBe(15);
    expect(days(planned('2026-12-03').map((one) => ({ ...one, done: 1 })))).toBe(15);
    expect(days(planned('2026-12-03').map((one) => ({ ...one, area: 'south' as AreaId })))).toBe(15);
    expect(days(planned('2026-12-03').map((one) => ({ ...one, of: 'leads' as const })))).toBe(15);
  });

  test('are told by a meeting’s card what is left of its agenda, in at most 1 kB', () => {
    const { meeting } = meetingChangeOf(undefined);
    const noted = meetingChangeOf(meeting, { do: 'note', item: '1', note: 'Klart' }).meeting;
    expect(meetingCardOf(noted)).toMatchObject({ items: ['A26-7KQ4M', 'B26-7KQ4M'], done: 1 });
    const items = Array.from({ length: 60 }, (_, index) => ({
      ...({ id: String(index), kind: 'need', reference: 'B26-7KQ4M', agreed: [], done: true } as const),
    }));
    const long = meetingCardOf({ ...noted, area: 'utbildningsadministration' as AreaId, items });
    expect(Buffer.byteLength(JSON.stringify(long))).toBeLessThanOrEqual(1024);
  });

  test('tell those who coordinate the area of notes that were not sent, and never fall silent', () => {
    const morning = (today: string, last: string) => ({
      ...{ today: today as Day, last: last as Day, settingsOf: () => undefined },
      meetings: planned('2026-11-02'),
    });
    const told = (today: string, last: string) =>
      remindersOn(pure, [], morning(today, last)).map(({ to, meetings }) => [
        to,
        meetings[0]?.days,
        meetings[0]?.why,
      ]);
    expect(told('2026-11-06', '2026-11-05')).toEqual([]);
    expect(told('2026-11-09', '2026-11-06')).toEqual([['developer-north', 5, 'asked']]);
    expect(told('2026-11-23', '2026-11-20')).toContainEqual(['lead-north', 15, 'passed-on']);
    expect(told('2026-12-07', '2026-12-04')).toContainEqual(['developer-north', 25, 'asked']);
  });

  test('name notes beside what is due from the day after the meeting, and pass them on no earlier', () => {
    const waiting = (reference: string, at: string, leadArea?: AreaId) =>
      ({ ...card, reference, since: since(at), leadArea }) as Card;
    const notesOf = (meetings: ReturnType<typeof planned>, person: string) =>
      remindersOn(pure, [waiting('B26-AAAAA', '2026-11-16', north)], {
        ...{ today: '2026-11-23' as Day, last: '2026-11-20' as Day, settingsOf: () => undefined },
        meetings,
      }).find(({ to }) => to === person)?.meetings;
    expect(notesOf(planned('2026-11-23'), 'developer-north')).toEqual([]);
    expect(notesOf(planned('2026-11-20'), 'developer-north')).toEqual([
      { meeting: 'M26-7KQ4M', of: 'steering-group', area: north, days: 1, why: 'asked' },
    ]);
    expect(notesOf(planned('2026-11-20'), 'lead-north')).toEqual([]);
  });

  test('tell the model’s manager of the leads’ notes, which are of no area', () => {
    const meetings = planned('2026-11-02').map(({ area: _, ...one }) => ({ ...one, of: 'leads' as const }));
    const morning = {
      ...{ today: '2026-11-09' as Day, last: '2026-11-06' as Day, settingsOf: () => undefined },
      meetings,
    };
    expect(remindersOn(pure, [], morning)).toEqual([
      {
        ...{ to: 'manager', needs: [] },
        meetings: [{ meeting: 'M26-7KQ4M', of: 'leads', days: 5, why: 'asked' }],
      },
    ]);
  });
});

test('A time is the university’s, on both sides of daylight saving', () => {
  expect(momentIn('2026-10-23 10:00')).toBe('2026-10-23T08:00:00.000Z');
  expect(momentIn('2026-10-26T10:00')).toBe('2026-10-26T09:00:00.000Z');
  expect(momentIn('2027-03-29T10:00')).toBe('2027-03-29T08:00:00.000Z');
  for (const said of ['10:00:00+01:00', '10:00+01:00', '09:00Z', '09:00:00.000Z'])
    expect(momentIn(`2026-12-03T${said}`), said).toBe('2026-12-03T09:00:00.000Z');
  for (const wrong of ['2026-02-30 10:00', '2026-12-03', '25:00', '', undefined])
    expect(momentIn(wrong)).toBeUndefined();
});

test('A need’s department is found on the agenda of the leads where several areas share it', () => {
  const shared = advising('A', {
    areas: [north, 'south' as AreaId],
    departments: ['shared' as DepartmentId],
  });
  const items = agendaOf({
    organisation: pure,
    group: { kind: 'leads' },
    day,
    cards: [shared, advising('B', { areas: [north] })],
    agreed: [],
  });
  expect(items.filter(({ kind }) => kind === 'need').map(({ title }) => title)).toEqual(['A']);
});

test('A note that is not mentioned stays, and an empty one is taken away', () => {
  const { meeting } = meetingChangeOf(undefined);
  const noted = meetingChangeOf(meeting, { do: 'note', item: '3', note: 'Den 4 februari' }).meeting;
  const agreed = { what: 'Boka rum', who: 'chef-it' as PersonId, name: 'Chefen' };
  const after = meetingChangeOf(noted, { do: 'note', item: '3', agreed }).meeting;
  expect(after.items[2]).toMatchObject({ note: 'Den 4 februari', agreed: [{ what: 'Boka rum' }] });
  const without = meetingChangeOf(after, { do: 'note', item: '3', note: '' }).meeting;
  expect(without.items[2]).not.toHaveProperty('note');
});

test('An item of which something is written stays on the agenda until that is taken away', () => {
  const { meeting } = meetingChangeOf(undefined);
  const mayBeDropped = (of: Meeting) => !isTooLate(of, { do: 'drop', item: '3' }, { now });
  expect(mayBeDropped(meeting)).toBe(true);
  const noted = meetingChangeOf(meeting, { do: 'note', item: '3', note: 'Den 4 februari' }).meeting;
  expect(mayBeDropped(noted)).toBe(false);
  const emptied = meetingChangeOf(noted, { do: 'note', item: '3', note: '' }).meeting;
  expect(mayBeDropped(emptied)).toBe(true);
  const agreed = { what: 'Boka rum', who: 'chef-it' as PersonId, name: 'Chefen' };
  const held = meetingChangeOf(emptied, { do: 'note', item: '3', agreed }).meeting;
  expect(mayBeDropped(held)).toBe(false);
});

describe('What has come to stand since an agenda was made', () => {
  const { meeting } = meetingChangeOf(undefined);
  const need = { kind: 'need', why: 'advice', reference: 'B26-NYTT1', title: 'Nytt' } as const;
  const review = { kind: 'inform', why: 'review', reference: 'B26-NYTT2', title: 'Prövas' } as const;
  const [there] = plan.items;
  if (!there) throw new Error('an agenda without items');

  test('is what is not on it, comes after what is there, and comes once', () => {
    expect(newOn(meeting, [there, need])).toEqual([need]);
    const noted = meetingChangeOf(meeting, { do: 'note', item: '3', note: 'Ett' }).meeting;
    const after = meetingChangeOf(noted, { do: 'gather', items: [there, need, review] }).meeting;
    expect(after.items.slice(0, 3)).toEqual(noted.items);
    expect(after.items.slice(3)).toEqual([
      { ...need, id: 'v3-1', agreed: [], done: false },
      { ...review, id: 'v3-2', agreed: [], done: false },
    ]);
    expect(meetingChangeOf(after, { do: 'gather', items: [need, review] }).meeting.items).toEqual(
      after.items,
    );
  });

  test('is nothing that was taken off it, by its need or by its words', () => {
    const question = { kind: 'question', text: 'När?' } as const;
    const gathered = meetingChangeOf(meeting, { do: 'gather', items: [need, question] }).meeting;
    const without = gathered.items
      .slice(3)
      .reduce((left, { id }) => meetingChangeOf(left, { do: 'drop', item: id }).meeting, gathered);
    expect(newOn(without, [need, question, review])).toEqual([review]);
  });

  test('is no question that is there, also once that has become a need', () => {
    const question = { kind: 'question', text: 'När?' } as const;
    const asked = meetingChangeOf(meeting, { do: 'gather', items: [question] }).meeting;
    const became = meetingChangeOf(asked, { do: 'note', item: 'v2-1', reference: need.reference }).meeting;
    expect(newOn(became, [question, { ...question, text: 'Var?' }])).toEqual([{ ...question, text: 'Var?' }]);
    expect(newOn(became, [need])).toEqual([need]);
  });

  test('is a need that now waits for advice, where it stood or was taken off for information only', () => {
    const returned = { ...need, kind: 'inform', why: 'returned' } as const;
    const informed = meetingChangeOf(meeting, { do: 'gather', items: [returned] }).meeting;
    expect(newOn(informed, [need])).toEqual([need]);
    const dropped = meetingChangeOf(informed, { do: 'drop', item: 'v2-1' }).meeting;
    expect(newOn(dropped, [need, returned])).toEqual([need]);
    const advised = meetingChangeOf(meeting, { do: 'gather', items: [need] }).meeting;
    expect(newOn(advised, [returned])).toEqual([]);
  });

  test('is as much as there is room for', () => {
    const many = Array.from({ length: 80 }, (_, index) => ({ ...need, reference: `B26-${index}` }));
    expect(newOn(meeting, many)).toHaveLength(57);
    const full = meetingChangeOf(meeting, { do: 'gather', items: many }).meeting;
    expect(full.items).toHaveLength(60);
    expect(newOn(full, [...many, review])).toEqual([]);
  });
});

describe('A change comes too late', () => {
  const { meeting } = meetingChangeOf(undefined);
  const cancelled = meetingChangeOf(meeting, { do: 'cancel' }).meeting;
  const sent = { ...meeting, state: 'sent' } as const;
  const noted = meetingChangeOf(meeting, { do: 'note', item: '3', note: 'Ett' }).meeting;

  test.each([
    'note',
    'advise',
    'respond',
    'took-up',
    'move',
    'drop',
    'add',
    'present',
    'date',
    'cancel',
    'raise',
  ])('to a meeting that is over: %s', (kind) => {
    for (const over of [cancelled, sent])
      expect(isTooLate(over, { do: kind, item: '3' }, { now })).toBe(true);
    expect(isTooLate(meeting, { do: kind, item: '3' }, { now })).toBe(false);
  });

  test.each(['note', 'advise', 'respond', 'took-up', 'move'])('to an item that is gone: %s', (kind) => {
    expect(isTooLate(meeting, { do: kind, item: 'v9' }, { now })).toBe(true);
  });

  test('to what has changed since it was seen, and to nothing else', () => {
    const version = noted.version;
    expect(isTooLate(noted, { do: 'note', item: '3' }, { seen: version - 1, now })).toBe(true);
    expect(isTooLate(noted, { do: 'note', item: '3' }, { seen: version, now })).toBe(false);
    expect(isTooLate(noted, { do: 'note', item: '3' }, { now })).toBe(false);
    expect(isTooLate(noted, { do: 'note', item: '2' }, { seen: version - 1, now })).toBe(false);
  });

  test('with a question once the meeting has begun, however it is asked; but not with an item of whoever runs it', () => {
    const raisedBy = { person: 'kim' as PersonId, name: 'Kim' };
    for (const asked of [
      { do: 'raise' },
      { do: 'add', item: { kind: 'question', text: 'När?', raisedBy } },
    ]) {
      expect(isTooLate(meeting, asked, { now: meeting.at })).toBe(true);
      expect(isTooLate(meeting, asked, { now })).toBe(false);
    }
    const own = { do: 'add', item: { kind: 'question', text: 'När?' } };
    expect(isTooLate(meeting, own, { now: meeting.at })).toBe(false);
  });

  test('to what was agreed where it has been taken back; that it is done can be said of a meeting that is over', () => {
    const agreed = { what: 'Ring', who: 'chef-it' as PersonId, name: 'Chefen' };
    const held = meetingChangeOf(meeting, { do: 'note', item: '3', agreed }).meeting;
    for (const kind of ['done', 'take-back']) {
      expect(isTooLate(held, { do: kind, agreed: 'v2' }, { now })).toBe(false);
      expect(isTooLate(held, { do: kind, agreed: 'v9' }, { now })).toBe(true);
    }
    const over = meetingChangeOf(held, { do: 'cancel' }).meeting;
    expect(isTooLate(over, { do: 'done', agreed: 'v2' }, { now })).toBe(false);
    expect(isTooLate(over, { do: 'take-back', agreed: 'v2' }, { now })).toBe(true);
  });

  test('with a correction of notes that are not sent, and with notes of a meeting that is cancelled', () => {
    expect([meeting, cancelled, sent].map((of) => isTooLate(of, { do: 'correct' }, { now }))).toEqual([
      ...[true, true, false],
    ]);
    expect([meeting, cancelled, sent].map((of) => isTooLate(of, { do: 'send' }, { now }))).toEqual([
      ...[false, true, false],
    ]);
  });
});

test('Whoever was there and has left the organisation since stays among those present, by the name they had', () => {
  const gone = 'gone' as PersonId;
  const [person] = pure.people;
  if (!person) throw new Error('an organisation without people');
  const { meeting } = meetingChangeOf(undefined);
  const there = { do: 'present', present: [gone], names: { [gone]: 'Eva Borta' } } as const;
  const before = meetingChangeOf(meeting, there).meeting;
  const circumstances = { organisation: pure, person, now: since('2026-11-23'), cards: new Map() };
  const asked = { present: [gone, person.id] };
  expect(readChange('present', asked, { ...circumstances, meeting: before })).toEqual({
    value: {
      do: 'present',
      present: [gone, person.id],
      names: { [gone]: 'Eva Borta', [person.id]: person.name },
    },
  });
  expect(readChange('present', asked, { ...circumstances, meeting })).toHaveProperty('mistakes');
});
