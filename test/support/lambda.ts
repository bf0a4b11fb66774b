import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { Environment } from '../../lambdas/functions/environment.ts';

const program = fileURLToPath(new URL('./lambda-process.ts', import.meta.url));

/** A function that logs every outcome once. */
export const everyOutcome = fileURLToPath(new URL('./every-outcome.ts', import.meta.url));

/** What a function is started with where neither the table nor SES can be reached. */
const environment: Environment = {
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
};

/** What Lambda itself sets, for a function whose log format is JSON. */
const ofLambda = {
  AWS_REGION: 'eu-north-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_LAMBDA_FUNCTION_NAME: 'tested',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/tested',
  AWS_LAMBDA_LOG_STREAM_NAME: 'tested',
  AWS_LAMBDA_LOG_FORMAT: 'JSON',
};

/**
 * Calls a function as Lambda does: with its runtime client, and with services that cannot be reached, unless `given` says where.
 * @param file exports `handler`
 * @param megabytes the most that its values may take
 * @returns the answer, nothing when the handler threw; and the lines that Lambda writes to the log
 */
export async function callOnLambda(
  file: string,
  event: unknown,
  given: Partial<Environment> = {},
  megabytes?: number,
): Promise<{ readonly answer: unknown; readonly lines: readonly string[] }> {
  const options = megabytes === undefined ? [] : [`--max-old-space-size=${megabytes}`];
  const lambda = spawn(process.execPath, [...options, program, file, JSON.stringify(event)], {
    env: { ...environment, ...given, ...ofLambda },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const [log, answer] = await Promise.all([
    text(lambda.stdout as Readable),
    text(lambda.stdio[3] as Readable),
    once(lambda, 'close'),
  ]);
  if (lambda.exitCode !== 0) throw new Error(`the process ended with ${lambda.exitCode}: ${log}`);
  return {
    answer: answer === '' ? undefined : (JSON.parse(answer) as unknown),
    lines: log.split('\n').filter((line) => line !== ''),
  };
}
