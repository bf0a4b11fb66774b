import { describe, expect, test } from 'vitest';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { goalsOn } from '../../lambdas/domain/organisation/organisation.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { inputFacts } from '../../lambdas/i18n/labels.ts';
import { localeFor } from '../../lambdas/i18n/locale.ts';
import { shippedFile } from '../domain/fixtures.ts';

const names = (sv: string, en: string) => ({ name: { sv, en } });
const organisation = parseOrganisation({
  ...(shippedFile() as object),
  goals: [
    { id: 'strategy', kind: 'strategy', ...names('Strategin', 'The strategy') },
    { id: 'goals-2025', kind: 'goal', ...names('Målen för 2025', 'The goals of 2025'), to: '2025-12-31' },
    { id: 'goals-2027', kind: 'goal', ...names('Målen för 2027', 'The goals of 2027'), from: '2027-01-01' },
  ],
});
const on = (day: string) => goalsOn(organisation, day as Day).map(({ id }) => id);

describe('A goal', () => {
  test('can be chosen from its first day to its last', () => {
    expect(on('2025-12-31')).toEqual(['strategy', 'goals-2025']);
    expect(on('2026-06-01')).toEqual(['strategy']);
    expect(on('2027-01-01')).toEqual(['strategy', 'goals-2027']);
  });

  test('is named by old advice also when it has ended, and by its id once it has left the organisation file', () => {
    const advice = { advice: 'do', priority: 'high', goals: ['goals-2025', 'goals-2024'] };
    const goalsIn = (language: 'sv' | 'en') =>
      inputFacts(localeFor(language, organisation), 'advise', advice).at(-1)?.values;
    expect(goalsIn('sv')).toEqual(['Målen för 2025', 'goals-2024']);
    expect(goalsIn('en')).toEqual(['The goals of 2025', 'goals-2024']);
  });
});
