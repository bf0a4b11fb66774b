import { Reference } from '../../domain/need/reference.ts';
import { rhythms } from '../../domain/notice/rhythm.ts';
import type { MyWait } from '../../app/session/mine.ts';
import { needOn } from '../../domain/need/make-card.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { mostDaysOff } from '../../domain/session/settings.ts';
import type { Language } from '../../domain/text.ts';
import { dayOf, daysAfter } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { formatDay, formatMoment } from '../../i18n/index.ts';
import { meetingName } from '../../i18n/meeting-labels.ts';
import { pageLocaleFor, pageTextsFor } from '../../i18n/pages.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import { labelFor, statusLabel, writtenIn } from '../../i18n/labels.ts';
import { liveFirst } from '../my-json.ts';
import type { MyView } from '../my-json.ts';
import { addressOf, inLanguage, meetingAt, paths, pathTo } from '../routes.ts';
import { Traps } from './controls.tsx';
import { DeputiesForm } from './deputies.tsx';
import { MyForm } from './my-form.tsx';
import { SearchBox } from './search-box.tsx';
import { page } from './layout.tsx';
import { MeetingList } from './meeting-list.tsx';
import { Oversight } from './oversight.tsx';
import { otherThan } from '../../domain/text.ts';

interface Props extends MyView {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  /** Whose page it is, where they are staff. */
  readonly person: Person | undefined;
  /** The id of the session that the page was asked for with. */
  readonly current: string;
  readonly now: Instant;
  /** The need of which a reminder is to be put off, as its reader was led here. */
  readonly remind: string | undefined;
  readonly mistake?: string;
}

/** A person's own page: how often they get what is for information, and the browsers in which they are signed in. */
export function myPage(props: Props): string {
  const { language, organisation, baseUrl, person, mine, mistake } = props;
  const t = pageTextsFor(language);
  const other = otherThan(language);
  const title = t('my.title');
  return page({
    t,
    organisation,
    title,
    namesSite: true,
    otherLanguage: `${baseUrl}${paths.my[other]}`,
    children: (
      <>
        <h1>
          {title} {person && <small class="light">{person.name}</small>}
        </h1>
        {mistake !== undefined && (
          <p class="mistake" role="alert">
            {mistake}
          </p>
        )}
        <PutOff {...props} />
        {person && <WaitingNeeds {...props} />}
        <AgreedTasks {...props} />
        <UpcomingMeetings {...props} />
        <SearchBox t={t} baseUrl={baseUrl} />
        <SchoolsNeeds {...props} />
        <MyNeeds {...props} />
        <Oversight {...{ language, baseUrl, mine }} />
        {person && <RhythmForm {...props} />}
        {props.deputies?.map((of) => (
          <DeputiesForm key={of.department.id} {...props} of={of} />
        ))}
        <Browsers {...props} />
      </>
    ),
  });
}

/** What its reader is to do, as meetings agreed, each with a button to say that it is done. */
function AgreedTasks({ language, organisation, baseUrl, mine }: Props) {
  const locale = pageLocaleFor(language, organisation);
  const { t } = locale;
  return mine.agreed.length === 0 ? null : (
    <section aria-labelledby="agreed">
      <h2 id="agreed">{t('meetings.mine')}</h2>
      <ul class="needs">
        {mine.agreed.map(({ meeting, id, of, area, what, by }) => (
          <li key={`${meeting} ${id}`}>
            <p>
              {what}
              <br />
              <span class="hint">
                <a href={meetingAt(baseUrl, meeting)}>{meetingName(locale, { kind: of, area })}</a>
                {by && ` · ${t('mail.meeting.by', { day: formatDay(language, by) })}`}
              </span>
            </p>
            <form method="post" action={meetingAt(baseUrl, meeting)}>
              <input type="hidden" name="do" value="done" />
              <input type="hidden" name="agreed" value={id} />
              <input type="hidden" name="back" value="my" />
              <input type="hidden" name="language" value={language} />
              <Traps t={t} id={`done-${meeting}-${id}`} />
              <button type="submit" class="quiet" aria-label={`${t('meetings.markDone')}: ${what}`}>
                {t('meetings.markDone')}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The planned meetings at which its reader is expected, and the way to all of them. */
function UpcomingMeetings({ language, organisation, baseUrl, mine, person }: Props) {
  const locale = pageLocaleFor(language, organisation);
  const { t } = locale;
  return !person || (mine.meetings.length === 0 && mine.areas.length === 0) ? null : (
    <section aria-labelledby="meetings">
      <h2 id="meetings">{t('meetings.upcoming')}</h2>
      <MeetingList {...{ baseUrl, language, locale, cards: mine.meetings }} />
      <p>
        <a href={inLanguage(`${baseUrl}${pathTo('/meetings', {})}`, language)}>
          {t(mine.areas.length > 0 ? 'meetings.make' : 'meetings.title')}
        </a>
      </p>
    </section>
  );
}

/** What waits for its reader, what is late first, each with its first button. */
function WaitingNeeds(props: Props) {
  const { language, organisation, baseUrl, mine, person, now } = props;
  const t = pageTextsFor(language);
  const actionOf = ({ card, action }: MyWait) => {
    if (action === undefined || !person) return null;
    const actor = { kind: 'person', person: person.id } as const;
    const label = labelFor(t, permissionsOf(organisation, needOn(card), actor, dayOf(now)), action);
    return (
      <a class="next" href={`${addressOf(baseUrl, card.reference)}?action=${action}#${action}`}>
        {label}
        <span class="hidden"> {card.reference}</span>
      </a>
    );
  };
  const lateCount = mine.waiting.filter(({ isLate }) => isLate).length;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">
        {mine.waiting.length === 0
          ? t('my.waiting.nothing')
          : t('my.waiting.title', { count: mine.waiting.length })}
        {lateCount > 0 && <span class="late">, {t('my.waiting.late', { count: lateCount })}</span>}
      </h2>
      <ul class="needs waiting">
        {mine.waiting.map((wait) => (
          <li key={wait.card.reference}>
            <a href={addressOf(baseUrl, wait.card.reference)} {...writtenIn({ t }, wait.card.language)}>
              {wait.card.title}
            </a>
            <p class={wait.isLate ? 'hint late' : 'hint'}>
              {wait.isLate && <strong>{t('board.late')}: </strong>}
              {t(`my.waiting.${wait.why}`, { count: wait.days })}
              <span class="reference"> · {wait.card.reference}</span>
            </p>
            {actionOf(wait)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The needs that its reader has a part in, or has submitted. */
function MyNeeds({ language, baseUrl, mine, person }: Props) {
  const t = pageTextsFor(language);
  const list = <NeedList {...{ t, baseUrl }} needs={mine.needs} />;
  const title = t(person ? 'my.needs.title' : 'my.needs.own', { count: mine.needs.length });
  return (
    <section aria-labelledby="needs">
      {person && mine.needs.length === 0 ? null : person ? (
        <details>
          <summary id="needs">{title}</summary>
          {list}
        </details>
      ) : (
        <>
          <h2 id="needs">{title}</h2>
          {mine.needs.length === 0 ? <p>{t('my.needs.none')}</p> : list}
        </>
      )}
      {mine.boards.length > 0 && (
        <nav aria-labelledby="boards">
          <h2 id="boards">{t('my.boards')}</h2>
          <ul class="inline">
            <li>
              <a href={inLanguage(`${baseUrl}${pathTo('/areas', {})}`, language, { overdue: 'yes' })}>
                {t('my.late')}
              </a>
            </li>
            {mine.boards.length > 1 && (
              <li>
                <a href={inLanguage(`${baseUrl}${pathTo('/areas', {})}`, language)}>{t('my.allBoards')}</a>
              </li>
            )}
            {mine.boards.map(({ id, name }) => (
              <li key={id}>
                <a href={inLanguage(`${baseUrl}${pathTo('/areas/{id}', { id })}`, language)}>
                  {name[language]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </section>
  );
}

/** The needs of the school that its reader speaks for, and what became of them. */
function SchoolsNeeds({ language, baseUrl, mine: { ofSchool } }: Props) {
  const t = pageTextsFor(language);
  return ofSchool === undefined ? null : (
    <section aria-labelledby="school">
      <h2 id="school">{t('my.school.title', { count: ofSchool.length })}</h2>
      <p>{t('my.school.lead')}</p>
      <NeedList {...{ t, baseUrl }} needs={ofSchool} />
    </section>
  );
}

/** Needs, each with where it stands. */
const NeedList = ({
  t,
  baseUrl,
  needs,
}: {
  readonly t: PageTexts;
  readonly baseUrl: string;
  readonly needs: Props['mine']['needs'];
}) => (
  <ul class="needs">
    {needs.map(({ reference, title, status, language: written }) => (
      <li key={reference}>
        <p>
          <a href={addressOf(baseUrl, reference)} {...writtenIn({ t }, written)}>
            {title}
          </a>
          <br />
          <span class="hint">
            {reference} · {statusLabel(t, status)}
          </span>
        </p>
      </li>
    ))}
  </ul>
);

/** Where a reminder led here: until when its reader wants no other of that need. */
function PutOff(props: Props) {
  const { language, remind, now } = props;
  const reference = Reference.safeParse(remind?.toUpperCase()).data;
  if (!reference) return null;
  const t = pageTextsFor(language);
  const today = dayOf(now);
  return (
    <section class="box accent" aria-labelledby="remind">
      <h2 id="remind">{t('my.remind.title', { reference })}</h2>
      <MyForm {...props} id="remind-form">
        <input type="hidden" name="remind" value={reference} />
        <div class="question">
          <label for="remind-date">{t('my.remind.day')}</label>
          <p class="hint" id="remind-hint">
            {t('my.remind.hint', { days: mostDaysOff })}
          </p>
          <input
            id="remind-date"
            name="date"
            type="date"
            class="short"
            required
            min={daysAfter(today, 1)}
            max={daysAfter(today, mostDaysOff)}
            aria-describedby="remind-hint"
          />
        </div>
        <button type="submit">{t('my.remind.do')}</button>
      </MyForm>
    </section>
  );
}

/** How often they get what is only for information. */
function RhythmForm(props: Props) {
  const { language, settings, organisation } = props;
  const t = pageTextsFor(language);
  const chosen = settings.rhythm ?? organisation.rhythm;
  return (
    <section aria-labelledby="rhythm">
      <h2 id="rhythm">{t('my.rhythm.title')}</h2>
      <p>{t('my.rhythm.lead')}</p>
      <MyForm {...props} id="rhythm-form">
        <fieldset class="question">
          <legend class="hidden">{t('my.rhythm.title')}</legend>
          {rhythms.map((rhythm) => (
            <label class="option" key={rhythm}>
              <input type="radio" name="rhythm" value={rhythm} checked={rhythm === chosen} />
              {t(`my.rhythm.${rhythm}`)}
            </label>
          ))}
        </fieldset>
        <button type="submit" class="quiet">
          {t('my.rhythm.do')}
        </button>
      </MyForm>
    </section>
  );
}

/** The browsers in which they are signed in, each with a button that ends it. */
function Browsers(props: Props) {
  const { language, now, current } = props;
  const sessions = liveFirst(props.sessions, now);
  const t = pageTextsFor(language);
  const endForm = (end: string, label: string, name: string) => (
    <MyForm {...props} id={`end-${end}`}>
      <input type="hidden" name="end" value={end} />
      <button type="submit" class="quiet" aria-label={`${label}: ${name}`}>
        {label}
      </button>
    </MyForm>
  );
  return (
    <section aria-labelledby="browsers">
      <h2 id="browsers">{t('my.browsers')}</h2>
      <p>{t('my.browsersLead')}</p>
      <ul class="sessions">
        {sessions.map(({ id, browser, since, last }) => {
          const name = browser === '' ? t('my.unknownBrowser') : browser;
          return (
            <li key={id}>
              <p>
                <strong>{name}</strong>
                {id === current && ` (${t('my.this')})`}
                <br />
                {t('my.sinceLast', {
                  since: formatMoment(language, since),
                  last: formatMoment(language, last),
                })}
              </p>
              {endForm(id, t(id === current ? 'my.end' : 'my.endOther'), name)}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 && endForm('all', t('my.endAll'), t('my.browsers'))}
    </section>
  );
}
