import type { FieldMistake } from '../domain/need/fields.ts';
import type { Instant } from '../domain/time/time.ts';
import { languageIn } from './accept-language.ts';
import type { Values } from './body.ts';
import { formatOf, html } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { formPage } from './pages/form-page.tsx';
import { problemJson } from './problems.ts';
import type { Site } from './problems.ts';

/* Loaded when a submission is refused. The page of a need, which actions are refused with, is not. */

interface RefusedSubmission {
  readonly event: HttpEvent;
  readonly kind: 'mistaken' | 'key-used';
  readonly mistakes: readonly FieldMistake[];
  readonly values: Values;
  readonly site: Site;
  /** The key of the form that goes back to the browser. */
  readonly submissionKey: string;
  readonly now: Instant;
  /** The link to what was sent before with the same key. */
  readonly sent?: string;
}

/** Refuses a submission: a browser gets its form back with everything that was written. */
export function refuseSubmission({
  event,
  kind,
  mistakes,
  values,
  site,
  submissionKey,
  now,
  sent,
}: RefusedSubmission): HttpResponse {
  const language = languageIn(event, values);
  if (formatOf(event) === 'json') return problemJson(kind, language, kind === 'mistaken' ? { mistakes } : {});
  return html(
    kind === 'mistaken' ? 422 : 409,
    formPage({
      language,
      ...site,
      submissionKey,
      now,
      values,
      mistakes,
      ...(sent !== undefined && { sent }),
    }),
  );
}
