/* What a spreadsheet would take for a formula when a cell begins so, also in its full-width forms (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r＝＋－＠]/u;

const cellOf = (value: string): string => {
  const inert = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
};

/** Rows as CSV (RFC 4180), in UTF-8 with a byte order mark, by which Excel knows it; no cell is taken for a formula. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;
