import type { Organisation } from '../domain/organisation/organisation.ts';
import { isLive } from '../domain/session/session.ts';
import type { Session } from '../domain/session/session.ts';
import type { Settings } from '../domain/session/settings.ts';
import type { Instant } from '../domain/time/time.ts';
import type { MyAnswer } from './contract.ts';

/** A person's own page as JSON. */
export const myJson = (
  sessions: readonly Session[],
  settings: Settings,
  organisation: Organisation,
  now: Instant,
): MyAnswer => ({
  rhythm: settings.rhythm ?? organisation.rhythm,
  sessions: liveFirst(sessions, now).map(({ id, since, last, browser }) => ({ id, since, last, browser })),
});

/** The sessions that are live, the last used first. */
export const liveFirst = (sessions: readonly Session[], now: Instant): readonly Session[] =>
  sessions.filter((session) => isLive(session, now)).sort((one, other) => other.last.localeCompare(one.last));
