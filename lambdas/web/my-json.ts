import type { Mine } from '../app/session/mine.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
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
}

/** A person's own page as JSON. */
export const myJson = (
  { mine, settings, sessions }: MyView,
  { organisation, language, now }: { organisation: Organisation; language: Language; now: Instant },
): MyAnswer => ({
  waiting: mine.waiting.map(({ card, days }) => cardJson(card, days)),
  needs: mine.needs.map((card) => cardJson(card)),
  areas: mine.areas.map(({ id, name }) => ({ id, name: name[language] })),
  rhythm: settings.rhythm ?? organisation.rhythm,
  sessions: liveFirst(sessions, now).map(({ id, since, last, browser }) => ({ id, since, last, browser })),
});

/** The sessions that are live, the last used first. */
export const liveFirst = (sessions: readonly Session[], now: Instant): readonly Session[] =>
  sessions.filter((session) => isLive(session, now)).sort((one, other) => other.last.localeCompare(one.last));
