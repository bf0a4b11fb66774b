import { describe, expect, test } from 'vitest';
import { parseJson } from '../../lib/config-file.ts';
import { parseStage, readStage } from '../../lib/stage.ts';

const good = {
  name: 'trial',
  production: false,
  mail: { name: 'Behov', address: 'behov@vso.example.org', domain: 'vso.example.org' },
  logRetentionDays: 14,
  sweepEveryMinutes: 5,
  throttling: { requestsPerSecond: 20, burst: 40 },
};

describe('A stage file', () => {
  test('deploys to eu-north-1 unless it says otherwise', () => {
    expect(parseStage('trial.json', good).region).toBe('eu-north-1');
  });

  test.each(['local', 'test', 'production'])('that ships can be used: %s', (name) => {
    expect(readStage(name)).toMatchObject({ name, production: name === 'production' });
  });

  test.each([
    ['production', { production: 'yes' }, 'production: write true or false'],
    ['region', { region: 'Stockholm' }, 'region: write an AWS region such as "eu-north-1"'],
    ['retention', { logRetentionDays: 15 }, /logRetentionDays: choose one of 1, 3, 5, .*3653/],
    [
      'base URL with a slash',
      { baseUrl: 'https://vso.example.org/' },
      /baseUrl: .*without a slash at the end/,
    ],
    [
      'certificate of another region',
      { address: { host: 'behov.hda.se', certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/1a' } },
      'address.certificate: is of another region; name one of eu-north-1, where the API is',
    ],
    [
      'address given twice',
      { address: { host: 'behov.hda.se' }, formerAddresses: [{ host: 'behov.hda.se' }] },
      'formerAddresses.0.host: is given twice; remove one of them',
    ],
    [
      'base URL beside an address',
      { address: { host: 'behov.hda.se' }, baseUrl: 'https://behov.hda.se' },
      'baseUrl: remove it, or address',
    ],
    [
      'certificate',
      { address: { host: 'behov.hda.se', certificate: 'mine' } },
      'address.certificate: write the ARN of a certificate',
    ],
    ['base URL in the clear', { baseUrl: 'http://vso.example.org' }, /baseUrl: write https:\/\//],
    [
      'throttle',
      { throttling: { requestsPerSecond: 0, burst: 1.5 } },
      /requestsPerSecond: .* above 0\n.*burst: /,
    ],
    [
      'sender',
      { mail: { ...good.mail, address: 'behov@elsewhere.example' } },
      /mail\.address: .*mail\.domain/,
    ],
    [
      'identity that is not of the sender',
      { mail: { ...good.mail, existingIdentity: 'hda.se' } },
      'mail.existingIdentity: name mail.domain or a domain above it',
    ],
    [
      'domain for mails that come back',
      { mail: { ...good.mail, mailFromDomain: 'vso.example.org' } },
      'mail.mailFromDomain: name a domain below mail.domain',
    ],
    ['TLS policy', { mail: { ...good.mail, tls: 'never' } }, 'mail.tls: write "require" or "optional"'],
    ['header injected', { mail: { ...good.mail, name: 'Behov <a@b.example>' } }, /mail\.name: use letters/],
    [
      'table without its stream',
      { existingTable: { name: 'vso-back' } },
      'existingTable.stream: add the label of the table’s stream',
    ],
    [
      'table by its ARN',
      { existingTable: { name: 'arn:aws:dynamodb:eu-north-1:1:table/t', stream: '2026-11-28T01:02:50.000' } },
      'existingTable.name: write the name of a table of DynamoDB',
    ],
    [
      'permissions boundary',
      { permissionsBoundary: 'boundary' },
      'permissionsBoundary: write the ARN of a managed policy',
    ],
    ['tag of AWS', { tags: { 'aws:owner': 'IT' } }, /tags: .*names that begin with aws: or vso: are taken/],
    ['value of a tag', { tags: { owner: 'IT; drop' } }, 'tags.owner: use letters'],
    ['sweep', { sweepEveryMinutes: 0 }, 'sweepEveryMinutes: write 1 or more'],
    ['address for alarms', { alarmAddress: 'ops' }, 'alarmAddress: write the address'],
    [
      'review of accessibility',
      { accessibility: { reviewed: '2026-13-01', result: 'good' } },
      /accessibility\.reviewed: .*\n.*accessibility\.result: write "full", "partly" or "not"/,
    ],
    ['English name', { mail: { ...good.mail, englishName: 'Needs, all' } }, /mail\.englishName: use letters/],
    ['missing part', { mail: undefined }, /mail: add the sender/],
    ['misspelt key', { logRetention: 14 }, 'the file: unknown key logRetention; correct or remove it'],
    [
      'key that belongs one level down',
      { englishName: 'Needs' },
      'the file: englishName belongs in another place; write it as mail.englishName',
    ],
    [
      'key that belongs one level up',
      { mail: { ...good.mail, alarmAddress: 'drift@hda.se' } },
      'mail: alarmAddress belongs in another place; write it as alarmAddress',
    ],
    ['region that looks right', { region: 'eu-nort-1' }, 'region: write an AWS region such as "eu-north-1"'],
  ])('with a wrong %s is refused, naming the file, the place and the mend', (_, wrong, message) => {
    const refusal = refusalOf(() => parseStage('config/stages/trial.json', { ...good, ...wrong }));
    expect(refusal).toMatch(/^config\/stages\/trial\.json cannot be used:\n/);
    expect(refusal).toMatch(message);
  });

  test('is told of every mistake at once', () => {
    const refusal = refusalOf(() =>
      parseStage('trial.json', { ...good, production: 1, logRetentionDays: 2 }),
    );
    expect(refusal.split('\n')).toHaveLength(3);
  });

  test.each([
    [
      'a comma that is missing',
      '{\n  "name": "trial"\n  "production": false\n}',
      'line 3, column 3',
      'comma expected',
    ],
    ['a comma too many', '{\n  "name": "trial",\n}', 'line 3, column 1', 'property name expected'],
    ['a word without quotation marks', '{\n  "name": trial\n}', 'line 2, column 11', 'invalid symbol'],
    ['an end that is missing', '{\n  "name": "trial"', 'line 2, column 18', 'close brace expected'],
    ['a comment', '{ // mine\n}', 'line 1, column 3', 'invalid comment token'],
  ])('that is no JSON is refused with line and column: %s', (_, text, place, mistake) => {
    expect(refusalOf(() => parseJson('config/stages/trial.json', text))).toBe(
      `config/stages/trial.json cannot be used:\n  - ${place}: is not JSON: ${mistake}`,
    );
  });

  test('that does not exist is refused with the names of those that do', () => {
    expect(() => readStage('../organisation')).toThrow(
      /no stage "\.\.\/organisation".*local, production, test/,
    );
  });
});

function refusalOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('it was accepted');
}
