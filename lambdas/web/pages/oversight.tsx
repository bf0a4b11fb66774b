import type { Mine } from '../../app/session/mine.ts';
import type { Language } from '../../domain/text.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import { registerField } from './register-form.tsx';
import { figuresAt, inLanguage, paths, pathTo } from '../routes.ts';

/** On the page of whoever oversees the model: how much is stuck, and the figures. Of whoever reads the register: the way there. */
export function Oversight({
  language,
  baseUrl,
  mine: { stuck, readsRegister },
}: {
  readonly language: Language;
  readonly baseUrl: string;
  readonly mine: Pick<Mine, 'stuck' | 'readsRegister'>;
}) {
  if (stuck === undefined && !readsRegister) return null;
  const t = pageTextsFor(language);
  return (
    <nav aria-labelledby="oversight">
      <h2 id="oversight">{t('stuck.oversight')}</h2>
      <ul class="inline">
        {stuck !== undefined && (
          <>
            <li>
              <a href={`${baseUrl}${paths.stuck[language]}`}>
                {stuck > 0 ? t('stuck.count', { count: stuck }) : t('stuck.title')}
              </a>
            </li>
            <li>
              <a href={figuresAt(baseUrl, { language })}>{t('stuck.figures')}</a>
            </li>
          </>
        )}
        {readsRegister && (
          <li>
            <a href={`${inLanguage(`${baseUrl}${pathTo('/needs', {})}`, language)}#${registerField('from')}`}>
              {t('register.title')}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}
