import type { Entry, NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { SubmissionKey } from '../../lambdas/app/ports/submissions.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';

type Kept = NeedFile & { readonly submissionKey: SubmissionKey };

/** The needs that are kept in memory, by event and by notice. */
export function memoryFiles() {
  const files = new Map<Reference, Kept>();
  const entryOf = ({ reference, version }: EventId): Entry | undefined =>
    files.get(reference)?.history[version - 1];
  return {
    files,
    entryOf,
    noticeOf: (event: EventId, to: Notice['to']): Notice | undefined =>
      entryOf(event)?.notices.find((notice) => notice.to === to),
    changeEntry: ({ reference, version }: EventId, change: (entry: Entry) => Entry): void => {
      const file = files.get(reference);
      const entry = file?.history[version - 1];
      if (!file || !entry) throw new Error(`no event ${version} of ${reference}`);
      files.set(reference, { ...file, history: file.history.with(version - 1, change(entry)) });
    },
  };
}
export type MemoryFiles = ReturnType<typeof memoryFiles>;

/** An entry with a notice in the place of the one to the same. */
export const withNotice = (entry: Entry, notice: Notice): Entry => ({
  ...entry,
  notices: entry.notices.map((other) => (other.to === notice.to ? notice : other)),
});
