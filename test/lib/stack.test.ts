import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Validations } from 'aws-cdk-lib/core';
import { afterAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod/mini';
import { outcomes } from '../../lambdas/app/ports/log.ts';
import type { OutcomeName } from '../../lambdas/app/ports/log.ts';
import type { Environment } from '../../lambdas/functions/environment.ts';
import { statuses } from '../../lambdas/domain/need/workflow.ts';
import { metrics } from '../../lambdas/functions/metrics.ts';
import { routes } from '../../lambdas/web/routes.ts';
import { parseStage, readStage } from '../../lib/stage.ts';
import type { Stage } from '../../lib/stage.ts';
import { VsoApp } from '../../lib/vso-app.ts';
import { readAssembly } from '../../local/assembly.ts';
import { matchesFilter } from '../../local/event-filter.ts';
import { callOnLambda, everyOutcome } from '../support/lambda.ts';
import { isCounted, outcomeIn } from '../support/log-lines.ts';
import { readTemplate } from './template.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'vso-assemblies-'));
afterAll(() => rm(folder, { recursive: true }));

/** Bundling is left out here, for speed: only the bundles themselves need it. */
const appFor = (name: string, stage = readStage(name)) =>
  new VsoApp(
    { context: { stage: name, 'aws:cdk:bundling-stacks': [] }, outdir: join(folder, name) },
    () => stage,
  );

function synthesize(name: string, stage = readStage(name)) {
  const app = appFor(name, stage);
  const { stack } = app;
  const template = readTemplate(app.synth().getStackArtifact(stack.artifactId).template);
  return { stage, stack, template };
}

/** A stage like one that ships, with something else in its file. */
const synthesizeWith = (
  name: string,
  { mail, ...change }: Partial<Omit<Stage, 'mail'>> & { readonly mail?: Partial<Stage['mail']> },
) => {
  const shipped = readStage(name);
  return synthesize(name, parseStage(name, { ...shipped, ...change, mail: { ...shipped.mail, ...mail } }))
    .template;
};

const testStage = synthesize('test');
const production = synthesize('production');
const { template } = testStage;
const functions = template.ofType('AWS::Lambda::Function');
const functionNames = [
  'SubmitNeedHandler',
  'ShowHandler',
  'ActHandler',
  'DeliverNoticesHandler',
  'SweepHandler',
  'MailFeedbackHandler',
];

const Statement = z.object({
  Effect: z.literal('Allow'),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.union([z.string(), z.array(z.string())]),
  Condition: z.optional(
    z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))),
  ),
});
const Role = z.object({
  Properties: z.strictObject({
    AssumeRolePolicyDocument: z.unknown(),
    Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) })),
    Tags: z.unknown(),
    PermissionsBoundary: z.optional(z.string()),
  }),
});
const statementsOf = (role: unknown) =>
  Role.parse(role).Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

/** Each resource with what may be done to it; to the table, on which partitions. */
function permissionsOf(roleName: string, { all } = template): Readonly<Record<string, readonly string[]>> {
  const permitted = statementsOf(all.get(roleName)).flatMap(({ Action, Resource, Condition }) => {
    const leading = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
    const on = leading === undefined ? '' : ` ${[leading].flat().join(' ')}`;
    return [Resource]
      .flat()
      .flatMap((resource) => [Action].flat().map((action) => ({ resource, action: action + on })));
  });
  return Object.fromEntries(
    [...Map.groupBy(permitted, ({ resource }) => resource)].map(([resource, them]) => [
      resource,
      them.map(({ action }) => action).sort(),
    ]),
  );
}

describe('A function', () => {
  test('is one of six', () => {
    expect([...functions.keys()].sort()).toEqual(functionNames.toSorted());
  });

  test.each(functionNames)(
    'has a role of its own, and a log of its own in JSON that holds every outcome: %s',
    (name) => {
      const own = name.replace('Handler', '');
      expect(functions.get(name)?.Properties).toMatchObject({
        Role: `${own}Role.Arn`,
      });
      expect(functions.get(name)?.Properties['LoggingConfig']).toEqual({
        LogGroup: `${own}Log`,
        LogFormat: 'JSON',
        ApplicationLogLevel: 'INFO',
      });
      expect(permissionsOf(`${own}Role`)).toMatchObject({
        [`${own}Log.Arn`]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      });
    },
  );

  test.each([
    [
      'SubmitNeed',
      {
        'NeedsTable.Arn': [
          'dynamodb:BatchGetItem ORGANISATION*',
          'dynamodb:GetItem NEED#*',
          'dynamodb:PutItem NEED#*',
          'dynamodb:UpdateItem NEED#*',
        ],
      },
    ],
    [
      'Show',
      {
        'NeedsTable.Arn': [
          'dynamodb:BatchGetItem NEED#* PERSON#* ORGANISATION*',
          'dynamodb:GetItem NEED#* PERSON#* CODE#* HEALTH* ORGANISATION* LINK#*',
          'dynamodb:Query NEED#* PERSON#* WORK#* MEETING#*',
        ],
        'NeedsTable.Arn/index/cards': ['dynamodb:Query'],
        'NeedsTable.Arn/index/due': ['dynamodb:Query'],
        'NeedsTable.Arn/index/submitters': ['dynamodb:Query'],
      },
    ],
    [
      'Act',
      {
        'NeedsTable.Arn': [
          'dynamodb:BatchGetItem NEED#* PERSON#* ORGANISATION*',
          'dynamodb:ConditionCheckItem NEED#* MEETING#*',
          'dynamodb:DeleteItem PERSON#*',
          'dynamodb:GetItem NEED#* PERSON#* CODE#* ORGANISATION* LINK#*',
          'dynamodb:PutItem CODE#* PERSON#*',
          'dynamodb:PutItem MEETING#* PERSON#*',
          'dynamodb:PutItem NEED#*',
          'dynamodb:PutItem ORGANISATION*',
          'dynamodb:PutItem PERSON#*',
          'dynamodb:PutItem WORK#*',
          'dynamodb:Query NEED#* PERSON#* WORK#* MEETING#*',
          'dynamodb:UpdateItem COUNT#*',
          'dynamodb:UpdateItem NEED#*',
        ],
        'NeedsTable.Arn/index/cards': ['dynamodb:Query'],
        'NeedsTable.Arn/index/submitters': ['dynamodb:Query'],
      },
    ],
    [
      'DeliverNotices',
      {
        'NeedsTable.Arn': [
          'dynamodb:BatchGetItem NEED#* ADDRESS#* PERSON#* ORGANISATION*',
          'dynamodb:GetItem NEED#* CODE#* PERSON#*',
          'dynamodb:PutItem CODE#*',
          'dynamodb:PutItem LINK#*',
          'dynamodb:PutItem NEED#*',
          'dynamodb:PutItem PERSON#*',
          'dynamodb:Query NEED#* MEETING#*',
          'dynamodb:UpdateItem COUNT#*',
          'dynamodb:UpdateItem NEED#*',
        ],
        'NeedsTable.Arn/index/cards': ['dynamodb:Query'],
        'NeedsTable.Arn/index/submitters': ['dynamodb:Query'],
        'NeedsTable.StreamArn': [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        'arn:aws:ses:eu-north-1:AWS::AccountId:identity/*': ['ses:SendRawEmail'],
        'arn:aws:ses:eu-north-1:AWS::AccountId:configuration-set/MailConfigurationSet': ['ses:SendRawEmail'],
        'Undelivered.Arn': ['s3:ListBucket'],
        'Undelivered.Arn/aws/lambda/*': ['s3:PutObject'],
      },
    ],
    [
      'Sweep',
      {
        'NeedsTable.Arn': [
          'dynamodb:BatchGetItem NEED#* ADDRESS#* PERSON#* ORGANISATION*',
          'dynamodb:GetItem NEED#* CODE#* PERSON#* ORGANISATION*',
          'dynamodb:PutItem CODE#*',
          'dynamodb:PutItem LINK#*',
          'dynamodb:PutItem NEED#*',
          'dynamodb:PutItem ORGANISATION*',
          'dynamodb:PutItem PERSON#*',
          'dynamodb:Query NEED#* PERSON#* MEETING#*',
          'dynamodb:UpdateItem COUNT#*',
          'dynamodb:UpdateItem NEED#*',
        ],
        'NeedsTable.Arn/index/cards': ['dynamodb:Query'],
        'NeedsTable.Arn/index/due': ['dynamodb:Query'],
        'NeedsTable.Arn/index/submitters': ['dynamodb:Query'],
        'arn:aws:ses:eu-north-1:AWS::AccountId:identity/*': ['ses:SendRawEmail'],
        'arn:aws:ses:eu-north-1:AWS::AccountId:configuration-set/MailConfigurationSet': ['ses:SendRawEmail'],
      },
    ],
    [
      'MailFeedback',
      {
        'NeedsTable.Arn': [
          'dynamodb:BatchGetItem ORGANISATION*',
          'dynamodb:GetItem NEED#* PERSON#*',
          'dynamodb:PutItem ADDRESS#*',
          'dynamodb:PutItem PERSON#*',
          'dynamodb:Query NEED#*',
          'dynamodb:UpdateItem NEED#*',
        ],
        'MailFeedbackQueue.Arn': ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      },
    ],
    ['SweepSchedule', { 'SweepHandler.Arn': ['lambda:InvokeFunction'] }],
  ])('may do this and nothing else: %s', (name, permissions) => {
    expect(permissionsOf(`${name}Role`)).toEqual({
      ...(name !== 'SweepSchedule' && { [`${name}Log.Arn`]: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
      ...permissions,
    });
  });

  test('is never allowed everything on anything, and by no policy but its role’s own', () => {
    const statements = [...template.ofType('AWS::IAM::Role').values()].flatMap(statementsOf);
    expect(statements.flatMap(({ Resource }) => Resource)).not.toContain('*');
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    expect(template.ofType('AWS::IAM::Role').size).toBe(functionNames.length + 1);
    expect(template.ofType('AWS::IAM::Policy').size + template.ofType('AWS::IAM::ManagedPolicy').size).toBe(
      0,
    );
  });

  test.each(['DeliverNotices', 'Sweep'])('may send mail in the stage’s name only: %s', (name) => {
    const [sending] = statementsOf(template.all.get(`${name}Role`)).filter(({ Action }) =>
      [Action].flat().includes('ses:SendRawEmail'),
    );
    expect(sending?.Condition).toEqual({ StringEquals: { 'ses:FromAddress': testStage.stage.mail.address } });
  });

  const sending = [
    ...['BASE_URL', 'LIMITS', 'MAIL_CONFIGURATION_SET', 'MAIL_FROM', 'MAIL_FROM_ENGLISH', 'MAIL_REPLY_TO'],
    'AWS_ENDPOINT_URL_SES',
  ];
  test.each([
    ['SubmitNeed', ['BASE_URL', 'LIMITS']],
    ['Show', ['ACCESSIBILITY', 'BASE_URL', 'FORMER_HOSTS', 'LIMITS']],
    ['Act', ['BASE_URL', 'LIMITS']],
    ['DeliverNotices', sending],
    ['Sweep', sending],
    ['MailFeedback', []],
  ])('is told what it needs, and no secret: %s', (name, names) => {
    const { Variables } = z
      .object({ Variables: z.record(z.string(), z.string()) })
      .parse(functions.get(`${name}Handler`)?.Properties['Environment']);
    expect(Object.keys(Variables).sort()).toEqual(
      [...names, 'AWS_ENDPOINT_URL_DYNAMODB', 'TABLE_NAME'].sort(),
    );
    expect(Variables).toMatchObject({
      TABLE_NAME: 'NeedsTable',
      AWS_ENDPOINT_URL_DYNAMODB: expect.stringMatching(/^https:\/\/dynamodb\.eu-north-1\./) as string,
      ...(names.includes('AWS_ENDPOINT_URL_SES') && {
        AWS_ENDPOINT_URL_SES: expect.stringMatching(/^https:\/\/email\.eu-north-1\./) as string,
      }),
      ...(names.includes('BASE_URL') && { BASE_URL: 'WebApi.ApiEndpoint' }),
    });
  });

  test.each(functionNames)('says what people notice when it fails: %s', (name) => {
    expect(functions.get(name)?.Properties['Description']).toMatch(/ When it fails, .*(people|nobody)/);
  });
});

describe('The stream', () => {
  const mapping = template.all.get('DeliverNoticesStream')?.Properties ?? {};
  const { Filters } = z
    .object({ Filters: z.array(z.object({ Pattern: z.string() })) })
    .parse(mapping['FilterCriteria']);
  const wakes = (record: unknown) =>
    Filters.some(({ Pattern }) => matchesFilter(JSON.parse(Pattern), record));
  const event = (sk: string, attributes: object = { dueKey: { S: 'NOTICE' } }, eventName = 'INSERT') => ({
    eventName,
    dynamodb: { Keys: { pk: { S: 'NEED#B26-7KQ4M' }, sk: { S: sk } }, NewImage: attributes },
  });

  test('wakes the sender for a new event with a notice due', () => {
    expect(wakes(event('EVENT#000007'))).toBe(true);
  });

  test('wakes the sender for a letter', () => {
    expect(wakes(event('LETTER#assigned', { dueKey: { S: 'LETTER' } }))).toBe(true);
  });

  test('wakes the sender for a code that was asked for', () => {
    expect(wakes(event('CODE', { dueKey: { S: 'CODE' } }))).toBe(true);
  });

  test.each([
    ['a code that is sent', event('CODE', {}, 'MODIFY')],
    ['a session', event('SESSION#1', {})],
    ['the outcome of a notice', event('EVENT#000007', { dueKey: { S: 'NOTICE' } }, 'MODIFY')],
    ['an event that nobody is told of', event('EVENT#000007', {})],
    ['a need', event('NEED')],
    ['a submission', event('SUBMISSION')],
    ['a deletion', { ...event('EVENT#000007', undefined, 'REMOVE'), userIdentity: { type: 'Service' } }],
  ])('does not wake the sender for %s', (_, record) => {
    expect(wakes(record)).toBe(false);
  });

  test('shows the sender what was written, from the first record on', () => {
    expect(mapping).toMatchObject({
      EventSourceArn: 'NeedsTable.StreamArn',
      StartingPosition: 'TRIM_HORIZON',
    });
    expect(template.all.get('NeedsTable')?.Properties['StreamSpecification']).toEqual({
      StreamViewType: 'NEW_IMAGE',
    });
  });

  test('gives up on single records, after retries, and not on a whole batch', () => {
    expect(mapping).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(mapping['MaximumRetryAttempts']).toBeGreaterThanOrEqual(5);
    expect(mapping['MaximumRecordAgeInSeconds']).toBeLessThan(24 * 3600);
  });

  test('keeps the records it gave up on, encrypted, private and for 90 days', () => {
    expect(mapping['DestinationConfig']).toEqual({ OnFailure: { Destination: 'Undelivered.Arn' } });
    expect(template.all.get('Undelivered')?.Properties).toMatchObject({
      BucketEncryption: {},
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 90, Status: 'Enabled' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(template.all.get('UndeliveredPolicy')?.Properties['PolicyDocument']).toMatchObject({
      Statement: [
        { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
    });
  });
});

describe('The table', () => {
  test.each([
    ['test', testStage, false, 'Delete'],
    ['production', production, true, 'Retain'],
  ])('can be restored to any moment, and is protected in production: %s', (_, stage, guarded, policy) => {
    const table = stage.template.only('AWS::DynamoDB::GlobalTable');
    expect(table.Properties['Replicas']).toMatchObject([
      {
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: guarded,
      },
    ]);
    expect(table.DeletionPolicy).toBe(policy);
    expect(stage.stack.terminationProtection).toBe(guarded);
  });

  test('lists the cards of needs, and what is due by its keys alone', () => {
    expect(template.all.get('NeedsTable')?.Properties['GlobalSecondaryIndexes']).toMatchObject([
      {
        IndexName: 'cards',
        KeySchema: [{ AttributeName: 'cardKey' }],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['card'] },
      },
      {
        IndexName: 'due',
        KeySchema: [{ AttributeName: 'dueKey' }, { AttributeName: 'dueAt' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'submitters',
        KeySchema: [{ AttributeName: 'submitter' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });

  test('deletes what has a moment to expire, some time after it', () => {
    expect(template.all.get('NeedsTable')?.Properties['TimeToLiveSpecification']).toEqual({
      AttributeName: 'expires',
      Enabled: true,
    });
  });
});

describe('A table that is there already', () => {
  const name = 'vso-production-restored-20261128093000';
  const stream = '2026-11-28T09:40:00.000';
  const adopting = synthesizeWith('production', { existingTable: { name, stream } });
  const arn = `arn:aws:dynamodb:eu-north-1:AWS::AccountId:table/${name}`;

  test('is used in place of one of the stack’s own, by each function and by the stream’s mapping', () => {
    expect(adopting.ofType('AWS::DynamoDB::GlobalTable').size).toBe(0);
    for (const [, { Properties }] of adopting.ofType('AWS::Lambda::Function'))
      expect(Properties['Environment']).toMatchObject({ Variables: { TABLE_NAME: name } });
    expect(adopting.all.get('DeliverNoticesStream')?.Properties['EventSourceArn']).toBe(
      `${arn}/stream/${stream}`,
    );
  });

  test.each(['SubmitNeed', 'Show', 'Act', 'DeliverNotices', 'Sweep', 'MailFeedback'])(
    'may be used as the stack’s own would be, and no further: %s',
    (own) => {
      const ofOwn = Object.entries(permissionsOf(`${own}Role`, production.template));
      expect(permissionsOf(`${own}Role`, adopting)).toEqual(
        Object.fromEntries(
          ofOwn.map(([resource, actions]) => [
            resource
              .replace('NeedsTable.StreamArn', `${arn}/stream/${stream}`)
              .replace('NeedsTable.Arn', arn),
            actions,
          ]),
        ),
      );
    },
  );

  test('is what the outputs of a stack that keeps its table say; a stack made anew takes it up by that line', () => {
    const lineOf = (tableName: string, label: string) =>
      `"existingTable": { "name": "${tableName}", "stream": "${label}" }`;
    expect(adopting.outputs).toMatchObject({ TableName: name, TableStays: lineOf(name, stream) });
    expect(production.template.outputs).toMatchObject({
      TableName: 'NeedsTable',
      TableStays: lineOf('NeedsTable', 'part 3 of NeedsTable.StreamArn by /'),
    });
    expect(template.outputs, 'where the table is deleted with the stack').not.toHaveProperty('TableStays');
  });
});

describe('What the account asks of a stack', () => {
  test('is a permissions boundary of every role, where the stage names one', () => {
    const permissionsBoundary = 'arn:aws:iam::123456789012:policy/it/boundary';
    const roles = [...synthesizeWith('test', { permissionsBoundary }).ofType('AWS::IAM::Role').values()];
    expect(roles.map(({ Properties }) => Properties['PermissionsBoundary'])).toEqual(
      Array(functionNames.length + 1).fill(permissionsBoundary),
    );
    for (const [, { Properties }] of template.ofType('AWS::IAM::Role'))
      expect(Properties).not.toHaveProperty('PermissionsBoundary');
  });

  test('is tags, beside those by which everything of the stage is found when its stack is gone', () => {
    const tagged = synthesizeWith('test', { tags: { costcentre: '4711' } });
    const tags = [
      { Key: 'costcentre', Value: '4711' },
      { Key: 'vso:stage', Value: 'test' },
      { Key: 'vso:system', Value: 'vso-intake' },
    ];
    expect(tagged.only('AWS::DynamoDB::GlobalTable').Properties['Replicas']).toMatchObject([{ Tags: tags }]);
    for (const type of ['AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::IAM::Role'])
      for (const [name, { Properties }] of tagged.ofType(type))
        expect(Properties['Tags'], name).toEqual(tags);
  });
});

describe('An address of the university’s own', () => {
  const certificate = 'arn:aws:acm:eu-north-1:123456789012:certificate/1a2b';
  const hostedZone = { id: 'Z0123', name: 'hda.se' };
  const shownBy = ({ all }: typeof template) =>
    (['SubmitNeed', 'Show', 'Act', 'DeliverNotices', 'Sweep'] as const).map(
      (name) =>
        z
          .object({ Variables: z.object({ BASE_URL: z.string() }) })
          .parse(all.get(`${name}Handler`)?.Properties['Environment']).Variables.BASE_URL,
    );

  test('leads to the API by the certificate that the stage names; its record is an output', () => {
    const own = synthesizeWith('production', { address: { host: 'behov.hda.se', certificate } });
    expect(new Set(shownBy(own))).toEqual(new Set(['https://behov.hda.se']));
    expect(own.only('AWS::ApiGatewayV2::DomainName').Properties).toMatchObject({
      DomainName: 'behov.hda.se',
      DomainNameConfigurations: [{ CertificateArn: certificate, EndpointType: 'REGIONAL' }],
    });
    expect(own.only('AWS::ApiGatewayV2::ApiMapping').Properties).toMatchObject({ ApiId: 'WebApi' });
    expect(own.outputs).toMatchObject({
      FormAddress: 'https://behov.hda.se',
      AddressRecord: 'behov.hda.se CNAME WebbehovhdaseDomain.RegionalDomainName',
    });
    expect(own.ofType('AWS::CertificateManager::Certificate').size).toBe(0);
  });

  test('in a hosted zone gets its certificate and its record there', () => {
    const own = synthesizeWith('production', { address: { host: 'behov.hda.se', hostedZone } });
    expect(own.only('AWS::CertificateManager::Certificate').Properties).toMatchObject({
      DomainName: 'behov.hda.se',
      DomainValidationOptions: [{ HostedZoneId: 'Z0123' }],
    });
    expect(own.only('AWS::Route53::RecordSet').Properties).toMatchObject({
      Name: 'behov.hda.se.',
      Type: 'A',
      HostedZoneId: 'Z0123',
      AliasTarget: { DNSName: 'WebbehovhdaseDomain.RegionalDomainName' },
    });
    expect(Object.keys(own.outputs)).not.toContain('AddressRecord');
  });

  test('goes on to lead there when it is a former one, without being replaced; links lead to the new one', () => {
    const before = synthesizeWith('production', { address: { host: 'vso.hda.se', certificate } });
    const after = synthesizeWith('production', {
      address: { host: 'behov.hda.se', hostedZone },
      formerAddresses: [{ host: 'vso.hda.se', certificate }],
    });
    expect(new Set(shownBy(after))).toEqual(new Set(['https://behov.hda.se']));
    for (const resource of ['WebvsohdaseDomain', 'WebvsohdaseMapping'])
      expect(after.all.get(resource)).toEqual(before.all.get(resource) ?? 'there');
    const { Environment } = after.all.get('ShowHandler')?.Properties ?? {};
    expect(Environment).toMatchObject({
      Variables: { FORMER_HOSTS: 'vso.hda.se WebApi.execute-api.eu-north-1.AWS::URLSuffix' },
    });
    expect(after.outputs['FormerAddressRecord1']).toBe(before.outputs['AddressRecord']);
  });

  test('has neither certificate nor hosted zone: refused, since the stack would wait for a certificate', () => {
    expect(() => synthesizeWith('production', { address: { host: 'behov.hda.se' } })).toThrow(
      /The address behov\.hda\.se has neither a certificate nor a hosted zone: npm run doctor/,
    );
  });

  test('or none: API Gateway’s own is an output all the same', () => {
    expect(template.outputs).toMatchObject({
      FormAddress: 'WebApi.ApiEndpoint',
      ApiAddress: 'WebApi.ApiEndpoint',
    });
  });
});

describe('The door', () => {
  test('knows these requests, and which function answers each', () => {
    const integrations = template.ofType('AWS::ApiGatewayV2::Integration');
    const found = [...template.ofType('AWS::ApiGatewayV2::Route').values()].map(({ Properties }) => [
      Properties['RouteKey'],
      integrations.get(String(Properties['Target']).replace('integrations/', ''))?.Properties[
        'IntegrationUri'
      ],
    ]);
    const handlers = {
      'submit-need': 'SubmitNeedHandler.Arn',
      show: 'ShowHandler.Arn',
      act: 'ActHandler.Arn',
    };
    const expected = Object.entries(routes).flatMap(([route, name]) =>
      [route, ...(route.startsWith('GET ') ? [route.replace('GET', 'HEAD')] : [])].map((key) => [
        key,
        handlers[name],
      ]),
    );
    expect(Object.fromEntries(found)).toEqual({
      ...Object.fromEntries(expected),
      $default: 'ShowHandler.Arn',
    });
  });

  test('logs each request by its route, and never by path, address or query', () => {
    const { Format } = z
      .object({ Format: z.string() })
      .parse(template.only('AWS::ApiGatewayV2::Stage').Properties['AccessLogSettings']);
    const logged: unknown = JSON.parse(Format);
    expect(logged).toEqual({
      requestId: '$context.requestId',
      time: '$context.requestTimeEpoch',
      routeKey: '$context.routeKey',
      status: '$context.status',
      latency: '$context.responseLatency',
      integrationLatency: '$context.integrationLatency',
      integrationStatus: '$context.integrationStatus',
      integrationError: '$context.integrationErrorMessage',
    });
  });

  test('takes as many requests as the stage allows', () => {
    expect(template.only('AWS::ApiGatewayV2::Stage').Properties['DefaultRouteSettings']).toEqual({
      ThrottlingRateLimit: testStage.stage.throttling.requestsPerSecond,
      ThrottlingBurstLimit: testStage.stage.throttling.burst,
    });
  });
});

describe('Mail', () => {
  test('is sent over TLS only, and its links are left as they are', () => {
    const { Properties } = template.only('AWS::SES::ConfigurationSet');
    expect(Properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      VdmOptions: { DashboardOptions: { EngagementMetrics: 'DISABLED' } },
    });
    expect(Properties).not.toHaveProperty('TrackingOptions');
  });

  test('goes to servers without TLS too where the stage says so', () => {
    const optional = synthesizeWith('test', { mail: { tls: 'optional' } });
    expect(optional.only('AWS::SES::ConfigurationSet').Properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'OPTIONAL' },
    });
  });

  const identity = (name: string) => [`arn:aws:ses:eu-north-1:AWS::AccountId:identity/${name}`];
  const sendsBy = ({ all }: typeof template) =>
    ['DeliverNoticesRole', 'SweepRole'].map((role) => {
      const sending = statementsOf(all.get(role)).filter(({ Action }) => Action === 'ses:SendRawEmail');
      return sending.map(({ Resource, Condition }) => [
        [Resource].flat().filter((one) => one.includes(':identity/')),
        Condition?.['StringEquals'],
      ]);
    });

  test('is sent by the stage’s own identity alone in production; elsewhere to any, as SES’s sandbox asks, and from the one sender', () => {
    const from = (address: string) => ({ 'ses:FromAddress': address });
    const byOwn = [[identity('MailIdentity'), from('behov@vso.example.org')]];
    expect(sendsBy(production.template)).toEqual([byOwn, byOwn]);
    const byAny = [[identity('*'), from('behov@vso-test.example.org')]];
    expect(sendsBy(template)).toEqual([byAny, byAny]);
  });

  test('comes back to a domain of its own, and what is to be published in DNS is an output', () => {
    expect(template.only('AWS::SES::EmailIdentity').Properties).toMatchObject({
      EmailIdentity: 'vso-test.example.org',
      MailFromAttributes: {
        MailFromDomain: 'bounce.vso-test.example.org',
        BehaviorOnMxFailure: 'USE_DEFAULT_VALUE',
      },
    });
    expect(template.outputs).toMatchObject({
      Dkim1: 'MailIdentity.DkimDNSTokenName1 CNAME MailIdentity.DkimDNSTokenValue1',
      Dkim2: 'MailIdentity.DkimDNSTokenName2 CNAME MailIdentity.DkimDNSTokenValue2',
      Dkim3: 'MailIdentity.DkimDNSTokenName3 CNAME MailIdentity.DkimDNSTokenValue3',
      MailFromMx: 'bounce.vso-test.example.org MX 10 feedback-smtp.eu-north-1.amazonses.com',
      MailFromSpf: 'bounce.vso-test.example.org TXT "v=spf1 include:amazonses.com ~all"',
      Dmarc: '_dmarc.vso-test.example.org TXT "v=DMARC1; p=quarantine"',
    });
  });

  test('is sent by an identity that the account has already, where the stage names one', () => {
    const adopting = synthesizeWith('production', {
      mail: { existingIdentity: 'example.org' },
    });
    expect(adopting.ofType('AWS::SES::EmailIdentity').size).toBe(0);
    const byExisting = [[identity('example.org'), expect.anything()]];
    expect(sendsBy(adopting)).toEqual([byExisting, byExisting]);
    expect(Object.keys(adopting.outputs)).not.toContain('Dkim1');
  });
});

describe('What SES tells of mails', () => {
  test('reaches the function by a topic and a queue that keeps it, and what cannot be recorded is kept for 14 days', () => {
    expect(template.only('AWS::SES::ConfigurationSetEventDestination').Properties).toMatchObject({
      ConfigurationSetName: 'MailConfigurationSet',
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject', 'renderingFailure'],
        SnsDestination: { TopicARN: 'MailEvents' },
      },
    });
    expect(template.only('AWS::SNS::Subscription').Properties).toMatchObject({
      TopicArn: 'MailEvents',
      Endpoint: 'MailFeedbackQueue.Arn',
      Protocol: 'sqs',
      RawMessageDelivery: true,
    });
    expect(template.all.get('MailFeedbackQueue')?.Properties).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: 'MailFeedbackDeadLetters.Arn', maxReceiveCount: 8 },
    });
    expect(template.all.get('MailFeedbackDeadLetters')?.Properties).toMatchObject({
      MessageRetentionPeriod: 14 * 24 * 3600,
    });
    expect(template.all.get('MailFeedbackEvents')?.Properties).toMatchObject({
      EventSourceArn: 'MailFeedbackQueue.Arn',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });
});

describe('The sweep', () => {
  test('runs as often as the stage says', () => {
    const { Properties } = template.only('AWS::Scheduler::Schedule');
    expect(Properties).toMatchObject({
      ScheduleExpression: `rate(${testStage.stage.sweepEveryMinutes} minutes)`,
      State: 'ENABLED',
      Target: { Arn: 'SweepHandler.Arn', RoleArn: 'SweepScheduleRole.Arn' },
    });
  });
});

const MetricFilter = z.object({
  FilterPattern: z.string(),
  LogGroupName: z.string(),
  MetricTransformations: z.tuple([z.object({ MetricName: z.string(), MetricNamespace: z.string() })]),
});
const Expression = z.object({ Id: z.string(), Expression: z.string() });
const Measured = z.object({
  Id: z.string(),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.optional(z.array(z.object({ Value: z.string() }))),
    }),
  }),
});
/** Of an alarm on an expression: the expression, with the names and dimensions of metrics in place of their ids. */
const Sum = z.pipe(
  z.array(z.union([Expression, Measured])),
  z.transform((metrics) =>
    metrics.reduce(
      (text, metric) => {
        if (!('MetricStat' in metric)) return text;
        const { MetricName, Dimensions = [] } = metric.MetricStat.Metric;
        const named = [MetricName, ...Dimensions.map(({ Value }) => Value)].join(' ');
        return text.replace(`FILL(${metric.Id}, 0)`, `[${named}]`);
      },
      metrics.flatMap((metric) => ('Expression' in metric ? [metric.Expression] : [])).join(),
    ),
  ),
);

describe('An alarm', () => {
  const alarms = [...template.ofType('AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);
  const named = (name: string) => template.all.get(`Alarms${name}`)?.Properties;

  test('watches each cause once: requests, the background, mail, and the log for what somebody must mend', () => {
    const watched = alarms.map(({ MetricName, Metrics, Dimensions }) =>
      Metrics === undefined
        ? [
            MetricName,
            ...z
              ._default(z.array(z.object({ Value: z.string() })), [])
              .parse(Dimensions)
              .map(({ Value }) => Value),
          ].join(' ')
        : Sum.parse(Metrics),
    );
    const throttles = (names: readonly string[]) => names.map((name) => `[Throttles ${name}]`).join(' + ');
    expect(watched.toSorted()).toEqual(
      [
        throttles(functionNames),
        `[5xx WebApi $default] - (${throttles(functionNames.slice(0, 3))})`,
        'Latency WebApi $default',
        ...functionNames.slice(3).map((name) => `Errors ${name}`),
        'Invocations SweepHandler',
        'IteratorAge DeliverNoticesHandler',
        'OldestDueNotice SweepHandler',
        'ApproximateAgeOfOldestMessage MailFeedbackQueue.QueueName',
        'ApproximateNumberOfMessagesVisible MailFeedbackDeadLetters.QueueName',
        ...['Reputation.BounceRate', 'Reputation.ComplaintRate'],
        ...['SomebodyNotTold', 'SendingStopped', 'UnknownMailAnswer', 'StoredDataDamaged'],
        'OrganisationUnreadable',
      ].toSorted(),
    );
  });

  test('goes off when the sweep has not been woken for three of its intervals', () => {
    expect(named('SweepNotRun')).toMatchObject({
      Namespace: 'AWS/Lambda',
      Statistic: 'Sum',
      Period: 60 * testStage.stage.sweepEveryMinutes,
      EvaluationPeriods: 3,
      TreatMissingData: 'missing',
      InsufficientDataActions: ['AlarmsTopic'],
    });
  });

  /* An alarm begins in INSUFFICIENT_DATA, and tells only of another state that it enters. */
  test('is silent at the first deployment, when nothing has been measured', () => {
    for (const { TreatMissingData, InsufficientDataActions } of alarms) {
      expect(TreatMissingData).toBe(InsufficientDataActions === undefined ? 'notBreaching' : 'missing');
    }
  });

  test('goes off before mails are an hour late, and before SES stops the account', () => {
    expect(named('NoticesOverdue')).toMatchObject({ Threshold: 30 * 60, Namespace: 'vso' });
    expect(named('SenderBehind')).toMatchObject({ Threshold: 5 * 60_000 });
    expect(named('MailEventsWait')).toMatchObject({ Threshold: 60 * 60 });
    expect(named('Bounces')).toMatchObject({ Threshold: 0.05, Namespace: 'AWS/SES' });
    expect(named('Complaints')).toMatchObject({ Threshold: 0.001, Namespace: 'AWS/SES' });
    const overdue = synthesizeWith('test', { sweepEveryMinutes: 60 }).all.get('AlarmsNoticesOverdue');
    expect(overdue?.Properties).toMatchObject({ Threshold: 3 * 60 * 60 });
  });

  test('says what people notice, and is mailed', () => {
    for (const { AlarmDescription, AlarmActions } of alarms) {
      expect(AlarmDescription).toMatch(/\b(people|nobody|somebody|everybody|mail|mails)\b/i);
      expect(AlarmActions).toEqual(['AlarmsTopic']);
    }
    expect(template.all.get('AlarmsTopicPolicy')?.Properties['PolicyDocument']).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
      ]) as unknown,
    });
  });

  const runbook = new Map(
    readFileSync('docs/operations.md', 'utf8')
      .split(/^(?=##+ )/m)
      .map((section) => [/^##+ (.+)$/m.exec(section)?.[1] ?? '', section]),
  );
  const sectionOf = (alarm: Readonly<Record<string, unknown>>) =>
    /What to do: "(.+)" in docs\/operations\.md\.$/.exec(String(alarm['AlarmDescription']))?.[1] ?? 'none';

  test('names a section of the runbook, one of its own, that says what people notice, where to look and what to do', () => {
    const sections = alarms.map(sectionOf);
    expect(new Set(sections).size).toBe(alarms.length);
    /* The budget is no alarm of CloudWatch: npm run doctor gives the command that makes it. */
    for (const section of [...sections, 'The costs exceed the budget'])
      expect(runbook.get(section), section).toMatch(
        /^### .+\n\n\*\*People notice:\*\* [^]+\n\n\*\*Look here:\*\* [^]+\n\n\*\*Do this:\*\* /,
      );
  });

  const filters = [...template.ofType('AWS::Logs::MetricFilter').values()].map(({ Properties }) =>
    MetricFilter.parse(Properties),
  );

  test('finds in every log the outcomes that it is about, as Lambda writes them, and no others; its section names them', async () => {
    const { lines } = await callOnLambda(everyOutcome, {});
    const alarming = Object.keys(outcomes).filter((name) => outcomes[name as OutcomeName] === 'error');
    const counted = filters.flatMap(({ FilterPattern, LogGroupName, MetricTransformations }) =>
      lines
        .filter((line) => isCounted(FilterPattern, line))
        .map((line) => ({
          outcome: outcomeIn(line),
          log: LogGroupName,
          metric: MetricTransformations[0].MetricName,
        })),
    );
    expect(new Set(counted.map(({ outcome, log }) => `${String(outcome)} in ${log}`))).toEqual(
      new Set(
        alarming
          // Whoever it concerns is answered 5xx, or the function fails: AWS counts both.
          .filter((outcome) => outcome !== 'fault')
          .flatMap((outcome) =>
            functionNames.map((name) => `${outcome} in ${name.replace(/Handler$/, 'Log')}`),
          ),
      ),
    );
    for (const { outcome, metric } of counted)
      expect(runbook.get(sectionOf(named(metric) ?? {})), metric).toContain(`\`${String(outcome)}\``);
  });

  test('and the dashboard have at most ten metrics that cost by the month', () => {
    const own = new Set([
      ...filters.map(({ MetricTransformations: [{ MetricName }] }) => MetricName),
      ...Object.values(metrics).map(({ name }) => name),
    ]);
    expect(own.size).toBeLessThanOrEqual(10);
  });
});

describe('The dashboard', () => {
  const Body = z.object({
    widgets: z.array(
      z.object({
        type: z.string(),
        properties: z.looseObject({ title: z.optional(z.string()), query: z.optional(z.string()) }),
      }),
    ),
  });
  const { widgets } = Body.parse(
    JSON.parse(String(template.only('AWS::CloudWatch::Dashboard').Properties['DashboardBody'])),
  );

  test('shows alarms, needs by status, mails by outcome, the oldest waiting, latency, and what drives the costs', () => {
    expect(widgets.map(({ properties: { title } }) => title)).toEqual([
      undefined,
      'Alarms',
      'Needs by status, counted each night',
      'Mails by outcome, a day',
      'Oldest waiting need: days',
      'Oldest waiting mail, event and report: seconds',
      'Answers to people: milliseconds, and failures',
      'Mails that SES takes, of the whole account, and requests, a day',
      'Units of the table, without its indexes, a day',
      'Milliseconds of functions, a day',
    ]);
  });

  test('asks the log for outcomes that exist, and for every status', () => {
    const queries = widgets.flatMap(({ properties: { query } }) => query ?? []).join('\n');
    const asked = [...queries.matchAll(/"([a-z ]+)"/g)].map(([, outcome]) => outcome);
    expect(asked.length).toBeGreaterThan(5);
    expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(asked));
    for (const status of statuses) expect(queries).toContain(`latest(\`message.byStatus.${status}\`)`);
  });
});

describe('A stage', () => {
  test.each([
    ['test', testStage],
    ['production', production],
  ])('keeps every log for as long as its file says: %s', (_, { stage, template }) => {
    const logs = [...template.ofType('AWS::Logs::LogGroup').values()];
    expect(logs).toHaveLength(functionNames.length + 1);
    expect(new Set(logs.map(({ Properties }) => Properties['RetentionInDays']))).toEqual(
      new Set([stage.logRetentionDays]),
    );
  });

  test('is made of AWS’s own resources, without custom ones and without secrets', () => {
    const types = [...template.all.values()].map(({ Type }) => Type);
    expect(types.filter((type) => !/^AWS::/.test(type) || /CustomResource|Secret|SSM/.test(type))).toEqual(
      [],
    );
  });
});

describe('cdk-nag', () => {
  test('stops the synthesis of what it finds and nobody has acknowledged', () => {
    const app = appFor('local');
    new Bucket(app.stack, 'Careless');
    expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
  });

  test('lets X-Ray be permitted where the stage is traced, and not elsewhere', () => {
    const traced = synthesizeWith('test', { tracing: true });
    for (const [name, { Properties }] of traced.ofType('AWS::Lambda::Function'))
      expect(Properties['TracingConfig'], name).toEqual({ Mode: 'Active' });
    for (const [name, { Properties }] of functions)
      expect(Properties, name).not.toHaveProperty('TracingConfig');
    expect(JSON.stringify([...template.all])).not.toContain('xray');
  });

  test('is told the reason for each acknowledgement', () => {
    const acknowledged = testStage.stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .map(({ data }) => z.record(z.string(), z.string()).parse(data));
    const reasons = acknowledged.flatMap((byRule) => Object.values(byRule));
    expect(reasons).toHaveLength(5);
    for (const reason of reasons) expect(reason).toMatch(/^\w+( \S+){5,}\.$/);
  });
});

describe('bin/vso.ts, run without the CDK command line', () => {
  const assembly = inject('assembly');

  const bundles = readAssembly(assembly, 'http://localhost').functions;
  const environment: Environment & NodeJS.ProcessEnv = {
    TABLE_NAME: 'needs',
    BASE_URL: 'https://vso.example.org',
    MAIL_FROM: 'VSO <vso@example.org>',
    MAIL_FROM_ENGLISH: 'Needs <vso@example.org>',
    ACCESSIBILITY: 'none',
    FORMER_HOSTS: 'none',
    MAIL_REPLY_TO: 'none',
    MAIL_CONFIGURATION_SET: 'mails',
    LIMITS: '{}',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_SES: 'http://127.0.0.1:1',
    AWS_REGION: 'eu-north-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
  };

  test('makes bundles that load with nothing beside them, the AWS SDK included', async () => {
    expect(bundles).toHaveLength(functionNames.length);
    for (const { file } of bundles) {
      const load = `console.log(typeof require(${JSON.stringify(file)}).handler)`;
      const { stdout } = await run(process.execPath, ['--eval', load], { cwd: assembly, env: environment });
      expect(stdout).toBe('function\n');
    }
  });

  test.each([
    ['a stage that does not exist', 'nowhere', 'There is no stage "nowhere"'],
    [
      'production with the placeholders that ship',
      'production',
      'config/stages/production.json cannot be used in production:\n  - alarmAddress: is missing',
    ],
  ])('refuses %s, and says no more than that', async (_, stage, refusal) => {
    const env = {
      ...process.env,
      CDK_OUTDIR: join(folder, 'nowhere'),
      CDK_CONTEXT_JSON: JSON.stringify({ stage }),
    };
    const { stderr } = await run(process.execPath, ['bin/vso.ts'], { env }).catch(
      (refused: unknown) => refused as { readonly stderr: string },
    );
    expect(stderr).toMatch(new RegExp(`^${refusal}`));
    expect(stderr).not.toContain('    at ');
  });
});
