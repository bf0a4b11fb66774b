import { describe, expect, test } from 'vitest';
import { submit } from '../../lambdas/domain/need/submit.ts';
import type { Actor } from '../../lambdas/domain/need/event.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { ActionName } from '../../lambdas/domain/need/workflow.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import { as, happen, now, shipped, submitted, submitter, system } from './fixtures.ts';

const byMail: Actor = { kind: 'submitter', readsMail: true };
const lisa = as('lisa-eliasson');
const manager = as('stina-eklund');
const today = dayOf(now);

/** A need that has just come in for infrastruktur, from an address that is not confirmed. */
function fresh({ held = false, staff = undefined as string | undefined } = {}): Need {
  const { submission } = submitted(shipped, { areas: ['infrastruktur'] });
  const { need } = submit(
    shipped,
    {
      reference: 'B26-7KQ4M' as never,
      submission,
      ...(staff !== undefined && { submitterIsStaff: staff as never }),
      ...(held && { held: true }),
    },
    now,
  );
  return need;
}
const after = (need: Need, action: ActionName, actor: Actor, filledIn = {}) =>
  happen(shipped, need, [action, actor, filledIn]).need;
const mayOf = (need: Need, actor: Actor) => permissionsOf(shipped, need, actor, today).actions;
const told = (before: Need, action: ActionName, actor: Actor, filledIn = {}) => {
  const { event, need } = happen(shipped, before, [action, actor, filledIn]);
  return [...recipientsOf(shipped, { before, event, after: need }, today)].sort();
};
const staff = ['chef-fastighet-campus', 'chef-it', 'chef-studentservice', 'lisa-eliasson'];

describe('An address', () => {
  test('is confirmed by whatever its reader presses from a mail, and by a developer who takes the need', () => {
    expect(fresh().confirmation).toBe('unconfirmed');
    expect(after(fresh(), 'confirm', byMail).confirmation).toBe('confirmed');
    expect(after(fresh(), 'comment', byMail, { text: 'Det var jag' }).confirmation).toBe('confirmed');
    expect(after(fresh(), 'take', lisa).confirmation).toBe('confirmed');
  });

  test('that a developer vouched for can still be disowned by its owner, until they have confirmed it', () => {
    const taken = after(fresh(), 'take', lisa);
    expect(mayOf(taken, byMail)).toContain('disown');
    expect(after(taken, 'disown', byMail).confirmation).toBe('disowned');
    const heard = after(taken, 'comment', byMail, { text: 'Det var jag' });
    expect([heard.confirmation, heard.vouched]).toEqual(['confirmed', undefined]);
    expect(mayOf(heard, byMail)).not.toContain('disown');
  });

  test('is not confirmed by the link in the answer to the submission, nor by what staff do else', () => {
    expect(after(fresh(), 'comment', submitter, { text: 'Mer' }).confirmation).toBe('unconfirmed');
    expect(after(fresh(), 'comment', lisa, { text: 'Jaha' }).confirmation).toBe('unconfirmed');
    expect(mayOf(fresh(), submitter)).toEqual(['withdraw', 'comment', 'readdress']);
  });

  test('can be confirmed or disowned once, by whoever reads its mail', () => {
    expect(mayOf(fresh(), byMail)).toEqual(['withdraw', 'comment', 'readdress', 'confirm', 'disown']);
    expect(mayOf(after(fresh(), 'confirm', byMail), byMail)).toEqual(['withdraw', 'comment']);
    expect(mayOf(after(fresh(), 'disown', byMail), byMail)).toEqual(['comment', 'readdress']);
    for (const actor of [lisa, manager]) expect(mayOf(fresh(), actor)).not.toContain('confirm');
  });

  test('that its owner disowned is told nothing more, whatever happens to the need', () => {
    const disowned = after(fresh(), 'disown', byMail);
    const taken = after(disowned, 'take', lisa);
    expect(taken.confirmation).toBe('disowned');
    expect(told(taken, 'ask', lisa, { question: 'Vilka?' })).not.toContain('submitter');
    expect(told(disowned, 'refer', lisa, { referredTo: 'Kåren', reason: 'Deras' })).not.toContain(
      'submitter',
    );
  });

  test('of a member of staff is confirmed by what they do themselves, and by nobody in their name', () => {
    const need = fresh({ staff: 'anna-emmoth' });
    expect(after(need, 'comment', submitter, { text: 'I Annas namn' }).confirmation).toBe('unconfirmed');
    expect(after(need, 'confirm', as('anna-emmoth')).confirmation).toBe('confirmed');
  });

  test('leaves the question as it is, when it is confirmed, disowned, held or released', () => {
    const need = fresh();
    for (const [action, actor] of [
      ['confirm', byMail],
      ['disown', byMail],
    ] as const)
      expect(after(need, action, actor).questionVersion).toBe(need.questionVersion);
    expect(after(fresh({ held: true }), 'release', manager).questionVersion).toBe(1);
  });
});

describe('A need that is held', () => {
  test('is told to its submitter alone, whatever is said on it', () => {
    const need = fresh({ held: true });
    const { event } = submitted(shipped, { areas: ['infrastruktur'] });
    expect(recipientsOf(shipped, { event, after: need }, today)).toEqual(['submitter']);
    expect(told(need, 'comment', submitter, { text: 'Hör ni?' })).toEqual([]);
  });

  test.each([
    ['confirmed', 'confirm', byMail, {}],
    ['spoken of from a mail', 'comment', byMail, { text: 'Det var jag' }],
    ['released by the model manager', 'release', manager, {}],
  ] as const)('is told to its staff once it is %s', (_how, action, actor, filledIn) => {
    const need = fresh({ held: true });
    expect(told(need, action, actor, filledIn)).toEqual(staff);
    expect(after(need, action, actor, filledIn).held).toBeUndefined();
  });

  test('stays held when its address is disowned, and can be released by the model manager alone', () => {
    expect(after(fresh({ held: true }), 'disown', byMail).held).toBe(true);
    expect(mayOf(fresh({ held: true }), manager)).toContain('release');
    expect(mayOf(fresh(), manager)).not.toContain('release');
    expect(mayOf(fresh({ held: true }), lisa)).not.toContain('release');
  });

  test('comes of the system, of a need that is not confirmed and not held', () => {
    const permitted = (need: Need) => permissionsOf(shipped, need, system, today);
    expect(permitted(fresh()).actions).toEqual([]);
    expect(happen(shipped, fresh(), ['hold' as ActionName, system, {}]).need.held).toBe(true);
  });
});
