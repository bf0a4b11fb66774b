import type { WorkFile } from '../../app/ports/works.ts';
import { sizeOptions } from '../../domain/need/options.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import { workLimits, workStates } from '../../domain/work/work.ts';
import { formatList, formatMoment } from '../../i18n/index.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import { workFacts, workFieldLabel } from '../../i18n/work-labels.ts';
import type { WorkField } from '../../i18n/work-labels.ts';
import type { Values } from '../body.ts';
import { inLanguage, pathTo } from '../routes.ts';
import { changedIn } from '../work-history.ts';
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
import { otherThan } from '../../domain/text.ts';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  /** The work that is there; none where it is to be noted. */
  readonly file?: WorkFile | undefined;
  /** Whether its reader may change it; it is shown without a form where they may not. */
  readonly isReadOnly?: boolean;
  /** What the form holds. */
  readonly values: Values;
  readonly mistakes?: readonly { readonly field: string; readonly message: string }[];
  /** Whether somebody has changed the work since the page was opened that the form came from. */
  readonly hasMovedOn?: boolean;
}
interface Form extends Props {
  readonly t: PageTexts;
}

/** A piece of work: its form, and what has been changed of it. */
export function workPage(props: Props): string {
  const { language, organisation, baseUrl, file, isReadOnly, values, mistakes = [], hasMovedOn } = props;
  const t = pageTextsFor(language);
  const form = { ...props, t };
  const path = file ? pathTo('/work/{id}', { id: file.work.id }) : pathTo('/work', {});
  const title = file?.work.title ?? t('board.addWork');
  const area = file?.work.area ?? oneOf(values, 'area');
  return page({
    t,
    organisation,
    title,
    mistaken: mistakes.length > 0,
    namesSite: true,
    otherLanguage: inLanguage(`${baseUrl}${path}`, otherThan(language)),
    children: (
      <>
        <Mistakes t={t} mistakes={mistakes.map(({ field, message }) => ({ id: field, message }))} />
        {hasMovedOn && (
          <section class="box wrong" role="alert">
            <h2>{t('work.movedOn.title')}</h2>
            <p>{t('work.movedOn.do')}</p>
          </section>
        )}
        {file && (
          <p class="light">
            {t('work.title')} <span class="reference">{file.work.id}</span>
          </p>
        )}
        <h1 dir="auto">{title}</h1>
        {!file && <p class="lead">{t('work.lead')}</p>}
        {file && isReadOnly ? (
          <Facts facts={workFacts(form, file.work)} />
        ) : (
          <form method="post" action={`${baseUrl}${path}`} novalidate>
            <input type="hidden" name="language" value={language} />
            {file ? (
              <input type="hidden" name="version" value={oneOf(values, 'version') || file.work.version} />
            ) : (
              <input type="hidden" name="key" value={oneOf(values, 'key')} />
            )}
            <Traps t={t} id="work" />
            <Content {...form} />
            <div class="buttons">
              <button type="submit">{t(file ? 'work.save' : 'work.add')}</button>
            </div>
          </form>
        )}
        {file && <WorkHistory {...form} file={file} />}
        <p>
          <a href={inLanguage(`${baseUrl}${pathTo('/areas/{id}', { id: area })}`, language)}>
            {t('work.board')}
          </a>
        </p>
      </>
    ),
  });
}

function Content(form: Form) {
  const { t, organisation, language, values, mistakes = [] } = form;
  const question = (name: WorkField, required: boolean) => ({
    ...{ t, id: name, name, required },
    label: t(`work.field.${name}.label`),
    hint: t(`work.field.${name}.hint`),
    mistake: mistakes.find(({ field }) => field === name)?.message,
  });
  const named = (members: readonly { readonly id: string; readonly name: Record<Language, string> }[]) =>
    members.map(({ id, name }) => ({ value: id, label: name[language] }));
  const isMore = ['size', 'goals', 'note'].some(
    (name) =>
      allOf(values, name).some((value) => value !== '') || mistakes.some(({ field }) => field === name),
  );
  return (
    <>
      <LineQuestion {...question('title', true)} value={oneOf(values, 'title')} most={workLimits.title} />
      <SelectQuestion
        {...question('area', true)}
        value={oneOf(values, 'area')}
        options={named(organisation.areas)}
      />
      <SelectQuestion
        {...question('responsible', true)}
        value={oneOf(values, 'responsible')}
        options={named(organisation.departments)}
      />
      <SelectQuestion
        {...question('state', true)}
        value={oneOf(values, 'state')}
        options={workStates.map((value) => ({ value, label: t(`work.state.${value}`) }))}
      />
      <LineQuestion {...question('plannedEnd', false)} type="date" value={oneOf(values, 'plannedEnd')} />
      <details open={isMore}>
        <summary>{t('work.more')}</summary>
        <SelectQuestion
          {...question('size', false)}
          value={oneOf(values, 'size')}
          choose={t('form.choose')}
          options={sizeOptions.map((value) => ({ value, label: t(`option.size.${value}`) }))}
        />
        <ChoiceQuestion
          {...question('goals', false)}
          kind="choices"
          values={allOf(values, 'goals')}
          options={named(organisation.goals)}
        />
        <TextQuestion {...question('note', false)} value={oneOf(values, 'note')} most={workLimits.note} />
      </details>
    </>
  );
}

/** Who has changed what, the latest first. */
function WorkHistory({ t, language, file: { history } }: Form & { readonly file: WorkFile }) {
  const changes = history.map(({ event }, index) => {
    const what = changedIn(history, index).map((name) => workFieldLabel(t, name));
    const told = { who: event.by.name, when: formatMoment(language, event.at) };
    return event.version === 1
      ? t('work.history.first', told)
      : t('work.history.changed', {
          ...told,
          what: what.length > 0 ? formatList(language, what) : t('work.history.nothing'),
        });
  });
  return (
    <details>
      <summary>{t('work.history.title')}</summary>
      <ul>
        {changes.toReversed().map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </details>
  );
}
