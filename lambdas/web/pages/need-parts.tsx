import { decisionOn } from '../../domain/need/decision.ts';
import { decidingIn, disagreementIn } from '../../domain/need/deciding.ts';
import { isOpenStatus } from '../../domain/need/workflow.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import { addressSuppressed } from '../../domain/notice/notice.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { DepartmentId } from '../../domain/organisation/ids.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { staffConcerned } from '../../domain/organisation/permissions.ts';
import type { Instant } from '../../domain/time/time.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Texts } from '../../i18n/index.ts';
import type { Fact } from '../../i18n/labels.ts';
import { formatDay, formatMoment } from '../../i18n/index.ts';
import {
  areaName,
  departmentName,
  eventFacts,
  happenedLabel,
  inputFacts,
  loadFacts,
  optionLabel,
  recipientLabel,
  roleLabel,
  shortDepartmentName,
  sentenceOf,
  submissionFacts,
  writtenIn,
} from '../../i18n/labels.ts';
import { Facts } from './facts.tsx';
import { addressBefore, addressToPrint } from '../routes.ts';
import type { Viewer } from './viewer.ts';
import { nameOf } from './viewer.ts';

/** How to reach the submitter. */
function ContactFact({ viewer }: { viewer: Viewer }) {
  const { t, view } = viewer;
  const { need, contact } = view.file;
  return (
    <dl>
      <dt>{t('need.contact')}</dt>
      <dd dir="auto">
        {contact ? (
          <>
            {t('who.quoted', { name: contact.name })},{' '}
            <a href={`mailto:${encodeURI(contact.email)}`}>{contact.email}</a>
            {need.confirmation !== 'confirmed' && (
              <strong> ({t(`need.address.${need.confirmation}`)})</strong>
            )}
          </>
        ) : (
          t('need.forgotten')
        )}
      </dd>
    </dl>
  );
}

/** What staff need to know first. */
export function AtAGlance({ viewer }: { viewer: Viewer }) {
  const { t, view } = viewer;
  const { submission } = view.file;
  const submitted = submissionFacts(viewer, submission);
  const first = new Set(
    (['problem', 'affected', 'deadlineDate', 'deadlineKind', 'school'] as const).map((question) =>
      t(`form.field.${question}.label`),
    ),
  );
  return (
    <section aria-labelledby="glance">
      <h2 id="glance">{t('need.atAGlance')}</h2>
      <Facts facts={submitted.filter(({ label }) => first.has(label))} />
      <ContactFact viewer={viewer} />
    </section>
  );
}

/** What the developers have clarified. Of a need that is being decided, only what one needs to decide is unfolded. */
export function Clarified({ viewer, forSubmitter }: { viewer: Viewer; forSubmitter: boolean }) {
  const { t, view } = viewer;
  const { need, submission } = view.file;
  const { coordination } = need;
  if (!coordination) return null;
  const { actualNeed, whyItArose, leadArea, responsible, size } = coordination;
  const fact = (
    field: 'actualNeed' | 'whyItArose' | 'leadArea' | 'responsible' | 'size',
    value: string,
  ): Fact => ({
    label: t(`field.coordinate.${field}.label`),
    values: [value],
    ...((field === 'actualNeed' || field === 'whyItArose') && { written: writtenIn(viewer, undefined) }),
  });
  const asReported = new Set(
    (['affected', 'effect', 'ifNothing'] as const).map((question) => t(`form.field.${question}.label`)),
  );
  const [actual, why] = [fact('actualNeed', actualNeed), fact('whyItArose', whyItArose)];
  const departments = [
    fact('leadArea', areaName(viewer, leadArea)),
    fact('responsible', departmentName(viewer, responsible)),
  ];
  const sizes = size ? [fact('size', optionLabel(viewer, 'coordinate', 'size', size))] : [];
  const isFolded = !forSubmitter && need.status === 'deciding';
  const reported = [
    ...submissionFacts(viewer, submission).filter(({ label }) => asReported.has(label)),
    ...deadlineFact(viewer),
  ];
  return (
    <section aria-labelledby="clarified">
      <h2 id="clarified">{t('need.clarified')}</h2>
      <Facts
        facts={
          isFolded
            ? [actual, ...reported, ...sizes]
            : [actual, why, ...departments, ...sizes, ...(forSubmitter ? [] : reported)]
        }
      />
      {isFolded && (
        <details>
          <summary>{t('need.why')}</summary>
          <Facts facts={[why, ...departments]} />
        </details>
      )}
      {forSubmitter && view.permissions.actions.includes('comment') && (
        <p class="no-print">
          <a href="?action=comment#comment">{t('need.notRight')}</a>
        </p>
      )}
    </section>
  );
}

/** By when it must be solved, and why, in one line. */
function deadlineFact({ t, view }: Viewer): readonly Fact[] {
  const { deadline } = view.file.need;
  if (!deadline) return [];
  const day = formatDay(t.language, deadline.date);
  return [
    {
      label: t('form.field.deadlineDate.label'),
      values: [deadline.kind ? `${day} (${t(`form.deadlineKinds.${deadline.kind}`)})` : day],
    },
  ];
}

/** Says that two heads disagree, where one has said no for the second time. */
export function Disagreement({ viewer, forSubmitter }: { viewer: Viewer; forSubmitter: boolean }) {
  const { need } = viewer.view.file;
  const department = isOpenStatus(need.status) ? disagreementIn(need) : undefined;
  return forSubmitter || department === undefined ? null : (
    <p class="box wrong">
      {viewer.t('need.disagreement', { department: departmentName(viewer, department) })}
    </p>
  );
}

/** The group's advice, the departments' decisions and the outcome, as far as there are any. */
export function Decisions({
  viewer,
  address,
  forSubmitter,
}: {
  viewer: Viewer;
  address: string;
  forSubmitter: boolean;
}) {
  const { t, view } = viewer;
  const { need } = view.file;
  if (!('route' in need)) return null;
  const { route } = need;
  /* The way to the meeting stands by the status. */
  const { meeting: _met, ...advised } = { meeting: undefined, ...route };
  const responsibility = (id: DepartmentId): string =>
    id === need.coordination.responsible ? ` (${t('need.responsible')})` : '';
  /* Only staff see what each department decides while the decision is open. The whole decision is in the history. */
  const decided = !forSubmitter && 'approvals' in need ? decidingIn(need) : [];
  const advice =
    route.kind === 'advised'
      ? inputFacts(viewer, 'advise', advised)
      : [
          {
            label: t('need.bypassed'),
            values: [
              t('need.bypassedWhy', { reason: optionLabel(viewer, 'bypass', 'reason', route.reason) }),
            ],
          },
        ];
  return (
    <>
      <section aria-labelledby="advice">
        <h2 id="advice">{t(decided.length > 0 ? 'need.adviceAndDecisions' : 'field.advise.advice.label')}</h2>
        <Facts
          facts={[
            ...advice,
            ...loadFacts(viewer, view.loads),
            ...decided.map((id) => ({
              label: shortDepartmentName(viewer, id) + responsibility(id),
              values: [decisionOf(viewer, id)],
            })),
          ]}
        />
        {decisionOn(need, view.history) && (
          <p class="buttons">
            <a href={addressToPrint(address)}>{t('decision.print')}</a>
          </p>
        )}
      </section>
      {'outcome' in need && (
        <section aria-labelledby="outcome">
          <h2 id="outcome">{t('field.complete.outcome.label')}</h2>
          <p class="written" dir="auto">
            {need.outcome}
          </p>
        </section>
      )}
      {need.status === 'completed' && need.evaluation && (
        <section aria-labelledby="evaluation">
          <h2 id="evaluation">{t('action.evaluate.label')}</h2>
          <Facts facts={inputFacts(viewer, 'evaluate', need.evaluation, need.language)} />
        </section>
      )}
    </>
  );
}

function decisionOf({ t, organisation, view }: Viewer, department: DepartmentId): string {
  const { need } = view.file;
  const approval =
    'approvals' in need ? need.approvals.find((candidate) => candidate.department === department) : undefined;
  const nameIn = (id: Parameters<typeof personIn>[1]) => personIn(organisation, id)?.name ?? id;
  if (!approval) {
    const before = need.approvedBefore?.find((candidate) => candidate.department === department);
    if (before) {
      const day = formatDay(t.language, dayOf(before.at));
      return t('need.approvedBefore', { who: nameIn(before.for ?? before.by), day });
    }
    const { head } = organisation.departments.find(({ id }) => id === department) ?? {};
    if (need.status !== 'deciding' || !head) return '–';
    return head === view.you.holder ? t('need.undecidedYou') : t('need.undecided', { who: nameIn(head) });
  }
  const recorded = view.history.find(({ at, action }) => at === approval.at && action === 'approve')?.by;
  const by = recorded?.kind === 'person' ? recorded.name : nameIn(approval.by);
  const who = approval.for ? t('who.for', { name: by, head: nameIn(approval.for) }) : by;
  const decided = t('need.approvedBy', { who, day: formatDay(t.language, dayOf(approval.at)) });
  return approval.reason === undefined ? decided : `${decided}\n${approval.reason}`;
}

/** All that was submitted: to the submitter as a receipt, to staff folded, since they have the need at a glance. */
export function SubmissionCopy({ viewer, forSubmitter }: { viewer: Viewer; forSubmitter: boolean }) {
  const { t, view } = viewer;
  const { submission, contact } = view.file;
  const facts = submissionFacts(viewer, submission);
  if (!forSubmitter) {
    return (
      <details>
        <summary>{t('need.submission')}</summary>
        <Facts facts={facts} />
        <ContactFact viewer={viewer} />
      </details>
    );
  }
  return (
    <section aria-labelledby="submission">
      <h2 id="submission">{t('need.submissionYours')}</h2>
      <div class="box">
        <Facts
          facts={[
            ...facts,
            ...(contact
              ? [
                  { label: t('form.field.submitterName.label'), values: [contact.name] },
                  { label: t('form.field.submitterEmail.label'), values: [contact.email] },
                ]
              : []),
          ]}
        />
      </div>
    </section>
  );
}

/** The staff who have a part in the need, by name and role. Never an address. */
export function People({ viewer, now }: { viewer: Viewer; now: Instant }) {
  const { t, organisation, view } = viewer;
  const { need } = view.file;
  const today = dayOf(now);
  const people = staffConcerned(organisation, need, today).flatMap(({ person: { name }, roles }) => {
    const shown = roles.filter(({ kind }) => kind !== 'model-manager' || need.areas.length === 0);
    return shown.length > 0 ? [{ label: name, values: shown.map((role) => roleLabel(viewer, role)) }] : [];
  });
  return (
    <details id="people">
      <summary>{t('need.people')}</summary>
      {need.areas.length === 0 && <p>{t('need.nobodyKnown')}</p>}
      <Facts facts={people} />
    </details>
  );
}

/* Where more was filled in, it is folded: the page has what counts of it above. */
const mostInHistory = 2;

/** What has happened, the latest first, with what was filled in. */
export function History({
  viewer,
  address,
  isFolded,
}: {
  viewer: Viewer;
  address: string;
  isFolded: boolean;
}) {
  const { t, view } = viewer;
  const { entries, before, isLatest } = view.page;
  const read = [...entries.map(({ event }) => event), ...view.history];
  const all = (
    <>
      {!isLatest && (
        <p>
          <a href={`${address}#history`}>{t('need.latest')}</a>
        </p>
      )}
      <ol class="history" reversed>
        {entries.toReversed().map(({ event }) => {
          const facts = eventFacts(viewer, event, view.file.need.language);
          return (
            <li key={event.version}>
              <p>{sentenceOf(viewer, event, nameOf(viewer, event.by), read)}</p>
              <time datetime={event.at}>{formatMoment(t.language, event.at)}</time>
              {facts.length > mostInHistory ? (
                <details>
                  <summary>{t('need.details')}</summary>
                  <Facts facts={facts} />
                </details>
              ) : (
                facts.length > 0 && <Facts facts={facts} />
              )}
            </li>
          );
        })}
      </ol>
      {before !== undefined && (
        <p>
          <a href={`${addressBefore(address, before)}#history`}>{t('need.earlier')}</a>
        </p>
      )}
    </>
  );
  return isFolded && isLatest ? (
    <details id="history">
      <summary>{t('need.history')}</summary>
      {all}
    </details>
  ) : (
    <section aria-labelledby="history">
      <h2 id="history">{t('need.history')}</h2>
      {all}
    </section>
  );
}

/** What became of the mails about each event, by person. Staff must know when somebody was not reached. */
export function Mails({ viewer }: { viewer: Viewer }) {
  const { t, view } = viewer;
  const nameOfRecipient = (recipient: Recipient) => recipientLabel(viewer, view.file.contact, recipient);
  const whoOf = ({ to, substituteFor }: Notice): string =>
    substituteFor === undefined
      ? nameOfRecipient(to)
      : t('need.mails.instead', { name: nameOfRecipient(to), other: nameOfRecipient(substituteFor) });
  const rows = view.page.entries
    .toReversed()
    .flatMap(({ event, notices }) => notices.map((notice) => ({ event, notice })));
  return rows.length === 0 ? null : (
    <details class="mails">
      <summary>{t('need.mails.title')}</summary>
      <table>
        <thead>
          <tr>
            {(['what', 'who', 'state'] as const).map((column) => (
              <th scope="col" key={column}>
                {t(`need.mails.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ event, notice }) => (
            <tr key={`${event.version} ${notice.to}`}>
              <td>{happenedLabel(t, event)}</td>
              <td>{whoOf(notice)}</td>
              <td>{mailOutcome(t, notice)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** What became of a mail, in words. */
export function mailOutcome(t: Texts, notice: Notice): string {
  const { state } = notice;
  if (state === 'withheld') return t(`need.mails.${notice.reason}`);
  if (state === 'pending' && notice.softBounced !== undefined)
    return t('need.mails.again', { day: formatDay(t.language, dayOf(notice.dueAt)) });
  return t(
    state === 'bounced' && notice.reason === addressSuppressed
      ? 'need.mails.suppressed'
      : `need.mails.${state}`,
  );
}
