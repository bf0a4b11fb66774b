import { describe, expect, test } from 'vitest';
import { countMails } from '../support/mail-counts.ts';
import { readMailsPage, withMails } from './mails-page.ts';

describe('The mails about a need of each area', () => {
  test('are as many as docs/mails.md says; `npm run docs` writes it anew', async () => {
    const page = readMailsPage();
    expect(page).toBe(await withMails(page));
  });

  test('are at most 195 with the default rhythm', async () => {
    expect((await countMails('each')).all).toBeLessThanOrEqual(195);
  });

  test('are with a weekly rhythm what asks, what goes to submitters, and one digest a person and week', async () => {
    const [each, weekly] = [await countMails('each'), await countMails('weekly')];
    expect(weekly).toMatchObject({ informing: 0, asking: each.asking, toSubmitters: each.toSubmitters });
    expect(weekly.mostDigestsAWeek).toBe(1);
    expect(weekly.reminders).toBe(each.reminders);
  });
});
