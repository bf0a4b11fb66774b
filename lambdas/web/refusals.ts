import type { Outcome } from '../app/need/act.ts';
import { viewFor } from '../app/need/view.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import { Language } from '../domain/text.ts';
import type { Instant } from '../domain/time/time.ts';
import { languageOf } from './accept-language.ts';
import type { Values } from './body.ts';
import { formatOf, html } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { formPage } from './pages/form-page.tsx';
import { needPage } from './pages/need-page.tsx';
import { problemJson, refuse } from './problems.ts';
import type { Site } from './problems.ts';
import { localeOf } from './locale.ts';
import { linkTo } from './routes.ts';

/* What is needed only when something is refused, pages and texts most of all: the functions load it then. */

interface RefusedSubmission {
  readonly event: HttpEvent;
  readonly kind: 'mistaken' | 'key-used';
  readonly mistakes: readonly FieldMistake[];
  readonly values: Values;
  readonly site: Site;
  /** The key of the form that goes back to the browser. */
  readonly submissionKey: string;
}

/** Refuses a submission: a browser gets its form back with everything that was written. */
export function refuseSubmission({
  event,
  kind,
  mistakes,
  values,
  site,
  submissionKey,
}: RefusedSubmission): HttpResponse {
  const { data: chosen } = Language.safeParse(values['language']);
  const language = chosen ?? languageOf(event);
  if (formatOf(event) === 'json') return problemJson(kind, language, kind === 'mistaken' ? { mistakes } : {});
  return html(
    kind === 'mistaken' ? 422 : 409,
    formPage({
      language,
      ...site,
      submissionKey,
      values,
      mistakes,
      ...(kind === 'key-used' && { keyUsed: true }),
    }),
  );
}

interface RefusedAction {
  readonly event: HttpEvent;
  readonly outcome: Exclude<Outcome, { kind: 'done' }>;
  readonly values: Values;
  readonly token: string;
  readonly site: Site;
  readonly now: Instant;
}

/** Refuses an action: a browser gets the need as it is now, what was written, and the actions that are open now. */
export function refuseAction({ event, outcome, values, token, site, now }: RefusedAction): HttpResponse {
  if (outcome.kind === 'no-link') return refuse('no-link', { event, site });
  const { organisation, baseUrl } = site;
  const locale = localeOf(event, organisation, outcome, linkTo(baseUrl, token));
  const { language } = locale;
  if (outcome.kind === 'never') return refuse('never', { event, site, language });
  const { file, holder } = outcome;
  if (formatOf(event) === 'json') {
    const { status, version } = file.need;
    return outcome.kind === 'moved-on'
      ? problemJson('moved-on', language, { status, version })
      : problemJson('mistaken', language, {
          mistakes: outcome.mistakes,
          ...(outcome.action && { action: outcome.action }),
        });
  }
  return html(
    outcome.kind === 'moved-on' ? 409 : 422,
    needPage({
      ...locale,
      organisation,
      view: viewFor(organisation, file, holder, now),
      token,
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
