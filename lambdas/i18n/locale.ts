import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Language } from '../domain/text.ts';
import { textsFor } from './index.ts';
import type { Texts } from './index.ts';

/** What a page or mail is written with: the texts in the reader's language, and the organisation for its names. */
export interface Locale {
  readonly t: Texts;
  readonly organisation: Organisation;
}

export const localeFor = (language: Language, organisation: Organisation): Locale => ({
  t: textsFor(language),
  organisation,
});
