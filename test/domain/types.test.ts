import { describe, expectTypeOf, test } from 'vitest';
import type { NeedEvent } from '../../lambdas/domain/need/event.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { DepartmentId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { claim } from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import type { Action, ActionName, InputOf } from '../../lambdas/domain/need/workflow.ts';
import { needIn, now } from './fixtures.ts';

/* The compiler proves these: where one of the marked lines compiled, `tsc` would fail on its mark. */
describe('an illegal state does not compile', () => {
  const { route, approvals, ...coordinated } = needIn('deciding');
  const { coordination, ...early } = coordinated;
  const { reviewDate, ...deferred } = needIn('deferred');
  const started = needIn('in-progress');

  test('a need before the heads has come there by a route, and holds the approvals given so far', () => {
    const whole: Need = { ...coordinated, route, approvals };
    // @ts-expect-error -- no route
    const withoutRoute: Need = { ...coordinated, approvals };
    // @ts-expect-error -- no approvals
    const withoutApprovals: Need = { ...coordinated, route };
    return [whole, withoutRoute, withoutApprovals];
  });

  test('a need is not coordinated without saying what is really needed and who leads', () => {
    const whole: Need = { ...early, coordination, status: 'coordinating' };
    // @ts-expect-error -- no coordination
    const without: Need = { ...early, status: 'coordinating' };
    const { leadArea: _leadArea, ...leaderless } = coordination;
    // @ts-expect-error -- no lead area
    const ledByNobody: Need = { ...early, coordination: leaderless, status: 'coordinating' };
    return [whole, without, ledByNobody];
  });

  test('a deferred need has a review date, a started one a planned end, a completed one its outcome', () => {
    const whole: Need = { ...deferred, reviewDate };
    // @ts-expect-error -- no review date
    const forgotten: Need = deferred;
    // @ts-expect-error -- no outcome
    const silent: Need = { ...started, status: 'completed' };
    // @ts-expect-error -- no planned end
    const endless: Need = { ...coordinated, route, approvals, status: 'in-progress' };
    return [whole, forgotten, silent, endless];
  });

  test('what only some statuses hold cannot be read before the status is known', () => {
    const read = (need: Need) => {
      // @ts-expect-error -- only a deferred need has one
      const unknown: unknown = need.reviewDate;
      return need.status === 'deferred' ? need.reviewDate : unknown;
    };
    return read;
  });

  test('an action carries what the table says, and nothing of another', () => {
    const approve: Action = { name: 'approve', input: {} };
    // @ts-expect-error -- an approval has no review date
    const dated: Action = { name: 'approve', input: { reviewDate } };
    const defer: Action = { name: 'defer', input: { reason: 'Resurser', reviewDate } };
    // @ts-expect-error -- a deferral has one
    const undated: Action = { name: 'defer', input: { reason: 'Resurser' } };
    // @ts-expect-error -- a refusal has a reason
    const unexplained: Action = { name: 'decline', input: {} };
    // @ts-expect-error -- advice is do, later or don't
    const vague: Action = {
      name: 'advise',
      input: { advice: 'perhaps', priority: 'high', goals: [], insteadOf: [] },
    };
    // @ts-expect-error -- nobody submits a need that is there already
    const again: ActionName = 'submit';
    return [approve, dated, defer, undated, unexplained, vague, again];
  });

  test('what happened is recorded with what its action carried', () => {
    const read = (event: NeedEvent) => {
      // @ts-expect-error -- a submission carries nothing
      const unknown: unknown = event.input;
      return event.action === 'ask' ? event.input.question : unknown;
    };
    expectTypeOf<(NeedEvent & { action: 'defer' })['input']>().toEqualTypeOf<InputOf<'defer'>>();
    return read;
  });

  test('a notice holds what its state can have, and nothing else', () => {
    const [base, at] = [{ to: 'submitter', attempts: 1 } as const, now];
    const claimed: Notice = { ...base, state: 'claimed', dueAt: at, leasedUntil: at };
    // @ts-expect-error -- no end of the claim
    const endless: Notice = { ...base, state: 'claimed', dueAt: at };
    // @ts-expect-error -- nobody has it in hand
    const held: Notice = { ...base, state: 'pending', dueAt: at, leasedUntil: at };
    // @ts-expect-error -- no time to send it
    const never: Notice = { ...base, state: 'pending' };
    // @ts-expect-error -- a mail that was sent has an id
    const unknown: Notice = { ...base, state: 'sent', settledAt: at };
    // @ts-expect-error -- nothing is due of what has arrived
    const again: Notice = { ...base, state: 'delivered', settledAt: at, messageId: '1', dueAt: at };
    // @ts-expect-error -- no reason
    const silent: Notice = { ...base, state: 'failed', settledAt: at };
    // @ts-expect-error -- a claim is for what is still to be sent
    const sentTwice = (notice: Notice) => claim(notice, at);
    return [claimed, endless, held, never, unknown, again, silent, sentTwice];
  });

  test('an id of one thing is not an id of another, and plain text is neither', () => {
    expectTypeOf<PersonId>().not.toExtend<DepartmentId>();
    expectTypeOf<string>().not.toExtend<PersonId>();
    expectTypeOf<string>().not.toExtend<Reference>();
    expectTypeOf<string>().not.toExtend<Day>();
    expectTypeOf<InputOf<'approve'>['department']>().toEqualTypeOf<DepartmentId | undefined>();
  });
});
