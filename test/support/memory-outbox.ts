import { isDeepStrictEqual } from 'node:util';
import type { Outbox, Relisting } from '../../lambdas/app/ports/outbox.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import { withNotice } from './memory-files.ts';
import type { MemoryFiles } from './memory-files.ts';

/** Notices that are to be sent, in memory. */
export function memoryOutbox({ files, entryOf, noticeOf, changeEntry }: MemoryFiles): Outbox {
  const needingAttention = new Map<string, EventId>();
  const nameOf = ({ reference, version }: EventId) => `${reference} ${version}`;

  function relist(event: EventId, { listing, ifVersion }: Relisting) {
    if (entryOf(event)?.listingVersion !== ifVersion) return;
    needingAttention.delete(nameOf(event));
    if (listing.as === 'needing-attention') needingAttention.set(nameOf(event), event);
    changeEntry(event, ({ dueAt: _before, ...rest }) => ({
      ...rest,
      ...(listing.as === 'due' && { dueAt: listing.at }),
    }));
  }
  return {
    claim(event, before, claimed, link) {
      const isOurs = entryOf(event)?.links.some(({ hash }) => hash === link.hash) === true;
      if (isOurs && isDeepStrictEqual(noticeOf(event, claimed.to), claimed)) return Promise.resolve(true);
      if (!isDeepStrictEqual(noticeOf(event, before.to), before)) return Promise.resolve(false);
      changeEntry(event, (entry) => ({ ...withNotice(entry, claimed), links: [...entry.links, link] }));
      return Promise.resolve(true);
    },
    endClaim(event, claimed, outcome, { unsentLink, relisting }) {
      if (!isDeepStrictEqual(noticeOf(event, claimed.to), claimed)) return Promise.resolve(false);
      changeEntry(event, (entry) => ({
        ...withNotice(entry, outcome),
        links: entry.links.filter(({ hash }) => hash !== unsentLink),
      }));
      if (relisting) relist(event, relisting);
      return Promise.resolve(true);
    },
    relist(event, relisting) {
      relist(event, relisting);
      return Promise.resolve();
    },
    postpone(event, until) {
      if (entryOf(event)?.dueAt !== undefined) changeEntry(event, (entry) => ({ ...entry, dueAt: until }));
      return Promise.resolve();
    },
    postponeNeed(reference, until) {
      const file = files.get(reference);
      if (file?.need.nextStepAt !== undefined)
        files.set(reference, { ...file, need: { ...file.need, nextStepAt: until } });
      return Promise.resolve();
    },
    amend(event, before, after, { added, replaces, dueAt, unsentLink }) {
      if (!isDeepStrictEqual(noticeOf(event, before.to), before)) return Promise.resolve(false);
      if (added && !isDeepStrictEqual(noticeOf(event, added.to), replaces)) return Promise.resolve(false);
      changeEntry(event, (entry) => {
        const changed = withNotice(entry, after);
        return {
          ...changed,
          links: entry.links.filter(({ hash }) => hash !== unsentLink),
          notices: [...changed.notices.filter(({ to }) => to !== added?.to), ...(added ? [added] : [])],
          ...(dueAt !== undefined && { dueAt, listingVersion: entry.listingVersion + 1 }),
        };
      });
      if (dueAt !== undefined) needingAttention.delete(nameOf(event));
      return Promise.resolve(true);
    },
    dueEvents(now, limit) {
      const due = [...files.values()].flatMap(({ need, history }) =>
        history.flatMap(({ event, dueAt }) =>
          dueAt !== undefined && dueAt <= now
            ? [{ reference: need.reference, version: event.version, dueAt }]
            : [],
        ),
      );
      due.sort((one, other) => one.dueAt.localeCompare(other.dueAt));
      return Promise.resolve(due.slice(0, limit));
    },
    eventsNeedingAttention: () => Promise.resolve([...needingAttention.values()]),
    dueNeeds(now) {
      const due = [...files.values()].flatMap(({ need: { reference, nextStepAt } }) =>
        nextStepAt !== undefined && nextStepAt <= now ? [{ reference, nextStepAt }] : [],
      );
      due.sort((one, other) => one.nextStepAt.localeCompare(other.nextStepAt));
      return Promise.resolve(due.map(({ reference }) => reference));
    },
  };
}
