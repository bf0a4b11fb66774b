import { describe, expect, inject, test } from 'vitest';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { recordReport } from '../../lambdas/app/notice/report.ts';
import type { OutcomeName } from '../../lambdas/app/ports/log.ts';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import type { Answer } from '../../lambdas/domain/notice/answer.ts';
import type { MailReport } from '../../lambdas/domain/notice/mail-report.ts';
import { claim, reported } from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { resendNotice } from '../../lambdas/app/notice/resend.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { tableStore } from '../support/database.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids, submitted } from '../support/needs.ts';
import { noticeAs } from '../support/notices.ts';

/* npm run test:faults records the sending at every place, npm test at one of them for each order. */
const everyPlace = process.env['FAULTS'] === 'all';
const lisa = 'lisa-eliasson' as Recipient;
const day = 86_400_000;
const claimed = noticeAs('claimed', lisa);
const sent = noticeAs('sent', lisa);

const told = (kind: MailReport['kind'], messageId = 'mail-1'): MailReport => ({
  reference: 'B26-7KQ4M' as never,
  version: 1,
  to: lisa,
  kind,
  messageId,
  sentAt: now,
  at: later(now, 1000),
  address: 'lisa.eliasson@example.org',
  reason: kind,
});

/** Every order of these, once where some are alike. */
function* orders<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  if (items.length === 0) yield [];
  for (const item of new Set(items)) {
    for (const rest of orders(items.toSpliced(items.indexOf(item), 1))) yield [item, ...rest];
  }
}
const givenUp = noticeAs('failed', lisa);
const otherRefused = noticeAs('failed', lisa, { messageId: 'other' });
const after = (notice: Notice, kinds: readonly MailReport['kind'][]) =>
  kinds.reduce((before, kind) => reported(before, told(kind)), notice);

describe.each([
  ['before the sender has recorded anything', claimed],
  ['after the sender has recorded the mail', sent],
  ['after the sender has given the notice up', givenUp],
  ['after another mail of the notice was refused', otherRefused],
])('what SES tells %s', (_, notice) => {
  test.each<[readonly MailReport['kind'][], Notice['state']]>([
    [['send', 'delivery'], 'delivered'],
    [['send', 'delivery', 'bounce', 'complaint'], 'complained'],
    [['send', 'delivery', 'bounce'], 'bounced'],
    [['send', 'bounce'], 'bounced'],
    [['send', 'delivery', 'complaint'], 'complained'],
    [['send', 'reject'], 'failed'],
    [['send', 'delivery', 'soft-bounce'], 'delivered'],
  ])('%j, in every order and each of them twice, comes to %s', (kinds, state) => {
    let count = 0;
    for (const order of orders(kinds)) {
      for (const twice of [order.flatMap((kind) => [kind, kind]), [...order, ...order]]) {
        count += 1;
        expect(after(notice, twice), twice.join(' ')).toMatchObject({ state, messageId: 'mail-1' });
      }
    }
    expect(count).toBeGreaterThanOrEqual(4);
  });
});

describe('the four events of a mail, each told twice', () => {
  const four = ['send', 'delivery', 'bounce', 'complaint'] as const;
  const all = [...orders([...four, ...four])];
  const places = all[0]?.length ?? 0;

  /** Sends one mail and tells these events of it, so many of them before its sending is recorded; then lets two days go by. */
  async function play(store: NeedStore, kinds: readonly MailReport['kind'][], before: number) {
    const opening = submitted();
    const { need, entry } = opening;
    const { reference } = need;
    const notices = entry.notices.filter(({ to }) => to === lisa);
    await store.open({ ...opening, entry: { ...entry, notices } });
    const address = `${reference}@example.org`;
    const mailed: Recipient[] = [];
    let at = now;
    const deps = {
      organisation: shipped,
      store,
      ids,
      asks: () => true,
      clock: () => at,
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
      for (const kind of some) await record({ ...told(kind), reference, address });
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

  test(`in each of their ${all.length} orders, and recorded as sent ${everyPlace ? 'at every place' : 'at one place'} among them, come to the gravest`, async () => {
    expect(all).toHaveLength(2520);
    for (const [index, kinds] of all.entries()) {
      for (let place = 0; place <= places; place++) {
        if (everyPlace || place === index % (places + 1)) await play(memoryStore(), kinds, place);
      }
    }
  });

  test('and in twenty of the orders in DynamoDB', async () => {
    const { store, stop } = await tableStore(inject('assembly'));
    for (let index = 0; index < 20; index++) {
      await play(store, all[index * 126] ?? [], index % (places + 1));
    }
    await stop();
  });
});

/** What becomes of a notice when its first mail soft-bounces. */
const softBounced = noticeAs('pending', lisa, {
  attempts: 1,
  softBounced: 'mail-1',
  dueAt: later(now, 1000 + day),
  reason: 'soft-bounce',
});

describe('a soft bounce', () => {
  test('is tried once more after a day, however often and in whatever order it is told', () => {
    for (const notice of [claimed, sent]) {
      for (const order of orders(['send', 'soft-bounce', 'send', 'soft-bounce'] as const)) {
        expect(after(notice, order)).toEqual(softBounced);
      }
    }
  });

  test('settles the notice when the second mail comes back as well', () => {
    const again = noticeAs('sent', lisa, { softBounced: 'mail-1', messageId: 'mail-2' });
    for (const notice of [again, claim(softBounced, softBounced.dueAt)]) {
      expect(reported(notice, told('soft-bounce', 'mail-2')).state).toBe('bounced');
      expect(reported(notice, told('soft-bounce', 'mail-1'))).toBe(notice);
      expect(reported(notice, told('delivery', 'mail-2')).state).toBe('delivered');
    }
  });

  test('of a mail whose answer was lost changes nothing once another has gone', () => {
    const second = noticeAs('sent', lisa, { messageId: 'mail-2' });
    expect(reported(second, told('soft-bounce', 'mail-1'))).toBe(second);
  });
});

test('a second mail counts as sent also when nobody lived to record it, or its answer was lost', () => {
  const due = softBounced.dueAt;
  const lost: Notice = { ...softBounced, failingSince: due, dueAt: later(due, 900_000) };
  for (const notice of [claim(softBounced, due), lost]) {
    const second = { ...told('send', 'mail-2'), sentAt: later(due, 500) };
    expect(reported(notice, second)).toMatchObject({ state: 'sent', messageId: 'mail-2' });
  }
});

test('when two mails have gone out and both came back for a passing reason, the notice never counts as sent', () => {
  const events = [told('send', 'mail-1'), told('soft-bounce', 'mail-1'), told('send', 'mail-2')];
  for (const order of orders([...events, told('soft-bounce', 'mail-2')])) {
    const where = order.map(({ kind, messageId }) => `${kind} of ${messageId}`).join(', ');
    expect(order.reduce(reported, claimed).state, where).toBeOneOf(['pending', 'bounced']);
  }
});

test('what becomes of a mail from before an operator sent it again changes nothing', () => {
  const again = noticeAs('pending', lisa, { countsFrom: later(now, 1) });
  for (const kind of ['send', 'delivery', 'bounce', 'soft-bounce', 'complaint'] as const) {
    expect(reported(again, told(kind))).toBe(again);
    expect(reported(again, { ...told(kind), sentAt: later(now, 1) })).not.toBe(again);
  }
});

describe('recorded', () => {
  async function recorder(asks: boolean) {
    const store = memoryStore();
    const logged: OutcomeName[] = [];
    const opening = submitted();
    const { need } = opening;
    await store.open(opening);
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
    await Promise.all(Array.from({ length: 5 }, () => record(told('bounce'))));
    const asked = [...(await notices()).values()].filter(
      ({ substituteFor: substituteFor }) => substituteFor !== undefined,
    );
    expect(asked).toMatchObject([{ to: 'chef-it', state: 'pending', attempts: 0, substituteFor: lisa }]);
    expect((await notices()).size).toBe(before.size);
    expect((await notices()).get(lisa)).toMatchObject({ state: 'bounced', reason: 'bounce' });
    expect(await store.suppressed(['Lisa.Eliasson@example.org'])).toHaveLength(1);
    expect(await store.dueEvents(later(now, 2000), 10)).toEqual([{ reference, version: 1 }]);
  });

  test('a mail that came back and asked for nothing goes to nobody else', async () => {
    const { record, notices } = await recorder(false);
    const before = (await notices()).size;
    await record(told('bounce'));
    expect((await notices()).size).toBe(before);
  });

  test('a complaint flags the address and asks nobody else: the mail was read', async () => {
    const { store, record, notices } = await recorder(true);
    const before = (await notices()).size;
    await record(told('complaint'));
    expect((await notices()).size).toBe(before);
    expect(await store.suppressed(['lisa.eliasson@example.org'])).toHaveLength(1);
  });

  test.each(['bounce', 'complaint'] as const)(
    'a %s that is told again flags no address that has been taken up since; that of a later mail does',
    async (kind) => {
      const { store, record, resend } = await recorder(true);
      const isFlagged = async () => (await store.suppressed(['lisa.eliasson@example.org'])).size === 1;
      await record(told(kind));
      expect(await isFlagged()).toBe(true);
      await resend();
      await record(told(kind));
      expect(await isFlagged()).toBe(false);
      await record({ ...told(kind, 'mail-2'), sentAt: later(now, 3000) });
      expect(await isFlagged()).toBe(true);
    },
  );

  test('a mail that SES refuses after all is told as failed, once', async () => {
    const { record, notices, logged } = await recorder(true);
    await record(told('reject'));
    await record(told('reject'));
    expect((await notices()).get(lisa)).toMatchObject({ state: 'failed', reason: 'reject' });
    expect(logged.filter((outcome) => outcome === 'notice failed')).toHaveLength(1);
  });

  test('what is told of a notice that nobody knows is passed over', async () => {
    const { record } = await recorder(true);
    await expect(record({ ...told('delivery'), version: 9 })).resolves.toBeUndefined();
  });
});
