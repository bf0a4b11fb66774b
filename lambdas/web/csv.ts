import { prefersCsv, queryOf } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';

/* What a spreadsheet would take for a formula when a cell begins so, also in its full-width forms (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r＝＋－＠]/u;

const cellOf = (value: string): string => {
  const inert = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
};

/** Rows as CSV (RFC 4180), in UTF-8 with a byte order mark, by which Excel knows it; no cell is taken for a formula. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;

/** Whether a client wants CSV: it prefers that by `Accept`, or its address asks for it, since a link says nothing of what it accepts. */
export const wantsCsv = (event: HttpEvent<'format'>): boolean =>
  queryOf(event).format === 'csv' || prefersCsv(event);

/** Rows as a file that a browser stores under a name. */
export const csv = (name: string, rows: readonly (readonly string[])[]): HttpResponse => ({
  statusCode: 200,
  headers: {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}.csv"`,
  },
  body: csvOf(rows),
});
