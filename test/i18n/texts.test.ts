import { globSync } from 'node:fs';
import type { Node } from 'typescript/unstable/ast';
import { isStringLiteral, isTemplateExpression } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { describe, expect, test } from 'vitest';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { actionNames, statuses, workflow } from '../../lambdas/domain/need/workflow.ts';
import en from '../../lambdas/i18n/en.json' with { type: 'json' };
import { shipped } from '../domain/fixtures.ts';
import { formatDay, formatMoment, textsFor } from '../../lambdas/i18n/index.ts';
import pagesEn from '../../lambdas/i18n/pages.en.json' with { type: 'json' };
import pagesSv from '../../lambdas/i18n/pages.sv.json' with { type: 'json' };
import sv from '../../lambdas/i18n/sv.json' with { type: 'json' };
import { isWhole } from '../support/whole.ts';

type Tree = { readonly [key: string]: string | Tree };

const textsIn = (tree: Tree, under = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${under}${key}`, value] as const] : textsIn(value, `${under}${key}.`),
  );
const swedish = new Map([...textsIn(sv), ...textsIn(pagesSv)]);
const english = new Map([...textsIn(en), ...textsIn(pagesEn)]);

/**
 * What the code asks for: each string, and where a part of a key is computed every key that it may be by its type. So a text is found
 * unused also where others of its family are read.
 */
function keysAskedFor(): ReadonlySet<string> {
  const compiler = new API();
  const [project] = compiler.updateSnapshot({ openProjects: ['tsconfig.json'] }).getProjects();
  const roots = new Set([...Object.keys(sv), ...Object.keys(pagesSv)]);
  const asked = new Set<string>();
  const visit = (node: Node): void => {
    if (isStringLiteral(node)) asked.add(node.text);
    if (isTemplateExpression(node) && node.head.text.includes('.')) {
      const [root = ''] = node.head.text.split('.');
      const type = roots.has(root) ? project?.checker.getTypeAtLocation(node) : undefined;
      for (const key of type?.isUnionType() ? type.getTypes() : type ? [type] : []) {
        if (!key.isStringLiteralType()) throw new Error(`${node.getText()} may be any key`);
        asked.add(key.value);
      }
    }
    node.forEachChild(visit);
  };
  try {
    for (const file of globSync('lambdas/**/*.{ts,tsx}', { exclude: ['lambdas/web/client/**'] })) {
      const source = project?.program.getSourceFile(file);
      if (!source) throw new Error(`${file} is not of the project`);
      visit(source);
    }
  } finally {
    compiler.close();
  }
  return asked;
}

describe('The texts', () => {
  test('are there in both languages, every one of them', () => {
    expect([...english.keys()].sort()).toEqual([...swedish.keys()].sort());
  });

  test('put in the same values in both languages', () => {
    const holes = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    for (const [key, text] of swedish) expect(holes(english.get(key)), key).toEqual(holes(text));
  });

  test('are none of them empty', () => {
    for (const [key, text] of [...swedish, ...english]) expect(text.trim(), key).not.toBe('');
  });

  test.runIf(isWhole)('are all in use', { timeout: 120_000 }, () => {
    const asked = keysAskedFor();
    expect(asked.size).toBeGreaterThan(1000);
    const unused = [...swedish.keys()].filter(
      (key) => !asked.has(key) && !asked.has(key.replace(/_(one|other)$/, '')),
    );
    expect(unused).toEqual([]);
  });

  test('name the statuses, actions and fields of the workflow and no others', () => {
    expect(Object.keys(sv.status).sort()).toEqual([...statuses].sort());
    expect(Object.keys(sv.action).sort()).toEqual(Object.keys(workflow).sort());
    const fields = actionNames.flatMap((action) =>
      Object.keys(workflow[action].fields).map((field) => `${action}.${field}`),
    );
    const named = Object.entries(sv.field).flatMap(([action, under]) =>
      Object.keys(under).map((field) => `${action}.${field}`),
    );
    expect(named.sort()).toEqual(fields.sort());
  });

  /* Whoever hears the page read out must know the button from what opened its form. */
  test.each(['sv', 'en'] as const)(
    'name what opens a form by what it is about, and the button by what pressing it does, in %s',
    (language) => {
      const plain = (text: string) => text.toLocaleLowerCase(language).replace(/[^\p{L} ]/gu, '');
      const texts = { sv: { ...sv, ...pagesSv }, en: { ...en, ...pagesEn } }[language];
      const named: readonly (readonly [what: string, opener: string, button: string])[] = [
        ...actionNames.flatMap((action) => {
          const { do: button = '', ...rest } = texts.action[action] as Readonly<Record<string, string>>;
          const openers = Object.entries(rest).filter(([key]) => /[lL]abel$/.test(key));
          return openers.map(([, opener]) => [action, opener, button] as const);
        }),
        ['filter', texts.board.filter.title, texts.board.filter.do],
        ['work', texts.board.addWork, texts.work.add],
        ['rhythm', texts.my.rhythm.title, texts.my.rhythm.do],
        ['reminder', texts.mail.reminder.putOff, texts.my.remind.do],
      ];
      expect(new Set(named.map(([what]) => what)).size).toBe(actionNames.length + 4);
      for (const [what, opener, button] of named) {
        expect(plain(opener), `${what}: the button’s name is no part of it`).not.toContain(plain(button));
        expect(plain(button), `${what}: it is no part of the button’s name`).not.toContain(plain(opener));
      }
    },
  );

  /* Outside the staff nobody knows what a VSO is. These stand in the histories, the pages and the mails of staff. */
  test('say VSO to staff alone, and so does the organisation that ships', () => {
    const saying = [...swedish, ...english].filter(([, text]) => /VSO/.test(text)).map(([key]) => key);
    expect(saying).toEqual([
      ...['action.escalate.sentence', 'action.hear.leadsSentence', 'need.voices.leads'],
      ...['meeting.name.leads', 'meetings.leadsAdvice'],
    ]);
    const { areas, departments, schools, university } = shipped;
    expect(JSON.stringify({ areas, departments, schools, university })).not.toMatch(/VSO|[Ss]upport area/);
  });

  test('take what people wrote as it is, even where it looks like a reference to another text', () => {
    const title = '$t(site.name) {{title}} <b>';
    expect(textsFor('sv')('mail.subject.help', { title })).toBe(`Din hjälp behövs: ${title}`);
  });

  test('give moments as clocks at the university show them, on the day it is there', () => {
    expect(formatMoment('sv', '2026-11-23T23:05:00.000Z' as Instant)).toBe('24 november 2026 kl. 00:05');
    expect(formatMoment('en', '2026-07-01T12:00:00.000Z' as Instant)).toBe('1 July 2026 at 14:00');
    expect(formatDay('sv', '2026-03-01' as Day)).toBe('1 mars 2026');
  });
});
