import type { ComponentChildren } from 'preact';
import type { View } from '../../app/need/view.ts';
import { expectedAt } from '../../domain/meeting/access.ts';
import { kindsFor, mayDrop, meetingLimits } from '../../domain/meeting/meeting.ts';
import type { AgendaItem, Agreed, Change, Meeting } from '../../domain/meeting/meeting.ts';
import { adviceOptions, priorityOptions, solvedOptions } from '../../domain/need/options.ts';
import { isOpenStatus, ruleOf } from '../../domain/need/workflow.ts';
import type { AreaId, PersonId, SchoolId } from '../../domain/organisation/ids.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import type { AnyCard } from '../../domain/overview/any-card.ts';
import { lineOf } from '../../domain/overview/board.ts';
import type { Board } from '../../domain/overview/board.ts';
import type { Language } from '../../domain/text.ts';
import { dayOf, localMinuteOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { formatDay, formatList, formatMoment } from '../../i18n/index.ts';
import {
  inputFacts,
  loadText,
  optionLabel,
  shortDepartmentName,
  schoolName,
  statusLabel,
  withinSentence,
} from '../../i18n/labels.ts';
import { itemTitle, meetingName } from '../../i18n/meeting-labels.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import type { Values } from '../body.ts';
import { addressOf, paths, pathTo } from '../routes.ts';
import { ActionFields } from './action-form.tsx';
import { CardLine } from './card-line.tsx';
import {
  allOf,
  ChoiceQuestion,
  LineQuestion,
  Mistakes,
  oneOf,
  SelectQuestion,
  TextQuestion,
  Traps,
} from './controls.tsx';
import { Facts } from './facts.tsx';
import { page } from './layout.tsx';
import { MeetingNotes } from './meeting-notes.tsx';
import { Voices } from './voices.tsx';

/** What is open on the page: one item, with its need as its reader sees it. */
interface OpenItem {
  readonly item: AgendaItem;
  readonly view?: View | undefined;
}

interface Props {
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
  /** The board of its area, or of all. */
  readonly board: Board;
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
interface Shown extends Props {
  readonly t: PageTexts;
  readonly values: Values;
  readonly mistakes: readonly { readonly field: string; readonly message: string }[];
}

/** A meeting: its agenda, one item of it for all to see, or its notes. */
export function meetingPage(props: Props): string {
  const {
    language,
    organisation,
    baseUrl,
    meeting,
    path,
    mistakes = [],
    hasMovedOn,
    open,
    values = {},
  } = props;
  const t = pageTextsFor(language);
  const shown: Shown = { ...props, t, values, mistakes };
  const name = meetingName(shown, meeting);
  return page({
    t,
    organisation,
    title: name,
    mistaken: mistakes.length > 0,
    namesSite: true,
    isWide: open !== undefined,
    otherLanguage: `${baseUrl}${path}?language=${language === 'sv' ? 'en' : 'sv'}${open ? `&item=${open.item.id}` : ''}`,
    children: (
      <>
        <Mistakes
          t={t}
          mistakes={mistakes.map(({ field, message }) => ({
            id: field in ruleOf('advise').fields ? `advise-${field}` : field,
            message,
          }))}
        />
        {hasMovedOn && <MovedOn {...shown} />}
        {meeting.state === 'sent' ? (
          <Sent {...shown} />
        ) : open ? (
          <ItemView {...shown} open={open} />
        ) : (
          <Planned {...shown} name={name} />
        )}
      </>
    ),
  });
}

/** What has changed since the page was opened that the form came from; and what was written, where its form is not there any more. */
function MovedOn({ t, meeting: { state, items }, open, values, mayRun }: Shown) {
  const isLate = oneOf(values, 'do') === 'raise';
  const isKept =
    oneOf(values, 'do') === 'drop' && items.some((one) => one.id === oneOf(values, 'item') && !mayDrop(one));
  const gone = isLate ? 'begun' : isKept ? 'kept' : open ? 'item' : 'gone';
  const why = state === 'planned' ? gone : state;
  const kept = why === 'item' || (why === 'sent' && mayRun) ? '' : written(values);
  return (
    <section class="box wrong" role="alert">
      <h2>{t(`meetings.movedOn.${why}.title`)}</h2>
      <p>{t(`meetings.movedOn.${why}.do`)}</p>
      {kept && (
        <p class="written" dir="auto">
          {kept}
        </p>
      )}
    </section>
  );
}

/** What somebody has written in a form, as it was. */
const written = (values: Values): string =>
  ['text', 'note', 'reason', 'dissent', 'words', 'what']
    .map((name) => oneOf(values, name))
    .filter((said) => said !== '')
    .join('\n');

const question = (
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
function ChangeForm({
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

const addressAt = ({ baseUrl, path, language }: Shown, item?: string): string =>
  `${baseUrl}${path}?language=${language}${item === undefined ? '' : `&item=${item}`}`;

function Planned({ name, ...shown }: Shown & { readonly name: string }) {
  const { t, meeting, mayRun, school, now } = shown;
  const { at, place, state, items } = meeting;
  const first = items.find(({ done }) => !done);
  const hasBegun = items.some(({ done }) => done);
  return (
    <>
      <h1>{name}</h1>
      <p class="lead">
        {formatMoment(t.language, at)}
        {place && ` · ${place}`}
      </p>
      {school && <p class="hint">{t('meetings.signedFor', { school: schoolName(shown, school) })}</p>}
      {state === 'cancelled' && (
        <section class="box wrong">
          <h2>{t('meetings.cancelled')}</h2>
          <p>{t('meetings.cancelledDo')}</p>
        </section>
      )}
      {state === 'planned' && first && (
        <p class="buttons no-print">
          <a class="next" href={addressAt(shown, first.id)}>
            {t(hasBegun ? 'meetings.continue' : 'meetings.begin')}
          </a>
        </p>
      )}
      <section aria-labelledby="agenda">
        <h2 id="agenda">{t('meetings.agenda')}</h2>
        {items.length === 0 && <p>{t('meetings.empty')}</p>}
        {items.length >= meetingLimits.items && <p class="hint">{t('meetings.atMost')}</p>}
        <ol class="agenda">
          {items.map((item) => (
            <li key={item.id}>
              <a href={addressAt(shown, item.id)} dir="auto">
                {itemTitle(shown, item)}
              </a>
              <p class="hint">{factsOf(shown, item).join(' · ')}</p>
            </li>
          ))}
        </ol>
      </section>
      {state === 'planned' && school && now < at && <Raise {...shown} />}
      {state === 'planned' && mayRun && (
        <>
          <Present {...shown} />
          {(hasBegun || now >= at) && <Send {...shown} />}
          <EditAgenda {...shown} />
          <EditDate {...shown} />
        </>
      )}
      <p class="no-print">
        <a href={`${shown.baseUrl}${pathTo('/meetings', {})}?language=${t.language}`}>
          {t('meetings.title')}
        </a>
      </p>
    </>
  );
}

/** What is said of an item on the agenda: why it stands there, where its need stands, and whether it has been gone through. */
function factsOf(shown: Shown, item: AgendaItem): readonly string[] {
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

/** Who is here: everybody who is expected, until somebody has said who is. */
function Present(shown: Shown) {
  const { t, organisation, meeting, values } = shown;
  const expected = expectedAt(organisation, meeting, dayOf(meeting.at));
  const isBack = oneOf(values, 'do') === 'present';
  const known = new Set([...organisation.people.map(({ id }) => id), ...(meeting.present ?? [])]);
  const present = isBack
    ? [...known].filter((id) => allOf(values, 'present').includes(id))
    : (meeting.present ?? expected);
  /* Whoever has left since is called what they were called then. */
  const nameOf = (id: PersonId): string => personIn(organisation, id)?.name ?? meeting.names?.[id] ?? id;
  const others = present.filter((id) => !expected.includes(id));
  return (
    <details
      class={meeting.present ? 'action quiet no-print' : 'action no-print'}
      id="present"
      open={isBack || meeting.present === undefined}
    >
      <summary>
        {meeting.present
          ? t('meetings.presentSaved', { names: formatList(t.language, meeting.present.map(nameOf)) })
          : t('meetings.present')}
      </summary>
      <ChangeForm shown={shown} change="present">
        <fieldset class="question">
          <legend class="hidden">{t('meetings.present')}</legend>
          <p class="hint">{t('meetings.presentHint')}</p>
          {[...expected, ...others].map((id) => (
            <div class="option" key={id}>
              <input
                type="checkbox"
                id={`present-${id}`}
                name="present"
                value={id}
                checked={present.includes(id)}
              />
              <label for={`present-${id}`}>{nameOf(id)}</label>
            </div>
          ))}
        </fieldset>
        <LineQuestion
          {...question(shown, 'others')}
          value={isBack ? oneOf(values, 'others') : (meeting.others ?? '')}
          most={meetingLimits.others}
        />
        <button type="submit">{t('meetings.presentDo')}</button>
      </ChangeForm>
    </details>
  );
}

function Send(shown: Shown) {
  const { t, meeting } = shown;
  const left = meeting.items.filter(({ done }) => !done).length;
  return (
    <section class="no-print" aria-labelledby="send">
      <h2 id="send">{t('meetings.notes')}</h2>
      <p>{t('meetings.sendLead')}</p>
      {meeting.present === undefined && <p>{t('meetings.presentUnsaid')}</p>}
      {left > 0 && <p>{t('meetings.left', { count: left })}</p>}
      <ChangeForm shown={shown} change="send">
        <button type="submit" class={left > 0 ? 'quiet' : undefined}>
          {t('meetings.send')}
        </button>
      </ChangeForm>
    </section>
  );
}

function EditAgenda(shown: Shown) {
  const { t, meeting, values } = shown;
  const button = (name: 'first' | 'up' | 'drop', item: AgendaItem, to?: number) => (
    <ChangeForm
      shown={shown}
      change={to === undefined ? 'drop' : 'move'}
      item={item.id}
      id={`${name}-${item.id}`}
    >
      {to !== undefined && <input type="hidden" name="to" value={to} />}
      <button type="submit" class="quiet" aria-label={`${t(`meetings.${name}`)}: ${itemTitle(shown, item)}`}>
        {t(`meetings.${name}`)}
      </button>
    </ChangeForm>
  );
  return (
    <details class="no-print" id="edit" open={shown.isEditing === true || oneOf(values, 'do') === 'add'}>
      <summary>{t('meetings.edit')}</summary>
      <ol class="agenda">
        {meeting.items.map((item, index) => (
          <li key={item.id}>
            {itemTitle(shown, item)}
            <div class="inline">
              {index > 1 && button('first', item, 1)}
              {index > 0 && button('up', item, index)}
              {mayDrop(item) && button('drop', item)}
            </div>
          </li>
        ))}
      </ol>
      <h3>{t('meetings.add')}</h3>
      <ChangeForm shown={shown} change="add">
        <SelectQuestion
          {...question(shown, 'kind', true)}
          value={oneOf(values, 'kind') || 'other'}
          options={kindsFor(meeting).map((value) => ({ value, label: t(`meeting.item.${value}`) }))}
        />
        <LineQuestion {...question(shown, 'reference')} value={oneOf(values, 'reference')} />
        <LineQuestion {...question(shown, 'text')} value={oneOf(values, 'text')} most={meetingLimits.text} />
        <button type="submit">{t('meetings.addDo')}</button>
      </ChangeForm>
    </details>
  );
}

function EditDate(shown: Shown) {
  const { t, meeting, values } = shown;
  return (
    <details class="no-print" id="date" open={oneOf(values, 'do') === 'date'}>
      <summary>{t('meetings.change')}</summary>
      <ChangeForm shown={shown} change="date">
        <MomentQuestion shown={shown} value={oneOf(values, 'at') || localMinuteOf(meeting.at)} />
        <LineQuestion
          {...question(shown, 'place')}
          value={oneOf(values, 'place') || (meeting.place ?? '')}
          most={meetingLimits.place}
        />
        <button type="submit">{t('meetings.changeDo')}</button>
      </ChangeForm>
      <ChangeForm shown={shown} change="cancel">
        <button type="submit" class="quiet">
          {t('meetings.cancelDo')}
        </button>
      </ChangeForm>
    </details>
  );
}

function MomentQuestion({ shown, value }: { readonly shown: Shown; readonly value: string }) {
  return <LineQuestion {...question(shown, 'at', true)} type="datetime-local" value={value} />;
}

/** Whoever a school sends raises a question before the meeting. */
function Raise(shown: Shown) {
  const { t, values } = shown;
  return (
    <section class="no-print" aria-labelledby="raise">
      <h2 id="raise">{t('meetings.raise')}</h2>
      <p>{t('meetings.raiseHint')}</p>
      <ChangeForm shown={shown} change="raise">
        <TextQuestion
          {...question(shown, 'text', true)}
          value={oneOf(values, 'text')}
          most={meetingLimits.text}
          lines={3}
        />
        <button type="submit">{t('meetings.raiseDo')}</button>
      </ChangeForm>
    </section>
  );
}

/** One item, as a projector shows it. */
function ItemView({ open, ...shown }: Shown & { readonly open: OpenItem }) {
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
      <p class="light">{factsOf(shown, item).join(' · ')}</p>
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
                locale={{ t, organisation: shown.organisation, baseUrl }}
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
        {hasBeside && <Beside {...shown} />}
      </div>
    </div>
  );
}

/** What one needs to advise on a need. */
function NeedInShort({ view, ...shown }: Shown & { readonly view: View }) {
  const { t, organisation } = shown;
  const { need, submission } = view.file;
  const { coordination, deadline } = need;
  const fact = (label: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [{ label, values: [value] }];
  const locale = { t, organisation };
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
            coordination?.size && optionLabel(locale, 'coordinate', 'size', coordination.size),
          ),
        ]}
      />
      {!isPublic && <Voices locale={locale} need={need} />}
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
  const { t, meeting, cards, values, mistakes, organisation } = shown;
  const card = cards.get(item.reference ?? '');
  const status = card?.kind === 'need' ? withinSentence(t, statusLabel(t, card.status)) : '';
  if (meeting.state !== 'planned' || meeting.kind === 'arena') return null;
  if (!view) return <p class="box">{t('meetings.needGone', { status })}</p>;
  const { need } = view.file;
  const locale = { t, organisation };
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
      all.map((value) => ({ value, label: optionLabel(locale, 'advise', name, value) }));
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
        viewer={{ ...locale, view }}
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
function keptAdvice({ t, organisation, values, hasMovedOn }: Shown): string {
  if (!hasMovedOn || oneOf(values, 'do') !== 'advise') return '';
  const chosen = (name: 'advice' | 'priority') =>
    oneOf(values, name) && optionLabel({ t, organisation }, 'advise', name, oneOf(values, name));
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
function AgreedList({ agreed, ...shown }: Shown & { readonly agreed: readonly Agreed[] }) {
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
function Beside(shown: Shown) {
  const { t, organisation, baseUrl, board, meeting } = shown;
  const going = board.columns.find(({ name }) => name === 'going')?.lines ?? [];
  const area = organisation.areas.find(({ id }: { readonly id: AreaId }) => id === meeting.area);
  const locale = { t, organisation, baseUrl, area };
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

/** The notes as they were sent out, and what has been added to them. */
function Sent(shown: Shown) {
  const { t, organisation, meeting, mayRun, part, values } = shown;
  const { notes, corrections, items } = meeting;
  if (!notes) return null;
  return (
    <>
      <MeetingNotes
        id={meeting.id}
        locale={{ t, organisation }}
        notes={notes}
        part={part}
        partAt={(id) => `${addressAt(shown)}&part=${id}`}
      />
      {corrections.length > 0 && part !== undefined && <p class="no-print">{t('meetings.hasCorrections')}</p>}
      {corrections.length > 0 && part === undefined && (
        <section aria-labelledby="corrections">
          <h2 id="corrections">{t('meetings.corrections')}</h2>
          {corrections.map(({ at, name, text }) => (
            <p key={at} class="written" dir="auto">
              {text}
              <br />
              <span class="hint">
                {name}, {formatMoment(t.language, at)}
              </span>
            </p>
          ))}
        </section>
      )}
      {part === undefined ? (
        <div class="no-print">
          <AgreedList
            {...shown}
            agreed={items.flatMap(({ agreed }) => agreed).filter(({ done }) => done === undefined)}
          />
        </div>
      ) : (
        <p class="no-print">
          <a href={addressAt(shown)}>{t('meetings.wholeNotes')}</a>
        </p>
      )}
      {mayRun && part === undefined && (
        <details
          class="no-print"
          id="correct"
          open={oneOf(values, 'correction') !== '' || written(values) !== ''}
        >
          <summary>{t('meetings.correct')}</summary>
          <ChangeForm shown={shown} change="correct">
            <TextQuestion
              {...question(shown, 'correction', true)}
              value={oneOf(values, 'correction') || written(values)}
              most={meetingLimits.note}
            />
            <button type="submit">{t('meetings.correctDo')}</button>
          </ChangeForm>
        </details>
      )}
    </>
  );
}
