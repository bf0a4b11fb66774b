import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { tableStore } from '../support/database.ts';

/** What a command of `bin/` answers, as whoever typed it reads it. */
export async function typed(
  command: string,
  environment: NodeJS.ProcessEnv,
  ...words: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const env = { ...process.env, TABLE_NAME: '', ...environment };
  try {
    const run = promisify(execFile)(process.execPath, [`bin/${command}.ts`, ...words], { env });
    const { stdout, stderr } = await run;
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

/** The environment in which a command is about a table, as it would be on AWS. */
export const onTable = ({
  table,
  endpoint,
}: Awaited<ReturnType<typeof tableStore>>): Readonly<Record<string, string>> => ({
  TABLE_NAME: table,
  AWS_REGION: 'eu-north-1',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});
