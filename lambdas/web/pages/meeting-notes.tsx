import type { Notes, NotedItem } from '../../domain/meeting/meeting.ts';
import type { MeetingId } from '../../domain/meeting/meeting-id.ts';
import { formatDay, formatMoment } from '../../i18n/index.ts';
import { fieldLabel, optionLabel, writtenIn } from '../../i18n/labels.ts';
import type { Fact } from '../../i18n/labels.ts';
import type { Locale } from '../../i18n/locale.ts';
import { itemTitle } from '../../i18n/meeting-labels.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import { Facts } from './facts.tsx';

interface NotesLocale extends Locale {
  readonly t: PageTexts;
}

/** Minnesanteckningar as Swedish authorities write them: when and where, who was there, and each item with what was said of it. */
export function MeetingNotes({
  locale,
  id,
  notes,
  part,
  partAt,
}: {
  readonly id: MeetingId;
  readonly locale: NotesLocale;
  readonly notes: Notes;
  /** The one item that is shown, where only a part is released. */
  readonly part: string | undefined;
  readonly partAt: (item: string) => string;
}) {
  const { t, organisation } = locale;
  const { kind, area, at, place, present, absent, others, items, by } = notes;
  const fact = (label: string, values: readonly string[]): readonly Fact[] =>
    values.length > 0 ? [{ label, values }] : [];
  const shown = items
    .map((item, index) => ({ item, number: index + 1 }))
    .filter(({ item }) => part === undefined || item.id === part);
  return (
    <article class="sheet">
      <p class="light">
        {organisation.university.name[t.language]} · {id}
      </p>
      <h1>
        {t('meetings.notesOf', { group: t(`meeting.name.${kind}`, { area: area?.[t.language] ?? '' }) })}
      </h1>
      <Facts
        facts={[
          ...fact(t('meetings.at'), [formatMoment(t.language, at)]),
          ...fact(t('meetings.place'), place ? [place] : []),
          ...(part === undefined
            ? [
                ...fact(t('meetings.present'), present),
                ...fact(t('meetings.others'), others ? [others] : []),
                ...fact(t('meetings.absent'), absent),
              ]
            : []),
          ...fact(t('meetings.by'), [by]),
        ]}
      />
      <p class="hint">{t('meetings.advisory')}</p>
      {shown.map(({ item, number }) => (
        <section key={item.id} aria-labelledby={`item-${item.id}`}>
          <h2 id={`item-${item.id}`} dir="auto">
            {number}. {itemTitle(locale, item)}
          </h2>
          <NotedFacts locale={locale} kind={kind} item={item} />
          {part === undefined && (
            <p class="no-print">
              <a href={partAt(item.id)}>
                {t('meetings.printPart')}
                <span class="hidden">: {number}</span>
              </a>
            </p>
          )}
        </section>
      ))}
    </article>
  );
}

function NotedFacts({
  locale,
  kind,
  item,
}: {
  readonly locale: NotesLocale;
  readonly kind: Notes['kind'];
  readonly item: NotedItem;
}) {
  const { t } = locale;
  const { advice, schools, note, agreed, raisedBy, text, title } = item;
  const written = writtenIn(locale, undefined);
  const label = (field: string): string => fieldLabel(t, 'advise', field);
  const fact = (name: string, values: readonly string[], isWritten = false): readonly Fact[] =>
    values.length > 0 ? [{ label: name, values, ...(isWritten && { written }) }] : [];
  const facts = [
    ...fact(t('meetings.field.text.label'), text && title ? [text] : [], true),
    ...fact(
      t('meetings.raise'),
      raisedBy ? [[raisedBy.name, raisedBy.school?.[t.language]].filter(Boolean).join(', ')] : [],
    ),
    ...(advice
      ? [
          ...fact(kind === 'leads' ? t('meetings.leadsAdvice') : label('advice'), [
            optionLabel(locale, 'advise', 'advice', advice.advice),
          ]),
          ...fact(label('priority'), [optionLabel(locale, 'advise', 'priority', advice.priority)]),
          ...fact(
            label('goals'),
            advice.goals.map((goal) => goal[t.language]),
          ),
          ...fact(
            label('insteadOf'),
            advice.insteadOf.map((one) => `${one.title} (${one.reference})`),
          ),
          ...fact(label('reason'), advice.reason ? [advice.reason] : [], true),
          ...fact(label('dissent'), advice.dissent ? [advice.dissent] : [], true),
        ]
      : []),
    ...fact(
      t('meetings.schools'),
      schools.map(({ school, understood, words }) => {
        const said = {
          school: school[t.language],
          understood: t(`meetings.understood.${understood}`),
          words: words ?? '',
        };
        return t(words ? 'meetings.saidWords' : 'meetings.said', said);
      }),
      true,
    ),
    ...fact(t('meetings.field.note.label'), note ? [note] : [], true),
    ...fact(
      t('meetings.agreed'),
      agreed.map(({ what, name, by }) =>
        by
          ? t('meetings.agreedBy', { name, what, day: formatDay(t.language, by) })
          : t('meetings.agreedLine', { name, what }),
      ),
      true,
    ),
  ];
  return facts.length > 0 ? (
    <Facts facts={facts} />
  ) : (
    <p>{t(item.done ? 'meetings.nothingNoted' : 'meetings.notTaken')}</p>
  );
}
