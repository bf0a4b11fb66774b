import type { Code } from '../../domain/session/code.ts';
import type { Limits } from '../../domain/limits.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Instant } from '../../domain/time/time.ts';
import { addressHashOf } from '../hash.ts';
import type { FoundNeed } from '../need/access.ts';
import { addresseeOf } from '../notice/addressee.ts';
import type { Codes } from '../ports/codes.ts';
import type { Ids } from '../ports/ids.ts';
import { askForCode, enterCode, EnteredDigits } from './codes.ts';
import type { OpenedSession } from './session.ts';

/** What came of the wish to prove who one is. */
export type Proof =
  | ({ readonly kind: 'right' } & OpenedSession)
  | { readonly kind: 'never' | 'too-many-codes' | 'code-gone' }
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'unproven';
      readonly challenge: string;
      readonly email: string;
      /** Whether another code than that was entered. */
      readonly isWrong: boolean;
    };

interface Proving {
  /** What is asked for, which waits for the code. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly challenge: unknown;
  readonly code: unknown;
  readonly browser: string;
}

/** Lets the holder of a link prove who they are: by the code that came with the request, or by one that is mailed to them now. */
export async function prove(
  deps: {
    readonly organisation: Organisation;
    readonly store: Codes;
    readonly ids: Ids;
    readonly limits: Limits;
  },
  { file, holder }: FoundNeed,
  { asked, challenge, code, browser }: Proving,
  now: Instant,
): Promise<Proof> {
  const addressee = addresseeOf(deps.organisation, file, holder);
  if (!addressee) return { kind: 'never' };
  const { email, language } = addressee;
  const digits = EnteredDigits.safeParse(code).data;
  if (typeof challenge === 'string' && digits !== undefined) {
    const address = addressHashOf(email);
    /* A code that was asked for one thing does no other. */
    const isFor = ({ request }: Code) =>
      request?.reference === file.need.reference && request.fields['action'] === asked['action'];
    const entered = await enterCode(deps, { challenge, digits, browser, address, isFor }, now);
    switch (entered.kind) {
      case 'wrong':
        return { kind: 'unproven', challenge, email, isWrong: true };
      case 'gone':
        return { kind: 'code-gone' };
      default:
        return entered;
    }
  }
  const request = { reference: file.need.reference, fields: asked };
  const isUnconfirmed = holder === 'submitter' && file.need.confirmation !== 'confirmed';
  const asking = await askForCode(deps, { email, language, now, request, isUnconfirmed });
  return asking === 'too-many'
    ? { kind: 'too-many-codes' }
    : { kind: 'unproven', challenge: asking.challenge, email, isWrong: false };
}
