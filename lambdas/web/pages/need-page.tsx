import type { View } from '../../app/need/view.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { FieldMistake } from '../../domain/need/fields.ts';
import { actionNames, ruleOf } from '../../domain/need/workflow.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { movesOn } from '../../domain/organisation/permissions.ts';
import type { Language } from '../../domain/text.ts';
import type { Instant } from '../../domain/time/time.ts';
import { textsFor } from '../../i18n/index.ts';
import { fieldLabel, mistakeMessage, sentenceOf } from '../../i18n/labels.ts';
import { askedText, nextText, standingInText, substituteText } from '../../i18n/progress.ts';
import { pathTo } from '../routes.ts';
import { ActionForm } from './action-form.tsx';
import type { Values } from './controls.tsx';
import { allOf, Mistakes } from './controls.tsx';
import { page } from './layout.tsx';
import { AtAGlance, Clarified, Decisions, History, People, SubmissionCopy } from './need-parts.tsx';
import { Steps } from './steps.tsx';
import type { Viewer } from './viewer.ts';
import { isSubmitterOnly, isViewer, nameOf } from './viewer.ts';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly view: View;
  readonly token: string;
  readonly baseUrl: string;
  readonly now: Instant;
  /** The action to open, as a button in a mail or a form that was refused named it. */
  readonly chosen?: string;
  /** What was written for the chosen action. */
  readonly values?: Values;
  readonly mistakes?: readonly FieldMistake[];
  /** What has happened, where the person acted on a page that no longer held. */
  readonly meanwhile?: readonly NeedEvent[];
  /** The same page in the other language, by its whole address, where there is one. */
  /** This page's own address, where its forms post. */
  readonly address?: string;
  readonly otherLanguage?: string;
}

/* A page that comes back after its own action says that it is done; one opened later is just the page. */
const justNow = 60_000;

/** A need as one person may see it and act on it: receipt and status for the submitter, action page for staff. */
export function needPage(props: Props): string {
  const { language, organisation, view, values = {}, mistakes = [], now } = props;
  const t = textsFor(language);
  const viewer: Viewer = { t, organisation, view };
  const { need } = view.file;
  const forSubmitter = isSubmitterOnly(viewer);
  const chosen = view.actions.find(({ name }) => name === props.chosen)?.name;
  const found = mistakes.map((mistake) => ({
    id: `${chosen ?? ''}-${mistake.field}`,
    field: mistake.field,
    message: mistakeMessage(t, mistake, chosen),
  }));
  const open = view.actions.map(({ name }) => name);
  const { holder, roles } = view.you;
  const theirs = askedText(viewer, view.permissions);
  const unreached = view.file.history.at(-1)?.notices.find(({ to }) => to === holder)?.substituteFor;
  const instead =
    unreached === undefined ? undefined : substituteText(viewer, view.file, unreached, view.permissions);
  const asked = instead?.asked ?? theirs;
  const standingIn = standingInText(viewer, roles);
  const form = (name: (typeof open)[number]) => (
    <ActionForm
      key={name}
      viewer={viewer}
      address={props.address ?? pathTo('/n/{token}', { token: props.token })}
      now={now}
      action={name}
      isOpen={name === chosen}
      values={name === chosen ? values : {}}
      mistakes={name === chosen ? found : []}
    />
  );

  return page({
    t,
    organisation,
    title: `${need.reference} ${need.title}`,
    mistaken: found.length > 0,
    otherLanguage: props.otherLanguage,
    children: (
      <>
        <Mistakes t={t} mistakes={found} />
        {props.meanwhile ? (
          <Meanwhile {...props} viewer={viewer} values={values} meanwhile={props.meanwhile} />
        ) : (
          found.length === 0 && <Done viewer={viewer} now={now} forSubmitter={forSubmitter} />
        )}
        <p class="reference">{t('need.reference', { reference: need.reference })}</p>
        <h1 {...(forSubmitter && { 'data-receipt': need.title })}>{need.title}</h1>

        <section aria-labelledby="where">
          <h2 id="where" class="hidden">
            {t('need.where')}
          </h2>
          <Steps t={t} need={need} history={view.history} />
          <p>{nextText(viewer, need, now, forSubmitter)}</p>
        </section>

        <section class={asked ? 'box said' : 'box'} aria-labelledby="asked">
          <h2 id="asked">{t('need.asked')}</h2>
          {standingIn && <p>{standingIn}</p>}
          <p>{asked ?? t('asked.nothing')}</p>
          {instead?.asked && theirs && <p>{theirs}</p>}
          {instead?.note && <p>{instead.note}</p>}
          {need.status === 'awaiting-submitter' && (
            <dl>
              <dt>{t('need.question')}</dt>
              <dd class="written">{need.question}</dd>
            </dl>
          )}
          {asked && (
            <p>
              <a href="#actions">{t('need.toActions')}</a>
            </p>
          )}
        </section>

        {!forSubmitter && <AtAGlance viewer={viewer} />}
        <Clarified viewer={viewer} />
        <Decisions viewer={viewer} forSubmitter={forSubmitter} />

        <section class="actions" aria-labelledby="actions">
          {open.some(movesOn) && (
            <>
              <h2 id="actions">{t('need.actions')}</h2>
              {open.filter(movesOn).map(form)}
              <h3>{t('need.quietActions')}</h3>
            </>
          )}
          {!open.some(movesOn) && <h2 id="actions">{t('need.actions')}</h2>}
          {open.filter((name) => !movesOn(name)).map(form)}
        </section>

        <SubmissionCopy viewer={viewer} forSubmitter={forSubmitter} />
        <People viewer={viewer} now={now} />
        <History viewer={viewer} />
      </>
    ),
  });
}

/** That what the viewer just did is stored; for a submitter whose need is still as it came in, the receipt. */
function Done({ viewer, now, forSubmitter }: { viewer: Viewer; now: Instant; forSubmitter: boolean }) {
  const { t, view } = viewer;
  const last = view.history.at(-1);
  if (!last) return null;
  if (last.action === 'submit') {
    return forSubmitter ? (
      <section class="box said" aria-labelledby="done">
        <h2 id="done">{t('need.received')}</h2>
        <p>{t('need.receivedDo')}</p>
      </section>
    ) : null;
  }
  const own =
    (last.by.kind === 'person' && isViewer(viewer, last.by.person)) ||
    (last.by.kind === 'submitter' && isViewer(viewer, 'submitter'));
  return own && Date.parse(now) - Date.parse(last.at) < justNow ? (
    <section class="box said" role="status" aria-labelledby="done">
      <h2 id="done">{t('need.done')}</h2>
      <p>{sentenceOf(t, last, nameOf(viewer, last.by))}</p>
    </section>
  ) : null;
}

/** What happened while the person had an older page before them, and what they had written on it. */
function Meanwhile({
  viewer,
  chosen,
  values,
  meanwhile,
}: {
  viewer: Viewer;
  chosen?: string;
  values: Values;
  meanwhile: readonly NeedEvent[];
}) {
  const { t, view } = viewer;
  const seen = Number(allOf(values, 'version')[0] ?? 0);
  const since = view.history.filter(
    ({ version }) => version > seen && meanwhile.some((event) => event.version === version),
  );
  const action = view.actions.find(({ name }) => name === chosen)?.name;
  const rest = action === undefined ? written(chosen, values) : [];
  return (
    <section class="box wrong" aria-labelledby="meanwhile">
      <h2 id="meanwhile" tabIndex={-1} autofocus>
        {t('need.meanwhile')}
      </h2>
      {since.length > 0 && (
        <>
          <p>{t('need.happened')}</p>
          <ul>
            {since.map((event) => (
              <li key={event.version}>{sentenceOf(t, event, nameOf(viewer, event.by))}</li>
            ))}
          </ul>
        </>
      )}
      <p>{t(action === undefined ? 'need.meanwhileNothing' : 'need.meanwhileKept')}</p>
      {rest.length > 0 && (
        <>
          <h3>{t('need.youWrote')}</h3>
          <dl>
            {rest.map(({ label, text }) => (
              <>
                <dt>{label}</dt>
                <dd class="written">{text}</dd>
              </>
            ))}
          </dl>
        </>
      )}
    </section>
  );

  /* The action is closed, so its form is not on the page: its words are given back to be copied. */
  function written(name: string | undefined, said: Values) {
    const closed = actionNames.find((candidate) => candidate === name);
    if (!closed) return [];
    return Object.entries(ruleOf(closed).fields).flatMap(([field, rule]) => {
      const text = allOf(said, field).join('\n').trim();
      return rule.kind === 'text' && text !== '' ? [{ label: fieldLabel(t, closed, field), text }] : [];
    });
  }
}
