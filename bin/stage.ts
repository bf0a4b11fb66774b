import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/**
 * Where a deployed stage keeps everything: its table and region, as the stack's outputs say.
 * @returns nothing where it is not deployed in the account
 * @throws when there is no such stage
 */
export async function placeOf(
  name: string,
): Promise<{ readonly table: string; readonly region: string } | undefined> {
  const { readStage } = await import('../lib/stage.ts');
  const { region } = readStage(name);
  const client = new CloudFormationClient({ region });
  const { Stacks = [] } = await client
    .send(new DescribeStacksCommand({ StackName: `vso-${name}` }))
    .catch((fault: unknown) => {
      /* CloudFormation says so where there is no such stack. */
      if (fault instanceof Error && fault.name === 'ValidationError') return { Stacks: [] };
      throw fault;
    });
  const table = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'TableName')?.OutputValue;
  return table === undefined ? undefined : { table, region };
}
