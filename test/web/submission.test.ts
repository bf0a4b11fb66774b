import { describe, expect, test } from 'vitest';
import { submissionLimits } from '../../lambdas/domain/need/submission.ts';
import { readSubmission, submissionSchema } from '../../lambdas/web/submission.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import { now, shipped } from '../domain/fixtures.ts';

const required = { title: 'Titel', problem: 'Problem', cause: 'Orsak', affected: 'Alla' };
const asJson = { ...required, submitter: { name: 'Kim', email: 'kim@example.org' } };
const asForm = { ...required, submitterName: 'Kim', submitterEmail: 'kim@example.org' };
const schema = submissionSchema(shipped);
const today = dayOf(now);
const at = (key?: string) => ({ key, today });
const fieldsOf = (read: ReturnType<typeof readSubmission>) =>
  'mistakes' in read ? read.mistakes.map(({ field, problem }) => `${field}: ${problem}`) : [];

describe('a submission', () => {
  test('says the same as JSON and as a form', () => {
    const json = {
      ...asJson,
      areas: ['it-is-not', 'infrastruktur'].slice(1),
      departments: ['it'],
      language: 'en',
    };
    const form = { ...asForm, areas: 'infrastruktur', departments: ['', 'it'], language: 'en', goal: '' };
    expect(readSubmission(schema, form, 'form', at())).toEqual(readSubmission(schema, json, 'json', at()));
  });

  test('may leave everything optional blank, whatever the blanks are', () => {
    const blank = {
      goal: ' \t ',
      effect: '\u0000',
      deadlineDate: '',
      deadlineKind: ' ',
      school: '',
      workaround: null,
    };
    const read = readSubmission(
      schema,
      { ...asForm, ...blank, areas: '', submissionKey: '' },
      'form',
      at(''),
    );
    expect(read).toMatchObject({
      submission: { ...required, areas: [], departments: [], language: 'sv' },
      contact: { name: 'Kim', email: 'kim@example.org' },
      key: undefined,
    });
    expect(Object.keys('submission' in read ? read.submission : {}).sort()).toEqual(
      [...Object.keys(required), 'areas', 'departments', 'language'].sort(),
    );
  });

  test.each(['\u2060', '\u3164\u200d', '\u2800', '\ufe0f \u{e0020}'])(
    'with nothing visible in a field lacks it, as JSON and as a form: %j',
    (nothing) => {
      const unseen = { title: nothing, goal: nothing, school: nothing, deadlineDate: nothing };
      const lists = { areas: [nothing], departments: [nothing, 'it'] };
      for (const [said, sentAs, named] of [
        [
          { ...asJson, ...unseen, ...lists, submitter: { name: nothing, email: nothing } },
          'json',
          'submitter.',
        ],
        [
          { ...asForm, ...unseen, ...lists, submitterName: nothing, submitterEmail: nothing },
          'form',
          'submitter',
        ],
      ] as const)
        expect(
          fieldsOf(readSubmission(schema, said, sentAs, at())).map((mistake) => mistake.toLowerCase()),
        ).toEqual(['title: missing', `${named}name: missing`, `${named}email: missing`]);
    },
  );

  test('names each area and department once, however often they were sent', () => {
    const twice = { areas: ['forskning', 'infrastruktur', 'forskning'], departments: ['it', 'it'] };
    for (const [said, sentAs] of [
      [{ ...asJson, ...twice }, 'json'],
      [{ ...asForm, ...twice }, 'form'],
    ] as const)
      expect(readSubmission(schema, said, sentAs, at())).toMatchObject({
        submission: { areas: ['forskning', 'infrastruktur'], departments: ['it'] },
      });
  });

  test('is told of each missing field once, under the name it was sent by', () => {
    expect(fieldsOf(readSubmission(schema, {}, 'json', at()))).toEqual([
      ...['title: missing', 'problem: missing', 'affected: missing'],
      ...['submitter.name: missing', 'submitter.email: missing'],
    ]);
    expect(fieldsOf(readSubmission(schema, { title: ' ' }, 'form', at()))).toEqual([
      ...['title: missing', 'problem: missing', 'affected: missing'],
      ...['submitterName: missing', 'submitterEmail: missing'],
    ]);
  });

  test.each([
    ['a number for a text', { title: 7 }, 'title: wrong'],
    ['a title over its length', { title: 'x'.repeat(121) }, 'title: too-long'],
    ['a day that does not exist', { deadlineDate: '2026-02-30' }, 'deadlineDate: not-a-date'],
    ['an unknown kind of deadline', { deadlineKind: 'whim' }, 'deadlineKind: not-an-option'],
    ['an unknown area', { areas: ['infrastruktur', 'rymden'] }, 'areas: not-an-option'],
    ['areas that are no list', { areas: { a: 1 } }, 'areas: wrong'],
    ['an unknown department', { departments: ['rymden'] }, 'departments: not-an-option'],
    ['an unknown school', { school: 'rymden' }, 'school: not-an-option'],
    ['a third language', { language: 'fi' }, 'language: not-an-option'],
    [
      'an address that cannot be sent to',
      { submitter: { name: 'Kim', email: 'åsa@example.org' } },
      'submitter.email: not-an-address',
    ],
    [
      'a header in the address',
      { submitter: { name: 'Kim', email: 'a@example.org\nBcc: b@example.org' } },
      'submitter.email: not-an-address',
    ],
    ['a submitter that is no object', { submitter: 'Kim' }, 'submitter: wrong'],
    ['a key that is too long', { submissionKey: 'x'.repeat(256) }, 'submissionKey: wrong'],
  ])('with %s is refused there and nowhere else', (_what, change, mistake) => {
    expect(fieldsOf(readSubmission(schema, { ...asJson, ...change }, 'json', at()))).toEqual([mistake]);
  });

  test('may leave out why it is so', () => {
    const { cause: _cause, ...rest } = asJson;
    expect(fieldsOf(readSubmission(schema, rest, 'json', at()))).toEqual([]);
  });

  test.each([
    ['2026-11-22', {}, ['deadlineDate: past']],
    ['2026-11-22', { sure: 'yes' }, []],
    ['0026-11-24', { sure: 'yes' }, ['deadlineDate: too-early']],
    ['9999-01-01', {}, ['deadlineDate: too-late']],
    ['0000-01-01', {}, ['deadlineDate: too-early']],
    ['2026-11-23', {}, []],
  ])('with the deadline %s and %j is told what is wrong with it: %j', (deadlineDate, more, mistakes) => {
    const read = readSubmission(schema, { ...asJson, deadlineDate, ...more }, 'json', at());
    expect(fieldsOf(read)).toEqual(mistakes);
    if ('submission' in read) expect(read.submission).not.toHaveProperty('sure');
  });

  test.each(['x', 'å', 'ж', '汉', '😀'])(
    'with every field full of %s fits the body, in a form as in JSON',
    (letter) => {
      const full = (most: number) => letter.repeat(Math.floor(most / letter.length));
      const words = Object.fromEntries(
        Object.entries(submissionLimits).map(([name, most]) => [name, full(most)]),
      );
      const said = { ...words, submitterName: full(100), submitterEmail: `${'x'.repeat(64)}@example.org` };
      expect(fieldsOf(readSubmission(schema, said, 'form', at()))).toEqual([]);
      expect(String(new URLSearchParams(said)).length).toBeLessThan(128 * 1024 - 2000);
      expect(Buffer.byteLength(JSON.stringify(said))).toBeLessThan(128 * 1024);
    },
  );

  test('takes its key from the header before the body', () => {
    const said = { ...asJson, submissionKey: 'in the body' };
    expect(readSubmission(schema, said, 'json', at('in the header'))).toMatchObject({ key: 'in the header' });
    expect(readSubmission(schema, said, 'json', at())).toMatchObject({ key: 'in the body' });
  });
});
