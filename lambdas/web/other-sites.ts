import type { HttpEvent } from './http.ts';

/**
 * Whether a page of another site sent a request. A browser says so by `Origin` or `Sec-Fetch-Site`; scripts send neither.
 * @param asksNoReferrer whether the form may stand on a page that has a browser send `Origin: null`, as those of needs do, since their
 *   address is a secret
 */
export function isFromOtherSite(
  { headers }: HttpEvent,
  baseUrl: string,
  { asksNoReferrer = false } = {},
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  if (origin === 'null') return !asksNoReferrer;
  const own = [new URL(baseUrl).host, headers['host']];
  return !URL.canParse(origin) || !own.includes(new URL(origin).host);
}
