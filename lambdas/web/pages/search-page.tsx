import type { ComponentChildren } from 'preact';
import { statuses } from '../../domain/need/workflow.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Line } from '../../domain/overview/board.ts';
import type { Language } from '../../domain/text.ts';
import { workStates } from '../../domain/work/work.ts';
import { statusLabel } from '../../i18n/labels.ts';
import { pageLocaleFor } from '../../i18n/pages.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import { pathTo } from '../routes.ts';
import { CardLine } from './card-line.tsx';
import { Mistakes } from './controls.tsx';
import { page } from './layout.tsx';
import { RegisterForm, registerField } from './register-form.tsx';
import type { RegisterValues } from './register-form.tsx';
import { otherThan } from '../../domain/text.ts';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  /** What the address asks for. */
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly mistakes: readonly { readonly field: string; readonly message: string }[];
  /** Whether anything was searched for. */
  readonly isAsked: boolean;
  readonly lines: readonly Line[];
  /** Whether there are more than are shown. */
  readonly isCut: boolean;
  readonly isStaff: boolean;
  /** Of whoever reads the register. */
  readonly register?: RegisterValues;
}

/** Where needs and work are found by reference and words. */
export function searchPage(props: Props): string {
  const { language, organisation, baseUrl, values, isAsked, lines, isCut, register } = props;
  const locale = { ...pageLocaleFor(language, organisation), baseUrl };
  const { t } = locale;
  const mistakes = [
    ...props.mistakes.map(({ field, message }) => ({ id: field, message })),
    ...(register?.mistakes ?? []).map(({ field, message }) => ({ id: registerField(field), message })),
  ];
  const path = `${baseUrl}${pathTo('/needs', {})}`;
  const given = Object.entries(values).filter((one): one is [string, string] => one[1] !== undefined);
  const other = new URLSearchParams({
    ...Object.fromEntries(given),
    language: otherThan(language),
  });
  return page({
    t,
    organisation,
    title: t('search.title'),
    mistaken: mistakes.length > 0,
    namesSite: true,
    isWide: true,
    otherLanguage: `${path}?${other.toString()}`,
    children: (
      <>
        <Mistakes t={t} mistakes={mistakes} />
        <h1>{t('search.title')}</h1>
        <SearchForm {...props} t={t} path={path} />
        {register && <RegisterForm t={t} baseUrl={baseUrl} register={register} />}
        {isAsked && (
          <section aria-labelledby="found">
            <h2 id="found">{t('search.found', { count: lines.length })}</h2>
            {isCut && <p>{t('search.cut', { count: lines.length })}</p>}
            {lines.length === 0 && <p>{t('search.nothing')}</p>}
            <ul class="board">
              {lines.map((line) => (
                <CardLine key={line.card.reference} locale={locale} line={line} />
              ))}
            </ul>
          </section>
        )}
      </>
    ),
  });
}

/* `paused` finds both. */
const onlyOfWork = workStates.filter((state) => state !== 'paused');

function SearchForm({
  t,
  path,
  language,
  organisation,
  values,
  mistakes,
  isStaff,
}: Props & { readonly t: PageTexts; readonly path: string }) {
  const isNarrowed = ['area', 'school', 'status', 'from', 'to'].some((name) => (values[name] ?? '') !== '');
  const field = (name: SearchField['name']): SearchField => ({
    ...{ t, name, value: values[name] ?? '' },
    mistake: mistakes.find((mistake) => mistake.field === name)?.message,
  });
  return (
    <form method="get" action={path} role="search">
      <input type="hidden" name="language" value={language} />
      <Labelled {...field('q')}>
        <input
          {...common(field('q'))}
          type="search"
          aria-describedby={field('q').mistake === undefined ? 'q-hint' : 'q-hint q-mistake'}
          value={values['q'] ?? ''}
        />
        <span class="hint" id="q-hint">
          {t(isStaff ? 'search.hint' : 'search.ownHint')}
        </span>
      </Labelled>
      <details open={isNarrowed}>
        <summary>{t('search.more')}</summary>
        <div class="choices">
          <Choice
            {...field('school')}
            options={organisation.schools.map(({ id, name }) => ({ value: id, label: name[language] }))}
          />
          <Choice
            {...field('area')}
            options={organisation.areas.map(({ id, name }) => ({ value: id, label: name[language] }))}
          />
          <Choice
            {...field('status')}
            options={[
              ...statuses.map((value) => ({ value, label: statusLabel(t, value) })),
              ...onlyOfWork.map((value) => ({
                value,
                label: `${t(`work.state.${value}`)} (${t('board.work')})`,
              })),
            ]}
          />
          {(['from', 'to'] as const).map(field).map((day) => (
            <Labelled key={day.name} {...day}>
              <input {...common(day)} type="date" class="short" value={day.value} />
            </Labelled>
          ))}
        </div>
      </details>
      <button type="submit">{t('search.do')}</button>
    </form>
  );
}

interface SearchField {
  readonly t: PageTexts;
  readonly name: 'q' | 'area' | 'school' | 'status' | 'from' | 'to';
  readonly value: string;
  readonly mistake: string | undefined;
}

const common = ({ name, mistake }: SearchField) => ({
  ...{ id: name, name },
  ...(mistake !== undefined && { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-mistake` }),
});

const Labelled = ({ t, name, mistake, children }: SearchField & { readonly children: ComponentChildren }) => (
  <p>
    <label for={name}>{t(`search.${name}`)}</label>
    {mistake !== undefined && (
      <span class="mistake" id={`${name}-mistake`}>
        <span class="hidden">{t('mistake.prefix')} </span>
        {mistake}
      </span>
    )}
    {children}
  </p>
);

const Choice = ({
  options,
  ...field
}: SearchField & { readonly options: readonly { readonly value: string; readonly label: string }[] }) => (
  <Labelled {...field}>
    <select {...common(field)}>
      <option value="">{field.t('search.any')}</option>
      {options.map(({ value, label }) => (
        <option key={value} value={value} selected={value === field.value}>
          {label}
        </option>
      ))}
    </select>
  </Labelled>
);
