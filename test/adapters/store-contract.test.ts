import { addressHashOf } from '../../lambdas/app/hash.ts';
import type { ServerResponse } from 'node:http';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, inject, test } from 'vitest';
import { answerLink } from '../../lambdas/app/need/make-link.ts';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { keyOf, partitionOf } from '../../lambdas/adapters/dynamodb/keys.ts';
import { sortKeys } from '../../lambdas/adapters/dynamodb/schema.ts';
import { dynamoDbStore } from '../../lambdas/adapters/dynamodb/store.ts';
import type { Entry } from '../../lambdas/app/ports/need-file.ts';
import type { CardList } from '../../lambdas/app/ports/cards.ts';
import { StoreBusy, StoreOutOfReach } from '../../lambdas/app/ports/store.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { claim as claimOf } from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import type { Instant, Month } from '../../lambdas/domain/time/time.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { now } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { clientOf, failingClient } from '../support/failing-client.ts';
import { linkFor } from '../support/links.ts';
import { sessionAt } from '../support/act.ts';
import { codeFor } from '../support/codes.ts';
import { digestFor, letterFor } from '../support/letters.ts';
import { noFigures } from '../support/figures.ts';
import { contact, ids, next, submitted } from '../support/needs.ts';
import { noticeAs } from '../support/notices.ts';
import { claimStored } from '../support/stored.ts';
import { linkTo, meetingChangeOf } from '../support/meetings.ts';
import { changeOf } from '../support/works.ts';
import { bothStores, useStore } from '../support/both-stores.ts';

const minute = 60_000;
const lisa = 'lisa-eliasson' as Recipient;

describe.each(bothStores)('a store of needs %s', (_where, start) => {
  let store: NeedStore;
  useStore(start, (started) => (store = started));

  /** A need that has just been stored. */
  async function stored() {
    const opening = submitted();
    await store.addNeed(opening);
    const { reference } = opening.need;
    return { ...opening, reference, event: { reference, version: 1 } };
  }
  const noticesOf = async (reference: Parameters<NeedStore['read']>[0], version = 1) =>
    new Map(
      (await store.read(reference))?.history[version - 1]?.notices.map((notice) => [notice.to, notice]),
    );

  test('gives back a need with its submission, contact, event, notices and links as they were stored', async () => {
    const { need, submission, contact, entry, reference } = await stored();
    const file = await store.read(reference);
    expect(file).toMatchObject({
      need,
      submission,
      contact,
      history: [{ event: entry.event, hash: entry.hash, links: entry.links }],
    });
    expect(new Set(file?.history[0]?.notices)).toEqual(new Set(entry.notices));
  });

  test('knows nothing of a need that was never stored', async () => {
    expect(await store.read(submitted().need.reference)).toBeUndefined();
  });

  test('keeps a reference for whoever had it first, and says what recognises them', async () => {
    const first = submitted();
    const submissionKey = { digest: 'first', key: 'key' };
    expect(await store.addNeed({ ...first, submissionKey })).toEqual({ kind: 'stored' });
    const second = submitted(first.need.reference);
    expect(
      await store.addNeed({
        ...second,
        need: { ...second.need, areas: [] },
        submissionKey: { digest: 'second' },
      }),
    ).toEqual({ kind: 'taken', by: submissionKey });
    expect((await store.read(first.need.reference))?.need).toEqual(first.need);
  });

  test('stores a change that follows on what is there', async () => {
    const { need, entry, reference } = await stored();
    const taken = next(need, entry);
    expect(await store.append(taken.need, taken.entry)).toBe('stored');
    const file = await store.read(reference);
    expect(file?.need).toEqual(taken.need);
    expect(file?.history.map(({ event }) => event.action)).toEqual(['submit', 'take']);
  });

  test('reads a need of up to a hundred events whole, and of a longer one the latest thirty', async () => {
    const { need, entry, reference } = await stored();
    let last: { need: Need; entry: Entry } = { need, entry };
    const versionsRead = async () =>
      (await store.read(reference))?.history.map(({ event }) => event.version) ?? [];
    const upTo = async (version: number) => {
      while (last.need.version < version) {
        last = next(last.need, last.entry, `comment ${last.need.version}`);
        await store.append(last.need, last.entry);
      }
    };
    const from = (first: number, length: number) => Array.from({ length }, (_, index) => first + index);
    for (const version of [31, 100]) {
      await upTo(version);
      expect(await versionsRead()).toEqual(from(1, version));
    }
    await upTo(101);
    expect(await versionsRead()).toEqual(from(72, 30));
    const before = await store.readBefore({ reference, version: 72 }, 3);
    expect(before.map(({ event }) => event.version)).toEqual([69, 70, 71]);
  });

  test('stores nothing of a change that another one came before', async () => {
    const { need, entry, reference } = await stored();
    const one = next(need, entry, 'one');
    const other = next(need, entry, 'other');
    await store.append(one.need, one.entry);
    expect(await store.append(other.need, other.entry)).toBe('moved-on');
    expect((await store.read(reference))?.history.map(({ request }) => request)).toEqual([
      'request-1',
      'request-one',
    ]);
  });

  test('stores exactly one of many changes made at once', async () => {
    const { need, entry, reference } = await stored();
    const changes = Array.from({ length: 10 }, (_, racer) => next(need, entry, `racer ${racer}`));
    const answers = await Promise.all(changes.map((change) => store.append(change.need, change.entry)));
    expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1);
    expect((await store.read(reference))?.need.version).toBe(2);
  });

  const claim = (event: EventId, to: Recipient, at = now) => claimStored(store, event, to, at);
  const sentTo = (to: Recipient) => noticeAs('sent', to);
  const noticeTo = async ({ reference, version }: EventId, to: Recipient) =>
    (await noticesOf(reference, version)).get(to);
  async function pendingTo(event: EventId, to: Recipient) {
    const notice = await noticeTo(event, to);
    if (notice?.state !== 'pending') throw new Error('not pending');
    return notice;
  }
  async function claimed(event: EventId, to: Recipient, at = now) {
    const notice = await claim(event, to, at);
    if (!notice) throw new Error('not claimed');
    return notice;
  }

  test('lets one sender claim a notice, with the link made for it', async () => {
    const { event } = await stored();
    const before = await pendingTo(event, lisa);
    const mine = claimOf(before, now);
    const links = Array.from({ length: 5 }, () => linkFor(event, lisa, now).link);
    const claims = await Promise.all(links.map((link) => store.claim(event, before, mine, link)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(mine).toEqual({
      to: lisa,
      state: 'claimed',
      attempts: 1,
      dueAt: now,
      leasedUntil: later(now, lease),
    });
    expect(await noticeTo(event, lisa)).toEqual(mine);
    const file = await store.read(event.reference);
    expect(file?.history[0]?.links).toContainEqual(links[claims.indexOf(true)]);
    expect(file?.history[0]?.links).toHaveLength(2);
  });

  test('gives a claim again to whoever has it already, since the first answer may have been lost', async () => {
    const { event } = await stored();
    const before = await pendingTo(event, lisa);
    const mine = claimOf(before, now);
    const { link } = linkFor(event, lisa, now);
    expect(await store.claim(event, before, mine, link)).toBe(true);
    expect(await store.claim(event, before, mine, link)).toBe(true);
    expect((await store.read(event.reference))?.history[0]?.links).toHaveLength(2);
    await store.endClaim(event, mine, sentTo(lisa), {});
    expect(await store.claim(event, before, mine, link)).toBe(false);
  });

  test('claims nothing that has changed since it was read', async () => {
    const { event } = await stored();
    const before = await pendingTo(event, lisa);
    const postponed = { ...before, reason: 'code' };
    await store.amend(event, before, postponed, {});
    const { link } = linkFor(event, lisa, now);
    expect(await store.claim(event, before, claimOf(before, now), link)).toBe(false);
    expect(await noticeTo(event, lisa)).toEqual(postponed);
    expect((await store.read(event.reference))?.history[0]?.links).toHaveLength(1);
  });

  test('lets a claimed notice be claimed again once the claim has run out', async () => {
    const { event } = await stored();
    await claim(event, 'submitter');
    expect(await claim(event, 'submitter', later(now, lease - 1))).toBeUndefined();
    expect(await claim(event, 'submitter', later(now, lease))).toMatchObject({ attempts: 2 });
  });

  test('claims nothing before it is due', async () => {
    const { event } = await stored();
    const mine = await claimed(event, lisa);
    const waiting = noticeAs('pending', lisa, { attempts: 1, dueAt: later(now, 5 * minute) });
    expect(await store.endClaim(event, mine, waiting, {})).toBe(true);
    expect(await claim(event, lisa, later(now, 5 * minute - 1))).toBeUndefined();
    expect(await claim(event, lisa, later(now, 5 * minute))).toMatchObject({ attempts: 2 });
  });

  test('claims nothing for somebody who is not to be told', async () => {
    const { event } = await stored();
    expect(await claim(event, 'anna-emmoth' as Recipient)).toBeUndefined();
  });

  test('records what became of a notice, and it cannot be claimed any more', async () => {
    const { event } = await stored();
    const mine = await claimed(event, 'submitter');
    expect(await store.endClaim(event, mine, sentTo('submitter'), {})).toBe(true);
    expect(await noticeTo(event, 'submitter')).toEqual(sentTo('submitter'));
    expect(await claim(event, 'submitter', later(now, 60 * minute))).toBeUndefined();
  });

  test('records nothing for a claim that ended otherwise', async () => {
    const { event } = await stored();
    const slow = await claimed(event, lisa);
    const quick = await claimed(event, lisa, later(now, lease));
    expect(await store.endClaim(event, slow, { ...sentTo(lisa), messageId: 'slow' }, {})).toBe(false);
    expect(await store.amend(event, quick, noticeAs('delivered', lisa), {})).toBe(true);
    expect(await store.endClaim(event, quick, sentTo(lisa), {})).toBe(false);
    expect(await noticeTo(event, lisa)).toMatchObject({ state: 'delivered' });
  });

  test('forgets the link of a mail that was not sent', async () => {
    const { event, link: first } = await stored();
    const { link } = linkFor(event, lisa, now);
    const before = await pendingTo(event, lisa);
    const mine = claimOf(before, now);
    expect(await store.claim(event, before, mine, link)).toBe(true);
    await store.endClaim(event, mine, noticeAs('failed', lisa), { unsentLink: link.hash });
    expect((await store.read(event.reference))?.history[0]?.links).toEqual([first]);
  });

  const often = {
    attempts: 3,
    substituteFor: 'submitter',
    softBounced: 'mail-1',
    countsFrom: later(now, -minute),
  } as const;
  test.each<Notice>([
    noticeAs('pending', lisa, { ...often, failingSince: now, reason: 'ECONNREFUSED' }),
    noticeAs('claimed', lisa, { ...often, failingSince: now, reason: 'ECONNREFUSED' }),
    noticeAs('sent', lisa, often),
    noticeAs('delivered', lisa, often),
    noticeAs('bounced', lisa, { ...often, reason: 'Permanent General' }),
    noticeAs('complained', lisa, often),
    noticeAs('failed', lisa, { ...often, messageId: 'mail-2' }),
  ])('keeps every field of a notice that is $state', async (notice) => {
    const { event } = await stored();
    expect(await store.amend(event, await pendingTo(event, lisa), notice, {})).toBe(true);
    expect(await noticeTo(event, lisa)).toEqual(notice);
    expect(await store.amend(event, notice, sentTo(lisa), {})).toBe(true);
  });

  test('changes a notice only from what it was, with the one it adds', async () => {
    const { event } = await stored();
    const before = await pendingTo(event, lisa);
    const after = noticeAs('bounced', lisa);
    const manager = 'anna-emmoth' as Recipient;
    const added = noticeAs('pending', manager, { substituteFor: lisa });
    expect(await store.amend(event, before, after, { added, dueAt: now })).toBe(true);
    expect(await noticeTo(event, lisa)).toEqual(after);
    expect(await noticeTo(event, manager)).toEqual(added);
    expect(await store.amend(event, before, sentTo(lisa), {})).toBe(false);
    expect(await store.amend(event, after, sentTo(lisa), { added })).toBe(false);
    expect(await noticeTo(event, lisa)).toEqual(after);
  });

  test('replaces the notice of somebody who had one, only from what it was', async () => {
    const { event } = await stored();
    const chef = 'chef-it' as Recipient;
    const [before, told] = [await noticeTo(event, lisa), await noticeTo(event, chef)];
    if (!before || !told) throw new Error('no notice');
    const after = noticeAs('bounced', lisa);
    const added = noticeAs('pending', chef, { substituteFor: lisa });
    const replaces: Notice = { ...told, attempts: 1 };
    expect(await store.amend(event, before, after, { added, replaces })).toBe(false);
    expect(await noticeTo(event, lisa)).toEqual(before);
    expect(await store.amend(event, before, after, { added, replaces: told })).toBe(true);
    expect([await noticeTo(event, lisa), await noticeTo(event, chef)]).toEqual([after, added]);
    expect((await noticesOf(event.reference)).size).toBe(5);
  });

  describe('lists events as due', () => {
    const isDue = async ({ reference }: EventId, at = later(now, 30 * minute)) =>
      (await store.dueEvents(at, 1000)).some((event) => event.reference === reference);
    const needsAttention = async ({ reference }: EventId) =>
      (await store.eventsNeedingAttention()).some((event) => event.reference === reference);

    test('from when they happened, the longest due first and as many as asked for', async () => {
      const one = await stored();
      const other = await stored();
      const found = await store.dueEvents(now, 1000);
      const listed = [one, other].map(({ event }) => ({ ...event, dueAt: now }));
      expect(found).toEqual(expect.arrayContaining(listed));
      expect(await store.dueEvents(later(now, -1), 1000)).toEqual([]);
      expect(await store.dueEvents(now, 1)).toHaveLength(1);
      await store.relist(one.event, { ifVersion: 0, listing: { as: 'due', at: later(now, -minute) } });
      expect((await store.dueEvents(now, 1000))[0]).toEqual({ ...one.event, dueAt: later(now, -minute) });
    });

    test('not before the time recorded with a notice, and not at all when all is settled', async () => {
      const { event } = await stored();
      const mine = await claimed(event, lisa);
      const relisting = { ifVersion: 0, listing: { as: 'due', at: later(now, 5 * minute) } } as const;
      await store.endClaim(event, mine, sentTo(lisa), { relisting });
      expect(await isDue(event, later(now, 5 * minute - 1))).toBe(false);
      expect(await isDue(event)).toBe(true);
      expect((await store.read(event.reference))?.history[0]).toMatchObject({ dueAt: relisting.listing.at });
      await store.relist(event, { ifVersion: 0, listing: { as: 'nothing' } });
      expect(await isDue(event)).toBe(false);
      expect((await store.read(event.reference))?.history[0]?.dueAt).toBeUndefined();
    });

    test('again when a notice has been made due, whatever was worked out before', async () => {
      const { event } = await stored();
      const before = await pendingTo(event, lisa);
      const mine = await claimed(event, 'submitter');
      await store.amend(event, before, { ...before, dueAt: later(now, minute) }, { dueAt: now });
      const relisting = { ifVersion: 0, listing: { as: 'nothing' } } as const;
      expect(await store.endClaim(event, mine, sentTo('submitter'), { relisting })).toBe(true);
      await store.relist(event, relisting);
      expect(await isDue(event)).toBe(true);
      await store.relist(event, { ...relisting, ifVersion: 1 });
      expect(await isDue(event)).toBe(false);
    });

    test('later when it is postponed, and not again when it is due no longer', async () => {
      const { event } = await stored();
      await store.postpone(event, later(now, 5 * minute));
      expect(await isDue(event, later(now, 5 * minute - 1))).toBe(false);
      expect(await isDue(event)).toBe(true);
      await store.relist(event, { ifVersion: 0, listing: { as: 'needing-attention', at: now } });
      await store.postpone(event, later(now, 5 * minute));
      expect([await isDue(event), await needsAttention(event)]).toEqual([false, true]);
      await expect(
        store.postpone({ reference: submitted().need.reference, version: 1 }, now),
      ).resolves.toBeUndefined();
    });

    test('or as needing attention, until a notice is made due', async () => {
      const { event } = await stored();
      const mine = await claimed(event, lisa);
      const failed = noticeAs('failed', lisa);
      await store.endClaim(event, mine, failed, {
        relisting: { ifVersion: 0, listing: { as: 'needing-attention', at: now } },
      });
      expect([await isDue(event), await needsAttention(event)]).toEqual([false, true]);
      await store.amend(event, failed, noticeAs('pending', lisa), { dueAt: now });
      expect([await isDue(event), await needsAttention(event)]).toEqual([true, false]);
    });
  });

  test('lists the needs whose next step is due', async () => {
    const { need, entry, reference } = await stored();
    const taken = next(need, entry);
    await store.append({ ...taken.need, nextStepAt: later(now, minute) }, taken.entry);
    expect(await store.dueNeeds(later(now, minute - 1))).not.toContain(reference);
    expect(await store.dueNeeds(later(now, minute))).toContain(reference);
    const after = next({ ...taken.need, nextStepAt: undefined }, taken.entry, 'comment');
    await store.append(after.need, after.entry);
    expect(await store.dueNeeds(later(now, minute))).not.toContain(reference);
  });

  test('suppresses addresses however they are written, of any number, and allows them again', async () => {
    const many = Array.from({ length: 250 }, (_, index) => `person-${index}@example.org`);
    await store.suppress('Person-7@example.org', 'bounced', now);
    await store.suppress('person-7@example.org', 'complained', now);
    await store.suppress('person-249@example.org', 'bounced', now);
    expect(await store.suppressed(many)).toEqual(new Set(['person-7@example.org', 'person-249@example.org']));
    expect(await store.suppressed(['PERSON-7@example.org', 'person-7@example.org'])).toEqual(
      new Set(['PERSON-7@example.org', 'person-7@example.org']),
    );
    await store.allow('person-7@EXAMPLE.org');
    expect(await store.suppressed(['person-7@example.org'])).toEqual(new Set());
  });

  test('adds a link to an event', async () => {
    const { event, link: first } = await stored();
    const { link } = linkFor(event, 'submitter', now);
    await store.addAnswer(event, link);
    expect(new Set((await store.readEvent(event))?.links)).toEqual(new Set([first, link]));
  });

  test('keeps the latest five of the links given in answers, and every other', async () => {
    const { event, link: first } = await stored();
    const { link: mailed } = linkFor(event, 'submitter', now);
    await store.addAnswer(event, mailed);
    const answers = Array.from(
      { length: 6 },
      (_, second) => answerLink(ids, event, later(now, second * 1000 + 1000)).link,
    );
    for (const link of answers) await store.addAnswer(event, link);
    const kept = (await store.readEvent(event))?.links ?? [];
    expect(new Set(kept)).toEqual(new Set([mailed, ...answers.slice(1)]));
    expect(kept).not.toContainEqual(first);
  });

  test('keeps five also of those that are added at once', async () => {
    const { event } = await stored();
    const answers = Array.from(
      { length: 12 },
      (_, second) => answerLink(ids, event, later(now, second * 1000 + 1000)).link,
    );
    await Promise.all(answers.map((link) => store.addAnswer(event, link)));
    expect((await store.readEvent(event))?.links).toHaveLength(5);
  });

  test('reads the events before one, the latest of them, in their order', async () => {
    const { need, entry } = await stored();
    let last: { need: Need; entry: Entry } = { need, entry };
    for (const said of ['ett', 'två', 'tre']) {
      last = next(last.need, last.entry, said);
      await store.append(last.need, last.entry);
    }
    const { reference } = need;
    const versions = async (version: number, limit: number) =>
      (await store.readBefore({ reference, version }, limit)).map(({ event }) => event.version);
    expect(await versions(4, 2)).toEqual([2, 3]);
    expect(await versions(4, 30)).toEqual([1, 2, 3]);
    expect(await versions(1, 30)).toEqual([]);
  });

  test('reads one event as it stands in the need, and nothing where there is none', async () => {
    const { event } = await stored();
    /* A map has no order. */
    const sorted = (entry: Entry | undefined) =>
      entry && { ...entry, notices: entry.notices.toSorted((one, other) => (one.to < other.to ? -1 : 1)) };
    const [entry] = (await store.read(event.reference))?.history ?? [];
    expect(sorted(await store.readEvent(event))).toEqual(sorted(entry));
    const [link] = entry?.links ?? [];
    expect(link).toBeDefined();
    expect(await store.readLink(event, link?.hash ?? '')).toEqual(link);
    expect(await store.readLink(event, 'another')).toBeUndefined();
    expect(await store.readLink({ ...event, version: 2 }, link?.hash ?? '')).toBeUndefined();
    expect(await store.readEvent({ ...event, version: 2 })).toBeUndefined();
    expect(await store.readEvent({ reference: 'B00-00000' as Reference, version: 0 })).toBeUndefined();
  });

  test('corrects the submitter’s address with the event that says so, and leaves the words as they are', async () => {
    const { need, entry, reference } = await stored();
    const before = await store.read(reference);
    const taken = next(need, entry);
    const corrected = { ...contact, email: `new.${reference.toLowerCase()}@example.org` };
    expect(await store.append(taken.need, taken.entry, { contact: corrected })).toBe('stored');
    const after = await store.read(reference);
    expect(after?.contact).toEqual(corrected);
    expect(after?.submission).toEqual(before?.submission);
    await expect.poll(() => store.submittedBy(addressHashOf(corrected.email))).toEqual([reference]);
    expect(await store.submittedBy(addressHashOf(contact.email))).not.toContain(reference);
  });

  describe('lists the card of each need', () => {
    const among = ({ cards }: CardList, reference: Reference) =>
      cards.find((card) => card.reference === reference);
    /** A need that has come to a status at a moment. */
    async function moved(status: 'deferred' | 'withdrawn', since: Instant) {
      const { need, entry } = await stored();
      const taken = next(need, entry);
      const after = { ...taken.need, status, since, reviewDate: '2027-03-01' } as Need;
      await store.append(after, taken.entry);
      return { need: after, entry: taken.entry };
    }

    test('as it stands, among the open ones', async () => {
      const { need, entry, reference } = await stored();
      expect(among(await store.openCards(), reference)).toEqual(cardOf(need));
      const taken = next(need, entry);
      await store.append(taken.need, taken.entry);
      expect(among(await store.openCards(), reference)).toEqual(cardOf(taken.need));
      const other = await stored();
      const asked = [reference, other.reference, reference, 'B00-00000' as Reference];
      const found = (await store.cardsOf(asked)).map((card) => card.reference);
      expect(found.toSorted()).toEqual([reference, other.reference].toSorted());
    });

    test('among the open ones while it rests until a day', async () => {
      const { need } = await moved('deferred', now);
      expect(among(await store.openCards(), need.reference)).toEqual(cardOf(need));
    });

    test('by the month in which it was closed at the university, until it is open again', async () => {
      const { need, entry } = await moved('withdrawn', '2026-11-30T23:30:00.000Z' as Instant);
      const { reference } = need;
      expect(among(await store.openCards(), reference)).toBeUndefined();
      expect(among(await store.closedCards('2026-11' as Month), reference)).toBeUndefined();
      expect(among(await store.closedCards('2026-12' as Month), reference)).toEqual(cardOf(need));
      const again = next(need, entry, 'comment');
      await store.append({ ...again.need, status: 'clarifying' }, again.entry);
      expect(among(await store.closedCards('2026-12' as Month), reference)).toBeUndefined();
      expect(among(await store.openCards(), reference)).toMatchObject({ status: 'clarifying' });
    });
  });

  test('answers', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
  });
});

test('A card that DynamoDB holds in a form that nobody knows hides no other, and its need is named', async () => {
  const { store, client, table, stop } = await tableStore(inject('assembly'));
  const [one, other] = [submitted(), submitted()];
  for (const opening of [one, other]) await store.addNeed(opening);
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: keyOf(partitionOf(one.need.reference), sortKeys.need),
      UpdateExpression: 'SET card = :newer',
      ExpressionAttributeValues: { ':newer': { S: JSON.stringify({ ...cardOf(one.need), v: 2 }) } },
    }),
  );
  expect(await store.openCards()).toEqual({
    cards: [cardOf(other.need)],
    work: [],
    meetings: [],
    agreed: [],
    unreadable: [one.need.reference],
  });
  await stop();
});

describe('A store of needs', () => {
  const opening = submitted();
  const { need, contact, entry, link } = opening;
  const { reference } = need;
  const event = { reference, version: 1 };
  const pending = noticeAs('pending', lisa);
  const mine = noticeAs('claimed', lisa);
  const session = sessionAt(contact.email, now);
  const code = codeFor(contact.email);
  const letter = letterFor(contact.email);
  const change = changeOf(undefined);
  const planned = meetingChangeOf(undefined);
  const calls: Readonly<Record<keyof NeedStore, (store: NeedStore) => Promise<unknown>>> = {
    addNeed: (store) => store.addNeed(opening),
    addAnswer: (store) => store.addAnswer({ reference, version: 1 }, link),
    read: (store) => store.read(reference),
    readLink: (store) => store.readLink(event, 'hash'),
    readEvent: (store) => store.readEvent(event),
    readBefore: (store) => store.readBefore(event, 30),
    append: (store) => store.append(need, entry),
    openCards: (store) => store.openCards(),
    cardsOf: (store) => store.cardsOf([reference]),
    closedCards: (store) => store.closedCards('2026-11' as Month),
    ping: (store) => store.ping(),
    claim: (store) => store.claim(event, pending, mine, link),
    endClaim: (store) => store.endClaim(event, mine, pending, {}),
    relist: (store) => store.relist(event, { ifVersion: 0, listing: { as: 'nothing' } }),
    postpone: (store) => store.postpone(event, now),
    postponeNeed: (store) => store.postponeNeed(reference, now),
    amend: (store) => store.amend(event, mine, pending, {}),
    dueEvents: (store) => store.dueEvents(now, 1),
    eventsNeedingAttention: (store) => store.eventsNeedingAttention(),
    dueNeeds: (store) => store.dueNeeds(now),
    suppressed: (store) => store.suppressed([contact.email]),
    suppress: (store) => store.suppress(contact.email, 'bounced', now),
    allow: (store) => store.allow(contact.email),
    readSession: (store) => store.readSession(session.address, session.id),
    sessionsOf: (store) => store.sessionsOf(session.address),
    renewSession: (store) => store.renewSession(session),
    endSession: (store) => store.endSession(session),
    askForCode: (store) => store.askForCode(code),
    readCode: (store) => store.readCode(code.challenge),
    changeCode: (store) => store.changeCode(code, {}),
    dueCodes: (store) => store.dueCodes(now, 1),
    count: (store) => store.count({ of: 'something', most: 1, until: now }),
    writeLetter: (store) => store.writeLetter(letter),
    readLetter: (store) => store.readLetter(letter),
    lettersTo: (store) => store.lettersTo(letter.address),
    changeLetter: (store) => store.changeLetter(letter),
    dueLetters: (store) => store.dueLetters(now, 1),
    readTelling: (store) => store.readTelling(),
    writeTelling: (store) => store.writeTelling({ organisation: 'hash', day: dayOf(now) }),
    collect: (store) =>
      store.collect(event, pending, noticeAs('collected', lisa), digestFor(contact.email, event)),
    readReminded: (store) => store.readReminded(),
    writeReminded: (store) => store.writeReminded(dayOf(now)),
    settingsOf: (store) => store.settingsOf([session.address]),
    saveSettings: (store) => store.saveSettings(session.address, {}),
    submittedBy: (store) => store.submittedBy(session.address),
    readWork: (store) => store.readWork(change.work.id),
    saveWork: (store) => store.saveWork(change.work, change.entry),
    readMeeting: (store) => store.readMeeting(planned.meeting.id),
    saveMeeting: (store) => store.saveMeeting(planned.meeting, planned.entry, { letters: [], agreed: [] }),
    writeMeetingLink: (store) => store.writeMeetingLink('hash', linkTo(planned.meeting)),
    readMeetingLink: (store) => store.readMeetingLink('hash'),
    readFigures: (store) => store.readFigures(2026),
    writeFigures: (store) => store.writeFigures(noFigures),
    readCounted: (store) => store.readCounted(),
    writeCounted: (store) => store.writeCounted(dayOf(now)),
    readChanges: (store) => store.readChanges(),
    versions: (store) => store.versions(),
    addVersion: (store) => store.addVersion({ number: 1, at: now, by: 'somebody' }),
    readDeputies: (store) => store.readDeputies(),
    saveDeputies: (store) => store.saveDeputies({ version: 1, named: [] }),
  };

  test.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])(
    'is busy when DynamoDB throttles, by every method (%s)',
    async (error) => {
      const { client, stop } = await failingClient(error);
      const store = dynamoDbStore({ client, name: 'needs' });
      for (const [method, call] of Object.entries(calls)) {
        await expect(call(store), method).rejects.toBeInstanceOf(StoreBusy);
      }
      stop();
    },
  );

  test.each(['ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'is busy when only one item of a transaction is throttled (%s)',
    async (Code) => {
      const reasons = { CancellationReasons: [{ Code: 'None' }, { Code }] };
      const { client, stop } = await failingClient('TransactionCanceledException', reasons);
      const store = dynamoDbStore({ client, name: 'needs' });
      await expect(calls.addNeed(store)).rejects.toBeInstanceOf(StoreBusy);
      await expect(calls.append(store)).rejects.toBeInstanceOf(StoreBusy);
      stop();
    },
  );

  test.each([
    ...([
      'addNeed',
      'renewSession',
      'endSession',
      'saveSettings',
      'writeLetter',
      'changeLetter',
      'saveWork',
    ] as const),
    ...(['saveMeeting', 'writeMeetingLink', 'writeReminded', 'writeTelling', 'writeFigures'] as const),
    ...(['writeCounted', 'addVersion', 'saveDeputies'] as const),
  ])(
    'writes again, and is busy in the end, where another transaction is always in the way (%s)',
    async (method) => {
      const reasons = { CancellationReasons: [{ Code: 'TransactionConflict' }] };
      const { client, stop } = await failingClient('TransactionCanceledException', reasons);
      await expect(calls[method](dynamoDbStore({ client, name: 'needs' }))).rejects.toBeInstanceOf(StoreBusy);
      stop();
    },
  );

  test.each([
    ['refuses connections', undefined],
    ['breaks off', (response: ServerResponse) => void response.destroy()],
    ['is silent', () => undefined],
    ['fails by itself', (response: ServerResponse) => void response.writeHead(500).end('{}')],
  ])('is out of reach when DynamoDB %s, by every method', async (_how, answer) => {
    const { client, stop } = await clientOf(answer);
    const store = dynamoDbStore({ client, name: 'needs' });
    await Promise.all(
      Object.entries(calls).map(([method, call]) =>
        expect(call(store), method).rejects.toBeInstanceOf(StoreOutOfReach),
      ),
    );
    stop();
  });

  test('takes no other error for either', async () => {
    const { client, stop } = await failingClient('ResourceNotFoundException');
    const store = dynamoDbStore({ client, name: 'needs' });
    for (const [method, call] of Object.entries(calls)) {
      await expect(call(store), method).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    stop();
  });
});
