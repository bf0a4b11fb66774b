import { describe, expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { newSession } from '../../lambdas/app/session/session.ts';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { SearchAnswer } from '../../lambdas/web/contract.ts';
import { showSearch } from '../../lambdas/web/search.ts';
import { needIn, now, pure } from '../domain/fixtures.ts';
import { ids } from '../support/needs.ts';
import { getting } from '../support/requests.ts';

/** What the manager, or somebody else, is answered where so many needs are open. */
async function answer(query: string, accept: string, count = 3, who = 'manager') {
  const event = getting('GET /needs', `/needs?${query}`, accept);
  const none = { cards: [], work: [], meetings: [], agreed: [], unreadable: [] };
  const cards = Array.from({ length: count }, (_, number) =>
    cardOf({ ...needIn('received'), reference: `B26-${String(number).padStart(5, '0')}` as Reference }),
  );
  let calls = 0;
  const counted = <Value>(value: Value) => {
    calls += 1;
    return Promise.resolve(value);
  };
  const store = {
    openCards: () => counted({ ...none, cards }),
    closedCards: () => counted(none),
    cardsOf: () => counted([]),
    submittedBy: () => counted([]),
  };
  const address = addressHashOf(`${who}@example.org`);
  const { session } = newSession(ids, { address, browser: '', now });
  const deps = { organisation: pure, baseUrl: 'https://x', store };
  const language = query.includes('language=en') ? 'en' : 'sv';
  const { statusCode, body = '' } = await showSearch(deps, event, { session, language, now });
  return { statusCode, body, calls };
}
const cardsIn = (body: string) => (JSON.parse(body) as SearchAnswer).cards;
const linesIn = (body: string) => body.split('class="hint">B26-').length - 1;

describe('The search page', () => {
  test('shows at most 200 hits, and says so where there are more', async () => {
    const [full, more] = [
      await answer('q=bokning', 'text/html', 200),
      await answer('q=bokning', 'text/html', 201),
    ];
    expect([full, more].map(({ body }) => linesIn(body))).toEqual([200, 200]);
    expect([full, more].map(({ body }) => body.includes('Bara de 200 första visas.'))).toEqual([false, true]);
    expect(cardsIn((await answer('q=bokning', 'application/json', 201)).body)).toHaveLength(200);
  });

  test('asks first, and reads nothing where nothing is asked', async () => {
    const page = await answer('language=sv', 'text/html');
    expect([page.statusCode, linesIn(page.body), page.calls]).toEqual([200, 0, 0]);
  });

  test('says of each need when it came in', async () => {
    expect((await answer('q=bokning', 'text/html')).body).toContain('kom in 23 november 2026');
    expect((await answer('q=bokning&language=en', 'text/html')).body).toContain('came in 23 November 2026');
  });

  test('says that nothing fits, and what to try', async () => {
    expect((await answer('q=kanelbulle', 'text/html')).body).toContain('Inget passar.');
  });

  test('keeps what was asked, and says at each field what is wrong with it', async () => {
    const query = 'q=bokning&from=i+g%C3%A5r&to=2026-02-30&area=mars&school=venus&status=snart';
    const page = await answer(query, 'text/html');
    expect([page.statusCode, page.calls]).toEqual([422, 0]);
    for (const id of ['from', 'to', 'area', 'school', 'status']) {
      expect(page.body).toContain(`href="#${id}"`);
      expect(page.body).toContain(`aria-describedby="${id}-mistake"`);
    }
    expect(page.body).toContain('value="bokning"');
    expect(page.body).toContain('Skriv ett datum');
    const { statusCode, body } = await answer(query, 'application/json');
    const { errors } = JSON.parse(body) as { errors: readonly { field: string }[] };
    expect([statusCode, errors.map(({ field }) => field).toSorted()]).toEqual([
      ...[422, ['area', 'from', 'school', 'status', 'to']],
    ]);
  });

  test('is in the language that its address asks for, and leads to the same search in the other', async () => {
    const { body } = await answer('q=bokning&language=en', 'text/html');
    expect(body).toContain('<html lang="en"');
    expect(body).toContain('q=bokning&amp;language=sv');
  });

  test('does not take what was searched for as HTML', async () => {
    const { body } = await answer(`q=${encodeURIComponent('"><script>x</script>')}`, 'text/html');
    expect(body).not.toContain('<script>x');
  });
});
