import { setTimeout as pause } from 'node:timers/promises';
import { needsIn } from '../adapters/dynamodb/needs.ts';
import { act } from '../app/need/act.ts';
import { verifyingStore } from '../app/need/verify.ts';
import { readBody } from '../web/body.ts';
import { httpFunction } from '../web/edge.ts';
import { formatOf, json, seeOther } from '../web/http.ts';
import { addressIn } from '../web/locale.ts';
import type { ActionAnswer } from '../web/contract.ts';
import { linkTo } from '../web/routes.ts';
import { environment } from './environment.ts';
import { log, logFault } from './log.ts';
import { clock, organisation, tableOf } from './runtime.ts';

const { TABLE_NAME, BASE_URL: baseUrl } = environment('TABLE_NAME', 'BASE_URL');
const site = { organisation, baseUrl };
const actOn = act({
  organisation,
  store: verifyingStore(needsIn(tableOf(TABLE_NAME)), log),
  clock,
  random: Math.random,
  pause,
});

/** POST /n/{token} */
export const handler = httpFunction(logFault, site, async (event) => {
  const token = event.pathParameters?.['token'] ?? '';
  const values = readBody(event);
  const outcome = await actOn(token, values);

  if (outcome.kind === 'done') {
    const { reference, status, version } = outcome;
    log('action done', { reference, version, status });
    return formatOf(event) === 'json'
      ? json(200, { status, version } satisfies ActionAnswer)
      : seeOther(addressIn(event, linkTo(baseUrl, token)));
  }
  if (outcome.kind !== 'no-link') {
    const { reference, status, version } = outcome.file.need;
    log('action refused', { reference, version, status, refusal: outcome.kind });
  }
  const { refuseAction } = await import('../web/refusals.ts');
  return refuseAction({ event, outcome, values, token, site, now: clock() });
});
