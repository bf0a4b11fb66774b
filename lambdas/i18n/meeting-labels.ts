import type { AgendaItem, Meeting } from '../domain/meeting/meeting.ts';
import { areaName } from './labels.ts';
import type { Locale } from './locale.ts';

/** What a group's meetings are called. */
export function meetingName(locale: Locale, { kind, area }: Pick<Meeting, 'kind' | 'area'>): string {
  return locale.t(`meeting.name.${kind}`, { area: area === undefined ? '' : areaName(locale, area) });
}

/** What an item is about, in one line: a need by its title and reference, all else as it was written. */
export function itemTitle({ t }: Locale, { title, reference, text, kind }: AgendaItem): string {
  if (title !== undefined && reference !== undefined) return `${title} (${reference})`;
  return text ?? title ?? reference ?? t(`meeting.item.${kind}`);
}
