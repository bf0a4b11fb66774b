import { readStuck } from '../app/overview/read-stuck.ts';
import type { StuckStore } from '../app/overview/read-stuck.ts';
import { staffByAddress } from '../app/session/identity.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { AnyCard } from '../domain/overview/any-card.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import type { Instant } from '../domain/time/time.ts';
import { cardJson } from './card-json.ts';
import type { StuckAnswer } from './contract.ts';
import { formatOf, html, json } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { stuckPage } from './pages/stuck-page.tsx';
import { namesSite, refuse } from './problems.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: StuckStore;
}

/** GET /stuck: the needs and the work that do not move by themselves. */
export async function showStuck(
  { organisation, baseUrl, store }: Deps,
  event: HttpEvent,
  {
    session,
    language,
    now,
  }: { readonly session: Session; readonly language: Language; readonly now: Instant },
): Promise<HttpResponse> {
  const site = { organisation, baseUrl };
  const person = staffByAddress(organisation)(session.address);
  const list = person && (await readStuck({ organisation, store }, person.id, now));
  if (!person || !list || list === 'never') return refuse('not-yours', { event, site, language });
  if (formatOf(event) === 'html')
    return html(200, stuckPage({ ...site, ...list, language, reader: person.id, now }), namesSite);
  const { stuck, unread } = list;
  const linesOf = (kind: AnyCard['kind']) =>
    stuck
      .filter(({ card }) => card.kind === kind)
      .map(({ card, why, action }) => ({
        ...cardJson(card),
        why: why.map(({ reason, days }) => ({ reason, days })),
        ...(action && { action }),
      }));
  const answer: StuckAnswer = { needs: linesOf('need'), work: linesOf('work'), unread };
  return json(200, answer);
}
