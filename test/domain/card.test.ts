import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Card } from '../../lambdas/domain/need/card.ts';
import { cardOf, closedIn, needOn } from '../../lambdas/domain/need/make-card.ts';
import type { GoalId } from '../../lambdas/domain/organisation/ids.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import { Submission } from '../../lambdas/domain/need/submission.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import { seed } from '../support/seed.ts';
import { isWhole } from '../support/whole.ts';
import { moversOf, permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { searchWords } from '../../lambdas/domain/need/words.ts';
import { asSubmitted } from '../../lambdas/domain/overview/access.ts';
import { WorkCard, workCardOf } from '../../lambdas/domain/work/card.ts';
import { workLimits } from '../../lambdas/domain/work/work.ts';
import { changeOf } from '../support/works.ts';
import { as, needIn, play, pure, shipped, submitted } from './fixtures.ts';

const numRuns = isWhole ? 100 : 20;

const longestOf = <Id extends string>(members: readonly { readonly id: Id }[]): Id | undefined =>
  members.map(({ id }) => id).sort((one, other) => other.length - one.length)[0];

/** A need of every area and department that ships, with all that a card can tell. */
function fullNeed(title: string, status: 'deciding' | 'in-progress' | 'deferred', text = ''): Need {
  const need = needIn(status);
  const departments = shipped.departments.map(({ id }) => id);
  const [, ...deciding] = departments;
  return {
    ...need,
    ...(need.status === 'deciding' && {
      approvals: deciding
        .slice(0, 1)
        .map((department) => ({ department, by: 'chef' as never, at: need.since })),
    }),
    title,
    words: text.slice(0, 240),
    areas: shipped.areas.map(({ id }) => id),
    departments,
    coordination: {
      ...need.coordination,
      actualNeed: text,
      deciding,
      size: 'M',
      leadArea: longestOf(shipped.areas) ?? need.coordination.leadArea,
      responsible: longestOf(shipped.departments) ?? need.coordination.responsible,
    },
    deadline: { date: '2027-06-30' as never, kind: 'term-start' },
    school: longestOf(shipped.schools),
    registry: { number: '需'.repeat(60), secrecy: true },
  };
}

describe('A card', () => {
  test('of any need has at most 1 kB, in whatever script its title is written', () => {
    const anyTitles = fc
      .string({ unit: 'binary', minLength: 40, maxLength: 60 })
      .map((text) => Submission.def.shape.title.safeParse(text).data ?? 'x');
    const longest = fc.constantFrom('需', 'ก', '\\', '"', '😀').map((sign) => sign.repeat(120 / sign.length));
    const fullest = fc.constantFrom('deciding', 'in-progress', 'deferred');
    const property = fc.property(fc.oneof(anyTitles, longest), fullest, (title, status) => {
      const json = JSON.stringify(cardOf(fullNeed(title, status)));
      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(1024);
    });
    fc.assert(property, { seed, numRuns });
  });

  test('has as many goals as fit, the first ones, and is no less readable', () => {
    const goals = Array.from({ length: 60 }, (_, number) => `a-goal-of-the-university-${number}` as GoalId);
    const full = fullNeed('需'.repeat(120), 'deciding');
    const route = { kind: 'advised' as const, advice: 'do' as const, priority: 'high' as const, goals };
    const card = cardOf({ ...full, route } as Need);
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(1024);
    const short = cardOf({ ...needIn('deciding'), route });
    expect(Buffer.byteLength(JSON.stringify(short))).toBeLessThanOrEqual(1024);
    expect(short.goals?.length).toBeGreaterThan(8);
    expect(short.goals).toEqual(goals.slice(0, short.goals?.length));
    expect(Card.parse(JSON.parse(JSON.stringify(short)))).toEqual(short);
  });

  test('of a piece of work has at most 1 kB as well, with as many goals as fit, the first ones', () => {
    const goals = Array.from({ length: 60 }, (_, number) => `a-goal-of-the-university-${number}` as GoalId);
    for (const title of ['Byte av system', '需'.repeat(workLimits.title)]) {
      const card = workCardOf(changeOf(undefined, { title, goals }).work);
      expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(1024);
      expect(card.title).toBe(title);
      expect(card.goals?.length).toBeGreaterThan(8);
      expect(card.goals).toEqual(goals.slice(0, card.goals?.length));
      expect(WorkCard.parse(JSON.parse(JSON.stringify(card)))).toEqual(card);
    }
    expect(workCardOf(changeOf(undefined, {}).work)).not.toHaveProperty('goals');
  });

  test('has what may wait instead while the need waits for a decision, all of it or nothing', () => {
    const namedOf = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        reference: `A26-${String(index).padStart(5, '0')}`,
        title: 'Ett arbete',
      }));
    const route = (count: number) => ({
      ...{ kind: 'advised' as const, advice: 'do' as const, priority: 'high' as const, goals: [] },
      insteadOf: namedOf(count),
    });
    const cardWith = (status: 'deciding' | 'in-progress', count: number) =>
      cardOf({ ...needIn(status), route: route(count) });
    expect(cardWith('deciding', 2).insteadOf).toEqual(['A26-00000', 'A26-00001']);
    expect(cardWith('deciding', 2)).toEqual(Card.parse(cardWith('deciding', 2)));
    expect(cardWith('deciding', 0)).not.toHaveProperty('insteadOf');
    expect(cardWith('in-progress', 2)).not.toHaveProperty('insteadOf');
    expect(cardWith('deciding', 200)).not.toHaveProperty('insteadOf');
    expect(asSubmitted(cardWith('deciding', 2))).not.toHaveProperty('insteadOf');
  });

  test('has of the words of a need as many as fit, the rarest first, in whatever script', () => {
    const scripts = fc.constantFrom('aåbcdeé ', 'абвгд ', '需要教室 ', '😀x ', 'กขค ');
    const anyTexts = scripts.chain((signs) =>
      fc.string({ unit: fc.constantFrom(...Array.from(signs)), minLength: 400, maxLength: 600 }),
    );
    const property = fc.property(anyTexts, (text) => {
      const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
      const card = cardOf(fullNeed('Hörslinga', 'in-progress', text));
      expect(bytesOf(card)).toBeLessThanOrEqual(1024);
      const kept = (card.words ?? '').split(' ').filter(Boolean);
      const left = searchWords(text, text.slice(0, 240)).filter((word) => !kept.includes(word));
      for (const word of left)
        expect(
          bytesOf({ ...card, words: [...kept.filter((one) => one.length >= word.length), word].join(' ') }),
        ).toBeGreaterThan(1000);
    });
    fc.assert(property, { seed, numRuns });
  });

  test('keeps the words of the submission whatever becomes of its need, with those of what is really needed', () => {
    const { need } = submitted(pure, {});
    expect(cardOf(need).words).toBe('dubbelbokas lärare');
    expect(cardOf(needIn('completed')).words?.split(' ')).toEqual(['dubbelbokas', 'lärare']);
    const withAnother = play(pure, needIn('clarifying'), [
      'coordinate',
      as('developer-north'),
      {
        actualNeed: 'Ett gemensamt lokalregister',
        whyItArose: 'x',
        leadArea: 'north',
        responsible: 'responsible',
      },
    ]);
    expect(cardOf(withAnother).words).toBe('lokalregister dubbelbokas gemensamt lärare');
  });

  test.each(statuses)('of a need that is %s can be read again', (status) => {
    const card = cardOf(needIn(status));
    expect(Card.parse(JSON.parse(JSON.stringify(card)))).toEqual(card);
  });

  test.each(statuses)(
    'of a need that is %s tells who can move it on, and who is asked, as the need does',
    (status) => {
      const one = needIn(status);
      const others = status === 'deciding' ? [play(pure, one, ['approve', as('head-shared')])] : [];
      for (const need of [one, ...others]) {
        const shown = needOn(Card.parse(JSON.parse(JSON.stringify(cardOf(need)))));
        for (const today of ['2026-11-23', '2026-11-24', '2026-12-24'] as Day[]) {
          expect(moversOf(pure, shown, today)).toEqual(moversOf(pure, need, today));
          for (const { id } of pure.people) {
            const of = (listed: Need) => permissionsOf(pure, listed, as(id), today);
            expect(of(shown).primary, id).toEqual(of(need).primary);
            expect(of(shown).isAsked, id).toBe(of(need).isAsked);
          }
        }
      }
    },
  );

  test('knows in which language its title is written', () => {
    const english = { ...needIn('received'), language: 'en' as const };
    expect(needOn(cardOf(english)).language).toBe('en');
    expect(cardOf(needIn('received')).language).toBe('sv');
    const { language: _unknown, ...older } = cardOf(english);
    expect(Card.parse(older)).toEqual(older);
  });

  test('tells what is agreed on as soon as it is', () => {
    expect(cardOf(needIn('received'))).not.toHaveProperty('leadArea');
    expect(cardOf(needIn('advising'))).toMatchObject({ leadArea: 'north', responsible: 'responsible' });
    expect(cardOf(needIn('deciding'))).toMatchObject({ priority: 'high' });
    expect(cardOf(needIn('in-progress'))).toMatchObject({ plannedEnd: '2027-06-01' });
    expect(cardOf(needIn('deferred'))).toMatchObject({ reviewDate: '2027-03-01' });
  });

  test('is among the closed ones once its need is referred, withdrawn, declined or completed', () => {
    expect(statuses.filter((status) => closedIn(needIn(status)) !== undefined)).toEqual(
      statuses.filter((status) => ['referred', 'withdrawn', 'declined', 'completed'].includes(status)),
    );
    expect(closedIn(needIn('withdrawn'))).toBe('2026-11');
  });
});
