import { act } from '../../lambdas/app/need/act.ts';
import type { Outcome } from '../../lambdas/app/need/act.ts';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { followLink } from '../../lambdas/app/need/links.ts';
import { addresseeOf } from '../../lambdas/app/notice/addressee.ts';
import type { Clock } from '../../lambdas/app/ports/clock.ts';
import type { Session } from '../../lambdas/domain/session/session.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { wideLimits } from './limits.ts';
import { ids } from './needs.ts';

type Deps = Parameters<typeof act>[0];

/** The session of whoever reads the mail to an address. */
export const sessionAt = (email: string, at: Instant): Session => ({
  address: addressHashOf(email),
  id: `of ${email}`,
  since: at,
  last: at,
  browser: 'Firefox, Linux',
});

/** Acts by links as people do who are signed in: each with the session of the link's holder. */
export const actSignedIn = (given: Omit<Deps, 'ids' | 'limits'> & { readonly clock: Clock }) => {
  const { organisation, store, clock } = given;
  const acting = act({ ids, limits: wideLimits, ...given });
  return async (token: string, asked: Readonly<Record<string, unknown>>): Promise<Outcome> => {
    const followed = await followLink(organisation, store, token, clock());
    const email = followed && addresseeOf(organisation, followed.file, followed.holder)?.email;
    const session = email === undefined ? undefined : sessionAt(email, clock());
    return (await acting({ token }, asked, { session, browser: '', isTrapped: false })).outcome;
  };
};
