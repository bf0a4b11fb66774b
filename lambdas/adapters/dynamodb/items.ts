import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { addressHashOf } from '../../app/hash.ts';
import type { Entry } from '../../app/ports/need-file.ts';
import type { Link } from '../../domain/need/link.ts';
import type { NewNeed, SubmissionKey } from '../../app/ports/submissions.ts';
import { cardOf, closedIn } from '../../domain/need/make-card.ts';
import type { Need } from '../../domain/need/need.ts';
import { listingOf } from '../../domain/notice/listing.ts';
import type { Instant } from '../../domain/time/time.ts';
import { eventKey, keyedItem, keyOf, listedBy, partitionOf } from './keys.ts';
import type { Item } from './keys.ts';
import { cardKeys, dueKeys, indexes, partitions, sortKeys } from './schema.ts';
import { noticesValue } from './notice-value.ts';

/* How needs lie in the table. What is stored is never rewritten: when a format changes, its number grows and both are read. */

const { cards, submitters } = indexes;

function cardKeyOf(need: Need): string {
  const month = closedIn(need);
  return month === undefined ? cardKeys.open : cardKeys.closed(month);
}

/** The need itself; beside it the version, for the condition, and its card, for lists. */
export const needItem = (need: Need): Item =>
  keyedItem('need', keyOf(partitionOf(need.reference), sortKeys.need), {
    version: { N: String(need.version) },
    [cards.partition]: { S: cardKeyOf(need) },
    [cards.projects]: { S: JSON.stringify(cardOf(need)) },
    ...listedBy(dueKeys.need, need.nextStepAt),
    need: { S: JSON.stringify(need) },
  });

/** The words as they were received, never written again; beside them the contact, and what recognises the submission. */
export const submissionItem = ({ need, submission, contact, submissionKey }: NewNeed): Item =>
  keyedItem('submission', keyOf(partitionOf(need.reference), sortKeys.submission), {
    submission: { S: JSON.stringify(submission) },
    name: { S: contact.name },
    email: { S: contact.email },
    [submitters.partition]: { S: addressHashOf(contact.email) },
    digest: { S: submissionKey.digest },
    key: submissionKey.key === undefined ? undefined : { S: submissionKey.key },
  });

/** An event as text, since its hash is taken over the text; beside it what may change: its notices and links. */
export const eventItem = ({
  event,
  hash,
  previous,
  request,
  notices,
  links,
  listingVersion,
}: Entry): Item => {
  const listing = listingOf(notices, event.at);
  return keyedItem('event', eventKey(event), {
    event: { S: JSON.stringify(event) },
    hash: { S: hash },
    previous: { S: previous },
    request: { S: request },
    notices: noticesValue(notices),
    links: { M: Object.fromEntries(links.map((link) => [link.hash, linkValue(link)])) },
    listingVersion: { N: String(listingVersion) },
    ...listedBy(dueKeys.notice, listing?.as === 'due' ? listing.at : undefined),
  });
};

/** What mail to an address came to: no more is sent to it. The address itself is not kept. */
export const addressKey = (address: string): Item =>
  keyOf(
    partitions.address + createHash('sha256').update(address.toLowerCase()).digest('hex'),
    sortKeys.address,
  );
export const addressItem = (address: string, because: string, at: Instant): Item =>
  keyedItem('address', addressKey(address), { because: { S: because }, at: { S: at } });

export const linkValue = (link: Link): AttributeValue => ({
  M: {
    holder: { S: link.holder },
    ...('answeredAt' in link
      ? { answeredAt: { S: link.answeredAt } }
      : {
          address: { S: link.address },
          ...(link.until !== undefined && { until: { S: link.until } }),
          ...(link.asDeputy && { asDeputy: { BOOL: true } }),
        }),
  },
});

/** Reads what recognises the submission of an item. */
export function submissionKeyOf({ digest, key }: Item): SubmissionKey {
  if (digest?.S === undefined) throw new Error('a submission without its digest');
  return { digest: digest.S, ...(key?.S !== undefined && { key: key.S }) };
}
