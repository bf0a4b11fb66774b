import { entryOf } from '../lambdas/app/need/history.ts';
import { makeLink } from '../lambdas/app/need/make-link.ts';
import type { NeedFile } from '../lambdas/app/ports/need-file.ts';
import type { NewNeed } from '../lambdas/app/ports/submissions.ts';
import type { NeedStore } from '../lambdas/app/ports/store.ts';
import type { PersonId } from '../lambdas/domain/organisation/ids.ts';
import { referenceFrom } from '../lambdas/domain/need/reference.ts';
import type { Recipient } from '../lambdas/domain/notice/recipient.ts';
import { submit } from '../lambdas/domain/need/submit.ts';
import { dayOf, instantOf } from '../lambdas/domain/time/time.ts';
import { recipientsOf } from '../lambdas/domain/organisation/recipients.ts';
import { shipped } from '../test/domain/fixtures.ts';
import { askedLongAgo, contact, ids, submission } from '../test/support/needs.ts';
import { noticeAs } from '../test/support/notices.ts';
import { cookieFor } from '../test/support/people.ts';

export const developer = 'lisa-eliasson' as PersonId;

export const addressOf = (holder: Recipient): string =>
  shipped.people.find(({ id }) => id === holder)?.email ?? contact.email;

export interface Seed {
  readonly file: NeedFile;
  /** Of the link that its developer holds. */
  readonly token: string;
  /** Of the browser in which they are signed in. */
  readonly cookie: string;
}

/** A need just submitted, with its five notices, ready to be stored. */
export function seed() {
  const now = instantOf(new Date());
  const reference = referenceFrom(dayOf(now), ids.referenceBytes());
  const { need, event } = submit(shipped, { reference, submission }, now);
  const told = recipientsOf(shipped, { event, after: need }, dayOf(now));
  const links = (['submitter', developer] as const).map((holder) =>
    makeLink(ids, { event, holder, address: addressOf(holder), now }),
  );
  const entry = entryOf(
    event,
    { submission, history: [] },
    { recipients: told, request: 'seed', links: links.map(({ link }) => link) },
  );
  const opening: NewNeed = { need, submission, contact, entry, submissionKey: { digest: 'seed' } };
  return { opening, token: links[1]?.token ?? '' };
}

/** Stores needs that wait for their submitter, who has been asked, and of which it is time to remind. */
export async function storeDue(store: NeedStore, count: number): Promise<void> {
  const longAgo = instantOf(new Date('2026-01-08T09:00:00Z'));
  for (const { opening } of Array.from({ length: count }, seed)) {
    const { need, entry } = opening;
    await store.addNeed({
      ...opening,
      need: askedLongAgo(need, longAgo),
      entry: { ...entry, notices: entry.notices.map(({ to }) => noticeAs('sent', to)) },
    });
  }
}

/** Stores needs just submitted, many at a time. */
export async function storeSeeds(store: NeedStore, count: number): Promise<readonly Seed[]> {
  const seeds: Seed[] = [];
  const cookie = await cookieFor(store, addressOf(developer));
  while (seeds.length < count) {
    const batch = Array.from({ length: Math.min(16, count - seeds.length) }, seed);
    await Promise.all(
      batch.map(async ({ opening, token }) => {
        const { need, entry } = opening;
        const { kind } = await store.addNeed(opening);
        if (kind === 'stored')
          seeds.push({ file: { need, submission, contact, history: [entry] }, token, cookie });
      }),
    );
  }
  return seeds;
}
