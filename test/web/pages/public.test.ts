import { expect, test } from 'vitest';
import { viewFor } from '../../../lambdas/app/need/view.ts';
import type { NeedFile } from '../../../lambdas/app/ports/need-file.ts';
import type { NeedEvent } from '../../../lambdas/domain/need/event.ts';
import { cardOf } from '../../../lambdas/domain/need/make-card.ts';
import { statuses } from '../../../lambdas/domain/need/workflow.ts';
import type { Organisation } from '../../../lambdas/domain/organisation/organisation.ts';
import { concernsSubmitter } from '../../../lambdas/domain/organisation/visibility.ts';
import { staffConcerned } from '../../../lambdas/domain/organisation/permissions.ts';
import { lineOf } from '../../../lambdas/domain/overview/board.ts';
import type { Language } from '../../../lambdas/domain/text.ts';
import { dayOf } from '../../../lambdas/domain/time/time.ts';
import sv from '../../../lambdas/i18n/sv.json' with { type: 'json' };
import { writeCodeMail } from '../../../lambdas/mail/code-mail.ts';
import { writeNoticeMail } from '../../../lambdas/mail/notice-mail.ts';
import { accessibilityPage, privacyPage } from '../../../lambdas/web/pages/about-pages.tsx';
import { errorPage } from '../../../lambdas/web/pages/error-pages.tsx';
import type { ErrorKind } from '../../../lambdas/web/pages/error-pages.tsx';
import { formPage } from '../../../lambdas/web/pages/form-page.tsx';
import { myPage } from '../../../lambdas/web/pages/my-page.tsx';
import { needPage } from '../../../lambdas/web/pages/need-page.tsx';
import { searchPage } from '../../../lambdas/web/pages/search-page.tsx';
import { codePage, signInPage } from '../../../lambdas/web/pages/sign-in-pages.tsx';
import { now, pure, shipped } from '../../domain/fixtures.ts';
import { contact, fileAfter, fileIn, remindedFile } from '../../i18n/walk.ts';
import { atAdvice, atDecision, decidedNeed } from '../../support/decision.ts';
import { openedBy } from '../../support/needs.ts';

const baseUrl = 'https://behov.example.org';
/* Without what the university says of contact, its pages name the model's manager. */
const { contact: _address, ...university } = shipped.university;
const organisations: readonly Organisation[] = [shipped, { ...shipped, university }];

/** A need that has waited so long that others were told, as histories of before have it. */
function escalated(): NeedFile {
  const { history, ...file } = remindedFile();
  const raised = history.map((entry) => {
    if (entry.event.action !== 'remind') return entry;
    const event: NeedEvent = { ...entry.event, action: 'escalate', input: { to: 'area-lead' } };
    return { ...entry, event };
  });
  return { ...file, history: raised };
}

/** Needs on all of their way, with the organisation that they are of. */
const needs = (): readonly (readonly [Organisation, NeedFile])[] => [
  ...statuses.map((status) => [pure, fileIn(status)] as const),
  ...[remindedFile(), escalated()].map((file) => [pure, file] as const),
  ...[atAdvice(), atDecision(), decidedNeed()].map((file) => [shipped, file] as const),
  ...[{}, { areas: ['utbildning'] }].map((picked) => [shipped, fileAfter(shipped, picked, [])] as const),
];

const kinds = Object.entries(sv.error).flatMap(([kind, texts]) =>
  typeof texts !== 'string' && 'what' in texts ? [kind as ErrorKind] : [],
);

/** Every page that is open to anybody. */
const openPages = (language: Language, organisation: Organisation): readonly string[] => {
  const site = { language, organisation, baseUrl, now };
  return [
    formPage({ ...site, submissionKey: 'key', values: {}, mistakes: [] }),
    privacyPage(site),
    accessibilityPage(site),
    signInPage(site),
    codePage({ ...site, challenge: 'c', sentTo: 'k…@example.org' }),
    ...kinds.map((kind) => errorPage({ ...site, kind, faultId: 'id' })),
  ];
};

/** Every page and mail that a submitter gets to see. */
function toSubmitters(language: Language): readonly string[] {
  return needs().flatMap(([organisation, file]) => {
    const site = { language, organisation, baseUrl, now };
    const card = cardOf(file.need);
    const mine = { waiting: [], agreed: [], meetings: [], needs: [card], areas: [], boards: [] };
    const own = { settings: {}, sessions: [], current: '', remind: undefined, person: undefined };
    const found = {
      values: {},
      mistakes: [],
      isAsked: true,
      isCut: false,
      isStaff: false,
      mayRegister: false,
    };
    const view = viewFor(organisation, openedBy('submitter', file), now);
    /* Nobody mails a submitter about what is nothing to them. */
    const mails = file.history.flatMap(({ event }) =>
      !concernsSubmitter(event)
        ? []
        : (['confirmed', 'unconfirmed'] as const).map((confirmation) =>
            writeNoticeMail(
              {
                ...{ to: contact, recipient: 'submitter', language, event, token: 'token' },
                file: { ...file, need: { ...file.need, confirmation } },
              },
              { organisation, linkTo: () => baseUrl, myPage: () => baseUrl, now },
            ),
          ),
    );
    return [
      needPage({ ...site, view, address: '/n/token' }),
      myPage({ ...site, ...own, mine }),
      searchPage({ ...site, ...found, lines: [lineOf(organisation, card, dayOf(now))] }),
      ...mails.flatMap(({ subject, text, html }) => [subject, text, html]),
    ];
  });
}

test.each(['sv', 'en'] as const)('Nothing that the public sees speaks of VSO, in %s', (language) => {
  const { text, html } = writeCodeMail(
    { to: 'kim@example.org', language, challenge: 'c', digits: '12345678' },
    { organisation: shipped, link: baseUrl },
  );
  const seen = [
    ...organisations.flatMap((organisation) => openPages(language, organisation)),
    ...toSubmitters(language),
    ...[text, html],
  ];
  expect(seen.length).toBeGreaterThan(200);
  for (const one of seen) {
    expect(one).not.toMatch(/VSO|support area/i);
    expect(one).not.toMatch(/modellens? förvaltare|förvaltare av modellen|manager of the model/i);
  }
});

test('A need that has no area says who sees that it gets one', () => {
  const file = fileAfter(shipped, {}, []);
  expect(staffConcerned(shipped, file.need, dayOf(now))).not.toEqual([]);
  const view = viewFor(shipped, openedBy('submitter', file), now);
  const html = needPage({
    ...{ language: 'sv', organisation: shipped, baseUrl, now },
    ...{ view, address: '/n/token' },
  });
  expect(html).toContain('Förvaltare, ser till att behoven hamnar rätt');
});
