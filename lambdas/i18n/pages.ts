import type { Organisation } from '../domain/organisation/organisation.ts';
import en from './en.json' with { type: 'json' };
import { textsOf } from './index.ts';
import type { Leaves, Singular, TextKey, TextsOf } from './index.ts';
import type { Locale } from './locale.ts';
import pagesEn from './pages.en.json' with { type: 'json' };
import pagesSv from './pages.sv.json' with { type: 'json' };
import sv from './sv.json' with { type: 'json' };

/*
 * The texts of pages that are loaded when they are asked for: lists, and what is said of the service. No mail and no need's page loads
 * them.
 */

export type PageTexts = TextsOf<TextKey | Singular<Leaves<typeof pagesSv>>>;

/** Gives these texts, and all others, in a language. */
export const pageTextsFor: (language: PageTexts['language']) => PageTexts = textsOf({
  sv: { ...sv, ...pagesSv },
  en: { ...en, ...pagesEn },
});

/** What such a page is written with. */
export interface PageLocale extends Locale {
  readonly t: PageTexts;
}

export const pageLocaleFor = (language: PageTexts['language'], organisation: Organisation): PageLocale => ({
  t: pageTextsFor(language),
  organisation,
});
