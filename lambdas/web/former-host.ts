import type { HttpEvent, HttpResponse } from './http.ts';
import { seeOther } from './http.ts';

/**
 * Leads whoever comes by a former host on to the same page at the present one: forms there are sent to it, and would be taken for those
 * of another site.
 * @param hosts the former hosts, separated by spaces
 */
export const ledOn = (
  { headers, rawPath, rawQueryString }: HttpEvent,
  baseUrl: string,
  hosts: string,
): HttpResponse | undefined =>
  hosts.split(' ').includes(headers['host'] ?? '')
    ? seeOther(baseUrl + rawPath + (rawQueryString && `?${rawQueryString}`))
    : undefined;
