import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sesAnswers } from '../../lambdas/adapters/ses-answers.ts';
import { outcomes } from '../../lambdas/app/ports/log.ts';

const page = readFileSync(new URL('../../docs/design.md', import.meta.url), 'utf8');
const alarms = readFileSync(new URL('../../lib/alarms.ts', import.meta.url), 'utf8');
const section = page.split('\n## When SES refuses a mail\n')[1]?.split('\n## ')[0] ?? '';
const table = section.split('\n\n').find((part) => part.startsWith("| SES's answer")) ?? '';
const kindsIn = [...table.matchAll(/^\|[^|]*\| `([a-z-]+)` +\|/gm)].map(([, kind]) => kind);

describe('docs/design.md, "When SES refuses a mail"', () => {
  test('has a row for each kind of answer, once', () => {
    /* What no row of the answers fits is `unknown`. */
    const kinds = new Set<string>([...sesAnswers.map(({ means }) => means), 'unknown']);
    expect(kindsIn.toSorted()).toEqual([...kinds].sort());
  });

  test('names outcomes that are logged, and alarms that there are', () => {
    const logged = [...section.matchAll(/`((?:notice|letter|code|mail|sending|no|unknown) [a-z ]+)`/g)];
    const named = [...new Set(logged.map(([, outcome = '']) => outcome))];
    expect(named.filter((outcome) => !(outcome in outcomes))).toEqual([]);
    const alarming = ['SendingStopped', 'UnknownMailAnswer', 'SomebodyNotTold', 'NoticesOverdue'];
    expect(alarming.filter((alarm) => !section.includes(alarm) || !alarms.includes(alarm))).toEqual([]);
    expect(named.length).toBeGreaterThan(8);
  });
});
