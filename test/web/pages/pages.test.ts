import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { viewFor } from '../../../lambdas/app/need/view.ts';
import { Contact, Submission, submissionLimits } from '../../../lambdas/domain/need/submission.ts';
import type { Instant } from '../../../lambdas/domain/time/time.ts';
import type { Accessibility } from '../../../lambdas/domain/accessibility.ts';
import type { Recipient } from '../../../lambdas/domain/notice/recipient.ts';
import { actionNames } from '../../../lambdas/domain/need/workflow.ts';
import { textsFor } from '../../../lambdas/i18n/index.ts';
import { questions } from '../../../lambdas/i18n/labels.ts';
import { assetPath, assets, brandOf } from '../../../lambdas/web/assets/index.ts';
import { accessibilityPage, privacyPage } from '../../../lambdas/web/pages/about-pages.tsx';
import { formPage } from '../../../lambdas/web/pages/form-page.tsx';
import { needPage } from '../../../lambdas/web/pages/need-page.tsx';
import { errorPage } from '../../../lambdas/web/pages/error-pages.tsx';
import { happen, as, now, pure, shipped } from '../../domain/fixtures.ts';
import { everyStanding, fileIn, hostile, remindedFile } from '../../i18n/walk.ts';
import { gzipSync } from 'node:zlib';
import { noticeAs } from '../../support/notices.ts';
import { openedBy } from '../../support/needs.ts';

const baseUrl = 'https://behov.example.org';
const token = `B26-7KQ4M-${'t'.repeat(43)}`;
const languages = ['sv', 'en'] as const;
const { language: _language, ...words } = Submission.shape;
const formFields = [...Object.keys(words), 'submitterName', 'submitterEmail'];
const hostileValues = Object.fromEntries(formFields.map((field) => [field, hostile]));

const form = (extra: Partial<Parameters<typeof formPage>[0]> = {}) =>
  formPage({
    language: 'sv',
    organisation: shipped,
    baseUrl,
    submissionKey: 'key-1',
    now,
    values: {},
    mistakes: [],
    ...extra,
  });
function need(
  status: Parameters<typeof fileIn>[0],
  holder: string,
  extra: Partial<Parameters<typeof needPage>[0]> = {},
  file = fileIn(status),
) {
  const view = viewFor(pure, openedBy(holder as Recipient, file), now);
  return needPage({
    language: 'sv',
    organisation: pure,
    view,
    address: `/n/${token}`,
    baseUrl,
    now,
    ...extra,
  });
}

const everyPage: readonly string[] = languages.flatMap((language) => [
  form({ language }),
  form({
    language,
    values: hostileValues,
    mistakes: formFields.map((field) => ({ field, problem: 'wrong' }) as const),
  }),
  privacyPage({ language, organisation: shipped, baseUrl }),
  accessibilityPage({ language, organisation: shipped, baseUrl }),
  errorPage({ language, kind: 'fault', faultId: hostile, baseUrl }),
  ...everyStanding.map(({ status, holder }) => {
    const file = fileIn(status, { title: hostile, problem: hostile, goal: hostile });
    return need(status, holder, { language }, { ...file, contact: { name: hostile, email: hostile } });
  }),
]);

describe('Every page, in both languages', () => {
  test('shows hostile text as text and has no inline script or style', () => {
    for (const html of everyPage) {
      expect(html).not.toMatch(/<img|<svg/);
      expect(html.match(/<script/g)).toHaveLength(1);
      expect(html).toContain(`<script src="${assetPath('form.js')}" defer></script>`);
      expect(html).not.toMatch(/<style|<[a-z][^>]*\s(style|on[a-z]+)=/);
    }
  });

  test('loads nothing from elsewhere', () => {
    for (const html of everyPage) {
      for (const [, address = ''] of html.matchAll(
        /<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]*)"/g,
      )) {
        expect([...assets.keys()]).toContain(address);
      }
    }
  });

  test('gives each id once, and every description and label its target', () => {
    for (const html of everyPage) {
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      expect(ids).toEqual([...new Set(ids)]);
      const targets = [
        ...html.matchAll(/\s(?:aria-describedby|aria-labelledby|for)="([^"]+)"/g),
        ...html.matchAll(/\shref="#([^"]+)"/g),
      ];
      for (const target of targets.flatMap(([, names = '']) => names.split(' ')))
        expect(ids).toContain(target);
    }
  });
});

describe('A university that has configured its colours and logo', () => {
  const university = {
    ...shipped.university,
    colour: { light: '#112233', dark: '#ddeeff' },
    logo: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  };

  test('finds them on every page, each at a path that is served', () => {
    const html = form({ organisation: { ...shipped, university } });
    const brand = brandOf(university);
    const stylesheet = brand.stylesheet ?? '';
    expect(html).toContain(`<link rel="stylesheet" href="${stylesheet}"/>`);
    expect(html).toContain(`<img src="${brand.logo ?? ''}" alt/>`);
    expect(brand.assets.get(stylesheet)?.body).toContain('--accent:#112233');
    expect(brand.assets.get(brand.logo ?? '')?.type).toBe('image/svg+xml');
    expect(brandOf(shipped.university).assets.size).toBe(0);
  });
});

test('The style sheet holds its base, where nothing in it outweighs the site', () => {
  expect(assets.get(assetPath('site.css'))?.body).toMatch(/^@layer base\{[^]{5000,}\}:root\s*\{/);
});

describe('The form', () => {
  test('asks for what people at a school can say, in an order that mistakes and the need’s page follow', () => {
    const asked = [...form().matchAll(/ name="(\w+)"/g)].map(([, name]) => name);
    const elsewhere = ['departments', 'goal', 'ifNothing', 'workaround'];
    expect(asked).toEqual(expect.arrayContaining(formFields.filter((field) => !elsewhere.includes(field))));
    for (const field of elsewhere) expect(asked).not.toContain(field);
    expect(questions.toSorted()).toEqual(formFields.toSorted());
  });

  test('keeps everything that was written when it is refused', () => {
    const values = {
      title: 'Min titel',
      problem: 'Rad 1\nRad 2',
      areas: ['infrastruktur', 'styrning'],
      departments: 'it',
      deadlineDate: 'i morgon',
      deadlineKind: 'law',
      school: 'halsa-valfard',
      submitterName: 'Kim',
      submitterEmail: 'kim',
    };
    const html = form({ values, mistakes: [{ field: 'submitterEmail', problem: 'not-an-address' }] });
    expect(html).toContain('value="Min titel"');
    expect(html).toContain('>Rad 1\nRad 2</textarea>');
    expect(html).toContain('value="i morgon"');
    expect(html).toContain('<option value="law" selected>');
    expect(html).toContain('<option value="halsa-valfard" selected>');
    const ticked = [...html.matchAll(/<input[^>]*\bchecked\b[^>]*>/g)].map(
      ([box]) => /value="([^"]+)"/.exec(box)?.[1],
    );
    expect(ticked).toEqual(['infrastruktur', 'styrning', 'it']);
  });

  test('says first what must be corrected, in the title too, and ties each message to its field', () => {
    const html = form({
      mistakes: [
        { field: 'submitter.email', problem: 'missing' },
        { field: 'title', problem: 'too-long', most: 120 },
      ],
    });
    expect(html).toContain('<title>Fel: ');
    expect(html).toMatch(/<h2 id="mistakes" tabindex="-1" autofocus>Du behöver rätta 2 saker<\/h2>/);
    expect(html.indexOf('href="#title"')).toBeLessThan(html.indexOf('href="#submitterEmail"'));
    expect(html).toMatch(
      /<input id="title"[^>]*aria-describedby="title-hint title-mistake" aria-invalid="true"/,
    );
    expect(html).toMatch(/id="submitterEmail-mistake"/);
  });

  test('has “vet inte” ticked until an area is picked, under no name, so that it is never sent', () => {
    expect(form()).toMatch(/<input type="checkbox" id="areas-unknown" checked\/>/);
    expect(form({ values: { areas: 'styrning' } })).toMatch(/<input type="checkbox" id="areas-unknown"\/>/);
  });

  test('counts characters from what the domain allows', () => {
    const elsewhere = { goal: 'x', ifNothing: 'x', workaround: 'x' };
    const counted = [...form({ values: elsewhere }).matchAll(/ name="(\w+)"[^>]* data-most="(\d+)"/g)].map(
      ([, name = '', most]) => [name, Number(most)] as const,
    );
    expect(counted.map(([name]) => name).sort()).toEqual(
      [...Object.keys(submissionLimits), 'submitterName'].sort(),
    );
    const mistakesIn = (more: number) => {
      const { submitterName, ...fields } = Object.fromEntries(
        counted.map(([name, most]) => [name, 'x'.repeat(most + more)]),
      );
      const { error } = z
        .extend(Submission, { submitterName: Contact.shape.name })
        .safeParse({ ...fields, submitterName });
      return error?.issues.map(({ path }) => path[0]) ?? [];
    };
    expect(mistakesIn(0)).toEqual([]);
    expect(mistakesIn(1).sort()).toEqual(counted.map(([name]) => name).sort());
  });

  test('weighs less than 60 kB with all that it loads', () => {
    const loaded = [form(), ...[...assets.values()].map(({ body }) => body)];
    const bytes = loaded.reduce((sum, body) => sum + gzipSync(body).byteLength, 0);
    expect(bytes).toBeLessThan(60_000);
  });
});

describe('A page that says that somebody can be contacted', () => {
  const kinds = ['no-link', 'fault', 'out-of-reach', 'full'] as const;
  test.each(kinds)('says whom, with a link: %s', (kind) => {
    expect(errorPage({ language: 'sv', kind, baseUrl, organisation: shipped })).toContain(
      'Kontakt: <a href="mailto:behov@example.org">behov@example.org</a>',
    );
  });

  test('names the model’s manager where the university says nothing', () => {
    const html = errorPage({ language: 'sv', kind: 'no-link', baseUrl, organisation: pure });
    expect(html).toContain('Kontakt: Name of manager (Förvaltare, ser till att behoven hamnar rätt)');
  });
});

describe('The statement of accessibility', () => {
  const statement = (language: 'sv' | 'en', accessibility?: Accessibility) =>
    accessibilityPage({ language, organisation: shipped, baseUrl, accessibility });

  test('says that nobody has reviewed the site yet, where the stage file says nothing of it', () => {
    expect(statement('sv')).toContain('Inte granskad ännu');
    expect(statement('en')).toContain('Not reviewed yet');
  });

  test('has the day, the result and the shortcomings of the stage file', () => {
    const html = statement('sv', {
      reviewed: '2026-10-05' as Accessibility['reviewed'],
      result: 'partly',
      shortcomings: { sv: ['Kalendern kan inte användas med skärmläsare.'], en: ['A calendar.'] },
    });
    for (const said of ['5 oktober 2026', 'uppfyller delvis', 'Kalendern kan inte användas'])
      expect(html).toContain(said);
    for (const other of ['Inte granskad', 'A calendar.']) expect(html).not.toContain(other);
  });
});

describe('The page of a need', () => {
  test.each(everyStanding)(
    'has for $holder of a need that is $status a form for each open action, with its fields and nothing confirmed',
    ({ status, holder }) => {
      const file = fileIn(status);
      const { actions } = viewFor(pure, openedBy(holder, file), now);
      const html = need(status, holder);
      const forms = html
        .split('<details id="')
        .slice(1)
        .map((part) => part.split('</form>')[0] ?? '');
      const shown = forms.filter((part) => part.includes('<form')).map((part) => part.split('"')[0]);
      expect([...shown].sort()).toEqual(actions.map(({ name }) => name).sort());
      for (const { name, fields } of actions) {
        const own = forms.find((part) => part.startsWith(`${name}"`)) ?? '';
        expect(own).toContain(`<form method="post" action="/n/${token}" novalidate>`);
        expect(own).toContain(`<input type="hidden" name="action" value="${name}"/>`);
        expect(own).toContain(`<input type="hidden" name="version" value="${file.need.version}"/>`);
        /* The form asks once of each department which part it has. */
        const named = [...own.matchAll(/\sname="(\w+|part-[\w-]+)"/g)].flatMap(([, field = '']) =>
          field.startsWith('part-') ? ['responsible', 'departments'] : [field],
        );
        expect(new Set(named)).toEqual(
          new Set([
            'action',
            'version',
            'confirm',
            ...fields.map((field) => field.name).filter((name) => name !== 'sure'),
          ]),
        );
        const [confirm = ''] = /<input[^>]*name="confirm"[^>]*>/.exec(own) ?? [];
        expect(confirm).toContain('value="yes"');
        expect(confirm).toContain('required');
        expect(confirm).not.toContain('checked');
        for (const field of fields) {
          const isPart = name === 'coordinate' && ['responsible', 'departments'].includes(field.name);
          for (const option of 'options' in field ? field.options : [])
            expect(own).toContain(isPart ? `name="part-${option}"` : `value="${option}"`);
        }
      }
    },
  );

  test.each(languages)('gives no button the name of another, or of what folds up, in %s', (language) => {
    const file = fileIn('received');
    const held = {
      ...file,
      need: { ...file.need, held: true as const, confirmation: 'unconfirmed' as const },
    };
    const pages = [
      ...everyStanding.map(({ status, holder }) => need(status, holder, { language })),
      ...['submitter', 'manager'].map((holder) => need('received', holder, { language }, held)),
    ];
    const pressed = new Set<string>();
    for (const html of pages) {
      const names = (element: string) =>
        [...html.matchAll(new RegExp(`<${element}[^>]*>([^<]*)</${element}>`, 'g'))].map(([, name]) => name);
      const buttons = names('button');
      for (const name of buttons) pressed.add(name ?? '');
      expect(buttons).toEqual([...new Set(buttons)]);
      expect(buttons.filter((name) => names('summary').includes(name))).toEqual([]);
    }
    const t = textsFor(language);
    const never = actionNames.filter((action) => !pressed.has(t(`action.${action}.do`)));
    expect(never).toEqual([]);
  });

  test('never has a box confirmed, also when the form comes back confirmed', () => {
    for (const action of actionNames) {
      const html = need('clarifying', 'developer-north', {
        chosen: action,
        values: { confirm: 'yes', action },
      });
      expect(html).not.toMatch(/<input[^>]*name="confirm"[^>]*checked/);
    }
  });

  test('says that its reader can also do something only where something is asked of them first', () => {
    expect(need('received', 'submitter')).toContain('<h2 id="others">Det här kan du göra</h2>');
    expect(need('awaiting-submitter', 'submitter')).toContain('<h2 id="others">Du kan också</h2>');
    expect(need('received', 'developer-north')).toContain('<h2 id="others">Du kan också</h2>');
  });

  test('opens the action that a mail’s button named', () => {
    expect(need('received', 'developer-north', { chosen: 'take' })).toMatch(
      /<details id="take" class="action" open>/,
    );
    expect(need('received', 'developer-north')).toMatch(/<details id="take" class="action">/);
  });

  test('keeps what was written for an action that was refused, with the message at the field', () => {
    const html = need('clarifying', 'developer-north', {
      chosen: 'refer',
      values: { referredTo: 'Lokalgruppen', reason: '' },
      mistakes: [
        { field: 'reason', problem: 'missing' },
        { field: 'confirm', problem: 'missing' },
      ],
    });
    expect(html).toContain('value="Lokalgruppen"');
    expect(html).toContain('href="#refer-reason"');
    expect(html).toContain('href="#refer-confirm"');
    expect(html).toContain('Fyll i ”Skäl”');
  });

  test('tells what happened meanwhile, and gives back what was written for an action now closed', () => {
    const file = fileIn('coordinating');
    const meanwhile = file.history.map(({ event }) => event);
    const html = need('coordinating', 'developer-south', {
      chosen: 'ask',
      values: { question: 'Hur många salar?', version: '2' },
      meanwhile,
    });
    const box = html.slice(html.indexOf('id="meanwhile"'), html.indexOf('</section>'));
    expect(box).toContain('förtydligade behovet');
    expect(box).not.toContain('tog behovet');
    expect(box).toContain('Hur många salar?');
  });

  test('keeps the direction of what people wrote, and its language where the page has another', () => {
    const file = fileIn('awaiting-submitter', { title: 'שלום', problem: 'Rooms are full.', language: 'en' });
    const html = need('awaiting-submitter', 'developer-north', {}, file);
    expect(html).toContain('<h1 dir="auto" lang="en">שלום</h1>');
    expect(html).toContain('<dd class="written" dir="auto" lang="en">Rooms are full.</dd>');
    const english = need('awaiting-submitter', 'submitter', { language: 'en' }, file);
    expect(english).toMatch(/<h1 dir="auto" data-receipt/);
    expect(english).not.toContain('lang="en">Rooms');
    expect(english).toMatch(/<textarea [^>]*dir="auto"/);
  });

  test('says first what has happened since the button of an old mail could be used', () => {
    const later = '2026-11-24T09:00:00.000Z' as Instant;
    const html = need('clarifying', 'developer-south', { chosen: 'take', now: later });
    expect(html.replace(/<[^>]+>/g, '')).toContain('Name of developer-north tog hand om behovet (i går).');
    expect(html.indexOf('id="moved-on"')).toBeLessThan(html.indexOf('<h1'));
    for (const [status, holder, chosen] of [
      ['received', 'developer-south', 'take'],
      ['clarifying', 'developer-south', 'coordinate'],
      ['clarifying', 'head-shared', 'take'],
      ['clarifying', 'developer-south', 'no-such-action'],
    ] as const)
      expect(need(status, holder, { chosen })).not.toContain('id="moved-on"');
  });

  test('says of a reminder since when the need waits, to all who read that its submitter was reminded', () => {
    const file = remindedFile();
    for (const holder of ['submitter', 'developer-north']) {
      const inSwedish = need('awaiting-submitter', holder, {}, file);
      expect(inSwedish).toContain('<p>Behovet väntar sedan 23 november 2026.</p>');
      const inEnglish = need('awaiting-submitter', holder, { language: 'en' }, file);
      expect(inEnglish).toContain('<p>The need has been waiting since 23 November 2026.</p>');
    }
    /* Of a long need the question may not have been read. */
    const cut = need(
      'awaiting-submitter',
      'developer-north',
      {},
      { ...file, history: file.history.slice(-1) },
    );
    expect(cut).toContain('<p>Påminnelse.</p>');
  });

  test('says so too to a head who has decided, while others have yet to', () => {
    const file = fileIn('deciding');
    const { need: after, event } = happen(pure, file.need, ['approve', as('head-shared')]);
    const [first] = file.history;
    const history = [...file.history, ...(first ? [{ ...first, event }] : [])];
    const html = need('deciding', 'head-shared', { chosen: 'decline' }, { ...file, need: after, history });
    expect(html.replace(/<[^>]+>/g, '')).toContain('Du beslutade att shared deltar (i dag).');
  });

  test('shows the submitter no address, no word among staff and no department’s part of an open decision', () => {
    const { need: open, ...file } = fileIn('deciding');
    const { need: after } = happen(pure, open, ['approve', as('head-shared'), { reason: 'Hemligt skäl' }]);
    const html = need('deciding', 'submitter', {}, { ...file, need: after });
    expect(html).not.toContain('Hemligt skäl');
    for (const { email } of pure.people) expect(html).not.toContain(email);
    expect(need('deciding', 'head-responsible', {}, { ...file, need: after })).toContain('Hemligt skäl');
  });

  test('shows staff how to reach the submitter, and that nobody is left to reach once forgotten', () => {
    expect(need('received', 'developer-north')).toContain('href="mailto:kim.larare@example.org"');
    const { contact: _forgotten, ...file } = fileIn('received');
    expect(need('received', 'developer-north', {}, file)).toContain(
      'Anmälarens namn och adress är borttagna.',
    );
  });

  test('tells the model’s manager, and nobody else, that a held need waits for them', () => {
    const { need: stored, ...file } = fileIn('received');
    const held = { ...file, need: { ...stored, held: true as const, confirmation: 'unconfirmed' as const } };
    const words = 'när du släpper fram det';
    expect(need('received', 'manager', {}, held)).toContain(words);
    expect(need('received', 'developer-north', {}, held)).not.toContain(words);
    expect(need('received', 'manager')).not.toContain(words);
  });

  test.each([
    ['sent', 'Kvittot går till kim.larare@example.org'],
    ['bounced', 'Kvittot till kim.larare@example.org kom inte fram'],
    ['failed', 'Kvittot till kim.larare@example.org kom inte fram'],
    ['withheld', 'adressen har redan fått så många kvitton'],
  ] as const)('tells a submitter what became of a receipt that is %s', (state, words) => {
    const file = fileIn('received');
    const history = file.history.map((entry) => ({ ...entry, notices: [noticeAs(state, 'submitter')] }));
    expect(need('received', 'submitter', {}, { ...file, history })).toContain(words);
  });

  test('names a deputy as standing in for the head', () => {
    const file = fileIn('deciding');
    const { need: after, event } = happen(pure, file.need, ['approve', as('deputy-shared')]);
    const [first] = file.history;
    const history = [...file.history, ...(first ? [{ ...first, event }] : [])];
    expect(need('deciding', 'head-responsible', {}, { ...file, need: after, history })).toContain(
      'Name of deputy-shared för Name of head-shared beslutade att shared deltar',
    );
    expect(need('deciding', 'deputy-shared')).toContain('I dag ersätter du Name of head-shared.');
  });
});
