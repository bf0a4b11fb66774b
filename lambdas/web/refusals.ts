import type { Outcome } from '../app/need/act.ts';
import { viewFor } from '../app/need/view.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import type { Language } from '../domain/text.ts';
import type { Instant } from '../domain/time/time.ts';
import type { Fields } from './body.ts';
import { formatOf, html } from './http.ts';
import type { Format, HttpEvent, HttpResponse } from './http.ts';
import { formPage } from './pages/form-page.tsx';
import { needPage } from './pages/need-page.tsx';
import { problemJson, refuse } from './problems.ts';
import type { Site } from './problems.ts';
import { localeOf } from './locale.ts';
import { linkTo } from './routes.ts';

/* All that is needed only where something is refused, pages and texts most of all: functions load it then. */

/** A submission that cannot be taken: a browser has its form back with everything it wrote. */
export function refuseSubmission({
  kind,
  mistakes,
  face,
  language,
  said,
  site,
  submissionKey,
}: {
  readonly kind: 'mistaken' | 'key-used';
  readonly mistakes: readonly FieldMistake[];
  readonly face: Format;
  readonly language: Language;
  readonly said: Fields;
  readonly site: Site;
  /** For the form as it is sent the next time. */
  readonly submissionKey: string;
}): HttpResponse {
  if (face === 'json') return problemJson(kind, language, kind === 'mistaken' ? { mistakes } : {});
  return html(
    kind === 'mistaken' ? 422 : 409,
    formPage({
      language,
      ...site,
      submissionKey,
      values: said,
      mistakes,
      ...(kind === 'key-used' && { keyUsed: true }),
    }),
  );
}

/** An action that was not done: a browser sees the need as it is now, with what it wrote and what is possible. */
export function refuseAction({
  event,
  outcome,
  said,
  token,
  site,
  now,
}: {
  readonly event: HttpEvent;
  readonly outcome: Exclude<Outcome, { kind: 'done' }>;
  readonly said: Fields;
  readonly token: string;
  readonly site: Site;
  readonly now: Instant;
}): HttpResponse {
  const face = formatOf(event);
  if (outcome.kind === 'no-link') return refuse('no-link', { event, site });

  const { organisation, baseUrl } = site;
  const reading = localeOf(event, organisation, outcome, linkTo(baseUrl, token));
  if (outcome.kind === 'never') return refuse('never', { event, site, language: reading.language });
  const { file, holder } = outcome;
  if (face === 'json') {
    const { status, version } = file.need;
    return outcome.kind === 'moved-on'
      ? problemJson('moved-on', reading.language, { status, version })
      : problemJson('mistaken', reading.language, {
          mistakes: outcome.mistakes,
          ...(outcome.action && { action: outcome.action }),
        });
  }
  return html(
    outcome.kind === 'moved-on' ? 409 : 422,
    needPage({
      ...reading,
      organisation,
      view: viewFor(organisation, file, holder, now),
      token,
      baseUrl,
      now,
      values: said,
      ...(typeof said['action'] === 'string' && { chosen: said['action'] }),
      ...(outcome.kind === 'moved-on'
        ? { meanwhile: file.history.map((entry) => entry.event) }
        : { mistakes: outcome.mistakes }),
    }),
  );
}
