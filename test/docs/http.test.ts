import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Contact, Submission } from '../../lambdas/domain/need/submission.ts';
import { routes } from '../../lambdas/web/routes.ts';

const page = readFileSync(new URL('../../docs/http.md', import.meta.url), 'utf8');
const section = (heading: string): string => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

describe('docs/http.md', () => {
  test('names every route, and no other', () => {
    const named = [...section('Routes').matchAll(/`((?:GET|POST) \/[^`]*)`/g)].map(([, route]) => route);
    expect([...new Set(named)].sort()).toEqual(Object.keys(routes).sort());
  });

  test('names every field of a submission', () => {
    const named = [...section('Report a need').matchAll(/`([\w.]+)`/g)].map(([, name]) => name);
    const contact = Object.keys(Contact.shape).map((name) => `submitter.${name}`);
    expect(named).toEqual(expect.arrayContaining([...Object.keys(Submission.shape), ...contact]));
  });
});
