/** What chance follows in the tests: the same every time, unless SEED says otherwise. */
export const seed = Number(process.env['SEED'] ?? 20261123);
