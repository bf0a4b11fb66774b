import { isDeepStrictEqual } from 'node:util';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { lifeOf, monthlyCost, fixedPartsOf, sumOfMonth } from '../../bench/cost-model.ts';
import { costsAt } from '../../bench/growth.ts';
import { openLab } from '../../bench/lab.ts';
import type { Lab } from '../../bench/lab.ts';
import { sizeOf } from '../../bench/subjects.ts';
import { wireCosts } from '../../bench/wire-costs.ts';
import type { Cost } from '../../bench/wire-costs.ts';
import { countMails } from '../support/mail-counts.ts';
import { isWhole } from '../support/whole.ts';

/*
 * What does not depend on the machine: what AWS charges for, to the unit, and a ceiling for what a cold start loads. Times are
 * measured by `npm run bench`.
 */

let lab: Lab;
let costs: readonly Cost[];
beforeAll(async () => {
  lab = await openLab(inject('assembly'));
  costs = await wireCosts(lab, 'counted');
});
afterAll(() => lab.stop());

const callsOf = (what: string) => costs.find((cost) => cost.what === what)?.calls;

/* The read of the event that a token names. */
const followed = { operation: 'GetItem', items: 1, units: { table: 1 } };

/* The read that says whether those who can move needs on have been told today. */
const telling = followed;
/* The read of what has changed of the organisation: its version and its deputies. Here neither is there. */
const organisation = { operation: 'BatchGetItem', items: 2, units: { table: 1 } };
/* The read that says on which day people were last reminded. */
const reminded = followed;
/* And the one that says on which day figures were last counted. */
const counted = followed;

/* The read of the session that a cookie names. */
const session = followed;

describe('At DynamoDB', () => {
  test('a submission is one call, of three items', () => {
    expect(callsOf('a submission')).toEqual([
      { operation: 'TransactWriteItems', items: 3, units: { table: 6, due: 1, cards: 1, submitters: 1 } },
    ]);
  });

  test('a submission to a function that has just started reads the organisation first: two calls in turn', () => {
    expect(callsOf('a submission to a cold function')).toEqual([
      organisation,
      { operation: 'TransactWriteItems', items: 3, units: { table: 6, due: 1, cards: 1, submitters: 1 } },
    ]);
  });

  test('and two units more for each kilobyte of its words, which no action writes again', () => {
    const stored = { operation: 'TransactWriteItems', items: 3 };
    expect(callsOf('a submission of 1,600 characters')).toEqual([
      { ...stored, units: { table: 8, due: 1, cards: 1, submitters: 1 } },
    ]);
    expect(callsOf('a submission of the longest need')).toEqual([
      { ...stored, units: { table: 32, due: 1, cards: 1, submitters: 1 } },
    ]);
    expect(callsOf('an action on the longest need')).toEqual([
      session,
      followed,
      { operation: 'Query', items: 3, units: { table: 4 } },
      { operation: 'TransactWriteItems', items: 2, units: { table: 6, cards: 1, due: 1 } },
    ]);
  });

  test('an action is four calls: the session, its link’s event and the need with its history are read, and what happened is written', () => {
    expect(callsOf('an action')).toEqual([
      session,
      followed,
      { operation: 'Query', items: 3, units: { table: 1 } },
      { operation: 'TransactWriteItems', items: 2, units: { table: 4, cards: 1, due: 1 } },
    ]);
  });

  test('a status page is two calls: its link’s event, and the need with its history', () => {
    expect(callsOf('a status page')).toEqual([
      followed,
      { operation: 'Query', items: 3, units: { table: 1 } },
    ]);
  });

  test('a notice is claimed and recorded, two calls beside its sending; a submission costs five more, however many it tells', () => {
    const [read, counted, ...rest] = callsOf('the five notices of an event') ?? [];
    /* How many have come in within the hour, and how many receipts the address has had. */
    const count = { operation: 'TransactWriteItems', items: 1, units: { table: 2 } };
    expect(counted).toEqual(count);
    expect(read).toEqual({ operation: 'Query', items: 3, units: { table: 1 } });
    /* Which addresses are suppressed, and who gets what informs them in a digest: looked up side by side. */
    const looked = rest.slice(0, 2).toSorted((one, other) => other.items - one.items);
    const notices = rest.slice(2);
    expect(looked).toEqual([
      { operation: 'BatchGetItem', items: 6, units: { table: 3 } },
      { operation: 'BatchGetItem', items: 3, units: { table: 1.5 } },
    ]);
    expect(notices.filter((call) => isDeepStrictEqual(call, count))).toHaveLength(1);
    const claimOrRecord = { operation: 'UpdateItem', items: 1, units: { table: 2 } };
    expect(notices.filter(({ operation }) => operation === 'UpdateItem')).toEqual([
      ...Array.from({ length: 9 }, () => claimOrRecord),
      { ...claimOrRecord, units: { table: 2, due: 1 } },
    ]);
  });

  test('a code is asked for in one write, the same whoever is asked for, and by a link in one that counts it', () => {
    const write = (items: number, table: number) => ({
      operation: 'TransactWriteItems',
      items,
      units: { table, due: 1 },
    });
    expect(callsOf('a code asked for on the sign-in page')).toEqual([write(1, 2)]);
    expect(callsOf('the same of somebody who is known')).toEqual([write(1, 2)]);
    expect(callsOf('an action without a session')?.at(-1)).toEqual(write(2, 4));
  });

  test('a code is sent in three calls, and one of nobody is put away in as many', () => {
    expect(callsOf('a code by a link, sent')).toHaveLength(3);
    expect(callsOf('a code of staff, sent')).toHaveLength(3);
    expect(callsOf('a code of nobody, sent')).toHaveLength(3);
  });

  test('a guess at a code is two calls: it is counted before it is answered', () => {
    expect(callsOf('a wrong code')?.map(({ operation }) => operation)).toEqual([
      'GetItem',
      'TransactWriteItems',
    ]);
  });

  test('what SES tells of a mail is two calls', () => {
    expect(callsOf('a delivery recorded')).toEqual([
      { operation: 'Query', items: 3, units: { table: 1 } },
      { operation: 'UpdateItem', items: 1, units: { table: 2 } },
    ]);
  });

  test('a sweep that finds nothing is four calls on the index, and four reads of the table', () => {
    const looked = { operation: 'Query', items: 0, units: { table: 0, due: 0.5 } };
    expect(callsOf('a sweep with nothing due')).toEqual([
      ...[organisation, looked, looked, telling, reminded, counted, looked, looked],
    ]);
  });

  test('a sweep is five calls more for each need whose submitter it reminds, and one for the suppressed addresses', () => {
    const looked = (items: number) => ({ operation: 'Query', items, units: { table: 0, due: 0.5 } });
    const step = [
      { operation: 'Query', items: 3, units: { table: 1 } },
      { operation: 'TransactWriteItems', items: 2, units: { table: 4, due: 3 } },
    ];
    const event = { operation: 'Query', items: 4, units: { table: 1 } };
    /* Submitters are looked up by their address, and as submitters. */
    const flags = { operation: 'BatchGetItem', items: 2, units: { table: 1 } };
    const notice = [
      { operation: 'UpdateItem', items: 1, units: { table: 1 } },
      { operation: 'UpdateItem', items: 1, units: { table: 1, due: 1 } },
    ];
    const times = <Call>(count: number, calls: readonly Call[]) =>
      Array.from({ length: count }, () => calls).flat();
    for (const [what, needs] of [
      ['a sweep that reminds of one need', 1],
      ['a sweep that reminds of ten needs', 10],
    ] as const) {
      const calls = callsOf(what) ?? [];
      const notices = calls.slice(-2 * needs);
      expect(calls.slice(0, -2 * needs)).toEqual([
        ...[organisation, looked(0), looked(needs), ...times(needs, step)],
        ...[telling, reminded, counted, looked(0), looked(needs), ...times(needs, [event]), flags],
      ]);
      /* They are sent side by side. */
      expect(notices).toHaveLength(2 * needs);
      for (const call of notice)
        expect(notices.filter((one) => isDeepStrictEqual(one, call))).toHaveLength(needs);
    }
  });

  /* Besides the session: two pages of what is open, and the months that thirty days touch; of a person's own page, what is theirs too. */
  const many = isWhole ? 1_000 : 100;
  test(`a board is at most five calls, and one’s own page three, also where ${many} needs are open`, async () => {
    for (const [stored, costsThere] of [
      [0, costs],
      [2 * many, await costsAt(lab, 2 * many, many)],
    ] as const) {
      const queries = (what: string) => {
        const [session, ...rest] = costsThere.find((cost) => cost.what === what)?.calls ?? [];
        expect(session).toMatchObject({ operation: 'GetItem' });
        return rest;
      };
      const board = queries('a board');
      expect(board.length, `with ${stored} stored`).toBeLessThanOrEqual(5);
      expect(board.every(({ operation }) => operation === 'Query')).toBe(true);
      expect(queries('a person’s own page').length).toBeLessThanOrEqual(3);
    }
  });

  test('the figures are one read, and what is stuck two queries and a read of each event whose mail did not arrive', () => {
    const operations = (what: string) => callsOf(what)?.map(({ operation }) => operation);
    expect(operations('the figures')).toEqual(['GetItem', 'GetItem']);
    expect(operations('what is stuck')).toEqual(['GetItem', 'Query', 'Query']);
  });

  test('a list of open needs is one call on its index', () => {
    expect(callsOf('a list of open needs')).toEqual([
      { operation: 'Query', items: 18, units: { table: 0, cards: 1 } },
    ]);
  });
});

describe('A month of the production stage', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vso-cost-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const month = async (needs: number) =>
    monthlyCost(fixedPartsOf('production', folder), costs, lifeOf(await countMails('each')), needs);

  test('costs less than 5 dollars where nobody uses it, and so few more for a thousand needs a year that the alarms cost most', async () => {
    expect(sumOfMonth(await month(0))).toBeLessThan(5);
    const paid = [...(await month(1_000))].toSorted(([, one], [, other]) => other - one);
    expect(paid[0]?.[0]).toBe('alarms');
    expect(sumOfMonth(new Map(paid))).toBeLessThan(6);
  });

  test('costs most for mails where there are a hundred thousand needs a year, and less than one and a quarter cents for each need', async () => {
    const paid = await month(100_000);
    const most = Math.max(...paid.values());
    expect(paid.get('mails')).toBe(most);
    expect((sumOfMonth(paid) * 12) / 100_000).toBeLessThan(0.0125);
  });
});

describe('A cold start', () => {
  /* In kB: at the start, and later where something is refused or rarely asked for. A ceiling leaves room for an update of the SDK. */
  test.each([
    ['SubmitNeed', 230, 400],
    ['Act', 280, 1050],
    ['Show', 480, 680],
    ['DeliverNotices', 555, 45],
    ['Sweep', 565, 45],
    ['MailFeedback', 250, 45],
  ])('of %s loads at most %i kB, and at most %i kB later', (name, first, later) => {
    const sizes = sizeOf(lab.bundle(name));
    expect(sizes.raw / 1000).toBeLessThanOrEqual(first);
    expect(sizes.later / 1000).toBeLessThanOrEqual(later);
  });

  /* Each file has classes of its own: a second SDK's would take no client and no error of the first for theirs. */
  test.each(['SubmitNeed', 'Act', 'Show'] as const)(
    'of %s leaves nothing of the SDK to be loaded later',
    (name) => {
      const first = lab.bundle(name);
      const later = readdirSync(dirname(first)).filter(
        (file) => file.endsWith('.js.map') && !first.endsWith(basename(file, '.map')),
      );
      expect(later.length).toBeGreaterThan(0);
      for (const file of later) {
        const { sources } = JSON.parse(readFileSync(join(dirname(first), file), 'utf8')) as {
          sources: string[];
        };
        expect(
          sources.filter((source) => /@aws-sdk|@smithy|\/adapters\/dynamodb\//.test(source)),
          file,
        ).toEqual([]);
      }
    },
  );

  /* zod builds a schema when its file is loaded. */
  test.each([
    ['SubmitNeed', ['need.ts', 'card.ts']],
    ['Act', ['submission.ts', 'card.ts']],
  ])('of %s builds no schema by which it parses nothing', (name, schemas) => {
    const { sources } = JSON.parse(readFileSync(`${lab.bundle(name)}.map`, 'utf8')) as { sources: string[] };
    const domain = sources.filter((file) => file.includes('/domain/need/')).map((file) => basename(file));
    expect(domain).toContain('deadline.ts');
    for (const schema of schemas) expect(domain).not.toContain(schema);
  });
});
