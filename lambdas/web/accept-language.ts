import preferredLanguages from 'negotiator/lib/language.js';
import { Language } from '../domain/text.ts';
import type { Values } from './body.ts';
import { queryOf } from './http.ts';
import type { HttpEvent } from './http.ts';

/** The language to refuse in where no need says it: Swedish or English, as `Accept-Language` prefers (RFC 9110, 12.5.4). */
export function languageOf({ headers }: HttpEvent): Language {
  /* A language that the client does not name is better than one that it refuses. */
  const [language] = preferredLanguages(`*;q=0.001,${headers['accept-language'] ?? ''}`, ['sv', 'en']);
  return language === 'en' ? 'en' : 'sv';
}

/** The language that a body asks for, or else the one that the client prefers. */
export const languageIn = (event: HttpEvent, { language }: Values): Language =>
  Language.safeParse(language).data ?? languageOf(event);

/** The language that an address asks for, or else the one that the client prefers. */
export const requestedLanguage = (event: HttpEvent<'language'>): Language =>
  languageIn(event, queryOf(event));
