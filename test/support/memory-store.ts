import type { Entry, NeedFile, NeedStore, Notice, Submission } from '../../lambdas/app/ports.ts';
import type { Reference } from '../../lambdas/domain/reference.ts';

type Kept = NeedFile & { readonly submission: Submission };

/** Needs in memory. It passes the same contract suite as the table. */
export function memoryStore(): NeedStore {
  const files = new Map<Reference, Kept>();

  const changeEntry = (reference: Reference, version: number, change: (entry: Entry) => Entry) => {
    const file = files.get(reference);
    const entry = file?.history[version - 1];
    if (!file || !entry) throw new Error(`no event ${version} of ${reference}`);
    files.set(reference, { ...file, history: file.history.with(version - 1, change(entry)) });
  };
  const withNotice = (entry: Entry, notice: Notice): Entry => ({
    ...entry,
    notices: entry.notices.map((other) => (other.to === notice.to ? notice : other)),
  });

  return {
    open(need, contact, entry, submission) {
      const taken = files.get(need.reference);
      if (taken) return Promise.resolve({ kind: 'taken', by: taken.submission });
      files.set(need.reference, { need, contact, history: [entry], submission });
      return Promise.resolve({ kind: 'stored' });
    },
    read(reference) {
      const kept = files.get(reference);
      if (!kept) return Promise.resolve(undefined);
      const { submission: _submission, ...file } = kept;
      return Promise.resolve(structuredClone(file));
    },
    append(need, entry) {
      const file = files.get(need.reference);
      if (file?.need.version !== need.version - 1) return Promise.resolve('moved-on');
      files.set(need.reference, { ...file, need, history: [...file.history, entry] });
      return Promise.resolve('stored');
    },
    addLink(reference, version, link) {
      changeEntry(reference, version, (entry) => ({ ...entry, links: [...entry.links, link] }));
      return Promise.resolve();
    },
    claim(reference, version, link, leasedUntil, now) {
      const notice = files.get(reference)?.history[version - 1]?.notices.find(({ to }) => to === link.holder);
      if (notice?.state !== 'pending' || (notice.leasedUntil ?? '') >= now) return Promise.resolve(false);
      changeEntry(reference, version, (entry) => ({
        ...withNotice(entry, { ...notice, leasedUntil }),
        links: [...entry.links, link],
      }));
      return Promise.resolve(true);
    },
    settle(reference, version, notice) {
      changeEntry(reference, version, (entry) => withNotice(entry, notice));
      return Promise.resolve();
    },
    list(status) {
      const listed = [...files.values()]
        .filter(({ need }) => need.status === status)
        .map(({ need }) => ({ reference: need.reference, title: need.intake.title, since: need.since }))
        .sort((one, other) => one.since.localeCompare(other.since));
      return Promise.resolve(listed);
    },
    dueNeeds(now) {
      const due = [...files.values()].flatMap(({ need: { reference, nextStepAt } }) =>
        nextStepAt !== undefined && nextStepAt <= now ? [{ reference, nextStepAt }] : [],
      );
      due.sort((one, other) => one.nextStepAt.localeCompare(other.nextStepAt));
      return Promise.resolve(due.map(({ reference }) => reference));
    },
    ping: () => Promise.resolve(),
  };
}
