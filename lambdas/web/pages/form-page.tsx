import { DeadlineKind } from '../../domain/need/deadline.ts';
import type { FieldMistake } from '../../domain/need/fields.ts';
import { contactLimits, submissionLimits } from '../../domain/need/submission.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import type { Instant } from '../../domain/time/time.ts';
import { textsFor } from '../../i18n/index.ts';
import type { Texts } from '../../i18n/index.ts';
import { flatName, mistakeMessage, questions } from '../../i18n/labels.ts';
import type { QuestionName } from '../../i18n/labels.ts';
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
import type { Values } from '../body.ts';
import type { RecipientsData } from '../client/recipients-data.ts';
import { paths, pathTo } from '../routes.ts';
import { fetchedAt } from '../trap-names.ts';
import { page } from './layout.tsx';
import { otherThan } from '../../domain/text.ts';

const limits = { ...submissionLimits, submitterName: contactLimits.name };

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  /** Sent twice with the same key, the form stores one need. */
  readonly submissionKey: string;
  readonly now: Instant;
  /** What was written, when the form was refused; otherwise empty. */
  readonly values: Values;
  readonly mistakes: readonly FieldMistake[];
  /** The link to what was sent before, where the key came with other words then: the form has a new key, for another need. */
  readonly sent?: string;
}

/** The form as the page shows it: what is written in it, and what is wrong. */
interface Form {
  readonly t: Texts;
  readonly organisation: Organisation;
  readonly values: Values;
  readonly mistakes: readonly { readonly id: string; readonly message: string }[];
}

/** The form where a need is reported, as an HTML document. It does everything without JavaScript. */
export function formPage(props: Props): string {
  const { language, organisation, baseUrl, submissionKey, now, values, sent } = props;
  const t = textsFor(language);
  const form = { t, organisation, values, mistakes: mistakesIn(t, props.mistakes) };
  return page({
    t,
    organisation,
    title: t('form.title'),
    mistaken: form.mistakes.length > 0 || sent !== undefined,
    otherLanguage: `${baseUrl}${paths.form[otherThan(language)]}`,
    children: (
      <>
        <Mistakes t={t} mistakes={form.mistakes} />
        {sent !== undefined && <SentBefore t={t} link={sent} />}
        <Introduction form={form} />
        <DraftOffer t={t} />
        <form
          method="post"
          action={pathTo('/needs', {})}
          novalidate
          data-recipients={recipientsData(t, organisation)}
          {...(Object.keys(values).length > 0 && { 'data-filled': '' })}
        >
          <input type="hidden" name="submissionKey" value={submissionKey} />
          <input type="hidden" name={fetchedAt} value={oneOf(values, fetchedAt) || now} />
          <Traps t={t} id="report" />
          <input type="hidden" name="language" value={language} />
          <Need form={form} />
          <Submitter form={form} />
          <More form={form} />
          <BeforeSending t={t} />
          <div class="buttons">
            <button type="submit" data-sending={t('form.sending')}>
              {t('form.submit')}
            </button>
            <button type="reset" class="quiet">
              {t('form.clear')}
            </button>
          </div>
          <p id="waiting" role="status" data-waiting={t('form.waiting')} data-failed={t('form.notSent')}></p>
          <p class="hint">{t('form.shared')}</p>
        </form>
      </>
    ),
  });
}

/** Each mistake with the id of its field, in the order of the form. */
function mistakesIn(t: Texts, mistakes: readonly FieldMistake[]): Form['mistakes'] {
  const placeOf = (id: string): number => questions.findIndex((question) => question === id);
  return mistakes
    .map((mistake) => ({ id: flatName(mistake.field), message: mistakeMessage(t, mistake) }))
    .sort((one, other) => placeOf(one.id) - placeOf(other.id));
}

const SentBefore = ({ t, link }: { t: Texts; link: string }) => (
  <section class="box wrong" aria-labelledby="sent-before">
    <h2 id="sent-before" tabIndex={-1} autofocus>
      {t('form.sentBefore.title')}
    </h2>
    <p>
      <a href={`${link}?action=comment#comment`}>{t('form.sentBefore.correction')}</a>
    </p>
    <p>{t('form.sentBefore.another')}</p>
  </section>
);

const Introduction = ({ form: { t, organisation } }: { form: Form }) => (
  <>
    <h1>{t('form.title')}</h1>
    <p class="lead">{t('form.lead')}</p>
    {organisation.serviceDesks.length > 0 && (
      <div class="desks">
        <p>
          <strong>{t('form.broken.title')}</strong> {t('form.broken.do')}
        </p>
        <ul class="inline">
          {organisation.serviceDesks.map(({ name, url }) => (
            <li key={url}>
              <a href={url}>{name[t.language]}</a>
            </li>
          ))}
        </ul>
      </div>
    )}
  </>
);

/** Shown by the script when this browser has a draft. */
const DraftOffer = ({ t }: { t: Texts }) => (
  <section class="box accent" id="draft" aria-labelledby="draft-found" hidden>
    <h2 id="draft-found">{t('form.draft.found')}</h2>
    <p>{t('form.draft.from', { moment: '%' })}</p>
    <div class="buttons">
      <button type="button">{t('form.draft.use')}</button>
      <button type="button" class="quiet">
        {t('form.draft.discard')}
      </button>
    </div>
  </section>
);

const Need = ({ form }: { form: Form }) => (
  <>
    <Text form={form} name="problem" required />
    <Text form={form} name="affected" required lines={2} />
    <LineQuestion
      {...question(form, 'title', true)}
      value={oneOf(form.values, 'title')}
      most={limits.title}
    />
  </>
);

const Submitter = ({ form }: { form: Form }) => (
  <>
    <SelectQuestion
      {...question(form, 'school', false)}
      choose={form.t('form.otherSchool')}
      value={oneOf(form.values, 'school')}
      options={form.organisation.schools.map(({ id, name }) => ({
        value: id,
        label: name[form.t.language],
      }))}
    />
    <LineQuestion
      {...question(form, 'submitterName', true)}
      value={oneOf(form.values, 'submitterName')}
      most={limits.submitterName}
      autocomplete="name"
    />
    <LineQuestion
      {...question(form, 'submitterEmail', true)}
      type="email"
      value={oneOf(form.values, 'submitterEmail')}
      autocomplete="email"
    />
  </>
);

/* This form does not ask these; other people's forms may. Shown if such a form comes back refused, so that nothing is lost. */
const askedByOtherForms = ['ifNothing', 'workaround', 'goal'] as const;
const isInUse =
  ({ values, mistakes }: Form) =>
  (name: QuestionName): boolean =>
    oneOf(values, name) !== '' || mistakes.some(({ id }) => id === name);

/* Everything in the fold, which is open where something is written in it. */
const folded = [
  'areas',
  'cause',
  'effect',
  'deadlineDate',
  'deadlineKind',
  'departments',
  ...askedByOtherForms,
] as const;

function More({ form }: { form: Form }) {
  const { t, organisation, values } = form;
  const isOpen = folded.some(isInUse(form));
  return (
    <details id="more" open={isOpen}>
      <summary>{t('form.more')}</summary>
      <Areas form={form} />
      <Text form={form} name="cause" />
      <Text form={form} name="effect" />
      <DeadlineQuestion form={form} />
      {askedByOtherForms.filter(isInUse(form)).map((name) => (
        <Text key={name} form={form} name={name} />
      ))}
      {isInUse(form)('departments') && (
        <ChoiceQuestion
          {...question(form, 'departments', false)}
          kind="choices"
          values={allOf(values, 'departments')}
          options={organisation.departments.map(({ id, name }) => ({ value: id, label: name[t.language] }))}
        />
      )}
    </details>
  );
}

function DeadlineQuestion({ form }: { form: Form }) {
  const { t, values } = form;
  const asked = question(form, 'deadlineDate', false);
  return (
    <>
      <LineQuestion {...asked} type="date" value={oneOf(values, 'deadlineDate')} />
      {asked.mistake !== undefined && (
        <div class="option">
          <input type="checkbox" id="sure" name="sure" value="yes" />
          <label for="sure">{t('field.start.sure.label')}</label>
        </div>
      )}
      <SelectQuestion
        {...question(form, 'deadlineKind', false)}
        value={oneOf(values, 'deadlineKind')}
        options={DeadlineKind.options.map((value) => ({ value, label: t(`form.deadlineKinds.${value}`) }))}
      />
    </>
  );
}

function Areas({ form }: { form: Form }) {
  const { t, organisation, values } = form;
  const areas = allOf(values, 'areas');
  return (
    <>
      <ChoiceQuestion
        {...question(form, 'areas', false)}
        kind="choices"
        values={areas}
        options={organisation.areas.map(({ id, topics }) => ({
          value: id,
          label: capital(topics[t.language].join(', ')),
        }))}
      >
        {/* It has no name and so is never sent: it says what it means to leave the rest empty. */}
        <div class="option">
          <input type="checkbox" id="areas-unknown" checked={areas.length === 0} />
          <label for="areas-unknown">
            {t('form.unknownArea')}
            <small>{t('form.unknownAreaHint')}</small>
          </label>
        </div>
      </ChoiceQuestion>
      <div class="box recipients" id="recipients" role="status" hidden>
        <h2>{t('form.recipients.title')}</h2>
        <ul />
      </div>
    </>
  );
}

const BeforeSending = ({ t }: { t: Texts }) => (
  <p>
    {t('form.before.record')} <a href={paths.privacy[t.language]}>{t('form.before.privacy')}</a>
  </p>
);

interface TextProps {
  readonly form: Form;
  readonly name: Extract<QuestionName, keyof typeof limits>;
  readonly required?: boolean;
  readonly lines?: number;
}
const Text = ({ form, name, required = false, lines = 3 }: TextProps) => (
  <TextQuestion
    {...question(form, name, required)}
    lines={lines}
    value={oneOf(form.values, name)}
    most={limits[name]}
  />
);

const question = ({ t, mistakes }: Form, name: QuestionName, required: boolean) => ({
  t,
  id: name,
  name,
  label: t(`form.field.${name}.label`),
  /* A name, and where one works, need no more words. */
  hint: name === 'school' || name === 'submitterName' ? '' : t(`form.field.${name}.hint`),
  required,
  mistake: mistakes.find(({ id }) => id === name)?.message,
});

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function recipientsData(t: Texts, organisation: Organisation): string {
  const data: RecipientsData = {
    areas: organisation.areas.map(({ id, name, departments }) => ({
      id,
      name: name[t.language],
      departments,
    })),
    departments: organisation.departments.map(({ id, name }) => ({ id, name: name[t.language] })),
    texts: {
      areas: t('form.recipients.areas', { list: '%' }),
      departments: t('form.recipients.departments', { list: '%' }),
      nobodyYet: t('form.recipients.nobodyYet'),
    },
  };
  return JSON.stringify(data);
}
