import type { View } from '../../app/need/view.ts';
import type { By } from '../../domain/need/event.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { readsAsSubmitter } from '../../domain/organisation/permissions.ts';
import { recipientsIn } from '../../domain/notice/recipient.ts';
import { byLabel } from '../../i18n/labels.ts';
import type { Locale } from '../../i18n/locale.ts';

/** Who reads a page, in which language, and what they may see. */
export interface Viewer extends Locale {
  readonly view: View;
}

const readAs = ({ view }: Viewer): readonly Recipient[] => recipientsIn(view.you.holder, view.you.roles);

export const isViewer = (viewer: Viewer, recipient: Recipient): boolean => readAs(viewer).includes(recipient);

export const isSubmitterOnly = ({ view }: Viewer): boolean => view.you.roles.every(readsAsSubmitter);

/** Who did something: "you" when it was the viewer. */
export const nameOf = (viewer: Viewer, by: By): string =>
  byLabel(viewer.t, by, readAs(viewer), viewer.view.file.contact?.name);
