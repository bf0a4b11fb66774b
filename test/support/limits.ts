import { Limits } from '../../lambdas/domain/limits.ts';

/** Limits that no test reaches by chance. */
export const wideLimits = Limits.parse({
  codesPerHour: 1000,
  codesPerDay: 1000,
  codesByLinkPerHour: 1000,
  receiptsPerDay: 100_000,
  unconfirmedPerHour: 100_000,
  commentsPerDay: 1000,
});
