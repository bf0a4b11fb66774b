import type { Language } from '../../domain/text.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import { figuresAt, paths } from '../routes.ts';

/** On the page of whoever oversees the model: how much is stuck, and the figures. */
export function Oversight({
  language,
  baseUrl,
  stuck,
}: {
  readonly language: Language;
  readonly baseUrl: string;
  readonly stuck: number;
}) {
  const t = pageTextsFor(language);
  return (
    <nav aria-labelledby="oversight">
      <h2 id="oversight">{t('stuck.oversight')}</h2>
      <ul class="inline">
        <li>
          <a href={`${baseUrl}${paths.stuck[language]}`}>
            {stuck > 0 ? t('stuck.count', { count: stuck }) : t('stuck.title')}
          </a>
        </li>
        <li>
          <a href={figuresAt(baseUrl, { language })}>{t('stuck.figures')}</a>
        </li>
      </ul>
    </nav>
  );
}
