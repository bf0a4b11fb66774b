import type { GoingOn } from '../../domain/need/workflow.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import type { Permissions } from '../../domain/organisation/permissions.ts';
import { seesCard } from '../../domain/overview/access.ts';
import { groupOf, loadsOf } from '../../domain/overview/board.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Cards } from '../ports/cards.ts';
import { actorIn } from './access.ts';
import type { Beside, Opened } from './access.ts';

const nothingBeside: Beside = { goingOn: [], loads: [] };

/** What a reader weighs a need against: read only where they may advise on it or have yet to decide. */
export async function besideOf(
  { organisation, store }: { readonly organisation: Organisation; readonly store: Pick<Cards, 'openCards'> },
  opened: Opened,
  now: Instant,
): Promise<Beside> {
  const today = dayOf(now);
  const permissions = permissionsOf(organisation, opened.file.need, actorIn(opened), today);
  const mayAdvise = permissions.open.includes('advise');
  if (!mayAdvise && permissions.undecided.length === 0) return nothingBeside;
  const { cards, work } = await store.openCards();
  const all = [...cards, ...work];
  return {
    goingOn: mayAdvise ? goingOnBeside(permissions, all) : [],
    loads: loadsOf(permissions.undecided, all, today),
  };
}

function goingOnBeside(
  { organisation, need, actor, today }: Permissions,
  cards: Parameters<typeof loadsOf>[1],
): readonly GoingOn[] {
  const { coordination, reference } = need;
  if (actor.kind !== 'person' || !coordination) return [];
  return (
    cards
      .filter((card) => card.reference !== reference && card.areas.includes(coordination.leadArea))
      .filter((card) => groupOf(card, today) !== 'waiting')
      .filter((card) => seesCard(organisation, card, actor.person, today))
      /* What is named is mailed, by its title, to heads who may have no part in it. */
      .filter((card) => card.kind === 'work' || !card.secrecy)
      .map((card) => ({ reference: card.reference, title: card.title }))
      .toSorted((one, other) => one.title.localeCompare(other.title, 'sv'))
  );
}
