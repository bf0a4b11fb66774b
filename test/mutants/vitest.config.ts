import { defineConfig } from 'vitest/config';

/* The tests that judge a mutant of the domain: those that are quick, and need neither the assembly nor an engine. */
export default defineConfig({
  test: {
    include: [
      'test/domain/**/*.test.ts',
      'test/app/{deputies,links,remind,resend,substitutes}.test.ts',
      'test/i18n/progress.test.ts',
    ],
    exclude: ['test/domain/properties.test.ts'],
    testTimeout: 900_000,
  },
});
