import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { FieldMistake } from '../../domain/need/fields.ts';
import { DeadlineKind } from '../../domain/need/deadline.ts';
import { contactLimits, submissionLimits } from '../../domain/need/submission.ts';
import type { Language } from '../../domain/text.ts';
import { textsFor } from '../../i18n/index.ts';
import type { Texts } from '../../i18n/index.ts';
import { mistakeMessage, questions } from '../../i18n/labels.ts';
import type { Question } from '../../i18n/labels.ts';
import {
  allOf,
  ChoiceQuestion,
  LineQuestion,
  Mistakes,
  oneOf,
  SelectQuestion,
  TextQuestion,
} from './controls.tsx';
import type { Values } from './controls.tsx';
import type { RecipientsData } from '../client/recipients-data.ts';
import { paths } from '../routes.ts';
import { page } from './layout.tsx';

const limits = { ...submissionLimits, submitterName: contactLimits.name };

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  /** What makes the submission repeatable: the same key sent twice stores one need. */
  readonly submissionKey: string;
  /** What was written, where the form was refused; empty on a fresh form. */
  readonly values: Values;
  readonly mistakes: readonly FieldMistake[];
  /** Whether the form was sent before with other words: it is shown again, ready to be sent as another need. */
  readonly keyUsed?: boolean;
}

/** The form where a need is reported, as an HTML document. It does everything without JavaScript. */
export function formPage({
  language,
  organisation,
  baseUrl,
  submissionKey,
  values,
  mistakes,
  keyUsed,
}: Props): string {
  const t = textsFor(language);
  const found = mistakes.map((mistake) => ({
    id: mistake.field.replace(/^submitter\.(.)/, (_all, first: string) => `submitter${first.toUpperCase()}`),
    message: mistakeMessage(t, mistake),
  }));
  found.sort((one, other) => placeOf(one.id) - placeOf(other.id));
  const asked = { t, values, mistakes: found };
  const filled = Object.keys(values).length > 0;

  return page({
    t,
    organisation,
    title: t('form.title'),
    mistaken: found.length > 0 || keyUsed === true,
    otherLanguage: `${baseUrl}${paths.form[language === 'sv' ? 'en' : 'sv']}`,
    children: (
      <>
        <Mistakes t={t} mistakes={found} />
        {keyUsed && (
          <section class="box wrong" aria-labelledby="sent-before">
            <h2 id="sent-before" tabIndex={-1} autofocus>
              {t('error.key-used.title')}
            </h2>
            <p>{t('error.key-used.what')}</p>
            <p>{t('form.keyUsed')}</p>
          </section>
        )}
        <h1>{t('form.title')}</h1>
        <p class="lead">{t('form.lead')}</p>
        <ul>
          <li>{t('form.facts.time')}</li>
          <li>{t('form.facts.required')}</li>
          <li>{t('form.facts.receipt')}</li>
        </ul>
        <section class="box said" id="draft" aria-labelledby="draft-found" hidden>
          <h2 id="draft-found">{t('form.draft.found')}</h2>
          <p>{t('form.draft.from', { moment: '%' })}</p>
          <div class="buttons">
            <button type="button">{t('form.draft.use')}</button>
            <button type="button" class="quiet">
              {t('form.draft.discard')}
            </button>
          </div>
        </section>
        <form
          method="post"
          action="/needs"
          novalidate
          data-recipients={recipientsData(t, organisation)}
          {...(filled && { 'data-filled': '' })}
        >
          <input type="hidden" name="submissionKey" value={submissionKey} />
          <input type="hidden" name="language" value={language} />

          <h2>{t('form.sections.need')}</h2>
          <LineQuestion {...about(asked, 'title', true)} value={oneOf(values, 'title')} most={limits.title} />
          <Text asked={asked} name="problem" required />
          <Text asked={asked} name="cause" required />
          <Text asked={asked} name="affected" required />

          <h2>{t('form.sections.area')}</h2>
          <Areas asked={asked} organisation={organisation} />

          <h2>{t('form.sections.more')}</h2>
          <p>{t('form.sections.moreLead')}</p>
          <Text asked={asked} name="effect" />
          <Text asked={asked} name="ifNothing" />
          <Text asked={asked} name="workaround" />
          <div class="pair">
            <LineQuestion
              {...about(asked, 'deadlineDate', false)}
              type="date"
              value={oneOf(values, 'deadlineDate')}
            />
            <SelectQuestion
              {...about(asked, 'deadlineKind', false)}
              value={oneOf(values, 'deadlineKind')}
              options={DeadlineKind.options.map((value) => ({
                value,
                label: t(`form.deadlineKinds.${value}`),
              }))}
            />
          </div>
          <Text asked={asked} name="goal" />

          <h2>{t('form.sections.you')}</h2>
          <LineQuestion
            {...about(asked, 'submitterName', true)}
            value={oneOf(values, 'submitterName')}
            most={limits.submitterName}
            autocomplete="name"
          />
          <LineQuestion
            {...about(asked, 'submitterEmail', true)}
            type="email"
            value={oneOf(values, 'submitterEmail')}
            autocomplete="email"
          />
          <SelectQuestion
            {...about(asked, 'school', false)}
            value={oneOf(values, 'school')}
            options={organisation.schools.map(({ id, name }) => ({ value: id, label: name[language] }))}
          />

          <section class="box" aria-labelledby="before">
            <h2 id="before">{t('form.before.title')}</h2>
            <ul>
              <li>{t('form.before.record')}</li>
              <li>{t('form.before.sensitive')}</li>
              <li>{t('form.before.readers')}</li>
            </ul>
            <p>
              <a href={paths.privacy[language]}>{t('form.before.privacy')}</a>
            </p>
          </section>
          <button type="submit" data-sending={t('form.sending')}>
            {t('form.submit')}
          </button>
        </form>
      </>
    ),
  });
}

/** The summary lists mistakes in the order of the form, wherever they were found first. */
const placeOf = (id: string): number => questions.findIndex((question) => question === id);

interface Asked {
  readonly t: Texts;
  readonly values: Values;
  readonly mistakes: readonly { readonly id: string; readonly message: string }[];
}

const about = ({ t, mistakes }: Asked, name: Question, required: boolean) => ({
  t,
  id: name,
  name,
  label: t(`form.field.${name}.label`),
  hint: t(`form.field.${name}.hint`),
  required,
  mistake: mistakes.find(({ id }) => id === name)?.message,
});

function Text({
  asked,
  name,
  required = false,
}: {
  asked: Asked;
  name: keyof typeof limits;
  required?: boolean;
}) {
  return (
    <TextQuestion {...about(asked, name, required)} value={oneOf(asked.values, name)} most={limits[name]} />
  );
}

function Areas({ asked, organisation }: { asked: Asked; organisation: Organisation }) {
  const { t, values } = asked;
  const areas = allOf(values, 'areas');
  const departments = allOf(values, 'departments');
  const question = about(asked, 'departments', false);
  return (
    <>
      <ChoiceQuestion
        {...about(asked, 'areas', false)}
        kind="choices"
        values={areas}
        options={organisation.areas.map(({ id, name, topics }) => ({
          value: id,
          label: capital(topics[t.language].join(', ')),
          more: name[t.language],
        }))}
      >
        {/* Without a name it is never sent: it says what leaving the rest empty means. */}
        <div class="option">
          <input type="checkbox" id="areas-unknown" checked={areas.length === 0} />
          <label for="areas-unknown">
            {t('form.unknownArea')}
            <small>{t('form.unknownAreaHint')}</small>
          </label>
        </div>
      </ChoiceQuestion>
      <details id="departments-known" open={departments.length > 0 || question.mistake !== undefined}>
        <summary>{question.label}</summary>
        <ChoiceQuestion
          {...question}
          label={t('form.field.departments.legend')}
          kind="choices"
          values={departments}
          options={organisation.departments.map(({ id, name }) => ({ value: id, label: name[t.language] }))}
        />
      </details>
      <div class="box recipients" id="recipients" role="status" hidden>
        <h3>{t('form.recipients.title')}</h3>
        <ul />
      </div>
    </>
  );
}

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
