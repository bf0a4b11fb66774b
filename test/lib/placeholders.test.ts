import { describe, expect, test } from 'vitest';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { placeholdersIn, refusePlaceholders } from '../../lib/placeholders.ts';
import { parseStage, readStage } from '../../lib/stage.ts';
import { shipped, shippedFile } from '../domain/fixtures.ts';

/** The files that ship, with everything written that an administrator has to write. */
const ready = {
  stage: {
    ...readStage('production'),
    mail: { name: 'Behov', address: 'behov@vso.hda.se', domain: 'vso.hda.se' },
    alarmAddress: 'drift@hda.se',
    accessibility: { reviewed: '2026-11-02', result: 'partly' },
  },
  organisation: parseOrganisation(
    JSON.parse(
      JSON.stringify(shippedFile())
        .replaceAll('example.org', 'hda.se')
        .replace('"Högskolan"', '"Högskolan i Aspeboda"'),
    ),
  ),
};
const stageWith = (change: object) => parseStage('production.json', { ...ready.stage, ...change });
const refusalOf = (change: object): string => {
  try {
    return refusePlaceholders(stageWith(change), ready.organisation) ?? 'nothing';
  } catch (fault) {
    return (fault as Error).message;
  }
};

describe('Production', () => {
  test('is taken when everything is written', () => {
    expect(refusalOf({})).toBe('nothing');
  });

  test('is refused as it ships, naming every place', () => {
    const places = placeholdersIn(readStage('production'), shipped).map(({ place }) => place);
    expect(places).toEqual([
      'alarmAddress',
      'accessibility',
      'mail.address',
      'mail.domain',
      'university.name',
      'university.contact',
      ...shipped.people.map((_, index) => `people.${index}.email`),
      'serviceDesks.0.url',
      'serviceDesks.1.url',
    ]);
    expect(() => refusePlaceholders(readStage('production'), shipped)).toThrow(
      /^config\/stages\/production\.json cannot be used in production:\n {2}- alarmAddress: is missing; add .*\n[^]*config\/organisation\.json cannot be used in production:\n/,
    );
  });

  test.each<[string, object, RegExp]>([
    ['a stage called production that is not', { production: false }, /- production: is false; write true/],
    ['no address for alarms', { alarmAddress: undefined }, /- alarmAddress: is missing/],
    ['no review of accessibility', { accessibility: undefined }, /- accessibility: is missing/],
    ['an example domain', { baseUrl: 'https://vso.example.com' }, /- baseUrl: https:\/\/vso\.example\.com/],
    [
      'a domain for tests',
      { alarmAddress: 'drift@hda.test' },
      /- alarmAddress: drift@hda\.test is an example/,
    ],
    [
      'a site of this machine',
      { allowedOrigins: ['http://localhost:80'] },
      /- allowedOrigins\.0: http:\/\/localhost:80/,
    ],
  ])('is refused with %s', (_, change, message) => {
    expect(refusalOf(change)).toMatch(message);
  });

  test.each([
    'https://example.hda.se',
    'https://test.hda.se',
    'https://example.org.hda.se',
    'https://vso.exemple.se',
  ])('is taken with an address that only looks like an example: %s', (baseUrl) => {
    expect(refusalOf({ baseUrl })).toBe('nothing');
  });
});

test('Any other stage is warned of what production would be refused with', () => {
  expect(refusePlaceholders(readStage('test'), shipped)).toMatch(
    /^test has placeholders.*\nconfig\/stages\/test\.json: alarmAddress, accessibility, mail\.address, mail\.domain\nconfig\/organisation\.json: university\.name, .*people\.0\.email, /,
  );
});
