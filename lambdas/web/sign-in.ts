import type { Door } from '../app/need/access.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Codes } from '../app/ports/codes.ts';
import type { Ids } from '../app/ports/ids.ts';
import type { Log } from '../app/ports/log.ts';
import type { Needs } from '../app/ports/needs.ts';
import type { Submitters } from '../app/ports/submitters.ts';
import { askForCode, enterCode, EnteredDigits } from '../app/session/codes.ts';
import { confirming } from '../app/session/confirm.ts';
import { EmailAddress } from '../domain/email-address.ts';
import type { Limits } from '../domain/limits.ts';
import { isBlank } from '../domain/need/fields.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Code } from '../domain/session/code.ts';
import type { Session } from '../domain/session/session.ts';
import { textsFor } from '../i18n/index.ts';
import { languageIn } from './accept-language.ts';
import type { ChallengeAnswer } from './contract.ts';
import type { Values } from './body.ts';
import { formatOf, html, json, seeOther } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { signInPage } from './pages/sign-in-pages.tsx';
import { refuseCode } from './refusals.ts';
import { namesSite, problemJson, refuse } from './problems.ts';
import { addressOf, codePageAt, paths } from './routes.ts';
import { sessionCookie } from './session-cookie.ts';
import { isTrapped } from './traps.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Codes & Needs & Submitters;
  readonly ids: Ids;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  /** Carries out what was asked for by a link. */
  readonly carryOut: (
    event: HttpEvent<'language'>,
    asked: { readonly door: Door; readonly path: string; readonly values: Values },
    caller: { readonly session: Session; readonly isTrapped: false },
  ) => Promise<HttpResponse>;
  readonly browserOf: (event: HttpEvent) => string;
}

/* A path, and a query of visible ASCII but `\`, which browsers read as `/`. A search of 200 characters has 1,800 in an address. */
const ownPath = /^\/(?!\/)[\w./-]{0,200}(\?[!-[\]-~]{0,2000})?$/;

/** A path of ours with its query, where a form says that its browser was going. */
const nextIn = ({ next }: Values): string | undefined =>
  typeof next === 'string' && ownPath.test(next) ? next : undefined;

/** POST /sign-in: asks for a code. The answer is the same whoever it is. */
export async function ask(deps: Deps, event: HttpEvent, values: Values): Promise<HttpResponse> {
  const { organisation, baseUrl, clock } = deps;
  const language = languageIn(event, values);
  const t = textsFor(language);
  const email = EmailAddress.safeParse(values['email']);
  const next = nextIn(values);
  const mistake = isTrapped(values)
    ? t('mistake.problem.by-machine')
    : isBlank(values['email'])
      ? t('mistake.missing.submitterEmail')
      : email.success
        ? undefined
        : t('mistake.problem.not-an-address');
  if (mistake !== undefined || !email.success) {
    const message = mistake ?? '';
    if (formatOf(event) === 'json')
      return problemJson('mistaken', language, { errors: [{ field: 'email', message }] });
    const written = typeof values['email'] === 'string' ? values['email'] : '';
    return html(
      422,
      signInPage({ language, organisation, baseUrl, next, email: written, mistake: message }),
      namesSite,
    );
  }
  const order = { email: email.data, language, now: clock(), ...(next !== undefined && { next }) };
  const asked = await askForCode(deps, order);
  const challenge = asked === 'too-many' ? '' : asked.challenge;
  return formatOf(event) === 'json'
    ? json(202, { challenge } satisfies ChallengeAnswer)
    : seeOther(codePageAt(baseUrl, challenge));
}

/** POST /sign-in/{challenge}: enters a code; then carries out what waited for it. */
export async function enter(deps: Deps, event: HttpEvent<'language'>, values: Values): Promise<HttpResponse> {
  const { organisation, baseUrl, store, clock, browserOf } = deps;
  const site = { organisation, baseUrl };
  const challenge = event.pathParameters?.['challenge'] ?? '';
  const now = clock();
  const digits = EnteredDigits.safeParse(values['code']).data;
  if (isTrapped(values) || isBlank(digits) || digits === undefined) {
    const code = await store.readCode(challenge);
    if (code && code.usedAt === undefined && values['again'] === 'yes' && !isTrapped(values))
      return sendAnother(deps, event, code);
    return code
      ? refuseCode({ event, site, code, mistake: 'missing' })
      : refuse('code-gone', { event, site });
  }
  const entered = await enterCode(deps, { challenge, digits, browser: browserOf(event) }, now);
  if (entered.kind === 'busy') return refuse('too-many', { event, site });
  if (entered.kind === 'gone') return refuse('code-gone', { event, site });
  if (entered.kind === 'wrong') return refuseCode({ event, site, code: entered.code, mistake: 'wrong' });
  const { session, token, request, next } = entered;
  if (!request) await confirming(deps)(session.address, now);
  const answer = await answered();
  return { ...answer, cookies: [sessionCookie(baseUrl, token)] };

  async function answered(): Promise<HttpResponse> {
    if (request) {
      const { reference, fields } = request;
      const asked = { door: { reference }, path: addressOf(baseUrl, reference), values: fields };
      return deps.carryOut(event, asked, { session, isTrapped: false });
    }
    if (formatOf(event) === 'json') return { statusCode: 204, headers: {}, body: '' };
    return seeOther(`${baseUrl}${next ?? paths.my[languageIn(event, values)]}`);
  }
}

/** Asks for another code for what waits for one. */
async function sendAnother(deps: Deps, event: HttpEvent, code: Code): Promise<HttpResponse> {
  const { organisation, baseUrl, clock } = deps;
  const { email, language, request, isUnconfirmed = false, next } = code;
  const asked = await askForCode(deps, {
    ...{ email, language, now: clock(), isUnconfirmed },
    ...(request && { request }),
    ...(next !== undefined && { next }),
  });
  if (asked === 'too-many')
    return refuse('too-many-codes', { event, site: { organisation, baseUrl }, language });
  const { challenge } = asked;
  return formatOf(event) === 'json'
    ? json(202, { challenge } satisfies ChallengeAnswer)
    : seeOther(codePageAt(baseUrl, challenge));
}
