import type { AwsAnswer, AwsCall } from './aws.ts';

const account = '123456789012';
/* Files for the CDK's bucket, and addresses that are to be taken off SES's suppression list. */
const isTaken = /^(GET|HEAD|PUT) \/cdk-|^DELETE \/v2\/email\/suppression\/addresses\//;
const arnOf = (stack: string) => `arn:aws:cloudformation:eu-north-1:${account}:stack/${stack}/1`;

/**
 * What an account answers into which stacks can be deployed: none is there at first, a change set that is executed makes one at once, and
 * what is put into S3 is taken.
 * @param outputs of each stack by its name, once it is made
 */
export function deployableAccount(outputs: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const made = new Set<string>();
  const stackOf = (name: string) => ({
    StackName: name,
    StackId: arnOf(name),
    CreationTime: '2026-11-01T10:00:00Z',
    StackStatus: 'CREATE_COMPLETE',
    Outputs: Object.entries(outputs[name] ?? {}).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
    })),
  });
  /* The CDK names a stack by its name or by its ARN. */
  const nameIn = ({ parameters: { StackName } }: AwsCall) =>
    String(StackName).replace(/^arn:.*:stack\/([^/]+)\/.*$/, '$1');
  const changeSet = (call: AwsCall) => ({
    ChangeSetId: `arn:aws:cloudformation:eu-north-1:${account}:changeSet/change/1`,
    ChangeSetName: 'change',
    StackName: nameIn(call),
    StackId: arnOf(nameIn(call)),
    CreationTime: '2026-11-01T10:00:00Z',
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Changes: [
      {
        Type: 'Resource',
        ResourceChange: {
          Action: 'Add',
          LogicalResourceId: 'NeedsTable',
          ResourceType: 'AWS::DynamoDB::GlobalTable',
        },
      },
    ],
  });
  const answers: Record<string, AwsAnswer | ((call: AwsCall) => AwsAnswer)> = {
    GetCallerIdentity: {
      result: { Account: account, Arn: `arn:aws:iam::${account}:user/admin`, UserId: 'A' },
    },
    AssumeRole: {
      result: {
        Credentials: {
          AccessKeyId: 'local',
          SecretAccessKey: 'local',
          SessionToken: 'local',
          Expiration: '2100-01-01T00:00:00Z',
        },
      },
    },
    GetParameter: { result: { Parameter: { Name: '/cdk-bootstrap/hnb659fds/version', Value: '30' } } },
    DescribeStacks: (call) =>
      made.has(nameIn(call))
        ? { result: { Stacks: [stackOf(nameIn(call))] } }
        : { error: 'ValidationError', message: `Stack with id ${nameIn(call)} does not exist` },
    CreateChangeSet: (call) => ({
      result: { Id: changeSet(call).ChangeSetId, StackId: arnOf(nameIn(call)) },
    }),
    DescribeChangeSet: (call) => ({ result: changeSet(call) }),
    ExecuteChangeSet: (call) => {
      made.add(nameIn(call));
      return { result: {} };
    },
    DeleteChangeSet: { result: {} },
    UpdateTerminationProtection: { result: {} },
    DescribeStackEvents: { result: { StackEvents: [] } },
    ListStackResources: { result: { StackResourceSummaries: [] } },
    GetTemplate: { result: { TemplateBody: '{}' } },
  };
  return new Proxy(answers, {
    get: (known, operation: string) =>
      known[operation] ?? (isTaken.test(operation) ? { result: {} } : undefined),
  });
}
