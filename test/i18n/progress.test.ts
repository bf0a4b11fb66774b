import { describe, expect, test } from 'vitest';
import { actorOf } from '../../lambdas/app/need/links.ts';
import { bringsOthersIn, previewRecipients } from '../../lambdas/domain/need/preview.ts';
import { stepsOf } from '../../lambdas/domain/need/steps.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import { Language } from '../../lambdas/domain/text.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import { localeFor } from '../../lambdas/i18n/locale.ts';
import { assigneeNames as holdersOf, nextText, substituteText } from '../../lambdas/i18n/progress.ts';
import { as, happen, now, pathTo, pure, reviewDate } from '../domain/fixtures.ts';
import { everyStanding, fileIn } from './walk.ts';

const today = dayOf(now);
const locale = localeFor('sv', pure);
const events = (status: Parameters<typeof fileIn>[0]) => fileIn(status).history.map(({ event }) => event);
const filledIn: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  answer: { answer: 'Ja' },
  ask: { question: 'Varför?' },
  advise: { advice: 'do', priority: 'low' },
  bypass: { reason: 'legal-deadline' },
  start: { plannedEnd: '2027-06-01' },
  complete: { outcome: 'Bra' },
  refer: { referredTo: 'Dem', reason: 'Deras' },
  defer: { reason: 'Sedan', reviewDate },
  evaluate: { solved: 'no' },
  register: { number: 'HIG 2026/1' },
  readdress: { address: 'ny@example.org' },
  reschedule: { plannedEnd: '2027-09-01' },
  comment: { text: 'Hej', audience: 'developers' },
};

describe('Who would be told', () => {
  test('is who is told, for each action that each person can take', () => {
    let compared = 0;
    for (const { status, holder } of everyStanding) {
      const { need } = fileIn(status);
      const actor = actorOf(holder);
      const permissions = permissionsOf(pure, need, actor, today);
      for (const action of permissions.actions.filter((name) => !bringsOthersIn(name))) {
        const { event, need: after } = happen(pure, need, [
          action,
          actor,
          { reason: 'Skäl', ...filledIn[action] },
        ]);
        const foretold = previewRecipients(permissions, action, now);
        const mine = foretold.find(
          ({ option }) => option === undefined || option.value === 'developers' || option.value === 'no',
        );
        expect(new Set(mine?.recipients), `${holder} ${action} ${status}`).toEqual(
          new Set(recipientsOf(pure, { before: need, event, after }, today)),
        );
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(60);
  });

  test('depends on whom a comment is meant for', () => {
    const { need } = fileIn('clarifying');
    const told = previewRecipients(permissionsOf(pure, need, as('developer-north'), today), 'comment', now);
    expect(told.map(({ option, recipients }) => [option?.value, recipients.includes('submitter')])).toEqual([
      ['developers', false],
      ['submitter', true],
    ]);
  });

  test('is said once where it is the same whatever is chosen', () => {
    const need = { ...fileIn('clarifying').need, confirmation: 'disowned' as const };
    const told = previewRecipients(permissionsOf(pure, need, as('developer-north'), today), 'comment', now);
    expect(told).toEqual([{ recipients: ['developer-south'] }]);
  });
});

describe('The steps', () => {
  test('end where the need stands, or go on to Klart', () => {
    const drawn = (status: Parameters<typeof fileIn>[0]) =>
      stepsOf(fileIn(status).need, events(status)).map((step) => `${step.place} ${step.status}`);
    expect(drawn('deferred').slice(3)).toEqual([
      'passed advising',
      'passed deciding',
      'current deferred',
      'ahead in-progress',
      'ahead completed',
    ]);
    expect(drawn('declined').at(-1)).toBe('current declined');
    expect(drawn('withdrawn')).toEqual(['passed received', 'current withdrawn']);
    expect(drawn('awaiting-submitter').slice(0, 3)).toEqual([
      'passed received',
      'current awaiting-submitter',
      'ahead coordinating',
    ]);
    expect(drawn('completed').filter((step) => !step.startsWith('passed'))).toEqual(['current completed']);
  });

  test('leave out the steering group where it was passed by', () => {
    const { need } = fileIn('coordinating');
    const { need: after, event } = happen(pure, need, [
      'bypass',
      as('developer-north'),
      { reason: 'legal-deadline' },
    ]);
    expect(stepsOf(after, [...events('coordinating'), event]).map(({ status }) => status)).not.toContain(
      'advising',
    );
  });

  test('have exactly one where the need is now', () => {
    for (const status of Object.keys(pathTo) as (keyof typeof pathTo)[]) {
      const current = stepsOf(fileIn(status).need, events(status)).filter(({ place }) => place === 'current');
      expect(current.map((step) => step.status)).toEqual([status]);
    }
  });
});

describe('What happens next', () => {
  test('names those who may move the need on, a deputy for the head', () => {
    expect(holdersOf(locale, fileIn('received').need, today)).toEqual([
      'Name of developer-north',
      'Name of developer-south',
    ]);
    expect(holdersOf(locale, fileIn('deciding').need, today)).toContain(
      'Name of deputy-shared för Name of head-shared',
    );
  });

  test('does not let the submitter see which department has decided', () => {
    const { need } = fileIn('deciding');
    const { need: after } = happen(pure, need, ['approve', as('head-shared')]);
    expect(nextText(locale, after, now, true)).toBe(nextText(locale, need, now, true));
    expect(nextText(locale, after, now, false)).not.toContain('head-shared');
  });
});

describe('Somebody who hears because mail did not reach another', () => {
  const whose = 'developer-north' as Recipient;
  /** What they are told, in a need that is so far. */
  function told(
    status: Parameters<typeof fileIn>[0],
    holder: string,
    unreached: Recipient = whose,
    language: Language = 'sv',
  ) {
    const file = fileIn(status);
    const permissions = permissionsOf(pure, file.need, as(holder), today);
    return substituteText(localeFor(language, pure), file, unreached, permissions);
  }
  const why = (name: string) => `Ett mejl till ${name} kom inte fram. Därför vänder vi oss till dig.`;

  test('is told to reach them, or whom to ask', () => {
    expect(told('received', 'lead-north')).toEqual({
      asked: `${why('Name of developer-north')} Försök nå Name of developer-north på ett annat sätt. Går det inte: be Name of manager, som förvaltar modellen, att se till att någon annan tar över.`,
    });
    expect(told('received', 'lead-north', whose, 'en').asked).toMatch(
      /^An email to Name of developer-north did not arrive\. .*Name of manager, the manager of the model,/,
    );
  });

  test('and, where they may, to put the need before others', () => {
    expect(told('received', 'manager').asked).toContain(
      'Går det inte kan du ändra vilka områden och avdelningar som berörs.',
    );
  });

  test('is told no more than why, where they are asked for the very same', () => {
    expect(told('deciding', 'deputy-shared', 'head-shared' as Recipient)).toEqual({
      note: why('Name of head-shared'),
    });
    expect(told('deciding', 'deputy-shared', 'head-responsible' as Recipient).asked).toContain('Försök nå');
  });

  test('is told that the need goes on without an answer, where mail did not reach the submitter', () => {
    expect(told('awaiting-submitter', 'lead-north', 'submitter').asked).toBe(
      `${why('”Kim Lärare”')} Försök nå ”Kim Lärare” på ett annat sätt. Kommer inget svar går arbetet vidare ändå, 20 arbetsdagar efter frågan.`,
    );
  });

  test('is told that nothing waits for them, where it has moved on', () => {
    expect(told('in-progress', 'lead-north')).toEqual({
      note: 'Ett mejl till Name of developer-north kom inte fram, men behovet har gått vidare ändå.',
    });
  });
});
