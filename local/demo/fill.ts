import { countFigures } from '../../lambdas/app/overview/count-figures.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { changeWork, noteWork } from '../../lambdas/app/work/note-work.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { GoingOn } from '../../lambdas/domain/need/workflow.ts';
import { coordinatorsOf, personIn } from '../../lambdas/domain/organisation/organisation.ts';
import type { Organisation, Person } from '../../lambdas/domain/organisation/organisation.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { WorkContent, workIdFrom } from '../../lambdas/domain/work/work.ts';
import type { WorkId } from '../../lambdas/domain/work/work.ts';
import { bytesOf, momentOn, workingDayFrom } from './days.ts';
import { stories } from './needs/index.ts';
import { play, referenceOn } from './play.ts';
import type { Played } from './play.ts';
import { areaNames, departmentNames, schoolNames } from './story.ts';
import type { WorkStory } from './story.ts';
import { works } from './works.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly store: NeedStore;
  readonly now: Instant;
}

/** How many were made, and how many were there already. */
export interface Made {
  readonly made: number;
  readonly left: number;
}

/** The areas, departments and schools of the demo that an organisation does not have. */
export function lackingIn({ areas, departments, schools }: Organisation): readonly string[] {
  const without = (names: readonly string[], known: readonly { readonly id: string }[]) =>
    names.filter((name) => !known.some(({ id }) => id === name));
  return [
    ...without(areaNames, areas),
    ...without(departmentNames, departments),
    ...without(schoolNames, schools),
  ];
}

/**
 * Makes the demo's needs and work, as they would have come and gone over the year before now. What is there already is left as it is.
 * @throws before anything is stored, when the people of the organisation may not do what the demo's needs tell
 */
export async function fillWithDemo(deps: Deps): Promise<{ readonly needs: Made; readonly work: Made }> {
  const { organisation, store, now } = deps;
  const goingOn = goingOnIn(organisation, dayOf(now));
  const played = stories.map((story) => play({ organisation, now, goingOn }, story));
  const references = played.map(({ opening }) => opening.need.reference);
  const there = new Set(
    (await store.cardsOf(references.flatMap(inOtherYears))).map(({ reference }) => speakable(reference)),
  );
  const missing = played.filter(({ opening }) => !there.has(speakable(opening.need.reference)));
  for (const one of missing) await keep(store, one);

  let made = 0;
  for (const one of works) if (await note(deps, one)) made += 1;
  /* Also where the day's were counted before there was anything to count. */
  const uncounted = {
    ...store,
    readCounted: () => Promise.resolve(undefined),
    /* Nobody is mailed, the owner in January neither. */
    writeLetter: () => Promise.resolve(),
  };
  await countFigures({ organisation, store: uncounted, clock: () => now, log: () => undefined })();
  return {
    needs: { made: missing.length, left: played.length - missing.length },
    work: { made, left: works.length - made },
  };
}

/** All needs and work of the demo, as advice names what may wait. */
const goingOnIn = (organisation: Organisation, today: Day): readonly GoingOn[] => {
  const dayFrom = (count: number) => workingDayFrom(organisation, today, count);
  return [
    ...stories.map((story) => ({
      reference: referenceOn(dayFrom(story.came), story),
      title: story.title,
    })),
    ...works.map(({ title, noted }) => ({
      reference: workIdFrom(dayFrom(noted), bytesOf(title)),
      title,
    })),
  ];
};

/* What was made in an earlier year has that year in its reference. */
const inOtherYears = <Id extends Reference | WorkId>(id: Id): readonly Id[] =>
  [0, 1, 2].map((back) => id.replace(/\d+/, (year) => String(Number(year) - back).padStart(2, '0')) as Id);

/** What follows the year in a reference. */
const speakable = (reference: Reference): string => reference.slice(4);

/** Stores a need with all that has happened to it. */
async function keep(store: NeedStore, { opening, after }: Played): Promise<void> {
  const isLast = (index: number) => index === after.length;
  await store.addNeed({ ...opening, need: isLast(0) ? opening.need : undue(opening.need) });
  for (const [index, { need, entry }] of after.entries())
    if ((await store.append(isLast(index + 1) ? need : undue(need), entry)) !== 'stored')
      throw new Error(`${need.reference} was changed by somebody else while it was made`);
}

/* The sweep runs meanwhile, and would take the next step of a need that still stands in its past. */
const undue = ({ nextStepAt: _past, ...need }: Need): Need => need;

/** Notes a piece of work, and changes it. @returns whether it was not there already */
async function note({ organisation, store, now }: Deps, story: WorkStory): Promise<boolean> {
  const dayFrom = (count: number) => workingDayFrom(organisation, dayOf(now), count);
  const { noted, changes = [], ...first } = story;
  const bytes = bytesOf(story.title);
  for (const id of inOtherYears(workIdFrom(dayOf(now), bytes))) if (await store.readWork(id)) return false;

  let at = momentOn(dayFrom(noted), story.title, undefined);
  const deps = { organisation, store, ids: { referenceBytes: () => bytes }, clock: () => at };
  const contentOf = ({ plannedEnd, ...written }: typeof first) =>
    WorkContent.parse({ ...written, ...(plannedEnd !== undefined && { plannedEnd: dayFrom(plannedEnd) }) });
  const person = developerOf(organisation, story);
  let written = first;
  let result = await noteWork(deps)(contentOf(written), person, undefined);
  for (const [day, change] of changes) {
    if (result.kind !== 'noted') break;
    written = { ...written, ...change };
    at = momentOn(dayFrom(day), `${story.title}\n${result.work.version}`, at);
    result = await changeWork(deps)(result.work, contentOf(written), person);
  }
  if (result.kind !== 'noted') throw new Error(`${story.title} cannot be noted: ${result.kind}`);
  return true;
}

/** Who notes work of an area. */
function developerOf(organisation: Organisation, { area, title }: WorkStory): Person {
  const known = organisation.areas.find(({ id }) => id === area);
  const person = known && personIn(organisation, coordinatorsOf(known)[0] ?? known.lead);
  if (!person) throw new Error(`nobody notes ${title}`);
  return person;
}
