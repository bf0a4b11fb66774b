import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Opened } from '../app/need/links.ts';
import { personIn } from '../domain/organisation/organisation.ts';
import { Language } from '../domain/text.ts';
import type { HttpEvent } from './http.ts';

/** The language that is kept for whoever holds a link: the person's own, or the one the need was reported in. */
const ownLanguage = (organisation: Organisation, { file, holder }: Opened): Language =>
  (holder === 'submitter' ? undefined : personIn(organisation, holder)?.language) ?? file.need.language;

/** The language that a page was asked for in, over the reader's own. */
const askedFor = (event: HttpEvent): Language | undefined =>
  Language.safeParse(event.queryStringParameters?.['language']).data;

/** How to write to whoever holds a link: the language, this page's address in it, and the other language's address. */
export function localeOf(event: HttpEvent, organisation: Organisation, opened: Opened, path: string) {
  const language = askedFor(event) ?? ownLanguage(organisation, opened);
  const other = language === 'sv' ? 'en' : 'sv';
  return { language, address: addressIn(event, path), otherLanguage: `${path}?language=${other}` };
}

/** A page's address, in the language that this one was asked for in. */
export function addressIn(event: HttpEvent, path: string): string {
  const language = askedFor(event);
  return language === undefined ? path : `${path}?language=${language}`;
}
