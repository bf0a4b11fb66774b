import { submitNeed } from '../app/submit.ts';
import { readBody } from '../web/body.ts';
import { httpFunction } from '../web/edge.ts';
import { faceOf, html, json, languageOf, mediaTypeOf, seeOther } from '../web/http.ts';
import { formPage } from '../web/pages/form-page.tsx';
import { problemJson } from '../web/problems.ts';
import { readSubmission } from '../web/submission.ts';
import { environment } from './environment.ts';
import { log } from './log.ts';
import { clock, ids, organisation, storeIn } from './parts.ts';

const { TABLE_NAME, BASE_URL: baseUrl } = environment('TABLE_NAME', 'BASE_URL');
const site = { organisation, baseUrl };
const submit = submitNeed({ organisation, store: storeIn(TABLE_NAME), ids, clock });

/** POST /needs */
export const handler = httpFunction(log, site, async (event) => {
  const said = readBody(event);
  const face = faceOf(event);
  const language =
    said['language'] === 'sv' || said['language'] === 'en' ? said['language'] : languageOf(event);
  const sentAs = mediaTypeOf(event) === 'application/json' ? 'json' : 'form';
  const formAgain = (
    statusCode: number,
    extra: Pick<Parameters<typeof formPage>[0], 'mistakes' | 'keyUsed'>,
  ) =>
    html(
      statusCode,
      formPage({ language, organisation, baseUrl, submissionKey: ids.secret(), values: said, ...extra }),
    );

  const submitted = readSubmission(organisation, said, sentAs, event.headers['idempotency-key']);
  if ('mistakes' in submitted) {
    const { mistakes } = submitted;
    log('submission refused', { mistakes: mistakes.length });
    return face === 'json' ? problemJson('mistaken', language, { mistakes }) : formAgain(422, { mistakes });
  }

  const outcome = await submit(submitted.intake, submitted.contact, submitted.key);
  if (outcome.kind === 'key-used') {
    return face === 'json'
      ? problemJson('key-used', language)
      : formAgain(409, { mistakes: [], keyUsed: true });
  }
  const { reference, token } = outcome;
  const link = `${baseUrl}/n/${token}`;
  log('submission accepted', { reference });
  return face === 'json'
    ? json(201, { reference, status: 'received', link }, { location: link })
    : seeOther(link);
});
