import { describe, expect, test } from 'vitest';
import { withParts } from '../../lambdas/web/parts.ts';

describe('What a form says of each department’s part', () => {
  test('becomes the responsible department and those that decide with it', () => {
    expect(
      withParts({ action: 'coordinate', 'part-it': 'decides', 'part-hr': 'responsible', 'part-x': '' }),
    ).toEqual({ action: 'coordinate', responsible: 'hr', departments: ['it'] });
  });

  test('names both where two are said to be responsible, so that it is refused', () => {
    const { responsible } = withParts({ 'part-it': 'responsible', 'part-hr': 'responsible' });
    expect(responsible).toEqual(['it', 'hr']);
  });

  test('leaves what a program sends as it is', () => {
    const sent = { responsible: 'it', departments: ['hr'] };
    expect(withParts(sent)).toBe(sent);
  });
});
