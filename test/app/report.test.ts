import { describe, expect, inject, test } from 'vitest';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { recordReport } from '../../lambdas/app/notice/report.ts';
import type { OutcomeName } from '../../lambdas/app/ports/log.ts';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { Answer } from '../../lambdas/domain/notice/answer.ts';
import type { MailReport } from '../../lambdas/domain/notice/mail-report.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { resendNotice } from '../../lambdas/app/notice/resend.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { lisa, orders, reportOf } from '../support/mail-reports.ts';
import { wideLimits } from '../support/limits.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids, submitted } from '../support/needs.ts';
import { isWhole } from '../support/whole.ts';

const day = 86_400_000;

describe('the four events of a mail, each reported twice', () => {
  const four = ['send', 'delivery', 'bounce', 'complaint'] as const;
  const every = [...orders([...four, ...four])];
  const all = isWhole ? every : every.filter((_kinds, index) => index % 5 === 0);
  const places = every[0]?.length ?? 0;

  /** Sends one mail and tells these events of it, so many of them before its sending is recorded; then lets two days go by. */
  async function play(store: NeedStore, kinds: readonly MailReport['kind'][], before: number) {
    const opening = submitted();
    const { need, entry } = opening;
    const { reference } = need;
    const notices = entry.notices.filter(({ to }) => to === lisa);
    await store.addNeed({ ...opening, entry: { ...entry, notices } });
    const address = `${reference}@example.org`;
    const mailed: Recipient[] = [];
    let at = now;
    const deps = {
      organisation: shipped,
      store,
      ids,
      asks: () => true,
      clock: () => at,
      limits: wideLimits,
      random: () => 0.5,
      pause: () => Promise.resolve(),
      log: () => undefined,
      mailer: {
        async send({ recipient }: NoticeMail): Promise<Answer> {
          mailed.push(recipient);
          if (recipient === lisa) await tell(kinds.slice(0, before));
          return { kind: 'sent', messageId: `mail-${mailed.length}` };
        },
      },
    };
    const record = recordReport(deps);
    const tell = async (some: typeof kinds) => {
      for (const kind of some) await record({ ...reportOf(kind), reference, address });
    };
    const deliver = deliverNotices(deps);
    await deliver([{ reference, version: 1 }], later(at, day));
    await tell(kinds.slice(before));
    for (let run = 0; run < 2; run++) {
      at = later(at, day);
      await deliver(await store.dueEvents(at, 10), later(at, day));
    }

    const where = `${kinds.join(' ')}, recorded after ${before}`;
    const left = (await store.read(reference))?.history[0]?.notices ?? [];
    const mine = left.find(({ to }) => to === lisa);
    const others = left.filter(({ to }) => to !== lisa);
    expect(mine, where).toMatchObject({ state: 'complained', messageId: 'mail-1', attempts: 1 });
    /* Once it was unwanted, it is known to have been read. */
    const isAskedInstead = kinds.indexOf('bounce') < kinds.indexOf('complaint');
    expect(others, where).toMatchObject(isAskedInstead ? [{ state: 'sent', substituteFor: lisa }] : []);
    expect(mailed, where).toEqual([lisa, ...others.map(({ to }) => to)]);
    expect(await store.suppressed([address]), where).toHaveLength(1);
    expect(await store.dueEvents(later(at, 1000 * day), 10), where).toEqual([]);
  }

  test(`in ${all.length} of their orders, and recorded as sent ${isWhole ? 'at every place' : 'at one place'} among them, come to the most severe`, async () => {
    expect(every).toHaveLength(2520);
    for (const [index, kinds] of all.entries()) {
      for (let place = 0; place <= places; place++) {
        if (isWhole || place === index % (places + 1)) await play(memoryStore(), kinds, place);
      }
    }
  });

  test('and in twenty of the orders in DynamoDB', async () => {
    const { store, stop } = await tableStore(inject('assembly'));
    for (let index = 0; index < 20; index++) {
      await play(store, every[index * 126] ?? [], index % (places + 1));
    }
    await stop();
  });
});

describe('recorded', () => {
  async function recorder(asks: boolean) {
    const store = memoryStore();
    const logged: OutcomeName[] = [];
    const opening = submitted();
    const { need } = opening;
    await store.addNeed(opening);
    const record = recordReport({
      organisation: shipped,
      store,
      asks: () => asks,
      clock: () => later(now, 2000),
      log: (outcome) => void logged.push(outcome),
    });
    const { reference } = need;
    const notices = async () =>
      new Map((await store.read(reference))?.history[0]?.notices.map((notice) => [notice.to, notice]));
    const resend = resendNotice({ organisation: shipped, store, clock: () => later(now, 3000) });
    return {
      store,
      logged,
      record: (feedback: MailReport) => record({ ...feedback, reference }),
      resend: () => resend({ reference, version: 1 }, lisa),
      notices,
      reference,
    };
  }

  test('a mail that came back and asked for something goes to whoever leads the area, once, and its address is suppressed', async () => {
    const { store, record, notices, reference } = await recorder(true);
    const before = await notices();
    await Promise.all(Array.from({ length: 5 }, () => record(reportOf('bounce'))));
    const asked = [...(await notices()).values()].filter(({ substituteFor }) => substituteFor !== undefined);
    expect(asked).toMatchObject([{ to: 'chef-it', state: 'pending', attempts: 0, substituteFor: lisa }]);
    expect((await notices()).size).toBe(before.size);
    expect((await notices()).get(lisa)).toMatchObject({ state: 'bounced', reason: 'bounce' });
    expect(await store.suppressed(['Lisa.Eliasson@example.org'])).toHaveLength(1);
    expect(await store.dueEvents(later(now, 2000), 10)).toMatchObject([{ reference, version: 1 }]);
  });

  test('a mail that came back and asked for nothing goes to nobody else', async () => {
    const { record, notices } = await recorder(false);
    const before = (await notices()).size;
    await record(reportOf('bounce'));
    expect((await notices()).size).toBe(before);
  });

  test('a complaint suppresses the address and asks nobody else: the mail was read', async () => {
    const { store, record, notices } = await recorder(true);
    const before = (await notices()).size;
    await record(reportOf('complaint'));
    expect((await notices()).size).toBe(before);
    expect(await store.suppressed(['lisa.eliasson@example.org'])).toHaveLength(1);
  });

  test.each(['bounce', 'complaint'] as const)(
    'a %s that is reported again does not suppress an address that has been allowed since; that of a later mail does',
    async (kind) => {
      const { store, record, resend } = await recorder(true);
      const isSuppressed = async () => (await store.suppressed(['lisa.eliasson@example.org'])).size === 1;
      await record(reportOf(kind));
      expect(await isSuppressed()).toBe(true);
      await resend();
      await record(reportOf(kind));
      expect(await isSuppressed()).toBe(false);
      await record({ ...reportOf(kind, 'mail-2'), sentAt: later(now, 3000) });
      expect(await isSuppressed()).toBe(true);
    },
  );

  test('a mail that SES refuses after all is logged as failed, once', async () => {
    const { record, notices, logged } = await recorder(true);
    await record(reportOf('reject'));
    await record(reportOf('reject'));
    expect((await notices()).get(lisa)).toMatchObject({ state: 'failed', reason: 'reject' });
    expect(logged.filter((outcome) => outcome === 'notice failed')).toHaveLength(1);
  });

  test('what is reported on an unknown notice is ignored', async () => {
    const { record } = await recorder(true);
    await expect(record({ ...reportOf('delivery'), version: 9 })).resolves.toBeUndefined();
  });
});
