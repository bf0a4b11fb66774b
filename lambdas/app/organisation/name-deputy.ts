import { endDeputy, nameDeputy } from '../../domain/organisation/deputies.ts';
import type {
  DeputyMistake,
  NamedDeputies,
  NamedDeputy,
  NamedPeriod,
} from '../../domain/organisation/deputies.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Day } from '../../domain/time/time.ts';
import type { Organisations } from '../ports/organisations.ts';
import { mostTries } from '../tries.ts';

/** What a head asks: to name a deputy, or to end what has been named. */
export type DeputyAsked =
  | { readonly kind: 'name'; readonly deputy: Omit<NamedDeputy, 'delegation'> }
  | { readonly kind: 'end'; readonly period: NamedPeriod };

/** Stores what a head asks of their deputies. @returns all that are named then, or why it cannot be */
export async function changeDeputies(
  { organisation, store, today }: { organisation: Organisation; store: DeputyStore; today: Day },
  asked: DeputyAsked,
): Promise<NamedDeputies | DeputyMistake> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const before = await store.readDeputies();
    const after =
      asked.kind === 'name'
        ? nameDeputy(organisation, before, asked.deputy, today)
        : endDeputy(organisation, before, asked.period, today);
    if (typeof after === 'string' || after === before || (await store.saveDeputies(after))) return after;
  }
  throw new Error(`deputies changed meanwhile in ${mostTries} tries`);
}

/** Where the deputies are kept whom heads have named. */
export type DeputyStore = Pick<Organisations, 'readDeputies' | 'saveDeputies'>;
