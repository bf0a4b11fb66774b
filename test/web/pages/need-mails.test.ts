import { expect, test } from 'vitest';
import { viewFor } from '../../../lambdas/app/view.ts';
import { writeLetter } from '../../../lambdas/mail/letter.tsx';
import { needPage } from '../../../lambdas/web/pages/need-page.tsx';
import type { Recipient } from '../../../lambdas/domain/told.ts';
import { now, shipped } from '../../domain/fixtures.ts';
import { contact, submitted } from '../../support/needs.ts';

const { need, entry, token } = submitted();
const bounced = {
  ...entry,
  notices: entry.notices.map(
    (notice) => ({ ...notice, state: notice.to === 'chef-it' ? 'bounced' : 'delivered' }) as const,
  ),
};
const file = { need, contact, history: [bounced] };
const pageFor = (holder: string) =>
  needPage({
    language: 'sv',
    organisation: shipped,
    view: viewFor(shipped, file, holder as Recipient, now),
    token,
    baseUrl: 'http://localhost',
    now,
  });

test('staff see, person by person, what became of the mails about an event', () => {
  const page = pageFor('lisa-eliasson');
  expect(page).toContain('<li>Chefen för IT och digital infrastruktur: kom tillbaka</li>');
  expect(page).toContain('<li>Lisa Eliasson: levererat</li>');
  expect(page).toContain('<li>Kim Lärare: levererat</li>');
});

test('the submitter does not', () => {
  expect(pageFor('submitter')).not.toContain('kom tillbaka');
});

test('a mail that goes to somebody instead says why, in both parts and both languages', () => {
  const letter = {
    to: { name: 'Stina Eklund', email: 'stina.eklund@example.org' },
    recipient: 'stina-eklund' as Recipient,
    event: entry.event,
    file,
    token,
    insteadOf: 'chef-it' as Recipient,
  };
  const context = { organisation: shipped, baseUrl: 'http://localhost', now };
  const swedish = writeLetter({ ...letter, language: 'sv' }, context);
  for (const part of [swedish.text, swedish.html]) {
    expect(part.replace(/\s+/g, ' ')).toContain(
      'ett mejl till Chefen för IT och digital infrastruktur inte kom fram',
    );
  }
  expect(writeLetter({ ...letter, language: 'en' }, context).text.replace(/\s+/g, ' ')).toContain(
    'did not arrive',
  );
});
