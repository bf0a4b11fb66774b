import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { hashOf } from '../../lambdas/app/hash.ts';
import { ways } from './faulty-proxy.ts';
import type { Fault, Way } from './faulty-proxy.ts';
import { shuffled } from '../support/shuffled.ts';
import { isWhole } from '../support/whole.ts';
import { openLane, tokenIn } from './life.ts';
import type { Lane, Mode } from './life.ts';

const seed = Number(process.env['SEED'] ?? 20261123);
/* Every call in turn takes minutes. */
const sample = 16;

const modes: readonly Mode[] = [
  { withStream: true, early: true },
  { withStream: true, early: false },
  { withStream: false, early: true },
];

/* Who must have been mailed of what is asked for below, by the version that it leads to. */
const developer = 'monica.eriksson@example.org';
const head = 'chef.studentservice@example.org';
const submitter = 'kim.larare@example.org';
const told = {
  submit: ['1', developer, head, submitter],
  take: ['2', developer, head, submitter],
  comment: ['3', developer],
};
const actions = Object.keys(told);
const expected = Object.values(told)
  .flatMap(([version, ...people]) => people.map((person) => `${version} ${person}`))
  .sort();

/** Places where the lives are lived side by side: of a life with a time-out in it, most is waiting. */
let lanes: readonly Lane[];
beforeAll(async () => {
  const assembly = inject('assembly');
  lanes = await Promise.all(Array.from({ length: isWhole ? 4 : 2 }, () => openLane(assembly)));
});
afterAll(() => Promise.all(lanes.map((lane) => lane.stop())));

interface Point extends Mode {
  readonly fault: Fault;
  /** Whether a mail is sent by this call, the one before or the one after. */
  readonly bySending: boolean;
}

interface Result {
  readonly point: Point;
  readonly wrong: readonly string[];
  readonly accepted: boolean;
  readonly held: number;
  readonly doubled: number;
  /** How many may come twice. */
  readonly allowed: number;
}

/** Lives with a fault. What was accepted must have been mailed, each mail once, with a link that opens, and be told of. */
async function check(lane: Lane, point: Point): Promise<Result> {
  const { accepted, held, file, calls, unheardOf } = await lane.live(point, point.fault);
  const mailed = held.map(({ version, to }) => `${version} ${to}`).sort();
  const doubled = mailed.length - new Set(mailed).size;
  const lost = calls[point.fault.at] === 'mail' && point.fault.way === 'lost' ? 1 : 0;
  const allowed = point.early ? 0 : unheardOf + lost;
  const stored = file?.history.map(({ event }) => event.action);
  const states = file?.history.flatMap(({ notices }) => notices.map(({ state }) => state)) ?? [];
  const links = new Set(file?.history.flatMap((entry) => entry.links.map(({ hash }) => hash)));
  const dead = held.filter(({ link }) => !links.has(hashOf(tokenIn(link).slice(-43))));
  const wrong = [
    ...(calls[point.fault.at] === undefined ? ['the call never came'] : []),
    ...(isDeepStrictEqual(accepted, actions) ? [] : [`accepted ${accepted.join(', ')}`]),
    ...(isDeepStrictEqual([...new Set(mailed)], expected) ? [] : [`mailed ${mailed.join(', ')}`]),
    ...(isDeepStrictEqual(stored, accepted) ? [] : [`stored ${stored?.join(', ')}`]),
    ...(states.every((state) => state === 'delivered') ? [] : [`recorded ${states.join(', ')}`]),
    ...(doubled <= allowed ? [] : [`doubled ${doubled}`]),
    ...(dead.length === 0 ? [] : [`dead links in mails to ${dead.map(({ to }) => to).join(', ')}`]),
  ].map((what) => `${JSON.stringify(point)}: ${what}`);
  return { point, wrong, accepted: accepted.includes('submit'), held: held.length, doubled, allowed };
}

/** Half of it where a mail is sent; none of the time-outs, whose waiting is most of the time. */
function sampleOf(points: readonly Point[]): readonly Point[] {
  const quick = points.filter(({ fault }) => fault.way !== 'silent');
  const half = (bySending: boolean) =>
    quick.filter((point) => point.bySending === bySending).slice(0, sample / 2);
  return [...half(true), ...half(false)];
}

/** Has the lanes take the items one after the other. @returns what came of each, in the order of the items */
async function onLanes<Item, Done>(items: readonly Item[], work: (lane: Lane, item: Item) => Promise<Done>) {
  const left = items.entries();
  const done: Done[] = [];
  const each = async (lane: Lane) => {
    for (const [index, item] of left) done[index] = await work(lane, item);
  };
  await Promise.all(lanes.map(each));
  return done;
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number) =>
  items.reduce((total, item) => total + of(item), 0);

function report(points: readonly Point[], results: readonly Result[]): string {
  const count = (way: Way) => results.filter(({ point }) => point.fault.way === way).length;
  const inside = sum(results, ({ doubled, allowed }) => Math.min(doubled, allowed));
  return [
    `${results.length} of ${points.length} crash points (seed ${seed})`,
    ways.map((way) => `${way} ${count(way)}`).join(', '),
    `needs accepted ${results.filter(({ accepted }) => accepted).length}`,
    `mails expected ${results.length * expected.length}, held ${sum(results, ({ held }) => held)}`,
    `doubled ${inside} where a sending was never heard of, ${sum(results, ({ doubled }) => doubled) - inside} elsewhere\n`,
  ].join('; ');
}

test(
  'whatever call fails, however it fails: no need lost, no mail lost, none doubled but one whose sending was never heard of',
  { timeout: 3_600_000 },
  async () => {
    const ofModes = await onLanes(modes, async (lane, mode) => {
      /* A place's first life finds undone what is done once: it has more calls than those after it. */
      await lane.live(mode);
      const { calls } = await lane.live(mode);
      return calls.flatMap((_, at) => {
        const bySending = calls.slice(Math.max(at - 1, 0), at + 2).includes('mail');
        return ways.map((way): Point => ({ ...mode, fault: { at, way }, bySending }));
      });
    });
    const points = shuffled(ofModes.flat(), seed);
    const results = await onLanes(isWhole ? points : sampleOf(points), check);
    process.stderr.write(report(points, results));
    expect(results.flatMap(({ wrong }) => wrong)).toEqual([]);
    if (isWhole) expect(results.length).toBeGreaterThanOrEqual(500);
  },
);
