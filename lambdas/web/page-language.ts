import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Followed } from '../app/need/links.ts';
import { personIn } from '../domain/organisation/organisation.ts';
import { Language, otherThan } from '../domain/text.ts';
import { queryOf } from './http.ts';
import type { HttpEvent } from './http.ts';
import { inLanguage } from './routes.ts';

/** The language of the person who holds a link: their own, or the submission's. */
const ownLanguage = (organisation: Organisation, { file, holder }: Followed): Language =>
  (holder === 'submitter' ? undefined : personIn(organisation, holder)?.language) ?? file.need.language;

/** The language that the address asks for: it goes before the person's own. */
const askedFor = (event: HttpEvent<'language'>): Language | undefined =>
  Language.safeParse(queryOf(event).language).data;

/** The language for the holder of a link, and the page's address in it and in the other one. */
export function pageLanguage(
  event: HttpEvent<'language'>,
  organisation: Organisation,
  found: Followed,
  path: string,
) {
  const language = askedFor(event) ?? ownLanguage(organisation, found);
  const other = otherThan(language);
  return { language, address: addressIn(event, path), otherLanguage: inLanguage(path, other) };
}

/** A page's address, with the language that the request asks for. */
export function addressIn(event: HttpEvent<'language'>, path: string): string {
  const language = askedFor(event);
  return language === undefined ? path : inLanguage(path, language);
}
