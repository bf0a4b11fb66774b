import { expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { newSession } from '../../lambdas/app/session/session.ts';
import type { Figures } from '../../lambdas/domain/overview/figures.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { showFigures } from '../../lambdas/web/figures.ts';
import { now, pure } from '../domain/fixtures.ts';
import { noFigures } from '../support/figures.ts';
import { ids } from '../support/needs.ts';
import { getting } from '../support/requests.ts';

/** What the owner is answered, at a moment, where some years' figures are stored. */
async function answer(query: string, accept: string, stored: readonly Figures[] = [], at = now) {
  const event = getting('GET /figures', `/figures?language=sv&${query}`, accept);
  const address = addressHashOf('owner@example.org');
  const { session } = newSession(ids, { address, browser: '', now: at });
  const store = { readFigures: (year: number) => Promise.resolve(stored.find((one) => one.year === year)) };
  const deps = { organisation: pure, baseUrl: 'https://x', store };
  const { statusCode, body = '' } = await showFigures(deps, event, { session, language: 'sv', now: at });
  return { statusCode, body };
}

test('Before the figures have been counted the page says when the first will come, and programs get the year alone', async () => {
  const page = await answer('', 'text/html');
  expect(page).toMatchObject({ statusCode: 200 });
  expect(page.body).toContain('De första kommer senast i morgon.');
  expect(page.body).not.toContain('<table');
  expect(JSON.parse((await answer('', 'application/json')).body)).toEqual({ year: 2026 });
  expect((await answer('', 'text/csv')).body).toBe('\uFEFFperiod,by,id,name,measure,value\r\n');
});

test('A year of which none will come any more says so', async () => {
  const page = await answer('year=2026', 'text/html', [], '2029-03-01T09:00:00.000Z' as Instant);
  expect(page.body).toContain('Det finns inga siffror för 2026.');
});

test('The page says as of when, and how many needs do not tell when they came in', async () => {
  const lacking = { received: 1, decided: 12 };
  const { body } = await answer('', 'text/html', [{ ...noFigures, lacking }]);
  expect(body).toContain('Räknade 23 november 2026 kl. 10:00.');
  expect(body).toContain('Ett behov saknar uppgift om när det kom in.');
  expect(body).toContain('12 behov saknar uppgift om när de beslutades.');
});
