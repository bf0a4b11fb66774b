import { expect, test } from 'vitest';
import { isIntact } from '../../lambdas/app/chain.ts';
import { hashOf } from '../../lambdas/app/hash.ts';
import { act } from '../../lambdas/app/need/act.ts';
import { sendLetters } from '../../lambdas/app/notice/send-letters.ts';
import type { LetterMail } from '../../lambdas/app/ports/mailer.ts';
import { expectedAt } from '../../lambdas/domain/meeting/access.ts';
import type { MeetingId } from '../../lambdas/domain/meeting/meeting-id.ts';
import { lease } from '../../lambdas/domain/notice/retry.ts';
import { personIn } from '../../lambdas/domain/organisation/organisation.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import type { HttpEvent, HttpResponse } from '../../lambdas/web/http.ts';
import { makeMeeting, saveMeeting } from '../../lambdas/web/meeting.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { sessionAt } from '../support/act.ts';
import { faulty } from '../support/faulty.ts';
import type { Fault } from '../support/faulty.ts';
import { wideLimits } from '../support/limits.ts';
import { memoryStore } from '../support/memory-store.ts';
import { ids } from '../support/needs.ts';
import { storeNeed } from '../support/stored.ts';

/* Every call to the store and to the mail service that a meeting makes fails in turn, before it is done or after; people press again. */

const hour = 3_600_000;
const lisa = 'lisa.eliasson@example.org';

interface Case {
  readonly kind: 'steering-group' | 'arena';
  readonly fault?: Fault;
}

/** A meeting is planned, held and sent out through one fault or none. */
async function live({ kind, fault }: Case) {
  const inner = memoryStore();
  const session = sessionAt(lisa, now);
  let at: Instant = now;
  const clock = () => at;
  const acting = (store: typeof inner) =>
    act({
      ...{ organisation: shipped, store, ids, limits: wideLimits, clock, random: () => 0 },
      pause: () => Promise.resolve(),
    });
  const reference = await storeNeed(inner, shipped, { areas: ['infrastruktur'] }, now);
  const raised = await acting(inner)(
    { reference },
    {
      ...{ action: 'coordinate', version: 1, confirm: 'yes', actualNeed: 'Salar', whyItArose: 'Brist' },
      ...{ leadArea: 'infrastruktur', responsible: 'it', departments: [], raiseNow: 'yes' },
    },
    { session, browser: '', isTrapped: false },
  );
  expect(raised.outcome.kind).toBe('done');

  const counted = { calls: 0 };
  const store = faulty(inner, fault, counted);
  const mails: LetterMail[] = [];
  const mailer = faulty(
    {
      sendLetter(mail: LetterMail) {
        mails.push(mail);
        return Promise.resolve({ kind: 'sent', messageId: String(mails.length) } as const);
      },
    },
    fault,
    counted,
  );
  const deps = {
    ...{ organisation: shipped, baseUrl: 'https://x', store, clock, ids, browser: '' },
    actOn: acting(store),
  };
  const eventAt = (id?: string) =>
    ({
      rawPath: `/meetings/${id ?? ''}`,
      headers: { accept: 'application/json' },
      pathParameters: { id },
    }) as unknown as HttpEvent;
  /* Whoever gets no answer presses again. */
  async function pressed(press: () => Promise<HttpResponse>): Promise<HttpResponse> {
    for (let time = 0; time < 3; time++) {
      const answer = await press().catch(() => undefined);
      if (answer) return answer;
    }
    throw new Error('no answer');
  }
  const planned = { kind, area: 'infrastruktur', at: '2026-12-03T10:00', key: 'a key' };
  const made = await pressed(() => makeMeeting(deps, eventAt(), { values: planned, session }));
  const { id } = JSON.parse(made.body ?? '') as { readonly id: MeetingId };
  const change = async (values: object) =>
    (await pressed(() => saveMeeting(deps, eventAt(id), { readValues: () => ({ ...values }), session })))
      .statusCode;
  const version = (await inner.readMeeting(id))?.meeting.version;
  const needVersion = (await inner.read(reference))?.need.version;
  const said =
    kind === 'arena'
      ? { do: 'respond', school: 'lararutbildning', understood: 'no', words: 'Nej' }
      : { do: 'advise', advice: 'do', priority: 'high', needVersion };
  const statuses = [
    await change({ ...said, item: '1', version }),
    await change({ do: 'add', kind: 'other', text: 'Lokaler', version }),
  ];
  const item = (await inner.readMeeting(id))?.meeting.items.at(-1)?.id;
  statuses.push(
    await change({ do: 'note', item, note: 'Sen', what: 'Ring', who: 'chef-it', version }),
    await change({ do: 'send', version }),
  );
  const send = sendLetters({
    ...{ organisation: shipped, store, ids, clock, random: () => 0.5, mailer, log: () => undefined },
    pause: () => Promise.resolve(),
  });
  for (let sweep = 0; sweep < 6; sweep++) {
    await store
      .dueLetters(at, 100)
      .then((due) => send(due, later(at, hour)))
      .catch(() => undefined);
    at = later(at, lease);
  }
  return { inner, id, reference, statuses, mails, calls: counted.calls };
}

const expected = (kind: Case['kind']): readonly string[] =>
  expectedAt(shipped, { kind, area: 'infrastruktur' as never }, dayOf(now))
    .map((id) => personIn(shipped, id)?.email ?? '')
    .filter((email) => email !== lisa);

test.each(['steering-group', 'arena'] as const)(
  'whatever call fails, a %s is held once, its words are kept once, and nobody is left unmailed',
  async (kind) => {
    const { calls } = await live({ kind });
    expect(calls).toBeGreaterThan(30);
    for (let at = -1; at < calls; at++)
      for (const way of ['before', 'after'] as const) {
        const where = `call ${at} fails ${way} it is done`;
        const { inner, id, reference, statuses, mails } = await live({ kind, fault: { at, way } });
        expect(statuses, where).toEqual([200, 200, 200, 200]);
        const file = await inner.readMeeting(id);
        expect(file && isIntact(file.meeting, file.history), where).toBe(true);
        expect(file?.meeting.state, where).toBe('sent');
        expect((await inner.openCards()).meetings, where).toEqual([]);
        const history = (await inner.read(reference))?.history.map(({ event }) => event.action);
        const word = kind === 'arena' ? 'hear' : 'advise';
        expect(
          history?.filter((action) => action === word),
          where,
        ).toHaveLength(1);
        const noted = file?.meeting.notes?.items ?? [];
        expect(noted, where).toHaveLength(2);
        if (kind === 'arena') expect(noted[0]?.schools, where).toHaveLength(1);
        else expect(noted[0]?.advice?.priority, where).toBe('high');
        expect(noted[1]?.agreed, where).toHaveLength(1);
        expect((await inner.openCards()).agreed, where).toHaveLength(1);
        for (const about of ['planned', 'notes'])
          expect(
            new Set(
              mails.filter((mail) => 'about' in mail && mail.about === about).map(({ to }) => to.email),
            ),
            `${where}: ${about}`,
          ).toEqual(new Set(expected(kind)));
        for (const mail of mails)
          if ('token' in mail)
            expect(await inner.readMeetingLink(hashOf(mail.token)), where).toMatchObject({ meeting: id });
        expect(mails.length, where).toBeLessThanOrEqual(2 * expected(kind).length + 1);
      }
  },
);
