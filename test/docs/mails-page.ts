import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { rhythms } from '../../lambdas/domain/notice/rhythm.ts';
import { countMails } from '../support/mail-counts.ts';
import type { MailCounts } from '../support/mail-counts.ts';
import { formatted } from './formatted.ts';

export const mailsPage = new URL('../../docs/mails.md', import.meta.url);
export const readMailsPage = (): string => readFileSync(mailsPage, 'utf8');

const titles = { each: 'each time (the default)', daily: 'daily', weekly: 'weekly' };
const columns = ['toSubmitters', 'asking', 'informing', 'reminders', 'digests', 'all'] as const;

const rowOf = (title: string, counts: MailCounts): string =>
  `| ${[title, ...columns.map((column) => String(counts[column]))].join(' | ')} |`;

/** The page with the mails as they are counted now. */
export async function withMails(page: string): Promise<string> {
  const rows = await Promise.all(
    rhythms.map(async (rhythm) => rowOf(titles[rhythm], await countMails(rhythm))),
  );
  const table = [
    '| everybody wants what informs | to submitters | asks staff | informs staff | reminders | digests | all |',
    '| --- | --: | --: | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
  const written = page.replace(
    /<!-- mails -->[\s\S]*<!-- \/mails -->/,
    () => `<!-- mails -->\n\n${table}\n\n<!-- /mails -->`,
  );
  return formatted(fileURLToPath(mailsPage), written);
}
