import type { Beside, FoundNeed } from '../app/need/access.ts';
import type { Outcome } from '../app/need/act.ts';
import { viewFor } from '../app/need/view.ts';
import type { Code } from '../domain/session/code.ts';
import type { Instant } from '../domain/time/time.ts';
import { textsFor } from '../i18n/index.ts';
import { requestWords } from '../i18n/labels.ts';
import type { Values } from './body.ts';
import { formatOf, html } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { needPage } from './pages/need-page.tsx';
import { addressIn, pageLanguage } from './page-language.ts';
import { maskedAddress } from './masked.ts';
import { codePage } from './pages/sign-in-pages.tsx';
import { namesSite, problemJson, refuse, refuseWithoutSession, wantsCode } from './problems.ts';
import type { Site } from './problems.ts';

/* What is needed only when something is refused, pages and texts most of all: the functions load it then. */

interface RefusedAction {
  readonly event: HttpEvent<'language'>;
  readonly outcome: Exclude<Outcome, { kind: 'done' }>;
  readonly values: Values;
  /** The whole address of the need's page. */
  readonly path: string;
  readonly site: Site;
  /** Reads what goes on beside a need. */
  readonly besideOf: (found: FoundNeed, now: Instant) => Promise<Beside>;
  readonly now: Instant;
}

/** Refuses an action: a browser gets the need as it is now, what was written, and the actions that are open now. */
export async function refuseAction(refused: RefusedAction): Promise<HttpResponse> {
  const { event, outcome, path, site } = refused;
  if (!('file' in outcome))
    return outcome.kind === 'no-link'
      ? refuse('no-link', { event, site })
      : refuseWithoutSession({ event, site, next: new URL(path).pathname });
  const { language } = pageLanguage(event, site.organisation, outcome, path);
  switch (outcome.kind) {
    case 'never':
    case 'code-gone':
    case 'too-many-codes':
    case 'too-many-comments':
    case 'full':
      return refuse(outcome.kind, { event, site, language });
    case 'unproven':
      return refuseUnproven(refused, outcome);
    default:
      return refusePage(refused, outcome);
  }
}

type OutcomeOf<Kind extends Outcome['kind']> = Extract<Outcome, { readonly kind: Kind }>;

async function refusePage(
  { event, values, path, site, besideOf, now }: RefusedAction,
  outcome: OutcomeOf<'moved-on' | 'mistaken'>,
): Promise<HttpResponse> {
  const { organisation, baseUrl } = site;
  const shownIn = pageLanguage(event, organisation, outcome, path);
  const { language } = shownIn;
  const { file } = outcome;
  if (formatOf(event) === 'json') {
    const { status, version } = file.need;
    return outcome.kind === 'moved-on'
      ? problemJson('moved-on', language, { status, version })
      : problemJson('mistaken', language, {
          mistakes: outcome.mistakes,
          ...(outcome.action && { action: outcome.action }),
        });
  }
  const beside = outcome.beside ?? (await besideOf(outcome, now));
  return html(
    outcome.kind === 'moved-on' ? 409 : 422,
    needPage({
      ...shownIn,
      organisation,
      view: viewFor(organisation, { ...outcome, beside }, now),
      baseUrl,
      now,
      values,
      ...(typeof values['action'] === 'string' && { chosen: values['action'] }),
      ...(outcome.kind === 'moved-on'
        ? { meanwhile: file.history.map((entry) => entry.event) }
        : { mistakes: outcome.mistakes }),
    }),
  );
}

/** Asks for the code that proves who asks; a browser gets the page to enter it on, with all that was written kept. */
function refuseUnproven(
  { event, values, path, site }: RefusedAction,
  outcome: OutcomeOf<'unproven'>,
): HttpResponse {
  const { challenge, email, isWrong, file } = outcome;
  const { language } = pageLanguage(event, site.organisation, outcome, path);
  const sentTo = maskedAddress(email);
  if (formatOf(event) === 'json')
    return isWrong
      ? problemJson('mistaken', language, {
          errors: [{ field: 'code', message: textsFor(language)('signIn.wrong') }],
        })
      : problemJson('unproven', language, { challenge, sentTo });
  return html(
    isWrong ? 422 : 401,
    codePage({
      language,
      ...site,
      challenge,
      sentTo,
      request: requestWords(textsFor(language), { reference: file.need.reference, fields: values }),
      mistake: isWrong ? 'wrong' : undefined,
      again: { address: addressIn(event, path), values },
    }),
    { ...namesSite, ...(!isWrong && wantsCode) },
  );
}

interface RefusedCode {
  readonly event: HttpEvent;
  readonly site: Site;
  readonly code: Code;
  readonly mistake: 'wrong' | 'missing';
}

/** Refuses what was entered as a code, on the code's own page. */
export function refuseCode({ event, site, code, mistake }: RefusedCode): HttpResponse {
  const { language, challenge, email, request } = code;
  if (formatOf(event) === 'json')
    return problemJson('mistaken', language, {
      errors: [{ field: 'code', message: textsFor(language)(`signIn.${mistake}`) }],
    });
  return html(
    422,
    codePage({
      language,
      ...site,
      challenge,
      sentTo: maskedAddress(email),
      request: request && requestWords(textsFor(language), request),
      mistake,
    }),
    namesSite,
  );
}
