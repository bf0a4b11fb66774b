import { submissionsIn } from '../adapters/dynamodb/submissions.ts';
import { submitNeed } from '../app/need/submit.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import { dayOf } from '../domain/time/time.ts';
import { readBody } from '../web/body.ts';
import { httpFunction } from '../web/edge.ts';
import { formatOf, json, mediaTypeOf, seeOther } from '../web/http.ts';
import type { HttpEvent, HttpResponse } from '../web/http.ts';
import type { SubmissionAnswer } from '../web/contract.ts';
import { linkTo } from '../web/routes.ts';
import { readSubmission, submissionSchema } from '../web/submission.ts';
import { isFilledInByMachine } from '../web/traps.ts';
import { environment } from './environment.ts';
import { log, logFault } from './log.ts';
import { organisationOf, siteOf } from './organisation.ts';
import { clock, ids, limitsOf, tableOf } from './runtime.ts';

const { TABLE_NAME, BASE_URL: baseUrl } = environment('TABLE_NAME', 'BASE_URL');
const table = tableOf(TABLE_NAME);
const current = organisationOf(table);
const site = siteOf(current, baseUrl);
const schema = current.make(submissionSchema);
const { secondsToFillIn } = limitsOf();
const submit = current.make((organisation) =>
  submitNeed({ organisation, store: submissionsIn(table), ids, clock }),
);

/** POST /needs */
export const handler = httpFunction(logFault, site, async (event) => {
  if (current.isUnread) await current.renew();
  /* Beside the write, so that a submission waits for one call: whom it tells by an older organisation, the sweep puts right. */
  const [answer] = await Promise.all([submitAnswer(event), current.renew()]);
  return answer;
});

async function submitAnswer(event: HttpEvent): Promise<HttpResponse> {
  const values = readBody(event);
  const sentAs = mediaTypeOf(event) === 'application/json' ? 'json' : 'form';
  const submitted = readSubmission(schema(), values, sentAs, {
    key: event.headers['idempotency-key'],
    today: dayOf(clock()),
  });
  const refused = async (
    kind: 'mistaken' | 'key-used',
    { mistakes = [], sent }: { readonly mistakes?: readonly FieldMistake[]; readonly sent?: string } = {},
  ) => {
    log('submission refused', { refusal: kind, mistakes: mistakes.length });
    const { refuseSubmission } = await import('../web/refused-submission.ts');
    return refuseSubmission({
      ...{ event, kind, mistakes, values, site },
      ...(sent !== undefined && { sent }),
      submissionKey: ids.secret(),
      now: clock(),
    });
  };
  if ('mistakes' in submitted) return refused('mistaken', { mistakes: submitted.mistakes });

  const { submission, contact, key } = submitted;
  const isByMachine = sentAs === 'form' && isFilledInByMachine(values, clock(), secondsToFillIn);
  const outcome = await submit()(submission, contact, { key, isByMachine });
  const { reference, token } = outcome;
  const link = linkTo(baseUrl, token);
  if (outcome.kind === 'key-used') return refused('key-used', { sent: link });
  log('submission accepted', { reference });
  return formatOf(event) === 'json'
    ? json(201, { reference, status: 'received', link } satisfies SubmissionAnswer, { location: link })
    : seeOther(link);
}
