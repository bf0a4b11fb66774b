import type { Month } from '../../domain/time/time.ts';

/* The names in the table, each once: for the adapter, for the stack that declares them, and for the stream's filter. */

/** The format of what is written. Code reads every format from 2 on; nobody has data of format 1. */
export const format = 2;

/** The attributes of the table's own key. */
export const tableKey = { partition: 'pk', sort: 'sk' } as const;

/** When DynamoDB may delete an item, in seconds since 1970. It may take days, so whoever reads looks at it too. */
export const expiry = 'expires';

/** How partition keys begin. A person's goes on with the hash of their address. */
export const partitions = {
  need: 'NEED#',
  work: 'WORK#',
  meeting: 'MEETING#',
  /** It goes on with the hash of a link's secret. */
  link: 'LINK#',
  address: 'ADDRESS#',
  person: 'PERSON#',
  code: 'CODE#',
  count: 'COUNT#',
  health: 'HEALTH',
  organisation: 'ORGANISATION',
} as const;

/** The sort keys of all items. One that ends in `#` goes on with a number, an id or a hash. */
export const sortKeys = {
  need: 'NEED',
  submission: 'SUBMISSION',
  event: 'EVENT#',
  work: 'WORK',
  meeting: 'MEETING',
  agreed: 'AGREED#',
  link: 'LINK',
  address: 'ADDRESS',
  session: 'SESSION#',
  letter: 'LETTER#',
  telling: 'TELLING',
  reminded: 'REMINDED',
  figures: 'FIGURES#',
  counted: 'COUNTED',
  settings: 'SETTINGS',
  version: 'VERSION#',
  current: 'CURRENT',
  deputies: 'DEPUTIES',
  code: 'CODE',
  count: 'COUNT',
} as const;

/** The indexes, with the attributes of their keys. */
export const indexes = {
  /** The card of every need, piece of work, meeting and agreed task: of those open or deferred under one key, of those closed by month. */
  cards: { name: 'cards', partition: 'cardKey', projects: 'card' },
  /** Sparse: events with a notice pending or failed, codes and letters to be sent, and needs with a next step; what is done has left it. */
  due: { name: 'due', partition: 'dueKey', sort: 'dueAt' },
  /** Sparse: the submissions of each address, by its hash. */
  submitters: { name: 'submitters', partition: 'submitter' },
} as const;

const { cards, due, submitters } = indexes;
const listing = [due.partition, due.sort] as const;

/** The kinds of items that are put whole: which partitions each lies in, and what attributes it has beside those of every item. */
export const kinds = {
  need: { in: 'need', attributes: ['version', cards.partition, cards.projects, ...listing, 'need'] },
  submission: {
    in: 'need',
    attributes: ['submission', 'name', 'email', submitters.partition, 'digest', 'key'],
  },
  event: {
    in: 'need',
    attributes: ['event', 'hash', 'previous', 'request', 'notices', 'links', 'listingVersion', ...listing],
  },
  work: { in: 'work', attributes: ['version', cards.partition, cards.projects, 'work'] },
  change: { in: 'work', attributes: ['event', 'hash', 'previous', 'request'] },
  meeting: { in: 'meeting', attributes: ['version', cards.partition, cards.projects, 'meeting'] },
  meetingChange: { in: 'meeting', attributes: ['event', 'hash', 'previous', 'request'] },
  agreed: { in: 'meeting', attributes: [cards.partition, cards.projects] },
  link: { in: 'link', attributes: ['link', expiry] },
  address: { in: 'address', attributes: ['because', 'at'] },
  session: { in: 'person', attributes: ['session', expiry] },
  settings: { in: 'person', attributes: ['settings'] },
  letter: { in: 'person', attributes: ['version', 'letter', ...listing] },
  code: { in: 'code', attributes: ['version', 'code', expiry, ...listing] },
  reminded: { in: 'organisation', attributes: ['day'] },
  telling: { in: 'organisation', attributes: ['telling'] },
  figures: { in: 'organisation', attributes: ['figures'] },
  counted: { in: 'organisation', attributes: ['day'] },
  version: { in: 'organisation', attributes: ['version', 'organisation'] },
  deputies: { in: 'organisation', attributes: ['version', 'deputies'] },
} as const satisfies Readonly<
  Record<string, { readonly in: keyof typeof partitions; readonly attributes: readonly string[] }>
>;
export type Kind = keyof typeof kinds;
export type AttributeOf<Of extends Kind> = (typeof kinds)[Of]['attributes'][number];

/** What the index `due` lists: events with a notice to be sent, events with one that needs attention, needs with a next step, codes, letters. */
export const dueKeys = {
  notice: 'NOTICE',
  attention: 'ATTENTION',
  need: 'NEED',
  code: 'CODE',
  letter: 'LETTER',
};

/** What the index `cards` lists: needs that are open or deferred, work that is not done, planned meetings and what
 * meetings agreed; and what was closed in a month. */
export const cardKeys = { open: 'OPEN', closed: (month: Month): string => `CLOSED#${month}` };
