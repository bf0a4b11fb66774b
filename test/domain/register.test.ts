import { describe, expect, test } from 'vitest';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { NeedEvent } from '../../lambdas/domain/need/event.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import { concernsSubmitter } from '../../lambdas/domain/organisation/visibility.ts';
import { mayExport, readsRegister } from '../../lambdas/domain/overview/access.ts';
import { registerEntryOf } from '../../lambdas/domain/overview/register.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import { as, attempt, happen, needIn, now, pathTo, play, pure, submitted, submitter } from './fixtures.ts';
import type { Step } from './fixtures.ts';

const registrar = as('registrar');
const number = 'V 2026/123';
const register = (filledIn: object = {}): Step => ['register', registrar, { number, ...filledIn }];

describe('A need that is registered', () => {
  test.each(statuses)(
    'when it is %s keeps all but its version, tells nobody, and not its submitter',
    (status) => {
      const need = needIn(status);
      const { event, need: after } = happen(pure, need, register({ secrecy: 'yes' }), later(now, 1));
      expect(after).toEqual({
        ...need,
        version: need.version + 1,
        registry: { number, secrecy: true },
      });
      expect(recipientsOf(pure, { before: need, event, after }, dayOf(now))).toEqual([]);
      expect(concernsSubmitter(event)).toBe(false);
    },
  );

  test('keeps what was said of secrecy until something else is said', () => {
    const registered = (...more: readonly object[]) =>
      play(pure, needIn('clarifying'), ...[{}, ...more].map(register)).registry;
    expect(registered()).toEqual({ number });
    expect(registered({ secrecy: 'yes' }, { number: 'V 2026/124' })).toEqual({
      number: 'V 2026/124',
      secrecy: true,
    });
    expect(registered({ secrecy: 'yes' }, { secrecy: 'no' })).toEqual({ number, secrecy: false });
  });

  test('keeps its number through all that follows', () => {
    const [first, ...rest] = pathTo.completed;
    const need = play(pure, submitted(pure, { departments: ['shared', 'responsible'] }).need, register());
    expect(play(pure, need, first as Step, ...rest).registry).toEqual({ number });
  });

  test('has a number of one line and at most 60 characters', () => {
    const refused = (value: unknown) =>
      attempt(pure, needIn('received'), ['register', registrar, { number: value }]);
    for (const [value, problem] of [
      ['', 'missing'],
      [' \u200B', 'missing'],
      ['1'.repeat(61), 'too-long'],
    ])
      expect(refused(value)).toEqual({
        kind: 'mistaken',
        mistakes: [expect.objectContaining({ field: 'number', problem })],
      });
    expect(play(pure, needIn('received'), register({ number: ' V\r\n2026/1 ' })).registry?.number).toBe(
      'V 2026/1',
    );
  });

  test('says on its card that it may be secret, however much that holds', () => {
    for (const said of [{}, { secrecy: 'no' }])
      expect(cardOf(play(pure, needIn('clarifying'), register(said)))).not.toHaveProperty('secrecy');
    const long = { ...needIn('clarifying'), title: '需'.repeat(120), areas: pure.areas.map(({ id }) => id) };
    const full = cardOf(play(pure, long, register({ number: '需'.repeat(60), secrecy: 'yes' })));
    expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThanOrEqual(1024);
    expect(full).toMatchObject({ secrecy: true });
  });
});

test('The register is read by manager, owner and registrars, and a whole need exported by manager and registrars', () => {
  const who = (may: typeof mayExport) => pure.people.flatMap(({ id }) => (may(pure, id) ? [id] : []));
  expect(who(readsRegister)).toEqual(['manager', 'owner', 'registrar']);
  expect(who(mayExport)).toEqual(['manager', 'registrar']);
});

describe('The register', () => {
  /** What it says of a need after some steps, a day apart. */
  function entryAfter(...steps: readonly Step[]) {
    const { need, event } = submitted(pure, { departments: ['shared', 'responsible'] });
    const events: NeedEvent[] = [event];
    const last = steps.reduce<Need>((before, step, index) => {
      const verdict = happen(pure, before, step, later(now, (index + 1) * 86_400_000));
      events.push(verdict.event);
      return verdict.need;
    }, need);
    return registerEntryOf(last, events);
  }

  test('says when each answer and comment of the submitter came in, and none of the staff’s', () => {
    const developer = as('developer-north');
    const entry = entryAfter(
      ['take', developer],
      ['comment', submitter, { text: 'Mer' }],
      ['comment', developer, { text: 'Vi ser på det', audience: 'submitter' }],
      ['ask', developer, { question: 'Vilka?' }],
      ['answer', submitter, { answer: 'Alla' }],
      ['ask', developer, { question: 'När?' }],
      ['answer', developer, { answer: 'På telefon: nu' }],
    );
    expect(entry).toEqual({
      ...{ reference: 'B26-7KQ4M', received: '2026-11-23', title: 'Bokning av salar', status: 'clarifying' },
      incoming: ['2026-11-25', '2026-11-28', '2026-11-30'],
    });
  });

  test('says the school, the number, and whether something may be secret, where somebody has said so', () => {
    const { need, event } = submitted(pure, { areas: ['north'] });
    const entry = (more: object) => registerEntryOf({ ...need, ...more }, [event]);
    expect(entry({ school: 'teachers', registry: { number, secrecy: false } })).toMatchObject({
      ...{ school: 'teachers', number, secrecy: false },
    });
    expect(entry({ registry: { number } })).toMatchObject({ number });
    expect(entry({ registry: { number } })).not.toHaveProperty('secrecy');
    for (const unsaid of ['school', 'number', 'secrecy']) expect(entry({})).not.toHaveProperty(unsaid);
  });

  test('says when a member of staff who submitted it wrote, and when its submitter said whether it helped', () => {
    const { need, event } = submitted(pure, { departments: ['shared', 'responsible'] }, 'lead-south');
    const comment = happen(
      pure,
      need,
      ['comment', as('lead-south'), { text: 'Mer' }],
      later(now, 86_400_000),
    );
    expect(registerEntryOf(comment.need, [event, comment.event]).incoming).toEqual(['2026-11-24']);
    const done = needIn('completed');
    const heard = happen(pure, done, ['evaluate', submitter, { solved: 'yes' }], later(now, 86_400_000));
    expect(registerEntryOf(heard.need, [event, heard.event]).incoming).toEqual(['2026-11-24']);
    expect(registerEntryOf(done, []).received).toBe('2026-11-23');
  });

  test('says who decided, all of them, and when it was settled, also where it was reopened since', () => {
    const settled = needIn('approved');
    expect(settled.status).toBe('approved');
    const { decided } = entryAfter(
      ...pathTo.approved.slice(0, -2),
      ['approve', as('head-shared')],
      ['decline', as('head-responsible'), { reason: 'För dyrt' }],
      ['reopen', as('developer-north'), { reason: 'Nytt läge' }],
    );
    expect(decided?.on).toBe('2026-11-29');
    expect(decided?.by.map((by) => by.kind === 'person' && by.name)).toEqual([
      'Name of head-shared',
      'Name of head-responsible',
    ]);
    expect(entryAfter(...pathTo.deciding).decided).toBeUndefined();
  });
});
