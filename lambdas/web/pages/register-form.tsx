import type { PageTexts } from '../../i18n/pages.ts';
import { pathTo } from '../routes.ts';

export interface DayMistake {
  readonly field: 'from' | 'to';
  readonly message: string;
}

/** What the form of the register holds. */
export interface RegisterValues {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly mistakes: readonly DayMistake[];
}

/** The id of a field, which no other form on the page has. */
export const registerField = (name: DayMistake['field']): string => `register-${name}`;

/** Where the register is taken out as a file, for those who may. */
export const RegisterForm = ({
  t,
  baseUrl,
  register: { values, mistakes },
}: {
  readonly t: PageTexts;
  readonly baseUrl: string;
  readonly register: RegisterValues;
}) => (
  <details id="register" open={mistakes.length > 0}>
    <summary>{t('register.title')}</summary>
    <form method="get" action={`${baseUrl}${pathTo('/needs', {})}`}>
      <input type="hidden" name="register" value="yes" />
      <input type="hidden" name="language" value={t.language} />
      <p class="hint">{t('register.hint')}</p>
      {(['from', 'to'] as const).map((name) => (
        <p key={name}>
          <label for={registerField(name)}>{t(`search.${name}`)}</label>
          <input id={registerField(name)} name={name} type="date" class="short" value={values[name] ?? ''} />
        </p>
      ))}
      <button type="submit">{t('register.do')}</button>
    </form>
  </details>
);
