import { expect, test } from 'vitest';
import { viewFor } from '../../../lambdas/app/need/view.ts';
import { cardOf } from '../../../lambdas/domain/need/make-card.ts';
import type { PersonId } from '../../../lambdas/domain/organisation/ids.ts';
import { lineOf } from '../../../lambdas/domain/overview/board.ts';
import type { Language } from '../../../lambdas/domain/text.ts';
import { dayOf } from '../../../lambdas/domain/time/time.ts';
import { myPage } from '../../../lambdas/web/pages/my-page.tsx';
import { needPage } from '../../../lambdas/web/pages/need-page.tsx';
import { searchPage } from '../../../lambdas/web/pages/search-page.tsx';
import { stuckPage } from '../../../lambdas/web/pages/stuck-page.tsx';
import { needIn, now, pure } from '../../domain/fixtures.ts';
import { fileIn } from '../../i18n/walk.ts';
import { openedBy } from '../../support/needs.ts';

const card = cardOf({ ...needIn('received'), title: 'Rooms <b>', language: 'en' });
const me = 'developer-north' as PersonId;

/** Each page that lists needs, with one in English. */
function lists(language: Language): Readonly<Record<string, string>> {
  const site = { language, organisation: pure, baseUrl: 'https://behov.example.org', now };
  const nothing = { settings: {}, sessions: [], current: '', remind: undefined };
  const mine = { areas: [], boards: [], agreed: [], meetings: [] };
  const waiting = { card, days: 5, why: 'asked', isLate: true, action: 'take' } as const;
  const person = pure.people.find(({ id }) => id === me);
  const found = { values: {}, mistakes: [], isAsked: true, isCut: false, isStaff: true };
  const view = viewFor(pure, { ...openedBy(me, fileIn('received')), hasSession: true }, now);
  const stuck = { card, why: [{ reason: 'nobody', days: 5 }], action: undefined } as const;
  return {
    'what waits': myPage({ ...site, ...nothing, person, mine: { ...mine, waiting: [waiting], needs: [] } }),
    'one’s own': myPage({ ...site, ...nothing, person, mine: { ...mine, waiting: [], needs: [card] } }),
    'what is found': searchPage({ ...site, ...found, lines: [lineOf(pure, card, dayOf(now))] }),
    'what is stuck': stuckPage({ ...site, reader: me, stuck: [stuck], unread: 0 }),
    'what is similar': needPage({ ...site, view, address: '/n/token', similar: [card] }),
  };
}

test('Every list keeps the direction of titles, and their language where the page has another', () => {
  for (const [name, html] of Object.entries(lists('sv')))
    expect(html, name).toMatch(/<a [^>]*dir="auto" lang="en">Rooms &lt;b><\/a>/);
  for (const [name, html] of Object.entries(lists('en')))
    expect(html, name).toMatch(/<a [^>]*dir="auto">Rooms &lt;b><\/a>/);
});
