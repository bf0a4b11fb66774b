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
  /** Whether the key came before with other words: the form has a new key, ready to be sent as another need. */
  readonly keyUsed?: boolean;
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
  const { language, organisation, baseUrl, submissionKey, now, values, keyUsed = false } = props;
  const t = textsFor(language);
  const form = { t, organisation, values, mistakes: mistakesIn(t, props.mistakes) };
  return page({
    t,
    organisation,
    title: t('form.title'),
    mistaken: form.mistakes.length > 0 || keyUsed,
    otherLanguage: `${baseUrl}${paths.form[language === 'sv' ? 'en' : 'sv']}`,
    children: (
      <>
        <Mistakes t={t} mistakes={form.mistakes} />
        {keyUsed && <KeyUsed t={t} />}
        <Introduction t={t} />
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
          <Areas form={form} />
          <More form={form} />
          <Submitter form={form} />
          <BeforeSending t={t} />
          <button type="submit" data-sending={t('form.sending')}>
            {t('form.submit')}
          </button>
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

const KeyUsed = ({ t }: { t: Texts }) => (
  <section class="box wrong" aria-labelledby="sent-before">
    <h2 id="sent-before" tabIndex={-1} autofocus>
      {t('error.key-used.title')}
    </h2>
    <p>{t('error.key-used.what')}</p>
    <p>{t('form.keyUsed')}</p>
  </section>
);

const Introduction = ({ t }: { t: Texts }) => (
  <>
    <h1>{t('form.title')}</h1>
    <p class="lead">{t('form.lead')}</p>
    <ul>
      <li>{t('form.facts.time')}</li>
      <li>{t('form.facts.required')}</li>
      <li>{t('form.facts.receipt')}</li>
    </ul>
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
    <h2>{form.t('form.sections.need')}</h2>
    <LineQuestion
      {...question(form, 'title', true)}
      value={oneOf(form.values, 'title')}
      most={limits.title}
    />
    <Text form={form} name="problem" required />
    <Text form={form} name="cause" required />
    <Text form={form} name="affected" required />
  </>
);

function Areas({ form }: { form: Form }) {
  const { t, organisation, values } = form;
  const areas = allOf(values, 'areas');
  return (
    <>
      <h2>{t('form.sections.area')}</h2>
      <ChoiceQuestion
        {...question(form, 'areas', false)}
        kind="choices"
        values={areas}
        options={organisation.areas.map(({ id, name, topics }) => ({
          value: id,
          label: capital(topics[t.language].join(', ')),
          more: name[t.language],
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
      <Departments form={form} />
      <div class="box recipients" id="recipients" role="status" hidden>
        <h3>{t('form.recipients.title')}</h3>
        <ul />
      </div>
    </>
  );
}

function Departments({ form }: { form: Form }) {
  const { t, organisation } = form;
  const departments = allOf(form.values, 'departments');
  const asked = question(form, 'departments', false);
  return (
    <details id="departments-known" open={departments.length > 0 || asked.mistake !== undefined}>
      <summary>{asked.label}</summary>
      <ChoiceQuestion
        {...asked}
        label={t('form.field.departments.legend')}
        kind="choices"
        values={departments}
        options={organisation.departments.map(({ id, name }) => ({ value: id, label: name[t.language] }))}
      />
    </details>
  );
}

const More = ({ form }: { form: Form }) => (
  <>
    <h2>{form.t('form.sections.more')}</h2>
    <p>{form.t('form.sections.moreLead')}</p>
    <Text form={form} name="effect" />
    <Text form={form} name="ifNothing" />
    <Text form={form} name="workaround" />
    <div class="pair">
      <LineQuestion
        {...question(form, 'deadlineDate', false)}
        type="date"
        value={oneOf(form.values, 'deadlineDate')}
      />
      <SelectQuestion
        {...question(form, 'deadlineKind', false)}
        value={oneOf(form.values, 'deadlineKind')}
        options={DeadlineKind.options.map((value) => ({
          value,
          label: form.t(`form.deadlineKinds.${value}`),
        }))}
      />
    </div>
    <Text form={form} name="goal" />
  </>
);

const Submitter = ({ form }: { form: Form }) => (
  <>
    <h2>{form.t('form.sections.you')}</h2>
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
    <SelectQuestion
      {...question(form, 'school', false)}
      value={oneOf(form.values, 'school')}
      options={form.organisation.schools.map(({ id, name }) => ({
        value: id,
        label: name[form.t.language],
      }))}
    />
  </>
);

const BeforeSending = ({ t }: { t: Texts }) => (
  <section class="box" aria-labelledby="before">
    <h2 id="before">{t('form.before.title')}</h2>
    <ul>
      <li>{t('form.before.record')}</li>
      <li>{t('form.before.sensitive')}</li>
      <li>{t('form.before.readers')}</li>
    </ul>
    <p>
      <a href={paths.privacy[t.language]}>{t('form.before.privacy')}</a>
    </p>
  </section>
);

interface TextProps {
  readonly form: Form;
  readonly name: keyof typeof limits;
  readonly required?: boolean;
}
const Text = ({ form, name, required = false }: TextProps) => (
  <TextQuestion {...question(form, name, required)} value={oneOf(form.values, name)} most={limits[name]} />
);

const question = ({ t, mistakes }: Form, name: QuestionName, required: boolean) => ({
  t,
  id: name,
  name,
  label: t(`form.field.${name}.label`),
  hint: t(`form.field.${name}.hint`),
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
