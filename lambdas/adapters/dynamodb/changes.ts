import { expiry, indexes, tableKey } from './schema.ts';
import type { AttributeOf, Kind, partitions } from './schema.ts';

/* For the functions' roles. No function loads it. */

const { due, submitters } = indexes;

/** What every item has. */
export const onEveryItem = [tableKey.partition, tableKey.sort, 'format'] as const;

/** What is changed of items where they lie, with what is asked of them first; all else is put whole. */
export const changes = {
  notices: { in: 'need', attributes: ['notices', 'listingVersion'] },
  links: { in: 'need', attributes: ['links'] },
  /** When an event or a need is due. */
  listing: { in: 'need', attributes: [due.partition, due.sort] },
  contact: { in: 'need', attributes: ['email', submitters.partition] },
  count: { in: 'count', attributes: ['count', expiry] },
} as const satisfies Readonly<
  Record<
    string,
    { readonly in: keyof typeof partitions; readonly attributes: readonly (AttributeOf<Kind> | 'count')[] }
  >
>;
