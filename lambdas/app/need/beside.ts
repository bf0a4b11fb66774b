import { seesMeeting } from '../../domain/meeting/access.ts';
import type { Need } from '../../domain/need/need.ts';
import type { GoingOn } from '../../domain/need/workflow.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionsOf, readsAsSubmitter } from '../../domain/organisation/permissions.ts';
import type { Permissions } from '../../domain/organisation/permissions.ts';
import { seesCard } from '../../domain/overview/access.ts';
import { groupOf, loadsOf } from '../../domain/overview/board.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Cards } from '../ports/cards.ts';
import { actorIn } from './access.ts';
import type { Beside, FoundNeed } from './access.ts';

const nothingBeside: Beside = { goingOn: [], loads: [], meetings: [] };

/* A need is put before a meeting once it is clear what it is. */
const metOver: readonly Need['status'][] = ['coordinating', 'advising', 'deciding'];

/** What staff weigh a need against, and when they meet over it: read only where it waits for advice or a decision. */
export async function besideOf(
  { organisation, store }: { readonly organisation: Organisation; readonly store: Pick<Cards, 'openCards'> },
  found: FoundNeed,
  now: Instant,
): Promise<Beside> {
  const today = dayOf(now);
  const permissions = permissionsOf(organisation, found.file.need, actorIn(found), today);
  const { need } = found.file;
  const isStaff = permissions.roles.some((role) => !readsAsSubmitter(role));
  if (!isStaff || !metOver.includes(need.status)) return nothingBeside;
  const mayAdvise = permissions.actions.includes('advise');
  const { cards, work, meetings } = await store.openCards();
  const all = [...cards, ...work];
  return {
    goingOn: mayAdvise ? goingOnBeside(permissions, all) : [],
    loads: loadsOf(permissions.undecided, all, today),
    meetings: meetings
      .filter(({ items }) => items.includes(need.reference))
      .filter(
        (card) =>
          found.holder !== 'submitter' &&
          seesMeeting(organisation, { ...card, kind: card.of }, found.holder, today),
      )
      .toSorted((one, other) => one.at.localeCompare(other.at)),
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
