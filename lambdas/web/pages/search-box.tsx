import type { PageTexts } from '../../i18n/pages.ts';
import { inLanguage, pathTo } from '../routes.ts';

/** Leads to the search page, with what one looks for. */
export const SearchBox = ({ t, baseUrl }: { readonly t: PageTexts; readonly baseUrl: string }) => (
  <form class="search no-print" method="get" action={`${baseUrl}${pathTo('/needs', {})}`} role="search">
    <input type="hidden" name="language" value={t.language} />
    <label for="q">{t('search.q')}</label>
    <input id="q" name="q" type="search" />
    <button type="submit" class="quiet">
      {t('search.do')}
    </button>
    <a href={inLanguage(`${baseUrl}${pathTo('/needs', {})}`, t.language)}>{t('search.more')}</a>
  </form>
);
