import { addressHashOf } from '../../lambdas/app/hash.ts';
import { newCode } from '../../lambdas/domain/session/code-life.ts';
import type { Code } from '../../lambdas/domain/session/code.ts';
import { now } from '../domain/fixtures.ts';
import { ids } from './needs.ts';

/** A code that has just been asked for on the sign-in page. */
export const codeFor = (email: string, more: Partial<Parameters<typeof newCode>[0]> = {}): Code =>
  newCode({
    challenge: ids.secret(),
    email,
    address: addressHashOf(email),
    askedAt: now,
    language: 'sv',
    ...more,
  });
