import { act } from '../app/act.ts';
import type { Opened } from '../app/links.ts';
import { viewFor } from '../app/view.ts';
import { readBody } from '../web/body.ts';
import { httpFunction } from '../web/edge.ts';
import { faceOf, html, json, languageOf, seeOther } from '../web/http.ts';
import { needPage } from '../web/pages/need-page.tsx';
import { addressIn, readingOf } from '../web/reader.ts';
import { problemJson, refuse } from '../web/problems.ts';
import { environment } from './environment.ts';
import { log } from './log.ts';
import { clock, organisation, storeIn } from './parts.ts';

const { TABLE_NAME, BASE_URL: baseUrl } = environment('TABLE_NAME', 'BASE_URL');
const site = { organisation, baseUrl };
const actOn = act({ organisation, store: storeIn(TABLE_NAME), clock });

/** POST /n/{token} */
export const handler = httpFunction(log, site, async (event) => {
  const token = event.pathParameters?.['token'] ?? '';
  const path = `${baseUrl}/n/${token}`;
  const said = readBody(event);
  const face = faceOf(event);
  const outcome = await actOn(token, said);

  if (outcome.kind === 'no-link') return refuse('no-link', face, languageOf(event), site);
  if (outcome.kind === 'done') {
    const { status, version } = outcome;
    log('action done', { reference: token.slice(0, 9), status, version });
    return face === 'json' ? json(200, { status, version }) : seeOther(addressIn(event, path));
  }

  const { status, version } = outcome.file.need;
  log(`action refused: ${outcome.kind}`, { reference: token.slice(0, 9), status, version });
  const reading = readingOf(event, organisation, outcome, path);
  const { language } = reading;
  switch (outcome.kind) {
    case 'never':
      return refuse('never', face, language, site);
    case 'moved-on':
      return face === 'json'
        ? problemJson('moved-on', language, { status, version })
        : pageAgain(409, outcome, { meanwhile: outcome.file.history.map((entry) => entry.event) });
    case 'mistaken':
      return face === 'json'
        ? problemJson('mistaken', language, {
            mistakes: outcome.mistakes,
            ...(outcome.action && { action: outcome.action }),
          })
        : pageAgain(422, outcome, { mistakes: outcome.mistakes });
  }

  function pageAgain(
    statusCode: number,
    { file, holder }: Opened,
    extra: Pick<Parameters<typeof needPage>[0], 'meanwhile' | 'mistakes'>,
  ) {
    const now = clock();
    const view = viewFor(organisation, file, holder, now);
    const chosen = typeof said['action'] === 'string' ? { chosen: said['action'] } : {};
    return html(
      statusCode,
      needPage({
        ...reading,
        organisation,
        view,
        token,
        baseUrl,
        now,
        values: said,
        ...chosen,
        ...extra,
      }),
    );
  }
});
