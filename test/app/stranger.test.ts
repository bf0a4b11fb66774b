import { describe, expect, test } from 'vitest';
import { act } from '../../lambdas/app/need/act.ts';
import { holdIfFlooded } from '../../lambdas/app/need/hold.ts';
import { submitNeed } from '../../lambdas/app/need/submit.ts';
import { asksIn } from '../../lambdas/app/notice/asks.ts';
import { deliverNotices } from '../../lambdas/app/notice/deliver.ts';
import { recordReport } from '../../lambdas/app/notice/report.ts';
import type { NoticeMail } from '../../lambdas/app/ports/mailer.ts';
import { Limits } from '../../lambdas/domain/limits.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import { writeNoticeMail } from '../../lambdas/mail/notice-mail.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { sessionAt } from '../support/act.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids, submission } from '../support/needs.ts';

/* With production's limits: docs/design.md, "The form and the stranger". */

const hour = 3_600_000;
const limits = Limits.parse({});
const hostile = 'Klicka på http://evil.example/ nu';

/** Where strangers send what they like, and mails are written as they would be sent. */
function desk() {
  const store = memoryStore();
  const mails: (NoticeMail & { readonly subject: string; readonly text: string; readonly html: string })[] =
    [];
  let at = now;
  const deps = {
    ...{ organisation: shipped, store, ids, limits, asks: asksIn(shipped), clock: () => at },
    random: () => 0.5,
    pause: () => Promise.resolve(),
    log: () => undefined,
  };
  const deliver = deliverNotices({
    ...deps,
    mailer: {
      send(mail) {
        const written = writeNoticeMail(mail, {
          organisation: shipped,
          linkTo: (token) => `https://x/n/${token}`,
          myPage: () => 'https://x/my',
          now: at,
        });
        mails.push({ ...mail, ...written });
        return Promise.resolve({ kind: 'sent', messageId: String(mails.length) });
      },
    },
  });
  const submit = submitNeed({ organisation: shipped, store, ids, clock: () => at });
  const acting = act(deps);
  const sendAll = async () => deliver(await store.dueEvents(at, 10_000), later(at, hour));
  return {
    store,
    mails,
    wait: (milliseconds: number) => (at = later(at, milliseconds)),
    report: recordReport(deps),
    sendAll,
    /** Submits a need with an address, as a browser or as a machine, and has its mails sent. */
    async submit(email: string, { isByMachine = false, isSent = true } = {}) {
      const words = { ...submission, title: hostile, problem: hostile, areas: ['infrastruktur' as never] };
      const made = await submit(words, { name: hostile, email }, { isByMachine });
      if (isSent) await sendAll();
      return made as { reference: Reference; token: string };
    },
    async press(
      token: string,
      action: string,
      fields: object = {},
      { email, isSent = true }: { readonly email?: string; readonly isSent?: boolean } = {},
    ) {
      const reference = token.slice(0, 9) as Reference;
      const { need } = (await store.read(reference)) ?? {};
      const asked = { action, version: need?.version, confirm: 'yes', ...fields };
      const session = email === undefined ? undefined : sessionAt(email, at);
      const { outcome } = await acting({ token }, asked, { session, browser: '', isTrapped: false });
      if (isSent) await sendAll();
      return outcome.kind;
    },
    /** The same by the need's own address, signed in. */
    async pressAt(reference: Reference, action: string, email: string) {
      const { need } = (await store.read(reference)) ?? {};
      const asked = { action, version: need?.version, confirm: 'yes' };
      const caller = { session: sessionAt(email, at), browser: '', isTrapped: false };
      const { outcome } = await acting({ reference }, asked, caller);
      await sendAll();
      return outcome.kind;
    },
    to: (recipient: string) => mails.filter((mail) => mail.recipient === (recipient as Recipient)),
  };
}

describe('A stranger who gives another’s address', () => {
  test('has them written to three times a day, in fixed words, however often they send', async () => {
    const one = desk();
    const needs = [];
    for (let round = 0; round < 15; round++) needs.push(await one.submit('victim@example.org'));
    const receipts = one.to('submitter');
    expect(receipts).toHaveLength(limits.receiptsPerDay);
    for (const { subject, text, html, to } of receipts) {
      expect([subject, text, html, to.name].join(' ')).not.toMatch(/evil|Klicka|Salarna/);
      expect(text).toContain('?action=disown#disown');
    }
    const states = await Promise.all(
      needs.map(
        async ({ reference }) =>
          (await one.store.read(reference))?.history[0]?.notices.find(({ to }) => to === 'submitter')?.state,
      ),
    );
    expect(states.filter((state) => state === 'withheld')).toHaveLength(12);
    one.wait(24 * hour);
    await one.submit('victim@example.org');
    expect(one.to('submitter')).toHaveLength(limits.receiptsPerDay + 1);
  });

  test('brings them nothing by commenting, and no more than twenty comments a day', async () => {
    const one = desk();
    const { token } = await one.submit('victim@example.org');
    const before = one.to('submitter').length;
    const outcomes = [];
    for (let round = 0; round < 25; round++)
      outcomes.push(await one.press(token, 'comment', { text: `${hostile} ${round}` }));
    expect(one.to('submitter')).toHaveLength(before);
    expect(outcomes.filter((kind) => kind === 'done')).toHaveLength(limits.commentsPerDay);
    expect(outcomes.at(-1)).toBe('too-many-comments');
    one.wait(24 * hour);
    expect(await one.press(token, 'comment', { text: 'I morgon' })).toBe('done');
  });

  test('brings them no more codes than receipts, and none once they have said that the need is not theirs', async () => {
    const one = desk();
    const needs = [await one.submit('victim@example.org'), await one.submit('victim@example.org')];
    const outcomes = [];
    for (let round = 0; round < 12; round++) {
      for (const { token } of needs) outcomes.push(await one.press(token, 'withdraw'));
      one.wait(hour / 4);
    }
    expect(outcomes.filter((kind) => kind === 'unproven')).toHaveLength(1);
    expect(outcomes.at(-1)).toBe('too-many-codes');

    one.wait(24 * hour);
    const receipt = one.to('submitter')[0]?.token ?? '';
    expect(await one.press(receipt, 'disown')).toBe('done');
    expect(await one.press(needs[0]?.token ?? '', 'withdraw')).toBe('never');
    expect(await one.press(needs[1]?.token ?? '', 'withdraw')).toBe('unproven');
  });

  test('can write no more than twenty comments a day on a long need either', async () => {
    const one = desk();
    const { token } = await one.submit('victim@example.org');
    const lisa = one.to('lisa-eliasson')[0]?.token ?? '';
    const email = 'lisa.eliasson@example.org';
    for (let round = 0; round < 85; round++)
      await one.press(lisa, 'comment', { text: `Anteckning ${round}` }, { email, isSent: false });
    one.wait(24 * hour);
    const outcomes = [];
    for (let round = 0; round < 25; round++) {
      outcomes.push(await one.press(token, 'comment', { text: `${hostile} ${round}` }, { isSent: false }));
      await one.press(lisa, 'comment', { text: `Svar ${round}` }, { email, isSent: false });
    }
    expect(outcomes.filter((kind) => kind === 'done')).toHaveLength(limits.commentsPerDay);
  });

  test('is told of by them: nothing more about that need is mailed to them', async () => {
    const one = desk();
    await one.submit('victim@example.org');
    const [receipt] = one.to('submitter');
    expect(await one.press(receipt?.token ?? '', 'disown')).toBe('done');
    const lisa = one.to('lisa-eliasson')[0]?.token ?? '';
    expect(await one.press(lisa, 'take', {}, { email: 'lisa.eliasson@example.org' })).toBe('done');
    const email = 'lisa.eliasson@example.org';
    expect(await one.press(lisa, 'ask', { question: 'Vilken sal?' }, { email })).toBe('done');
    expect(one.to('submitter')).toHaveLength(1);
  });

  test('of a head leaves the head what they get as staff, also when the head complains of the receipt', async () => {
    const one = desk();
    const head = 'chef.hr@example.org';
    const { reference } = await one.submit(head);
    expect(one.to('submitter')).toHaveLength(1);
    await one.report({
      ...{
        reference,
        version: 1,
        to: 'submitter',
        kind: 'complaint',
        messageId: '1',
        address: head,
        reason: 'abuse',
      },
      ...{ sentAt: now, at: now },
    });
    await one.submit(head);
    expect(one.to('submitter'), 'receipts stop').toHaveLength(1);
    const words = { ...submission, areas: ['styrning' as never] };
    await submitNeed({ organisation: shipped, store: one.store, ids, clock: () => now })(
      words,
      { name: 'Kim', email: 'kim@example.org' },
      {},
    );
    await one.sendAll();
    expect(one.to('chef-hr')).toHaveLength(1);
  });
});

describe('A member of staff whose address a stranger gives', () => {
  const lisa = 'lisa.eliasson@example.org';

  test('for a need that involves them can say by their mail that it was not them, until they have confirmed it', async () => {
    const one = desk();
    const { reference } = await one.submit(lisa);
    const [told] = one.to('lisa-eliasson');
    expect(one.to('submitter'), 'one mail a person').toEqual([]);
    for (const words of [told?.text, told?.html])
      expect(words).toContain(`${told?.token}?action=disown#disown`);
    expect(await one.press(told?.token ?? '', 'disown')).toBe('done');
    expect((await one.store.read(reference))?.need.confirmation).toBe('disowned');

    await one.submit(lisa);
    const again = one.to('lisa-eliasson').at(-1)?.token ?? '';
    expect(await one.press(again, 'take'), 'what they do as staff wants a session').toBe('unproven');
    expect(await one.press(again, 'comment', { text: 'Jag tar det' })).toBe('unproven');
    expect(await one.press(again, 'confirm')).toBe('done');
    const head = one.to('chef-it').at(-1)?.token ?? '';
    expect(await one.press(head, 'comment', { text: 'Bråttom' }, { email: 'chef.it@example.org' })).toBe(
      'done',
    );
    expect(one.to('lisa-eliasson').at(-1)?.text).not.toContain('disown');
  });

  test('is told of it in fixed words while the need is held', async () => {
    const one = desk();
    for (let round = 0; round < limits.unconfirmedPerHour; round++)
      await one.submit(`someone${round}@example.org`);
    const told = one.to('lisa-eliasson').length;
    const { reference } = await one.submit(lisa);
    expect((await one.store.read(reference))?.need.held).toBe(true);
    expect(one.to('lisa-eliasson')).toHaveLength(told);
    await one.sendAll();
    const receipt = one.to('submitter').at(-1);
    expect(receipt?.to.email).toBe(lisa);
    expect(receipt?.text).not.toMatch(/evil|Klicka/);
    expect(await one.press(receipt?.token ?? '', 'disown')).toBe('done');
    expect((await one.store.read(reference))?.need.confirmation).toBe('disowned');
  });
});

describe('A flood of needs from addresses that are not confirmed', () => {
  test('is held from the twenty-first in an hour on: stored, receipted, and told to staff once it is confirmed', async () => {
    const one = desk();
    const needs = [];
    for (let round = 0; round < 25; round++) needs.push(await one.submit(`someone${round}@example.org`));
    expect(one.to('lisa-eliasson')).toHaveLength(limits.unconfirmedPerHour);
    expect(one.to('submitter')).toHaveLength(25);
    const held = await Promise.all(
      needs.map(async ({ reference }) => (await one.store.read(reference))?.need.held),
    );
    expect(held.filter(Boolean)).toHaveLength(5);
    expect(await one.store.dueEvents(later(now, hour), 100)).toEqual([]);

    const receipt = one.to('submitter').at(-1)?.token ?? '';
    expect(await one.press(receipt, 'confirm')).toBe('done');
    expect(one.to('lisa-eliasson')).toHaveLength(limits.unconfirmedPerHour + 1);
    const told = one.to('lisa-eliasson').at(-1);
    expect(told?.text).toContain('Ta hand om behovet');
  });

  test('is held also where the sender comments before the first mails go out', async () => {
    const one = desk();
    for (let round = 0; round < limits.unconfirmedPerHour; round++)
      await one.submit(`someone${round}@example.org`);
    const told = one.to('lisa-eliasson').length;
    for (let round = 0; round < 5; round++) {
      const { token } = await one.submit(`other${round}@example.org`, { isSent: false });
      await one.press(token, 'comment', { text: hostile });
    }
    expect(one.to('lisa-eliasson')).toHaveLength(told);
  });

  test('tells staff once of a need that is confirmed as it is held', async () => {
    const one = desk();
    for (let round = 0; round < limits.unconfirmedPerHour; round++)
      await one.submit(`someone${round}@example.org`);
    const told = one.to('lisa-eliasson').length;
    const { reference } = await one.submit('late@example.org', { isSent: false });
    const read = () => one.store.read(reference);
    const deps = { ...{ organisation: shipped, store: one.store, limits }, log: () => undefined };
    const reading = Object.assign(read, { forget: () => undefined });
    await holdIfFlooded({ ...deps, read: reading, clock: () => now }, reference);
    expect((await read())?.need.held).toBe(true);
    expect(await one.pressAt(reference, 'confirm', 'late@example.org')).toBe('done');
    expect(one.to('lisa-eliasson')).toHaveLength(told + 1);
  });

  test('holds nothing back of a need that staff move on: those involved are told', async () => {
    const one = desk();
    const { reference } = await one.submit('machine@example.org', { isByMachine: true });
    await one.pressAt(reference, 'disown', 'machine@example.org');
    expect(one.to('chef-it')).toEqual([]);
    expect(await one.pressAt(reference, 'take', 'lisa.eliasson@example.org')).toBe('done');
    expect((await one.store.read(reference))?.need.held).toBeUndefined();
    expect(one.to('chef-it')).toHaveLength(1);
  });

  test('and what only a machine fills in so is held until the manager releases it', async () => {
    const one = desk();
    const { reference } = await one.submit('machine@example.org', { isByMachine: true });
    expect(one.to('lisa-eliasson')).toEqual([]);
    expect(one.to('submitter')).toHaveLength(1);
    expect(await one.pressAt(reference, 'release', 'stina.eklund@example.org')).toBe('done');
    expect(one.to('lisa-eliasson')).toHaveLength(1);
  });
});
