import type { Reminded } from '../../app/need/reminded.ts';
import type { View } from '../../app/need/view.ts';
import type { Card } from '../../domain/need/card.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { FieldMistake } from '../../domain/need/fields.ts';
import { movedOnSince } from '../../domain/need/moved-on.ts';
import type { ActionName } from '../../domain/need/workflow.ts';
import { actionNames } from '../../domain/need/workflow.ts';
import { needsAttention } from '../../domain/notice/notice.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { mayCompare } from '../../domain/organisation/permissions.ts';
import type { Language } from '../../domain/text.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { formatDay, formatList, textsFor } from '../../i18n/index.ts';
import type { Texts } from '../../i18n/index.ts';
import { mistakeMessage, sentenceOf, statusLabel, writtenIn } from '../../i18n/labels.ts';
import { askedOf, nextText } from '../../i18n/progress.ts';
import type { AskedOfReader } from '../../i18n/progress.ts';
import type { Values } from '../body.ts';
import { ActionForm } from './action-form.tsx';
import { Mistakes } from './controls.tsx';
import { page } from './layout.tsx';
import { Meanwhile, MovedOn } from './meanwhile.tsx';
import {
  AtAGlance,
  Clarified,
  Decisions,
  Disagreement,
  History,
  Mails,
  People,
  SubmissionCopy,
} from './need-parts.tsx';
import { meetingName } from '../../i18n/meeting-labels.ts';
import { addressOf, addressWithSimilar, meetingAt } from '../routes.ts';
import { Steps } from './steps.tsx';
import type { Viewer } from './viewer.ts';
import { Voices } from './voices.tsx';
import { isSubmitterOnly, isViewer, nameOf } from './viewer.ts';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly view: View;
  readonly baseUrl: string;
  readonly now: Instant;
  /** The action whose form is open: a button in a mail named it, or its form was refused. */
  readonly chosen?: string;
  /** What was written for the chosen action. */
  readonly values?: Values;
  readonly mistakes?: readonly FieldMistake[];
  /** All that had happened when a request came from a page that is older than the need. */
  readonly meanwhile?: readonly NeedEvent[];
  /** Who has been reminded of it. */
  readonly reminded?: readonly Reminded[];
  /** The page's own address, where its forms post. */
  readonly address: string;
  /** The whole address of the page in the other language. */
  readonly otherLanguage?: string;
  /** The needs most like it, where they were asked for. */
  readonly similar?: readonly Card[];
}

/* For so long, in milliseconds, a page says that what its reader did is stored. */
const justNow = 60_000;

/** A need as one person may see it and act on it: receipt and status for the submitter, action page for staff. */
export function needPage(props: Props): string {
  const { language, organisation, view, values = {}, meanwhile, now, address } = props;
  const t = textsFor(language);
  const viewer: Viewer = { t, organisation, view };
  const { need } = view.file;
  const forSubmitter = isSubmitterOnly(viewer);
  const chosen = view.actions.find(({ name }) => name === props.chosen)?.name;
  /* A button in an old mail may name an action that is no longer possible. */
  const pressed = meanwhile ? undefined : actionNames.find((name) => name === props.chosen);
  const mistakes = (props.mistakes ?? []).map((mistake) => ({
    id: `${chosen ?? ''}-${mistake.field}`,
    field: mistake.field,
    message: mistakeMessage(t, mistake, chosen),
  }));
  const actions = { viewer, address, now, chosen, values, mistakes };
  const isHeld = need.held === true && view.permissions.actions.includes('release');
  const unreached = view.file.history.at(-1)?.notices.find(({ to }) => to === view.you.holder)?.substituteFor;
  const request = askedOf(viewer, view.file, view.permissions, unreached);
  const wish = isHeld ? t('need.heldForManager') : request.asked;
  const mainRequest = { ...request, asked: wish };
  return page({
    t,
    organisation,
    title: `${need.reference} ${need.title}`,
    mistaken: mistakes.length > 0,
    otherLanguage: props.otherLanguage,
    children: (
      <>
        {view.you.isAnothers && (
          <p class="box">
            {t('need.anothers')} <a href={addressOf(props.baseUrl, need.reference)}>{t('need.own')}</a>
          </p>
        )}
        <Mistakes t={t} mistakes={mistakes} />
        {meanwhile && <Meanwhile viewer={viewer} asked={props.chosen} values={values} events={meanwhile} />}
        {pressed && (
          <MovedOn viewer={viewer} events={movedOnSince(view.permissions, pressed, view.history)} now={now} />
        )}
        {!meanwhile && mistakes.length === 0 && (
          <Stored viewer={viewer} now={now} forSubmitter={forSubmitter} />
        )}
        <p class="reference">{t('need.reference', { reference: need.reference })}</p>
        <h1 {...writtenIn(viewer, need.language)} {...(forSubmitter && { 'data-receipt': need.title })}>
          {need.title}
        </h1>
        <section aria-labelledby="where">
          <h2 id="where" class="hidden">
            {t('need.where')}
          </h2>
          <Steps t={t} need={need} history={view.history} />
          {/* Whoever is asked reads in the request what happens next. */}
          {wish === undefined && <p>{nextText(viewer, need, now, forSubmitter)}</p>}
          <RemindedLine t={t} reminded={props.reminded ?? []} />
          <Meets viewer={viewer} baseUrl={props.baseUrl} forSubmitter={forSubmitter} />
        </section>
        <Disagreement viewer={viewer} forSubmitter={forSubmitter} />
        <MainActions
          {...actions}
          request={mainRequest}
          question={need.status === 'awaiting-submitter' ? need.question : undefined}
        />
        {!forSubmitter && !need.coordination && <AtAGlance viewer={viewer} />}
        <Clarified viewer={viewer} forSubmitter={forSubmitter} />
        <Decisions viewer={viewer} address={address} forSubmitter={forSubmitter} />
        {!forSubmitter && <Said viewer={viewer} />}
        <OtherActions {...actions} request={mainRequest} />
        <SubmissionCopy viewer={viewer} forSubmitter={forSubmitter} />
        {mayCompare(view.permissions, view.you) && (
          <Similar t={t} baseUrl={props.baseUrl} address={address} found={props.similar} />
        )}
        <People viewer={viewer} now={now} />
        {!forSubmitter && <Registry viewer={viewer} baseUrl={props.baseUrl} />}
        {!forSubmitter && <Mails viewer={viewer} />}
        <History viewer={viewer} address={address} isFolded={!forSubmitter} />
      </>
    ),
  });
}

/** What the register says of it, and for those who see to public records the way to all that is kept. */
function Registry({ viewer, baseUrl }: { readonly viewer: Viewer; readonly baseUrl: string }) {
  const { t, view } = viewer;
  const { registry, reference } = view.file.need;
  const mayExport = view.you.roles.some(({ kind }) => kind === 'registrar' || kind === 'model-manager');
  return (
    <>
      {registry && (
        <p>
          {t('need.registered', { number: registry.number })}{' '}
          {registry.secrecy && <strong>{t('need.secrecy')}</strong>}
        </p>
      )}
      {mayExport && (
        <p class="no-print">
          <a href={`${addressOf(baseUrl, reference)}/export`}>{t('need.export')}</a>
        </p>
      )}
    </>
  );
}

/** The needs most like this one; a link to them until they are asked for, since two years' lists are read to find them. */
function Similar({
  t,
  baseUrl,
  address,
  found,
}: {
  readonly t: Texts;
  readonly baseUrl: string;
  readonly address: string;
  readonly found: readonly Card[] | undefined;
}) {
  if (!found)
    return (
      <p class="no-print">
        <a href={addressWithSimilar(address)}>{t('need.similar')}</a>
      </p>
    );
  return (
    <section aria-labelledby="similar">
      <h2 id="similar">{t('need.similarTitle')}</h2>
      {found.length === 0 && <p>{t('need.similarNone')}</p>}
      <ul>
        {found.map(({ reference, title, status, language }) => (
          <li key={reference}>
            <a href={addressOf(baseUrl, reference)} {...writtenIn({ t }, language)}>
              {title}
            </a>{' '}
            <span class="hint">
              {reference} · {statusLabel(t, status)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Says that what the reader just did is stored; to a submitter whose need has just come in, that it has. */
function Stored({ viewer, now, forSubmitter }: { viewer: Viewer; now: Instant; forSubmitter: boolean }) {
  const { t, view } = viewer;
  const last = view.history.at(-1);
  if (!last) return null;
  if (last.action === 'submit' || last.action === 'hold') {
    return forSubmitter ? (
      <section class="box accent" aria-labelledby="done">
        <h2 id="done">{t('need.received')}</h2>
        <p>{receiptText(viewer)}</p>
        {view.permissions.actions.includes('readdress') && (
          <p>
            <a href="#readdress">{t('need.wrongAddress')}</a>
          </p>
        )}
      </section>
    ) : null;
  }
  const isOwn =
    last.by.kind !== 'system' && isViewer(viewer, last.by.kind === 'person' ? last.by.person : 'submitter');
  return isOwn && Date.parse(now) - Date.parse(last.at) < justNow ? (
    <section class="box accent" role="status" aria-labelledby="done">
      <h2 id="done">{t('need.done')}</h2>
      <p>{sentenceOf(viewer, last, nameOf(viewer, last.by), view.history)}</p>
    </section>
  ) : null;
}

/** Who has been reminded, in one line. */
function RemindedLine({ t, reminded }: { readonly t: Texts; readonly reminded: readonly Reminded[] }) {
  if (reminded.length === 0) return null;
  const list = reminded.map(({ person: { name }, how, day }) =>
    t(`need.reminders.${how}`, { name, day: formatDay(t.language, day) }),
  );
  return <p class="hint">{t('need.reminders.line', { list: formatList(t.language, list) })}</p>;
}

/** What has become of the receipt. */
function receiptText({ t, view: { file } }: Viewer): string {
  const receipt = file.history
    .filter(({ event }) => event.action === 'submit' || event.action === 'hold')
    .flatMap(({ notices }) => notices)
    .find(({ to }) => to === 'submitter');
  if (receipt?.state === 'withheld') return t('need.noReceipt');
  return receipt && needsAttention(receipt)
    ? t('need.receiptBack', { email: file.contact?.email ?? '' })
    : t('need.receivedDo', { email: file.contact?.email ?? '' });
}

interface ActionsProps extends Omit<Parameters<typeof ActionForm>[0], 'action' | 'isOpen' | 'isStrong'> {
  readonly chosen: ActionName | undefined;
}

/* Whose address it is, is asked before all else that does not move the need on; withdrawing comes last. */
const order: readonly ActionName[] = ['confirm', 'disown', 'readdress', 'comment'];
const last: readonly ActionName[] = ['withdraw'];
const placeOf = (name: ActionName): number =>
  last.includes(name) ? 2 : order.includes(name) ? order.indexOf(name) - order.length : 1;
const byPlace = (one: ActionName, other: ActionName): number => placeOf(one) - placeOf(other);

interface FormsProps extends ActionsProps {
  readonly names: readonly ActionName[];
  readonly strong?: ActionName | undefined;
}

/** The forms of some actions; the one that is chosen is open. */
const Forms = ({ names, strong, chosen, ...props }: FormsProps) => (
  <>
    {names.map((action) => {
      const isOpen = action === chosen;
      return (
        <ActionForm
          key={action}
          {...props}
          action={action}
          isOpen={isOpen}
          isStrong={action === strong}
          values={isOpen ? props.values : {}}
          mistakes={isOpen ? props.mistakes : []}
        />
      );
    })}
  </>
);

interface MainActionsProps extends ActionsProps {
  readonly request: AskedOfReader;
  /** The developer's question, while the submitter's answer is awaited. */
  readonly question: string | undefined;
}

const askedWords = ({ asked, notes, standingIn }: AskedOfReader): readonly string[] =>
  [standingIn, asked, ...notes].filter((text) => text !== undefined);

/** In which meetings it will be taken up, and was. */
function Meets({
  viewer,
  baseUrl,
  forSubmitter,
}: {
  viewer: Viewer;
  baseUrl: string;
  forSubmitter: boolean;
}) {
  const { t, view } = viewer;
  const past = forSubmitter ? [] : metIn(view);
  return view.meetings.length + past.length === 0 ? null : (
    <ul class="plain">
      {view.meetings.map((card) => (
        <li key={card.reference}>
          <a href={meetingAt(baseUrl, card.reference)}>
            {t('need.meets', {
              group: meetingName(viewer, { kind: card.of, area: card.area }),
              day: formatDay(t.language, dayOf(card.at)),
            })}
          </a>
        </li>
      ))}
      {past.map((id) => (
        <li key={id}>
          <a href={meetingAt(baseUrl, id)}>{t('need.met', { meeting: id })}</a>
        </li>
      ))}
    </ul>
  );
}

/** The meetings that it was taken up in, but for those that are still planned. */
function metIn({ file: { need }, meetings }: View): readonly string[] {
  const advised = 'route' in need && need.route.kind === 'advised' ? need.route.meeting : undefined;
  const all = new Set([advised, ...(need.voices ?? []).map(({ meeting }) => meeting)]);
  return [...all]
    .filter((id) => id !== undefined)
    .filter((id) => !meetings.some(({ reference }) => reference === id));
}

/** What was said of the need in meetings, beside its steering group's advice. */
function Said({ viewer }: { viewer: Viewer }) {
  const { t, view } = viewer;
  const { need } = view.file;
  return need.voices === undefined ? null : (
    <section aria-labelledby="said">
      <h2 id="said">{t('need.voices.title')}</h2>
      <Voices locale={viewer} need={need} />
    </section>
  );
}

/** What is asked of the reader, and what moves the need on; nothing where neither is. One form stands out: the likeliest. */
function MainActions({ request, question, ...props }: MainActionsProps) {
  const { t, view } = props.viewer;
  const { primary } = view.permissions;
  const words = askedWords(request);
  if (words.length === 0 && primary.length === 0) return null;
  const strong = primary.find((name) => name === props.chosen) ?? primary[0];
  return (
    <section class="actions" aria-labelledby="asked">
      <h2 id="asked">{t(words.length > 0 ? 'need.asked' : 'need.actions')}</h2>
      {words.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {question && (
        <dl>
          <dt>{t('field.ask.question.label')}</dt>
          <dd class="written" dir="auto">
            {question}
          </dd>
        </dl>
      )}
      <Forms {...props} names={primary} strong={strong} />
    </section>
  );
}

/** What else is open to the reader, or all that is. */
function OtherActions({ request, ...props }: ActionsProps & { readonly request: AskedOfReader }) {
  const { t, view } = props.viewer;
  const { actions, primary } = view.permissions;
  const others = actions.filter((name) => !primary.includes(name)).sort(byPlace);
  const isAll = askedWords(request).length === 0 && primary.length === 0;
  return others.length === 0 ? null : (
    <section class="actions" aria-labelledby="others">
      <h2 id="others">{t(isAll ? 'need.actions' : 'need.quietActions')}</h2>
      <Forms {...props} names={others} />
    </section>
  );
}
