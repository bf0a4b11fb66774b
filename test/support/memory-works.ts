import type { WorkFile, Works } from '../../lambdas/app/ports/works.ts';
import { recentChanges } from '../../lambdas/app/ports/works.ts';
import type { WorkCard } from '../../lambdas/domain/work/card.ts';
import { workCardOf } from '../../lambdas/domain/work/card.ts';
import type { Work, WorkId } from '../../lambdas/domain/work/work.ts';

/** Work, kept in memory, and the cards of what passes. */
export function memoryWorks(): Works & { cardsOfWork(passes: (work: Work) => boolean): readonly WorkCard[] } {
  const files = new Map<WorkId, WorkFile>();
  return {
    cardsOfWork: (passes) =>
      [...files.values()].flatMap(({ work }) => (passes(work) ? [workCardOf(work)] : [])),
    readWork(id) {
      const file = files.get(id);
      return Promise.resolve(
        file && structuredClone({ ...file, history: file.history.slice(-recentChanges) }),
      );
    },
    saveWork(work, entry) {
      const before = files.get(work.id);
      if ((before?.work.version ?? 0) !== work.version - 1) return Promise.resolve('changed-meanwhile');
      files.set(work.id, { work, history: [...(before?.history ?? []), entry] });
      return Promise.resolve('stored');
    },
  };
}
