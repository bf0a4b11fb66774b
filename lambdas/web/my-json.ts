import type { Mine } from '../app/session/mine.ts';
import type { Card } from '../domain/need/card.ts';
import type { NamedDeputy } from '../domain/organisation/deputies.ts';
import type { Department, Organisation } from '../domain/organisation/organisation.ts';
import { isLive } from '../domain/session/session.ts';
import type { Session } from '../domain/session/session.ts';
import type { Settings } from '../domain/session/settings.ts';
import type { Language } from '../domain/text.ts';
import type { Instant } from '../domain/time/time.ts';
import { cardJson } from './card-json.ts';
import type { MyAnswer } from './contract.ts';

/** All that somebody's own page shows. */
export interface MyView {
  readonly mine: Mine;
  readonly settings: Settings;
  readonly sessions: readonly Session[];
  /** Of a head who may name deputies: those named now, for each department. */
  readonly deputies?: readonly MyDeputies[];
}

/** A department whose head may name deputies, and those who are named now or for later. */
export interface MyDeputies {
  readonly department: Department;
  readonly named: readonly NamedDeputy[];
}

/** A person's own page as JSON. */
export const myJson = (
  { mine, settings, sessions, deputies }: MyView,
  { organisation, language, now }: { organisation: Organisation; language: Language; now: Instant },
): MyAnswer => ({
  waiting: mine.waiting.map(({ card, days }) => cardJson(card, days)),
  needs: withSchools(mine).map((card) => cardJson(card)),
  agreed: mine.agreed.map(({ meeting, id, of, area, what, by }) => ({
    ...{ meeting, id, kind: of },
    ...(area && { area }),
    what,
    ...(by && { by }),
  })),
  meetings: mine.meetings.map(({ reference, of, area, at }) => ({
    ...{ id: reference, kind: of },
    ...(area && { area }),
    at,
  })),
  areas: mine.areas.map(({ id, name }) => ({ id, name: name[language] })),
  rhythm: settings.rhythm ?? organisation.rhythm,
  sessions: liveFirst(sessions, now).map(({ id, since, last, browser }) => ({ id, since, last, browser })),
  ...(deputies && {
    deputies: deputies.flatMap(({ named }) =>
      named.map(({ department, person, from, to }) => ({ department, person, from, to })),
    ),
  }),
});

/** The needs of somebody's own, and of the school that they speak for; each once, the latest first. */
const withSchools = ({ needs, ofSchool = [] }: Mine): readonly Card[] =>
  [...new Map([...needs, ...ofSchool].map((card) => [card.reference, card])).values()].toSorted(
    (one, other) => other.since.localeCompare(one.since),
  );

/** The sessions that are live, the last used first. */
export const liveFirst = (sessions: readonly Session[], now: Instant): readonly Session[] =>
  sessions.filter((session) => isLive(session, now)).sort((one, other) => other.last.localeCompare(one.last));
