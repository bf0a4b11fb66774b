import type { View } from '../../app/need/view.ts';
import { expectedAt } from '../../domain/meeting/access.ts';
import { meetingLimits } from '../../domain/meeting/meeting.ts';
import type { AgendaItem, Agreed, Meeting } from '../../domain/meeting/meeting.ts';
import { adviceOptions, priorityOptions, solvedOptions } from '../../domain/need/options.ts';
import { isOpenStatus } from '../../domain/need/workflow.ts';
import type { AreaId } from '../../domain/organisation/ids.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { lineOf } from '../../domain/overview/board.ts';
import { dayOf } from '../../domain/time/time.ts';
import { formatDay } from '../../i18n/index.ts';
import {
  inputFacts,
  loadText,
  optionLabel,
  shortDepartmentName,
  statusLabel,
  withinSentence,
} from '../../i18n/labels.ts';
import { itemTitle } from '../../i18n/meeting-labels.ts';
import { addressOf, paths, pathTo } from '../routes.ts';
import { ActionFields } from './action-form.tsx';
import { CardLine } from './card-line.tsx';
import { allOf, ChoiceQuestion, LineQuestion, oneOf, SelectQuestion, TextQuestion } from './controls.tsx';
import { Facts } from './facts.tsx';
import { Voices } from './voices.tsx';
import { addressAt, ChangeForm, itemFacts, question } from './meeting-parts.tsx';
import type { OpenItem, Shown } from './meeting-parts.tsx';

/** One item, as a projector shows it. */
export function ItemView({ open, ...shown }: Shown & { readonly open: OpenItem }) {
  const { t, meeting, mayRun, school, baseUrl, cards } = shown;
  const { item, view } = open;
  const { items } = meeting;
  const index = items.findIndex(({ id }) => id === item.id);
  const card = item.reference === undefined ? undefined : cards.get(item.reference);
  const href =
    card?.kind === 'work'
      ? `${baseUrl}${pathTo('/work/{id}', { id: card.reference })}`
      : addressOf(baseUrl, item.reference ?? '');
  const title = itemTitle(shown, item);
  const hasBeside = (item.kind === 'need' || item.kind === 'inform') && school === undefined;
  const mayAnswer = item.kind === 'check' && (mayRun || school !== undefined);
  return (
    <div class="meeting">
      <nav class="no-print" aria-label={t('meetings.agenda')}>
        <ul class="inline">
          <li>{t('meetings.position', { number: index + 1, count: items.length })}</li>
          {items[index - 1] && (
            <li>
              <a href={addressAt(shown, items[index - 1]?.id)}>{t('meetings.previous')}</a>
            </li>
          )}
          {items[index + 1] && (
            <li>
              <a href={addressAt(shown, items[index + 1]?.id)}>{t('meetings.next')}</a>
            </li>
          )}
          <li>
            <a href={addressAt(shown)}>{t('meetings.toAgenda')}</a>
          </li>
        </ul>
      </nav>
      <p class="light">{itemFacts(shown, item).join(' · ')}</p>
      <h1 dir="auto">
        {item.title !== undefined && item.reference !== undefined && view && school === undefined ? (
          <a href={href}>{title}</a>
        ) : (
          title
        )}
      </h1>
      <div class={hasBeside ? 'columns' : undefined}>
        <div>
          {view && <NeedInShort {...shown} view={view} />}
          {view && school === undefined && <AdviceGiven {...shown} view={view} />}
          {!view && card && school === undefined && (
            <ul class="board">
              <CardLine
                locale={shown}
                line={lineOf(shown.organisation, card, dayOf(shown.now))}
                group="going"
              />
            </ul>
          )}
          {item.note && (
            <p class="written" dir="auto">
              {item.note}
            </p>
          )}
          <AgreedList {...shown} agreed={item.agreed} />
          {mayRun && item.kind === 'need' && <AdviceForm {...shown} open={open} />}
          {mayAnswer && meeting.state === 'planned' && <AnswerForm {...shown} item={item} />}
          {mayRun && meeting.state === 'planned' && <NoteForm {...shown} item={item} />}
        </div>
        {hasBeside && <OngoingWork {...shown} />}
      </div>
    </div>
  );
}

/** What one needs to advise on a need. */
function NeedInShort({ view, ...shown }: Shown & { readonly view: View }) {
  const { t } = shown;
  const { need, submission } = view.file;
  const { coordination, deadline } = need;
  const fact = (label: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [{ label, values: [value] }];
  const isPublic = shown.school !== undefined;
  return (
    <>
      <Facts
        facts={[
          ...fact(t('field.coordinate.actualNeed.label'), coordination?.actualNeed ?? submission.problem),
          ...fact(t('field.coordinate.whyItArose.label'), coordination?.whyItArose),
          ...fact(t('form.field.affected.label'), submission.affected),
          ...fact(
            t('form.field.deadlineDate.label'),
            deadline &&
              `${formatDay(t.language, deadline.date)}${deadline.kind ? ` (${t(`form.deadlineKinds.${deadline.kind}`)})` : ''}`,
          ),
          ...fact(
            t('field.coordinate.size.label'),
            coordination?.size && optionLabel(shown, 'coordinate', 'size', coordination.size),
          ),
        ]}
      />
      {!isPublic && <Voices locale={shown} need={need} />}
    </>
  );
}

/** The advice on a need, where it was given in this meeting and stands. */
function adviceIn({ id }: Meeting, { file: { need } }: View) {
  const route = 'route' in need ? need.route : undefined;
  return route?.kind === 'advised' && route.meeting === id ? route : undefined;
}

function AdviceGiven({ view, ...shown }: Shown & { readonly view: View }) {
  const given = adviceIn(shown.meeting, view);
  if (!given) return null;
  const { meeting: _here, ...advice } = given;
  return (
    <section class="box" aria-labelledby="given">
      <h2 id="given">{shown.t('meetings.adviceSaved')}</h2>
      <Facts facts={inputFacts(shown, 'advise', advice)} />
    </section>
  );
}

/** The form of a group's advice, or of the leads'; or why there is none. */
function AdviceForm({ open: { item, view }, ...shown }: Shown & { readonly open: OpenItem }) {
  const { t, organisation, meeting, cards, values, mistakes } = shown;
  const card = cards.get(item.reference ?? '');
  const status = card?.kind === 'need' ? withinSentence(t, statusLabel(t, card.status)) : '';
  if (meeting.state !== 'planned' || meeting.kind === 'arena') return null;
  if (!view) return <p class="box">{t('meetings.needGone', { status })}</p>;
  const { need } = view.file;
  const isGone = <p class="box">{t('meetings.needMovedOn', { status })}</p>;
  const submit = <button type="submit">{t('meetings.saveAdvice')}</button>;
  const seen = <input type="hidden" name="needVersion" value={need.version} />;
  if (meeting.kind === 'leads') {
    if (!isOpenStatus(need.status)) return isGone;
    const hints = {
      advice: t('meetings.leadsAdviceHint'),
      priority: t('field.advise.priority.hint'),
      reason: t('meetings.leadsReasonHint'),
    };
    const asked = (name: 'advice' | 'priority' | 'reason') => ({
      ...{ t, id: `advise-${name}`, name, required: name !== 'reason' },
      label: name === 'advice' ? t('meetings.leadsAdvice') : t(`field.advise.${name}.label`),
      hint: hints[name],
      mistake: mistakes.find(({ field }) => field === name)?.message,
    });
    const options = (name: 'advice' | 'priority', all: readonly string[]) =>
      all.map((value) => ({ value, label: optionLabel(shown, 'advise', name, value) }));
    return (
      <ChangeForm shown={shown} change="advise" item={item.id}>
        <ChoiceQuestion
          {...asked('advice')}
          kind="choice"
          values={allOf(values, 'advice')}
          options={options('advice', adviceOptions)}
        />
        <ChoiceQuestion
          {...asked('priority')}
          kind="choice"
          values={allOf(values, 'priority')}
          options={options('priority', priorityOptions)}
        />
        <TextQuestion {...asked('reason')} value={oneOf(values, 'reason')} most={4000} lines={2} />
        {submit}
      </ChangeForm>
    );
  }
  const advise = view.actions.find(({ name }) => name === 'advise');
  if (!advise && adviceIn(meeting, view)) return null;
  if (!advise) return need.status === 'advising' ? <p class="box">{t('meetings.notYours')}</p> : isGone;
  return (
    <ChangeForm shown={shown} change="advise" item={item.id}>
      {seen}
      <ActionFields
        viewer={{ t, organisation, view }}
        action="advise"
        {...{ fields: advise.fields, values, mistakes }}
      />
      {submit}
    </ChangeForm>
  );
}

/** What a school says of a need. */
function AnswerForm({ item, ...shown }: Shown & { readonly item: AgendaItem }) {
  const { t, organisation, school, values } = shown;
  return (
    <ChangeForm shown={shown} change="respond" item={item.id}>
      {school === undefined && (
        <SelectQuestion
          {...question(shown, 'school', true)}
          value={oneOf(values, 'school')}
          options={organisation.schools.map(({ id, name }) => ({ value: id, label: name[t.language] }))}
        />
      )}
      <ChoiceQuestion
        {...question(shown, 'understood', true)}
        kind="choice"
        values={allOf(values, 'understood')}
        options={solvedOptions.map((value) => ({ value, label: t(`meetings.understood.${value}`) }))}
      />
      <TextQuestion
        {...question(shown, 'words')}
        value={oneOf(values, 'words')}
        most={meetingLimits.note}
        lines={2}
      />
      <button type="submit">{t('meetings.saveAnswer')}</button>
    </ChangeForm>
  );
}

/** What was written as advice on a need that has moved on meanwhile, as a note: nothing that was written is lost. */
function keptAdvice(shown: Shown): string {
  const { values, hasMovedOn } = shown;
  if (!hasMovedOn || oneOf(values, 'do') !== 'advise') return '';
  const chosen = (name: 'advice' | 'priority') =>
    oneOf(values, name) && optionLabel(shown, 'advise', name, oneOf(values, name));
  return [chosen('advice'), chosen('priority'), oneOf(values, 'reason'), oneOf(values, 'dissent')]
    .filter((said) => said !== '')
    .join('\n');
}

/** A note, and who does what by when. */
function NoteForm({ item, ...shown }: Shown & { readonly item: AgendaItem }) {
  const { t, organisation, meeting, values, mistakes, baseUrl } = shown;
  const isFirst = item.kind !== 'need' && item.kind !== 'check';
  const expected = expectedAt(organisation, meeting, dayOf(meeting.at));
  const agreedOpen = ['what', 'who', 'by'].some(
    (name) => oneOf(values, name) !== '' || mistakes.some(({ field }) => field === name),
  );
  const form = (
    <ChangeForm shown={shown} change="note" item={item.id}>
      <TextQuestion
        {...question(shown, 'note')}
        value={oneOf(values, 'note') || keptAdvice(shown) || (item.note ?? '')}
        most={meetingLimits.note}
        lines={3}
      />
      {item.kind === 'question' && (
        <>
          <p>
            <a href={`${baseUrl}${paths.form[t.language]}?meeting=${meeting.id}&item=${item.id}`}>
              {t('meetings.raiseNeed')}
            </a>
          </p>
          <LineQuestion
            {...question(shown, 'became')}
            value={oneOf(values, 'became') || (item.reference ?? '')}
            suggested={shown.recent.map(({ reference, title }) => ({ value: reference, label: title }))}
          />
        </>
      )}
      <details class="fold" open={agreedOpen}>
        <summary>{t('meetings.agreedTitle')}</summary>
        <LineQuestion {...question(shown, 'what')} value={oneOf(values, 'what')} most={meetingLimits.what} />
        <SelectQuestion
          {...question(shown, 'who')}
          value={oneOf(values, 'who')}
          options={expected.map((id) => ({ value: id, label: personIn(organisation, id)?.name ?? id }))}
        />
        <LineQuestion {...question(shown, 'by')} type="date" value={oneOf(values, 'by')} />
      </details>
      <button type="submit" class={isFirst ? undefined : 'quiet'}>
        {t('meetings.saveNote')}
      </button>
    </ChangeForm>
  );
  return isFirst ? (
    form
  ) : (
    <details class="no-print" open={oneOf(values, 'do') === 'note' || keptAdvice(shown) !== ''}>
      <summary>{t('meetings.noteToo')}</summary>
      {form}
    </details>
  );
}

/** What was agreed, with a button for whoever is to do it. */
export function AgreedList({ agreed, ...shown }: Shown & { readonly agreed: readonly Agreed[] }) {
  const { t, reader, mayRun, meeting, open } = shown;
  const button = (change: 'done' | 'take-back', { id, what }: Agreed) => {
    const name = t(change === 'done' ? 'meetings.markDone' : 'meetings.drop');
    return (
      <ChangeForm shown={shown} change={change} id={`${change}-${id}`} {...(open && { item: open.item.id })}>
        <input type="hidden" name="agreed" value={id} />
        <button type="submit" class="quiet" aria-label={`${name}: ${what}`}>
          {name}
        </button>
      </ChangeForm>
    );
  };
  return agreed.length === 0 ? null : (
    <section>
      <h2>{t('meetings.agreed')}</h2>
      <ul>
        {agreed.map((one) => (
          <li key={one.id}>
            {one.by
              ? t('meetings.agreedBy', { name: one.name, what: one.what, day: formatDay(t.language, one.by) })
              : t('meetings.agreedLine', { name: one.name, what: one.what })}{' '}
            {one.done !== undefined && <strong>{t('meetings.agreedDone')}</strong>}
            <div class="inline">
              {one.done === undefined && (mayRun || one.who === reader) && button('done', one)}
              {mayRun && meeting.state === 'planned' && button('take-back', one)}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What goes on in the area, and how much each department has under way. */
function OngoingWork(shown: Shown) {
  const { t, organisation, board, meeting } = shown;
  const going = board.columns.find(({ name }) => name === 'going')?.lines ?? [];
  const area = organisation.areas.find(({ id }: { readonly id: AreaId }) => id === meeting.area);
  const locale = { ...shown, area };
  return (
    <section class="beside" aria-labelledby="beside">
      <h2>{t('meetings.load')}</h2>
      <dl class="loads">
        {board.load.map((load) => (
          <div key={load.department}>
            <dt>{shortDepartmentName(locale, load.department)}</dt>
            <dd>{loadText(t, load)}</dd>
          </div>
        ))}
      </dl>
      <h2 id="beside">{t('meetings.beside')}</h2>
      <ul class="board">
        {going.map((line) => (
          <CardLine key={line.card.reference} locale={locale} line={line} group="going" />
        ))}
      </ul>
    </section>
  );
}
