import type { ComponentChildren } from 'preact';
import type { View } from '../../app/need/view.ts';
import type { AgendaItem, Change, Meeting, NewItem } from '../../domain/meeting/meeting.ts';
import type { Card } from '../../domain/need/card.ts';
import type { PersonId, SchoolId } from '../../domain/organisation/ids.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { AnyCard } from '../../domain/overview/any-card.ts';
import type { Board } from '../../domain/overview/board.ts';
import type { Language } from '../../domain/text.ts';
import type { Instant } from '../../domain/time/time.ts';
import { schoolName, statusLabel, withinSentence } from '../../i18n/labels.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import type { Values } from '../body.ts';
import { oneOf, Traps } from './controls.tsx';

/** What is open on the page: one item, with its need as its reader sees it. */
export interface OpenItem {
  readonly item: AgendaItem;
  readonly view?: View | undefined;
}

export interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly meeting: Meeting;
  /** Whose page it is, and the school that they speak for in it. */
  readonly reader: PersonId;
  readonly school?: SchoolId | undefined;
  readonly mayRun: boolean;
  /** Where the page is: a link has a path of its own. */
  readonly path: string;
  readonly now: Instant;
  /** The needs and the work on the agenda, by their references. */
  readonly cards: ReadonlyMap<string, AnyCard>;
  /** The needs of its area, or of all, that came in last. */
  readonly recent: readonly Card[];
  /** The board of its area, or of all. */
  readonly board: Board;
  /** What has come to stand since its agenda was made. */
  readonly come?: readonly NewItem[];
  readonly open?: OpenItem | undefined;
  /** The item of whose notes alone the page is. */
  readonly part?: string | undefined;
  readonly values?: Values;
  readonly mistakes?: readonly { readonly field: string; readonly message: string }[];
  /** Whether the agenda is being edited. */
  readonly isEditing?: boolean;
  /** Whether somebody has changed what is shown since the page was opened that the form came from. */
  readonly hasMovedOn?: boolean;
}

export interface Shown extends Props {
  readonly t: PageTexts;
  readonly values: Values;
  readonly mistakes: readonly { readonly field: string; readonly message: string }[];
}

/** What somebody has written in a form, as it was. */
export const written = (values: Values): string =>
  ['text', 'note', 'reason', 'dissent', 'words', 'what', 'correction']
    .map((name) => oneOf(values, name))
    .filter((said) => said !== '')
    .join('\n');

export const question = (
  { t, mistakes }: Shown,
  name:
    | 'at'
    | 'place'
    | 'kind'
    | 'reference'
    | 'text'
    | 'others'
    | 'note'
    | 'what'
    | 'who'
    | 'by'
    | 'school'
    | 'understood'
    | 'words'
    | 'correction'
    | 'became',
  required = false,
) => ({
  ...{ t, id: name, name, required },
  label: t(`meetings.field.${name}.label`),
  hint: t(`meetings.field.${name}.hint`),
  mistake: mistakes.find(({ field }) => field === name)?.message,
});

/** A form that makes one change. */
export function ChangeForm({
  shown: { t, baseUrl, path, meeting, language },
  change,
  item,
  id = change,
  children,
}: {
  readonly shown: Shown;
  readonly change: Change['do'] | 'advise' | 'respond' | 'raise';
  readonly item?: string;
  readonly id?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <form method="post" action={`${baseUrl}${path}`} novalidate>
      <input type="hidden" name="do" value={change} />
      <input type="hidden" name="version" value={meeting.version} />
      <input type="hidden" name="language" value={language} />
      {item !== undefined && <input type="hidden" name="item" value={item} />}
      <Traps t={t} id={id} />
      {children}
    </form>
  );
}

export const addressAt = ({ baseUrl, path, language }: Shown, item?: string): string =>
  `${baseUrl}${path}?language=${language}${item === undefined ? '' : `&item=${item}`}`;

/** What is said of an item on the agenda: why it stands there, where its need stands, and whether it has been gone through. */
export function itemFacts(shown: Shown, item: NewItem & Partial<AgendaItem>): readonly string[] {
  const { t, cards } = shown;
  const card = item.reference === undefined ? undefined : cards.get(item.reference);
  return [
    t(`meeting.item.${item.kind}`),
    item.why && !item.done && t(`meetings.why.${item.why}`),
    /* A need with its steering group waits for its advice. */
    card?.kind === 'need' &&
      (item.why !== 'advice' || card.status !== 'advising') &&
      withinSentence(t, statusLabel(t, card.status)),
    card?.kind === 'need' && card.priority && t(`board.priority.${card.priority}`),
    item.raisedBy && t('meetings.raisedBy', { name: raiserOf(shown, item.raisedBy) }),
    item.done && t('meetings.done'),
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '');
}

const raiserOf = (shown: Shown, { name, school }: NonNullable<AgendaItem['raisedBy']>): string =>
  school ? `${name}, ${schoolName(shown, school)}` : name;
