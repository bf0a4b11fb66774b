import type { View } from '../../app/view.ts';
import type { By } from '../../domain/event.ts';
import type { Organisation } from '../../domain/organisation.ts';
import type { Recipient } from '../../domain/told.ts';
import type { Texts } from '../../text/index.ts';
import { byLabel } from '../../text/labels.ts';

/** Who reads a page, in which language, and what they may see. */
export interface Reader {
  readonly t: Texts;
  readonly organisation: Organisation;
  readonly view: View;
}

/** All that the reader is told as: a member of staff may have submitted the need themselves. */
const readAs = ({ view }: Reader): readonly Recipient[] => [
  view.you.holder,
  ...(view.you.roles.some(({ kind }) => kind === 'submitter') ? (['submitter'] as const) : []),
];

export const isReader = (reader: Reader, recipient: Recipient): boolean => readAs(reader).includes(recipient);

export const isSubmitterOnly = ({ view }: Reader): boolean =>
  view.you.roles.every(({ kind }) => kind === 'submitter');

/** Who did something, as the reader knows them. */
export const nameOf = (reader: Reader, by: By): string =>
  byLabel(reader.t, by, readAs(reader), reader.view.file.contact?.name);
