import { sessionLifetime } from '../domain/session/session.ts';
import type { HttpEvent } from './http.ts';

/* With the prefix a browser takes the cookie only from this host by https (RFC 6265bis, 4.1.3.2). Without https it takes none so named. */
const isSecure = (baseUrl: string): boolean => baseUrl.startsWith('https:');
const nameFor = (baseUrl: string): string => (isSecure(baseUrl) ? '__Host-session' : 'session');

/** What the browser holds of a session, if it sends any. */
export function sessionTokenIn({ cookies = [] }: HttpEvent, baseUrl: string): string | undefined {
  const start = `${nameFor(baseUrl)}=`;
  return cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length);
}

function cookie(baseUrl: string, value: string, seconds: number): string {
  const attributes = ['Path=/', `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Lax'];
  return [`${nameFor(baseUrl)}=${value}`, ...attributes, ...(isSecure(baseUrl) ? ['Secure'] : [])].join('; ');
}

/** Gives the browser a session, or has it keep its own for as long again. */
export const sessionCookie = (baseUrl: string, token: string): string =>
  cookie(baseUrl, token, sessionLifetime / 1000);

export const noSessionCookie = (baseUrl: string): string => cookie(baseUrl, '', 0);
