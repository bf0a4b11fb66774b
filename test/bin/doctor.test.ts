import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { dnsBy } from '../../bin/doctor/dns.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { aboutVersions } from '../../bin/doctor/files.ts';
import { linesOf } from '../../bin/doctor/finding.ts';
import type { Finding } from '../../bin/doctor/finding.ts';
import { parseOrganisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { parseStage, readStage } from '../../lib/stage.ts';
import { shippedFile } from '../domain/fixtures.ts';
import { awsStandIn } from '../support/aws.ts';
import type { AwsAnswer, AwsCall } from '../support/aws.ts';
import { nameServer } from '../support/dns.ts';

/* With the real SDK, against an endpoint that answers as AWS does, and a name server. */

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
/** A clone in which an administrator has written the files of `config/`. */
const clone = mkdtempSync(join(tmpdir(), 'vso-clone-'));

const certificate = 'arn:aws:acm:eu-north-1:123456789012:certificate/1a2b';
const topic = 'arn:aws:sns:eu-north-1:123456789012:alarms';
const target = 'd-1a2b.execute-api.eu-north-1.amazonaws.com';
const production = {
  ...readStage('production'),
  mail: { name: 'Behov', address: 'behov@vso.hda.se', domain: 'vso.hda.se' },
  address: { host: 'behov.hda.se', certificate },
  alarmAddress: 'drift@hda.se',
  accessibility: { reviewed: '2026-11-02', result: 'partly' },
};
const stageWith = (name: string, change: object = {}) =>
  parseStage(name, { ...production, name, production: name === 'production', ...change });
const organisationFile = JSON.stringify(shippedFile())
  .replaceAll('example.org', 'hda.se')
  .replace('"Högskolan"', '"Högskolan i Aspeboda"');
const organisation = parseOrganisation(JSON.parse(organisationFile));

type Answers = Record<string, AwsAnswer | ((call: AwsCall) => AwsAnswer)>;

const stackOf = (outputs: Readonly<Record<string, string>>, StackStatus = 'UPDATE_COMPLETE') => ({
  StackName: 'a stack',
  CreationTime: '2026-11-01T10:00:00Z',
  StackStatus,
  Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});
const noStack = (name: unknown): AwsAnswer => ({
  error: 'ValidationError',
  message: `Stack with id ${String(name)} does not exist`,
});
/** What CloudFormation says of the stacks that there are. */
const stacks =
  (known: Readonly<Record<string, ReturnType<typeof stackOf>>>) =>
  ({ parameters: { StackName } }: AwsCall): AwsAnswer => {
    const stack = known[String(StackName)];
    return stack ? { result: { Stacks: [stack] } } : noStack(StackName);
  };
const bootstrapped = { CDKToolkit: stackOf({ BootstrapVersion: '30' }) };

const account = {
  SendingEnabled: true,
  ProductionAccessEnabled: true,
  EnforcementStatus: 'HEALTHY',
  SendQuota: { Max24HourSend: 50000, MaxSendRate: 14, SentLast24Hours: 12 },
};
const identity = {
  IdentityType: 'DOMAIN',
  VerifiedForSendingStatus: true,
  DkimAttributes: { SigningEnabled: true, Status: 'SUCCESS', Tokens: ['one', 'two', 'three'] },
  MailFromAttributes: {
    MailFromDomain: 'bounce.vso.hda.se',
    MailFromDomainStatus: 'SUCCESS',
    BehaviorOnMxFailure: 'USE_DEFAULT_VALUE',
  },
};
const subscription = (SubscriptionArn: string) => ({
  result: {
    Subscriptions: [
      { SubscriptionArn, Owner: '1', Protocol: 'email', Endpoint: 'drift@hda.se', TopicArn: topic },
    ],
  },
});

const budgetOf = (Amount: string): AwsAnswer => ({
  result: {
    Budget: {
      ...{ BudgetName: 'a budget', BudgetType: 'COST', TimeUnit: 'MONTHLY' },
      BudgetLimit: { Amount, Unit: 'USD' },
    },
  },
});
const budget =
  '{"BudgetName":"vso-production, docs/operations.md, The costs exceed the budget","BudgetType":"COST","TimeUnit":"MONTHLY","BudgetLimit":{"Amount":"25","Unit":"USD"}}';

/** An account in which everything is as it should be, and the stage `production` is deployed. */
const goodAnswers = (url: string): Answers => ({
  GetCallerIdentity: {
    result: { Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/admin', UserId: 'A' },
  },
  DescribeStacks: stacks({
    ...bootstrapped,
    'vso-production': stackOf({
      ApiAddress: url,
      FormAddress: 'https://behov.hda.se',
      AlarmTopic: topic,
      AddressRecord: `behov.hda.se CNAME ${target}`,
    }),
  }),
  'GET /2016-08-19/account-settings': { result: { AccountLimit: { ConcurrentExecutions: 1000 } } },
  'GET /v2/email/account': { result: account },
  'GET /v2/email/identities/vso.hda.se': { result: identity },
  'GET /v2/email/suppression/addresses': { result: { SuppressedDestinationSummaries: [] } },
  ListSubscriptionsByTopic: subscription(`${topic}:1a2b`),
  DescribeBudget: budgetOf('25.0'),
  DescribeCertificate: {
    result: { Certificate: { CertificateArn: certificate, DomainName: '*.hda.se', Status: 'ISSUED' } },
  },
  'GET /health': { result: {} },
});
const goodZone = {
  ...Object.fromEntries(
    ['one', 'two', 'three'].map((token) => [
      `CNAME ${token}._domainkey.vso.hda.se`,
      [`${token}.dkim.amazonses.com`],
    ]),
  ),
  'MX bounce.vso.hda.se': ['10 feedback-smtp.eu-north-1.amazonses.com'],
  'TXT bounce.vso.hda.se': ['v=spf1 include:amazonses.com ~all'],
  'TXT _dmarc.hda.se': ['v=DMARC1; p=reject; rua=mailto:dmarc@hda.se'],
  'CNAME behov.hda.se': [target],
};

const answers: Answers = {};
const zone: Record<string, readonly string[]> = {};
let ahead = 0;
let aws: Awaited<ReturnType<typeof awsStandIn>>;
let dns: Awaited<ReturnType<typeof nameServer>>;

beforeAll(async () => {
  for (const part of ['bin', 'lib', 'lambdas', 'local', 'config', 'cdk.json', 'package.json'])
    cpSync(join(root, part), join(clone, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  writeFileSync(join(clone, 'config/organisation.json'), organisationFile);
  writeFileSync(join(clone, 'config/stages/production.json'), JSON.stringify(stageWith('production')));
  aws = await awsStandIn(answers, { ahead: () => ahead });
  dns = await nameServer(zone);
});
afterAll(() => {
  vi.unstubAllEnvs();
  aws.stop();
  dns.stop();
  rmSync(clone, { recursive: true });
});

function become<Value>(record: Record<string, Value>, values: Readonly<Record<string, Value>>) {
  for (const key of Object.keys(record)) Reflect.deleteProperty(record, key);
  Object.assign(record, values);
}
beforeEach(() => {
  for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
  become<Answers[string]>(answers, goodAnswers(aws.url));
  become(zone, goodZone);
  ahead = 0;
  aws.calls.length = 0;
});

/* With an endpoint for every service, and no credentials of this machine. */
const environment = () => ({
  AWS_ENDPOINT_URL: aws.url,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_PROFILE: '',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});

/** What the command says, as whoever typed it reads it. */
async function doctor(...words: readonly string[]) {
  const typed = ['bin/doctor.ts', ...words];
  try {
    const { stdout } = await run(process.execPath, typed, { cwd: clone });
    return { code: 0, out: stdout, err: '' };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

/** What it would say of a stage with something else in its file. */
async function examined(name = 'production', change: object = {}): Promise<string> {
  const findings = await examine(stageWith(name, change), organisation, dnsBy(dns.address));
  return findings.flatMap(linesOf).join('\n');
}

/** Each line that is not ok, with what mends it. */
const wrongIn = (out: string): readonly string[] =>
  out
    .trimEnd()
    .split(/\n(?=\S)/)
    .filter((entry) => !entry.startsWith('ok '));

describe('Where everything is as it should be', () => {
  test('every line is ok, in text and in JSON', async () => {
    const { code, out } = await doctor('--stage', 'production', '--dns', dns.address);
    expect(wrongIn(out)).toEqual([]);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.replace(/:.*/, ''))).toEqual([
      'ok   Versions',
      'ok   Files',
      'ok   Credentials',
      'ok   Clock',
      'ok   Deployment',
      'ok   Bootstrap',
      'ok   Lambda concurrency',
      'ok   SES account',
      'ok   SES sandbox',
      'ok   SES quota',
      'ok   SES identity',
      'ok   DKIM',
      'ok   MAIL FROM',
      'ok   SPF',
      'ok   DMARC',
      'ok   Suppressed addresses',
      'ok   Alarms',
      'ok   Budget',
      'ok   Certificate of behov.hda.se',
      'ok   Address behov.hda.se',
      'ok   Form',
      '',
    ]);
    const json = await doctor('--stage', 'production', '--dns', dns.address, '--json');
    expect(json.code).toBe(0);
    expect((JSON.parse(json.out) as Finding[]).every(({ state }) => state === 'ok')).toBe(true);
  });

  test('only what reads is called, in the region of the stage', async () => {
    await examined();
    const reads = /^(GET |Get|Describe|List)/;
    expect(aws.calls.filter(({ operation }) => !reads.test(operation))).toEqual([]);
    expect(new Set(aws.calls.map(({ scope }) => scope.split('/')[0]))).toEqual(new Set(['eu-north-1', '']));
  });
});

test('Before the first deployment of a new account it says what to do, in turn', async () => {
  Object.assign(answers, {
    DescribeStacks: ({ parameters }: AwsCall) => noStack(parameters['StackName']),
    'GET /2016-08-19/account-settings': { result: { AccountLimit: { ConcurrentExecutions: 10 } } },
    ListRequestedServiceQuotaChangeHistoryByQuota: { result: { RequestedQuotas: [] } },
    'GET /v2/email/account': {
      result: { ...account, ProductionAccessEnabled: false, SendQuota: { Max24HourSend: 200 } },
    },
    'GET /v2/email/identities/vso.hda.se': { error: 'NotFoundException', status: 404 },
  });
  become(zone, {});
  const out = await examined('production', {
    address: { host: 'behov.hda.se' },
    alarmAddress: undefined,
  });
  expect(wrongIn(out)).toEqual([
    expect.stringMatching(
      /^fix {2}Files: 1 placeholder.*\n {7}config\/stages\/production\.json: alarmAddress: /,
    ),
    'fix  Deployment: vso-production is not deployed yet\n       run: npx cdk deploy -c stage=production',
    'fix  Bootstrap: account 123456789012 is not prepared for the CDK in eu-north-1\n       run: npm run bootstrap -- aws://123456789012/eu-north-1',
    'fix  Lambda concurrency: only 10 calls at a time in the account, so people are refused when many come\n       run: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region eu-north-1',
    expect.stringMatching(
      /^fix {2}SES sandbox: .*verified addresses only\n {7}run: aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https:\/\/behov\.hda\.se /,
    ),
    'fix  SES quota: 200 mails a day; a busy day of 21 people needs 420\n       take the account out of the sandbox, which raises the quota',
    '?    SES identity: the deployment makes vso.hda.se',
    'fix  DMARC: neither the domain nor one above it says what is done with mail that is not from it\n       publish: _dmarc.vso.hda.se TXT "v=DMARC1; p=quarantine"',
    'fix  Alarms: nobody is told of them\n       add "alarmAddress" to config/stages/production.json, and deploy',
    '?    Budget: it is told to "alarmAddress", which the stage does not have',
    'fix  Certificate of behov.hda.se: there is none, and no hosted zone to prove one in\n       write its ARN as "certificate" beside the host in config/stages/production.json, and run this again\n       run: aws acm request-certificate --domain-name behov.hda.se --validation-method DNS --region eu-north-1',
    '?    Address behov.hda.se: the deployment says where it must lead',
  ]);
});

describe('What is wrong is said with what mends it:', () => {
  const certificateIs = (change: object) => ({
    DescribeCertificate: {
      result: {
        Certificate: { CertificateArn: certificate, DomainName: 'behov.hda.se', Status: 'ISSUED', ...change },
      },
    },
  });
  const bad: readonly (readonly [string, Answers, Record<string, readonly string[]>, string])[] = [
    [
      'a stack whose update failed',
      {
        DescribeStacks: stacks({
          ...bootstrapped,
          'vso-production': stackOf({ ApiAddress: 'here' }, 'UPDATE_ROLLBACK_COMPLETE'),
        }),
      },
      {},
      'fix  Deployment: vso-production is UPDATE_ROLLBACK_COMPLETE\n       look at the events of vso-production in CloudFormation; once it is at rest:\n       run: npx cdk deploy -c stage=production',
    ],
    [
      'an account whose mail AWS has stopped',
      {
        'GET /v2/email/account': {
          result: { ...account, SendingEnabled: false, EnforcementStatus: 'SHUTDOWN' },
        },
      },
      {},
      'fix  SES account: sends nothing to anybody; its standing is SHUTDOWN\n       where its standing is SHUTDOWN: answer the case that AWS has opened in the Support Center\n       run: aws sesv2 put-account-sending-attributes --sending-enabled --region eu-north-1',
    ],
    [
      'a quota that has been asked for',
      {
        'GET /2016-08-19/account-settings': { result: { AccountLimit: { ConcurrentExecutions: 10 } } },
        ListRequestedServiceQuotaChangeHistoryByQuota: {
          result: { RequestedQuotas: [{ Status: 'CASE_OPENED', DesiredValue: 1000 }] },
        },
      },
      {},
      'fix  Lambda concurrency: only 10 calls at a time in the account, so people are refused when many come; 1000 have been asked for\n       wait until AWS Support answers, which takes some days',
    ],
    [
      'an identity that has been deleted',
      { 'GET /v2/email/identities/vso.hda.se': { error: 'NotFoundException', status: 404 } },
      {},
      'fix  SES identity: vso.hda.se has been deleted: SES refuses all mail\n       add "existingIdentity": "vso.hda.se" to mail in config/stages/production.json, and deploy\n       run: aws sesv2 create-email-identity --email-identity vso.hda.se --region eu-north-1',
    ],
    [
      'a record of DKIM that is missing',
      {},
      { 'CNAME two._domainkey.vso.hda.se': ['elsewhere.example'] },
      'fix  DKIM: 1 of 3 records are not published: SES may not send\n       publish: two._domainkey.vso.hda.se CNAME two.dkim.amazonses.com',
    ],
    [
      'a record of DKIM of a region that has keys of its own',
      {
        'GET /v2/email/identities/vso.hda.se': {
          result: {
            ...identity,
            DkimAttributes: {
              ...identity.DkimAttributes,
              SigningHostedZone: 'dkim.eu-south-1.amazonses.com',
            },
          },
        },
      },
      {},
      'publish: one._domainkey.vso.hda.se CNAME one.dkim.eu-south-1.amazonses.com',
    ],
    [
      'an identity without MAIL FROM',
      { 'GET /v2/email/identities/vso.hda.se': { result: { ...identity, MailFromAttributes: {} } } },
      {},
      'fix  MAIL FROM: mails come back by SES’s own domain, so SPF does not prove them\n       run: aws sesv2 put-email-identity-mail-from-attributes --email-identity vso.hda.se --mail-from-domain bounce.vso.hda.se --region eu-north-1',
    ],
    [
      'a MAIL FROM domain without its MX',
      {},
      { 'MX bounce.vso.hda.se': [] },
      'fix  MAIL FROM: mails come back by SES’s own domain until this is published\n       publish: bounce.vso.hda.se MX 10 feedback-smtp.eu-north-1.amazonses.com',
    ],
    [
      'SPF of somebody else',
      {},
      { 'TXT bounce.vso.hda.se': ['v=spf1 include:spf.protection.outlook.com -all'] },
      'fix  SPF: does not name SES for bounce.vso.hda.se\n       publish: bounce.vso.hda.se TXT "v=spf1 include:amazonses.com ~all"',
    ],
    [
      'staff to whom a mail came back',
      {
        'GET /v2/email/suppression/addresses': {
          result: {
            SuppressedDestinationSummaries: [
              { EmailAddress: 'chef.it@hda.se', Reason: 'BOUNCE', LastUpdateTime: 1795000000 },
              { EmailAddress: 'student@hda.se', Reason: 'BOUNCE', LastUpdateTime: 1795000000 },
            ],
          },
        },
      },
      {},
      'fix  Suppressed addresses: SES sends nothing to chef-it (BOUNCE)\n       correct the address in config/organisation.json, or where it is right:\n       run: aws sesv2 delete-suppressed-destination --email-address chef.it@hda.se --region eu-north-1',
    ],
    [
      'alarms that nobody has confirmed',
      { ListSubscriptionsByTopic: subscription('PendingConfirmation') },
      {},
      `fix  Alarms: drift@hda.se has not confirmed, and is told of none\n       press “Confirm subscription” in the mail of AWS Notifications; where it is lost, have it sent again:\n       run: aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint drift@hda.se --region eu-north-1`,
    ],
    [
      'a budget that is missing',
      { DescribeBudget: { error: 'NotFoundException', message: 'Unable to get budget', status: 400 } },
      {},
      `fix  Budget: nobody is told when the account costs more than expected\n       run: aws budgets create-budget --account-id 123456789012 --budget '${budget}' --notifications-with-subscribers '[{"Notification":{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN","Threshold":100},"Subscribers":[{"SubscriptionType":"EMAIL","Address":"drift@hda.se"}]}]'`,
    ],
    [
      'a budget of another amount',
      { DescribeBudget: budgetOf('5.0') },
      {},
      `fix  Budget: is 5 US dollars a month, and 25 in the stage file\n       run: aws budgets update-budget --account-id 123456789012 --new-budget '${budget}'`,
    ],
    [
      'a certificate that waits for its record',
      certificateIs({
        Status: 'PENDING_VALIDATION',
        DomainValidationOptions: [
          {
            DomainName: 'behov.hda.se',
            ResourceRecord: { Name: '_a1.behov.hda.se.', Type: 'CNAME', Value: '_b2.acm-validations.aws.' },
          },
        ],
      }),
      {},
      'fix  Certificate of behov.hda.se: it is not issued (PENDING_VALIDATION); AWS waits for a record\n       publish: _a1.behov.hda.se. CNAME _b2.acm-validations.aws.',
    ],
    [
      'a certificate of another host',
      certificateIs({ DomainName: 'www.hda.se' }),
      {},
      'fix  Certificate of behov.hda.se: it is for www.hda.se\n       run: aws acm request-certificate --domain-name behov.hda.se --validation-method DNS --region eu-north-1',
    ],
    [
      'an address that leads elsewhere',
      {},
      { 'CNAME behov.hda.se': ['www.hda.se'] },
      `fix  Address behov.hda.se: does not lead to the API\n       publish: behov.hda.se CNAME ${target}`,
    ],
    [
      'a form that does not answer',
      { 'GET /health': { error: 'InternalServerError', status: 500 } },
      {},
      'look at the log of Show in CloudWatch',
    ],
    [
      'something that the credentials may not see',
      { 'GET /v2/email/account': { error: 'AccessDeniedException', message: 'not authorized', status: 403 } },
      {},
      '?    SES account: could not be found out: AccessDeniedException: not authorized',
    ],
  ];
  test.each(bad)('%s', async (_, otherAnswers, otherRecords, said) => {
    Object.assign(answers, otherAnswers);
    Object.assign(zone, otherRecords);
    expect(await examined()).toContain(said);
  });

  test('an identity that the account has already, before the first deployment', async () => {
    Object.assign(answers, { DescribeStacks: stacks(bootstrapped) });
    expect(await examined()).toContain(
      'fix  SES identity: the account has vso.hda.se already, so the deployment would fail\n       add "existingIdentity": "vso.hda.se" to mail in config/stages/production.json',
    );
    expect(
      await examined('production', { mail: { ...production.mail, existingIdentity: 'vso.hda.se' } }),
    ).toContain('ok   SES identity: vso.hda.se is verified');
  });

  test('a clock that AWS does not take', async () => {
    ahead = 20 * 60_000;
    Object.assign(answers, {
      GetCallerIdentity: { error: 'SignatureDoesNotMatch', message: 'expired', status: 403 },
    });
    expect(await examined()).toContain(
      'fix  Clock: differs from that of AWS by 20 minutes, so AWS refuses calls',
    );
  });

  test('credentials that have expired, and none: nothing else is asked of AWS', async () => {
    Object.assign(answers, {
      GetCallerIdentity: { error: 'ExpiredToken', message: 'The token is expired', status: 403 },
    });
    const expired = await doctor('--stage', 'production', '--dns', dns.address);
    expect(expired.out).toContain(
      'fix  Credentials: AWS does not take them: ExpiredToken: The token is expired\n       run: aws configure sso\n       run: export AWS_PROFILE=…',
    );
    expect(expired.out).toContain('?    AWS: nothing else can be asked without credentials');
    expect(expired.code).toBe(1);
    expect(new Set(aws.calls.map(({ operation }) => operation))).toEqual(new Set(['GetCallerIdentity']));
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    expect(await examined()).toMatch(
      /fix {2}Credentials: AWS does not take them: .*Could not load credentials/,
    );
  });

  test('packages that are not those of the project, and a Node that is too old', () => {
    const cdk = { installed: '2.275.0', named: '2.276.0' };
    expect(aboutVersions('24.21.0', cdk)).toMatchObject({ state: 'fix', run: ['npm ci'] });
    expect(aboutVersions('22.9.0', { ...cdk, installed: cdk.named })).toMatchObject({
      state: 'fix',
      says: 'Node 22.9.0 is older than the 24 that functions run on',
    });
  });

  test('a name server that does not answer', async () => {
    const { out } = await doctor('--stage', 'production', '--dns', '127.0.0.1:9');
    expect(out).toMatch(/\? {4}DMARC: could not be found out: .*ECONNREFUSED/);
  });
});

test('A trial in the sandbox is good as it is', async () => {
  Object.assign(answers, {
    'GET /v2/email/account': {
      result: { ...account, ProductionAccessEnabled: false, SendQuota: { Max24HourSend: 200 } },
    },
    DescribeStacks: stacks({
      ...bootstrapped,
      'vso-test': stackOf({ ApiAddress: aws.url, FormAddress: aws.url, AlarmTopic: topic }),
    }),
  });
  expect(wrongIn(await examined('test', { address: undefined }))).toEqual([]);
});

test.each<[readonly string[], string]>([
  [[], 'npm run doctor -- --stage NAME'],
  [['production'], 'npm run doctor -- --stage NAME'],
  [['--stage', 'production', '--fix'], 'npm run doctor -- --stage NAME'],
  [['--stage', 'nowhere'], 'There is no stage "nowhere"'],
  [['--stage', 'production', '--dns', 'one'], 'one is no address of a name server'],
])('%j is refused, and says why', async (words, why) => {
  const { code, out, err } = await doctor(...words);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(new RegExp(`^${why}`));
});

test('Help is given to whoever asks', async () => {
  expect(await doctor('--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('--json') as string,
  });
});
