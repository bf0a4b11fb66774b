import { expectedAt } from '../../domain/meeting/access.ts';
import { kindsFor, mayDrop, meetingLimits, nameOf } from '../../domain/meeting/meeting.ts';
import type { AgendaItem, NewItem } from '../../domain/meeting/meeting.ts';
import { ruleOf } from '../../domain/need/workflow.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { dayOf, localMinuteOf } from '../../domain/time/time.ts';
import { formatList, formatMoment } from '../../i18n/index.ts';
import { schoolName } from '../../i18n/labels.ts';
import { itemTitle, meetingName } from '../../i18n/meeting-labels.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import { pathTo } from '../routes.ts';
import { allOf, LineQuestion, Mistakes, oneOf, SelectQuestion, TextQuestion } from './controls.tsx';
import { page } from './layout.tsx';
import { MeetingNotes } from './meeting-notes.tsx';
import { addressAt, ChangeForm, itemFacts, question, written } from './meeting-parts.tsx';
import type { Props, Shown } from './meeting-parts.tsx';
import { ItemView, AgreedList } from './meeting-item.tsx';

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
        {hasMovedOn && <MeetingMovedOn {...shown} />}
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
function MeetingMovedOn({ t, meeting: { state, items }, open, values, mayRun }: Shown) {
  const isLate = oneOf(values, 'do') === 'raise';
  const isKept =
    oneOf(values, 'do') === 'drop' && items.some((one) => one.id === oneOf(values, 'item') && !mayDrop(one));
  const gone = isLate ? 'begun' : isKept ? 'kept' : open ? 'item' : 'gone';
  const isEarly = oneOf(values, 'do') === 'correct' && state === 'planned';
  const why = isEarly ? 'unsent' : state === 'planned' ? gone : state;
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
              <p class="hint">{itemFacts(shown, item).join(' · ')}</p>
            </li>
          ))}
        </ol>
      </section>
      {shown.come !== undefined && shown.come.length > 0 && <Come {...shown} come={shown.come} />}
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

/** What has come to stand since the agenda was made, with a button that takes it up. */
function Come({ come, ...shown }: Shown & { readonly come: readonly NewItem[] }) {
  const { t } = shown;
  return (
    <section class="no-print" aria-labelledby="come">
      <h2 id="come">{t('meetings.come')}</h2>
      <ul>
        {come.map((item) => (
          <li key={nameOf(item)} dir="auto">
            {itemTitle(shown, item)}
            <p class="hint">{itemFacts(shown, item).join(' · ')}</p>
          </li>
        ))}
      </ul>
      <ChangeForm shown={shown} change="gather">
        <button type="submit" class="quiet">
          {t('meetings.comeDo')}
        </button>
      </ChangeForm>
    </section>
  );
}

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

/** The notes as they were sent out, and what has been added to them. */
function Sent(shown: Shown) {
  const { t, meeting, mayRun, part, values } = shown;
  const { notes, corrections, items } = meeting;
  if (!notes) return null;
  return (
    <>
      <MeetingNotes
        id={meeting.id}
        locale={shown}
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
