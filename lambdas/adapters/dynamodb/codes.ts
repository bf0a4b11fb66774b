import type { Codes } from '../../app/ports/codes.ts';
import { codeEnd, isUnsent } from '../../domain/session/code.ts';
import type { Code } from '../../domain/session/code.ts';
import { countIn } from './counts.ts';
import { challengeOf, codeKey, keyedItem, listedBy } from './keys.ts';
import type { Item } from './keys.ts';
import { query } from './query.ts';
import { dueKeys, expiry, indexes } from './schema.ts';
import { sessionItem } from './sessions.ts';
import { expiresAt, put, putIf, readAt, stored, transact } from './table.ts';
import type { Table } from './table.ts';

const { due } = indexes;

const longestChallenge = 100;

const codeItem = (code: Code): Item => {
  const dueAt = 'dueAt' in code.notice ? code.notice.dueAt : code.askedAt;
  return keyedItem('code', codeKey(code.challenge), {
    version: { N: String(code.version) },
    code: { S: JSON.stringify(code) },
    [expiry]: expiresAt(codeEnd(code)),
    ...listedBy(dueKeys.code, isUnsent(code) ? dueAt : undefined),
  });
};

export const codesIn = (table: Table): Codes => ({
  askForCode: (code, counts = []) =>
    stored(table, [put(table, codeItem(code)), ...counts.map((count) => countIn(table, count))]),

  async readCode(challenge) {
    /* No key can be as long. */
    if (challenge.length > longestChallenge) return undefined;
    const item = await readAt(table, codeKey(challenge));
    return item && (JSON.parse(item['code']?.S ?? '') as Code);
  },

  async changeCode(after, { session, counts = [] }) {
    const reasons = await transact(table, [
      putIf(table, codeItem(after), {
        condition: 'version = :before',
        values: { ':before': { N: String(after.version - 1) } },
      }),
      ...(session ? [put(table, sessionItem(session))] : []),
      ...counts.map((count) => countIn(table, count)),
    ]);
    if (!reasons) return 'changed';
    const [changed, ...others] = reasons.map(({ Code }) => Code);
    return changed !== 'ConditionalCheckFailed' && others.includes('ConditionalCheckFailed')
      ? 'too-many'
      : 'changed-meanwhile';
  },

  async dueCodes(now, limit) {
    const items = await query(table, { index: due, value: dueKeys.code, dueBy: now, limit });
    return items.flatMap((item) => challengeOf(item) ?? []);
  },
});
