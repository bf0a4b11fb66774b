import { outcomes } from '../../lambdas/app/ports/log.ts';
import type { FactsOf, OutcomeName } from '../../lambdas/app/ports/log.ts';
import { log } from '../../lambdas/functions/log.ts';

/** A function that logs every outcome once. */
export const handler = () => {
  for (const outcome of Object.keys(outcomes) as OutcomeName[]) log(outcome, {} as FactsOf<typeof outcome>);
};
