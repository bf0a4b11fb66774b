import * as fc from 'fast-check';
import { ok, deepStrictEqual as same } from 'node:assert/strict';
import { expect, test } from 'vitest';
import { entryOf, isIntactNeed } from '../../lambdas/app/need/history.ts';
import type { Entry } from '../../lambdas/app/ports/need-file.ts';
import { decide } from '../../lambdas/domain/need/decide.ts';
import type { Actor, NeedEvent } from '../../lambdas/domain/need/event.ts';
import { evolve } from '../../lambdas/domain/need/evolve.ts';
import type { Field } from '../../lambdas/domain/need/fields.ts';
import { fieldsOf, parseInput } from '../../lambdas/domain/need/fields.ts';
import { decidingIn } from '../../lambdas/domain/need/deciding.ts';
import { Need } from '../../lambdas/domain/need/need.ts';
import type { Status } from '../../lambdas/domain/need/need.ts';
import type { Submission } from '../../lambdas/domain/need/submission.ts';
import type { ActionName } from '../../lambdas/domain/need/workflow.ts';
import { actionNames, statuses, ruleOf } from '../../lambdas/domain/need/workflow.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import { seed } from '../support/seed.ts';
import { assertOnItsBoards } from './on-boards.ts';
import { as, shippedFile, now as start, submitted, submitter, system } from './fixtures.ts';
import { isWhole } from '../support/whole.ts';

/** The organisation that ships with a head of two departments, and deputies of every kind. */
const organisation = (() => {
  const file = shippedFile() as { departments: { id: string; head: string; deputies?: object[] }[] };
  const changes: Readonly<Record<string, object>> = {
    'fastighet-campus': { head: 'chef-it' },
    it: {
      deputies: [
        { person: 'chef-studentservice', from: '2026-12-01', to: '2027-01-31' },
        { person: 'monica-eriksson', from: '2026-01-01', to: '2027-12-31' },
      ],
    },
    studentservice: { deputies: [{ person: 'lisa-eliasson', from: '2026-11-23', to: '2027-06-30' }] },
    'ledning-ekonomi': { deputies: [{ person: 'chef-hr', from: '2026-11-25', to: '2026-12-05' }] },
  };
  for (const department of file.departments) Object.assign(department, changes[department.id]);
  return parseOrganisation(file);
})();

const people = organisation.people.map(({ id }) => as(id));
const areas = organisation.areas.map(({ id }) => id);
const departments = organisation.departments.map(({ id }) => id);

/** Choices among things, one after the other, that follow from one number (a linear congruential generator). */
type Draw = <Value>(values: readonly Value[]) => Value;
function drawFrom(seed: number): Draw {
  let state = seed;
  return (values) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return values[Math.floor((state / 2 ** 32) * values.length)] as (typeof values)[number];
  };
}
const subset = <Value>(draw: Draw, values: readonly Value[]) => values.filter(() => draw([true, false]));

function drawInput(draw: Draw, fields: readonly Field[]): Readonly<Record<string, unknown>> {
  const valueOf = (field: Field): unknown => {
    switch (field.kind) {
      case 'text':
        if (field.isMeeting) return 'M26-7KQ4M';
        if (field.isReference) return draw(['B26-00000', ' b26-7kq4n ']);
        if (field.isAddress) return draw(['ny@example.org', 'head-shared@example.org']);
        return draw(['kort', ' två\r\nrader\u202E ', 'å'.repeat(field.most), 'e\u0000\u0301 \uD800']);
      case 'date':
        return dayOf(later(`${field.earliest}T12:00:00.000Z` as Instant, draw([0, 1, 30, 60]) * 86_400_000));
      case 'choice':
        return draw(field.options);
      case 'choices':
        return [draw(field.options), ...subset(draw, field.options)];
    }
  };
  const filled = fields.filter(({ required }) => required || draw([true, false]));
  return Object.fromEntries(filled.map((field) => [field.name, valueOf(field)]));
}

const garbage: readonly unknown[] = [
  ...[undefined, null, '', ' ', 0, -1, true, {}, [], [[]], ['it', 'it'], { toString: 1 }],
  ...[
    'it',
    'infrastruktur',
    'do',
    'nonsense',
    '2026-02-30',
    '1999-01-01',
    '9999-12-31',
    '\u0000',
    'x'.repeat(5000),
  ],
];
const drawGarbage = (draw: Draw, fields: readonly Field[]) =>
  Object.fromEntries(
    [...fields.map(({ name }) => name), '__proto__', 'name'].map((name) => [name, draw(garbage)]),
  );

const step = fc.record({
  hours: fc.oneof(fc.nat(48), fc.nat(24 * 21)),
  /** Mostly something open to somebody, rightly filled in; now and then anything by anybody, or filled in with nonsense. */
  manner: fc.constantFrom('orderly', 'orderly', 'orderly', 'orderly', 'anything', 'anybody', 'nonsense'),
  choices: fc.nat(),
});
const walk = fc.record({
  areas: fc.subarray(areas, { maxLength: 3 }),
  departments: fc.subarray(departments, { maxLength: 3 }),
  /** Whether its submitter's address is not confirmed, and the need held. */
  arrival: fc.constantFrom('confirmed', 'unconfirmed', 'held'),
  staff: fc.option(fc.constantFrom(...organisation.people.map(({ id }) => id)), { nil: undefined }),
  steps: fc.array(step, { maxLength: 60, size: 'max' }),
  tampering: fc.nat(10_000),
});

/** One event as the walk records it: its need afterwards and its entry in the history. */
interface Walked {
  need: Need;
  readonly folded: { need: Need };
  readonly submission: Submission;
  readonly history: Entry[];
}

function record(walked: Walked, event: NeedEvent, after: Need): void {
  const { need: before, history } = walked;
  const today = dayOf(event.at);
  same(event.version, before.version + 1, 'a version grows by one');
  same(after.version, event.version);
  ok(event.status === after.status);
  assertInTable(event, before.status);

  const told = recipientsOf(organisation, { before, event, after }, today);
  same(new Set(told).size, told.length, 'nobody is told twice');
  assertActorIsSpared(event, after, told);
  assertDecidedInTheLine(event, after, today);
  same(Need.parse(after), after, 'the schema takes every need, and strips nothing');
  /* As it comes back from the store, where an event is text. */
  walked.folded.need = evolve(walked.folded.need, JSON.parse(JSON.stringify(event)) as NeedEvent);
  same(walked.folded.need, after, 'the events alone give the need');

  if (event.version % 3 === 0) assertOnItsBoards(organisation, after, today);
  history.push(entryOf(event, walked, { recipients: told, request: `request ${event.version}` }));
  walked.need = after;
}

/** The workflow table, and so docs/workflow.md, has every change of status. */
function assertInTable({ action, status }: NeedEvent, before: Status) {
  const { to, alsoTo, decides } = ruleOf(action);
  const possible = [to === 'same' ? before : to, alsoTo?.[before], decides && before];
  ok(possible.includes(status), `${action} leads from ${before} to ${status}`);
}

function assertActorIsSpared(event: NeedEvent, { submitterIsStaff }: Need, told: readonly string[]) {
  if (event.by.kind === 'submitter' && event.action !== 'readdress')
    ok(!told.includes('submitter'), 'a submitter is not mailed about their own act');
  if (submitterIsStaff !== undefined)
    ok(!(told.includes('submitter') && told.includes(submitterIsStaff)), 'one person, one notice');
}

/** Only a head, or the deputy standing in that day, decides, and for a department of the need. */
function assertDecidedInTheLine(event: NeedEvent, after: Need, today: Day) {
  if (event.action !== 'approve' && event.action !== 'defer' && event.action !== 'decline') {
    ok(!['approved', 'deferred', 'declined'].includes(event.status) || ruleOf(event.action).to === 'same');
    return;
  }
  const { by, input } = event;
  const department = organisation.departments.find(({ id }) => id === input.department);
  ok(department && decidingIn(after).includes(department.id), 'a decision is for a department that decides');
  ok(by.kind === 'person', 'a person decides');
  const standsIn = department.deputies.some(
    ({ person, from, to }) => person === by.person && from <= today && today <= to,
  );
  if (by.for) same([by.for.person, by.for.department, standsIn], [department.head, department.id, true]);
  else same(by.person, department.head, 'the head decides');
  if (event.action !== 'approve') return;
  ok('approvals' in after);
  const approval = after.approvals.at(-1);
  same([approval?.department, approval?.by, approval?.for], [department.id, by.person, by.for?.person]);
  same(new Set(after.approvals.map((one) => one.department)).size, after.approvals.length, 'one part each');
  const all = decidingIn(after).every((id) => after.approvals.some((one) => one.department === id));
  same(event.status, all ? 'approved' : 'deciding', 'approved is approved by every department');
}

const done = new Set<ActionName>();
const reached = new Set<string>();

/* What leads on comes more often than what leads back or out, so that walks come to their end. */
const weights: Readonly<Partial<Record<ActionName, number>>> = {
  ...{ take: 8, answer: 8, coordinate: 12, raise: 8, bypass: 8, advise: 16 },
  ...{ approve: 40, start: 8, complete: 2, resume: 4, release: 2 },
};
const weighted = (actions: readonly ActionName[]) =>
  actions.flatMap((action) => Array<ActionName>(weights[action] ?? 1).fill(action));

const byMail: Actor = { kind: 'submitter', readsMail: true };
const everybody: readonly Actor[] = [...people, submitter, byMail, system];

/** Somebody who can move the need on, if one is found in a few tries. */
function drawMover(draw: Draw, need: Need, today: Day): Actor {
  for (let tries = 0; tries < 8; tries++) {
    const actor = draw(everybody);
    const { actions } = permissionsOf(organisation, need, actor, today);
    if (actions.some((action) => action in weights)) return actor;
  }
  return draw(everybody);
}

function take(walked: Walked, now: Instant, { manner, choices }: { manner: string; choices: number }): void {
  const { need } = walked;
  const before = JSON.stringify(need);
  const draw = drawFrom(choices);
  const today = dayOf(now);
  const actor = manner === 'anybody' ? draw(everybody) : drawMover(draw, need, today);
  const permissions = permissionsOf(organisation, need, actor, today);
  const { actions } = permissions;
  const action = draw(manner === 'anything' || actions.length === 0 ? actionNames : weighted(actions));

  const fields = fieldsOf(permissions, action);
  const wild = manner === 'nonsense';
  const parsed = parseInput(action, fields, wild ? drawGarbage(draw, fields) : drawInput(draw, fields));
  if ('mistakes' in parsed) {
    ok(wild, `what the fields ask for is taken: ${action} ${JSON.stringify(parsed.mistakes)}`);
    return;
  }
  const verdict = decide(permissions, parsed.action, need.version, now);
  same(JSON.stringify(need), before, 'deciding changes nothing in place');
  if (actions.includes(action)) {
    ok(verdict.kind === 'happened' || verdict.kind === 'mistaken', `${action} was offered: ${verdict.kind}`);
    const isQuestioned = ['reroute', 'refer', 'start', 'reschedule', 'coordinate'].includes(action);
    ok(verdict.kind === 'happened' || wild || isQuestioned, `${action} was filled in rightly`);
  } else ok(verdict.kind === 'never' || verdict.kind === 'not-now', `${action} was not offered`);
  if (verdict.kind !== 'happened') return;
  record(walked, verdict.event, verdict.need);
  done.add(action);
  reached.add(verdict.need.status);
}

/** Histories that say something else than what was recorded. */
function tampered({ submission, history }: Walked, index: number): readonly (readonly Entry[])[] {
  const entry = history[index] as Entry;
  const changed = (event: object) => history.with(index, { ...entry, event: { ...entry.event, ...event } });
  const next = history[index + 1];
  /* A forger who works out the hash of what they changed still breaks on the entry after it. */
  const forged = entryOf(
    { ...entry.event, seen: -1 },
    { submission, history: history.slice(0, index) },
    { recipients: [], request: entry.request },
  );
  return [
    changed({ at: later(entry.event.at, 1) }),
    changed({ by: { kind: 'person', person: 'hogskoledirektor', name: 'Någon annan' } }),
    changed({ seen: entry.event.seen + 1 }),
    changed({ status: entry.event.status === 'approved' ? 'declined' : 'approved' }),
    changed({ input: { reason: 'Ett annat skäl' } }),
    changed({ reference: 'B26-00000' }),
    history.toSpliced(index, 0, entry),
    history.slice(0, -1),
    ...(next
      ? [
          history.toSpliced(index, 1),
          history.with(index, next).with(index + 1, entry),
          history.with(index, forged),
          history.with(index, forged).with(index + 1, { ...next, previous: forged.hash }),
        ]
      : []),
  ];
}

const walks = isWhole ? 2000 : 150;

test(`whatever people do, in whatever order, at whatever time, no invariant breaks (${walks} walks of up to 60 actions, seed ${seed})`, () => {
  fc.assert(
    fc.property(walk, ({ steps, staff, arrival, tampering, ...picked }) => {
      const { submission, need: confirmed, event } = submitted(organisation, picked, staff);
      const need: Need = {
        ...confirmed,
        confirmation: arrival === 'confirmed' ? 'confirmed' : 'unconfirmed',
        ...(arrival === 'held' && { held: true }),
      };
      const told = recipientsOf(organisation, { event, after: need }, dayOf(start));
      same(new Set(told).size, told.length);
      const first = entryOf(event, { submission, history: [] }, { recipients: told, request: 'request 1' });
      const walked: Walked = { need, folded: { need }, submission, history: [first] };
      let now = start;
      for (const one of steps) {
        now = later(now, one.hours * 3_600_000);
        take(walked, now, one);
      }
      const { history } = walked;
      same(history.length, walked.need.version, 'as many events as versions');
      ok(isIntactNeed(walked), 'the chain is intact');
      ok(
        !isIntactNeed({ ...walked, submission: { ...submission, problem: 'Något annat' } }),
        'so do other words',
      );
      for (const other of tampered(walked, tampering % history.length))
        ok(!isIntactNeed({ ...walked, history: other }), 'tampering shows');
    }),
    { numRuns: walks, seed },
  );
  /* A sample does not come everywhere. */
  if (!isWhole) return;
  expect([...done].sort(), 'the walks did everything').toEqual([...actionNames].sort());
  expect([...reached].sort(), 'the walks came everywhere').toEqual([...statuses].sort());
});
