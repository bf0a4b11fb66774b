import { expect, test } from 'vitest';
import { hashOf } from '../../lambdas/app/hash.ts';
import { planMeeting } from '../../lambdas/app/meeting/change-meeting.ts';
import { sendLetters } from '../../lambdas/app/notice/send-letters.ts';
import type { LetterMail } from '../../lambdas/app/ports/mailer.ts';
import { schoolIn } from '../../lambdas/domain/meeting/access.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { AreaId, PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';

const days = 86_400_000;

test.each([300, -1])('A school’s link to a meeting in %i days lasts past the meeting', async (ahead) => {
  const store = memoryStore();
  const clock = () => now;
  const area = 'infrastruktur' as AreaId;
  const at = later(now, ahead * days);
  const lisa = personIn(shipped, 'lisa-eliasson' as PersonId);
  if (!lisa) throw new Error('nobody plans');
  const plan = planMeeting({ organisation: shipped, store, ids, clock });
  await plan({ kind: 'arena', area, at }, lisa, undefined);
  const mails: LetterMail[] = [];
  const sendLetter = (mail: LetterMail) => {
    mails.push(mail);
    return Promise.resolve({ kind: 'sent', messageId: String(mails.length) } as const);
  };
  const send = sendLetters({
    ...{ organisation: shipped, store, ids, clock, random: () => 0.5, mailer: { sendLetter } },
    ...{ log: () => undefined, pause: () => Promise.resolve() },
  });
  await send(await store.dueLetters(now, 100), later(now, days));
  const own = mails.find(({ to }) => schoolIn(shipped, area, to.id));
  const token = own && 'token' in own ? own.token : undefined;
  const link = await store.readMeetingLink(hashOf(token ?? ''));
  expect(link?.until).toBe(later(now, (Math.max(ahead, 0) + 60) * days));
});
