import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { awsStandIn } from '../support/aws.ts';

test('An account is prepared for the CDK without a stage, whatever the files of config/ are like', async () => {
  const aws = await awsStandIn({
    GetCallerIdentity: { result: { Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/admin' } },
    DescribeStacks: { error: 'ValidationError', message: 'Stack with id CDKToolkit does not exist' },
  });
  onTestFinished(aws.stop);
  /* A stage that is read would be refused. */
  const words = ['aws://123456789012/eu-west-1', '-c', 'stage=nowhere'];
  const bootstrap = spawn('npm', ['run', '--silent', 'bootstrap', '--', ...words], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'eu-north-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said] = await Promise.all([
    text(bootstrap.stderr),
    text(bootstrap.stdout),
    once(bootstrap, 'close'),
  ]);
  /* The stand-in makes no stacks. */
  expect(said).toContain('not authorized to perform: CreateChangeSet');
  expect(said).not.toContain('There is no stage');
  expect(aws.calls.filter(({ operation }) => operation === 'CreateChangeSet')).toMatchObject([
    { scope: 'eu-west-1/cloudformation', parameters: { StackName: 'CDKToolkit' } },
  ]);
});
