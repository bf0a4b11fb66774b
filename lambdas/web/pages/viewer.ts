import type { View } from '../../app/need/view.ts';
import type { By } from '../../domain/need/event.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Locale } from '../../i18n/locale.ts';
import { byLabel } from '../../i18n/labels.ts';

/** Who reads a page, in which language, and what they may see. */
export interface Viewer extends Locale {
  readonly view: View;
}

/** All that the reader is told as: a member of staff may have submitted the need themselves. */
const readAs = ({ view }: Viewer): readonly Recipient[] => [
  view.you.holder,
  ...(view.you.roles.some(({ kind }) => kind === 'submitter') ? (['submitter'] as const) : []),
];

export const isViewer = (reader: Viewer, recipient: Recipient): boolean => readAs(reader).includes(recipient);

export const isSubmitterOnly = ({ view }: Viewer): boolean =>
  view.you.roles.every(({ kind }) => kind === 'submitter');

/** Who did something, as the reader knows them. */
export const nameOf = (reader: Viewer, by: By): string =>
  byLabel(reader.t, by, readAs(reader), reader.view.file.contact?.name);
