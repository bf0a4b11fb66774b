import { defineConfig } from 'vitest/config';

/* Of test/app, those that are quick and put nothing else in a module's place. */
const quick = [
  ...['act', 'beside', 'current-organisation', 'deputies', 'follow', 'letters', 'meeting-links', 'notes'],
  ...['remind', 'resend', 'rhythm', 'stuck', 'substitutes'],
];

/* The tests that judge a mutant of the domain: those that are quick, and need neither the assembly nor an engine. */
export default defineConfig({
  test: {
    include: [
      'test/domain/**/*.test.ts',
      `test/app/{${quick.join(',')}}.test.ts`,
      'test/i18n/{goals,progress}.test.ts',
      'test/adapters/stored-notice.test.ts',
    ],
    exclude: ['test/domain/properties.test.ts'],
    testTimeout: 900_000,
    /* One copy of each module for all of them: a mutant is switched on and off while it runs, and need not be loaded. */
    isolate: false,
  },
});
