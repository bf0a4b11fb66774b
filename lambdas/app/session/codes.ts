import * as z from 'zod/mini';
import type { AddressHash } from '../../domain/email-address.ts';
import type { Limits } from '../../domain/limits.ts';
import { isUsable } from '../../domain/session/code.ts';
import type { Code, Request } from '../../domain/session/code.ts';
import { codeGuessed, newCode } from '../../domain/session/code-life.ts';
import type { Language } from '../../domain/text.ts';
import type { Instant } from '../../domain/time/time.ts';
import { addressHashOf, hashOf, isSameHash } from '../hash.ts';
import type { Codes } from '../ports/codes.ts';
import type { Count } from '../ports/counts.ts';
import { aDay, anHour, receiptTo } from '../limits.ts';
import type { Ids } from '../ports/ids.ts';
import { newSession } from './session.ts';
import type { OpenedSession } from './session.ts';
import { mostTries } from '../tries.ts';

interface Deps {
  readonly store: Codes;
  readonly ids: Ids;
  readonly limits: Limits;
}

/** What a code is asked for. */
export interface CodeRequest {
  readonly email: string;
  readonly language: Language;
  readonly now: Instant;
  /** What the holder of a link asked for, which waits for the code. */
  readonly request?: Request;
  /** Whether nobody has confirmed the address: its codes count as receipts. */
  readonly isUnconfirmed?: boolean;
  /** Where the browser was going. */
  readonly next?: string;
}

/** Asks for a code: one write, whoever is asked for. @returns the challenge, or `too-many` for the holder of a link */
export async function askForCode(
  { store, ids, limits }: Deps,
  { email, language, now, request, isUnconfirmed, next }: CodeRequest,
): Promise<{ readonly challenge: string } | 'too-many'> {
  const address = addressHashOf(email);
  const challenge = ids.secret();
  const code = newCode({
    ...{ challenge, email, address, askedAt: now, language },
    ...(request && { request }),
    ...(isUnconfirmed && { isUnconfirmed: true as const }),
    ...(next !== undefined && { next }),
  });
  const counts = [
    ...(request ? [anHour(`code-by-link#${address}`, limits.codesByLinkPerHour, now)] : []),
    ...(isUnconfirmed ? [receiptTo(address, limits, now)] : []),
  ];
  return (await store.askForCode(code, counts)) ? { challenge } : 'too-many';
}

/** What the codes of the sign-in page are counted by, where they are sent. */
export const signInCounts = (address: AddressHash, limits: Limits, now: Instant): readonly Count[] => [
  anHour(`code#${address}`, limits.codesPerHour, now),
  aDay(`code#${address}`, limits.codesPerDay, now),
];

/** What a code is stored as: its eight digits mean nothing without the challenge. */
export const codeHashOf = (challenge: string, digits: string): string => hashOf(`${challenge}\n${digits}`);

export type Entered =
  | ({ readonly kind: 'right'; readonly request?: Request; readonly next?: string } & OpenedSession)
  | { readonly kind: 'wrong'; readonly code: Code }
  | { readonly kind: 'gone' }
  | { readonly kind: 'busy' };

/** What is entered as a code: text, or in JSON a number, to which its first zeros come back. */
export const EnteredDigits = z.union([
  z.string(),
  z.pipe(
    z.number(),
    z.transform((digits) => String(digits).padStart(8, '0')),
  ),
]);

/** Digits as people type them: in groups, with hyphens, in the digits of any script's full width. */
const digitsIn = (entered: string): string => entered.normalize('NFKC').replace(/[\s\p{P}]/gu, '');

/**
 * Enters a code. Each guess is counted before it is known whether it is right, and a right one is used up in the same step that opens
 * the session.
 * @param entered.address whose code it must be, where that is known
 * @returns `gone` when it was tried too often, used, or is past its time; `busy` when others guess at it all the time
 */
export async function enterCode(
  { store, ids, limits }: Deps,
  entered: {
    readonly challenge: string;
    readonly digits: string;
    readonly browser: string;
    readonly address?: AddressHash;
    /** Whether it may be used for what is asked for, where that is known. */
    readonly isFor?: (code: Code) => boolean;
  },
  now: Instant,
): Promise<Entered> {
  const { challenge, browser, address } = entered;
  const hash = codeHashOf(challenge, digitsIn(entered.digits));
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const code = await store.readCode(challenge);
    if (!code || !isUsable(code, limits, now)) return { kind: 'gone' };
    if (address !== undefined && code.address !== address) return { kind: 'wrong', code };
    if (entered.isFor?.(code) === false) return { kind: 'wrong', code };
    const guess = codeGuessed(code, (made) => isSameHash(made, hash), now);
    const opened = guess.isRight ? newSession(ids, { address: code.address, browser, now }) : undefined;
    const stored = await store.changeCode(guess.code, opened ? { session: opened.session } : {});
    if (stored !== 'changed') continue;
    if (!opened) return { kind: 'wrong', code: guess.code };
    const { request, next } = code;
    return { kind: 'right', ...opened, ...(request && { request }), ...(next !== undefined && { next }) };
  }
  return { kind: 'busy' };
}
