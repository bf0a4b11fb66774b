import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** The region of a stage, as its file says. @throws when there is no such stage */
export async function regionOf(name: string): Promise<string> {
  const { readStage } = await import('../lib/stage.ts');
  return readStage(name).region;
}

/**
 * Where a deployed stage keeps everything: its table and region, as the stack's outputs say.
 * @returns nothing where it is not deployed in the account
 * @throws when there is no such stage
 */
export async function placeOf(
  name: string,
): Promise<{ readonly table: string; readonly region: string } | undefined> {
  const region = await regionOf(name);
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
