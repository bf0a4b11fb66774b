import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { describe, expect, inject, test } from 'vitest';
import { outcomes } from '../../lambdas/app/ports/log.ts';
import { readAssembly } from '../../local/assembly.ts';
import { callOnLambda, everyOutcome } from '../support/lambda.ts';
import { isFound, outcomeIn } from '../support/log-lines.ts';

const operations = readFileSync('docs/operations.md', 'utf8');
const queries = [...operations.matchAll(/^filter .+$|(?<=`)filter [^`]+(?=`)/gm)].map(([query]) => query);
const bundleOf = (name: string): string => {
  const found = readAssembly(inject('assembly'), 'http://localhost').functions.find(({ id }) =>
    id.startsWith(name),
  );
  if (!found) throw new Error(`no function ${name} in the stack`);
  return found.file;
};

/* Every function here finds neither the table nor SES. */
describe('What a function logs on Lambda', () => {
  test('is found by the id that a person was shown, with the query that operations.md gives', async () => {
    const request = {
      routeKey: 'GET /health',
      rawPath: '/health',
      headers: { accept: 'application/json' },
      requestContext: { requestId: 'the-fault' },
    };
    const { answer, lines } = await callOnLambda(bundleOf('Show'), request);
    expect(answer).toMatchObject({ statusCode: 503, body: expect.stringContaining('the-fault') as string });
    const [byId = '', byLevel = ''] = queries;
    expect(byId).toContain('"…"');
    expect(lines.filter((line) => isFound(byId.replace('…', 'the-fault'), line))).toHaveLength(1);
    expect(lines.filter((line) => isFound(byId.replace('…', 'another'), line))).toEqual([]);
    expect(lines.filter((line) => isFound(byLevel, line))).toHaveLength(1);
  });

  test('names a fault by its place in the source, without a word of what was read', async () => {
    const event = { Records: [{ messageId: 'the-id', body: 'anna@example.org has left' }] };
    const { lines } = await callOnLambda(bundleOf('MailFeedback'), event);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        level: 'ERROR',
        message: {
          outcome: 'fault',
          messageId: 'the-id',
          fault: 'SyntaxError',
          at: expect.stringMatching(/lambdas\/adapters\/ses-events\.ts:\d+:\d+/) as string,
        },
      },
    ]);
    expect(lines.join()).not.toContain('anna');
  });

  test('keeps from Lambda’s own line the message and the properties of what is thrown', async () => {
    const { answer, lines } = await callOnLambda(bundleOf('Sweep'), {});
    expect(answer).toBeUndefined();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { message: { outcome: 'fault', fault: 'ECONNREFUSED' } },
      { level: 'ERROR', message: { errorMessage: 'failed: the fault is logged' } },
    ]);
    expect(lines.join()).not.toContain('127.0.0.1');
  });

  test('is one line for each outcome, at its level', async () => {
    const { lines } = await callOnLambda(everyOutcome, {});
    expect(lines.map(outcomeIn)).toEqual(Object.keys(outcomes));
  });
});

test('On this machine what a function logs is one line of JSON', async () => {
  const worker = new Worker(new URL('../../local/function-worker.ts', import.meta.url), {
    workerData: { name: 'MailFeedback', file: bundleOf('MailFeedback'), handler: 'handler' },
    env: { TABLE_NAME: 'needs', AWS_REGION: 'eu-north-1', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' },
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const written = Promise.all([text(worker.stdout), text(worker.stderr)]);
  await once(worker, 'message');
  const payload = JSON.stringify({ Records: [{ messageId: 'the-id', body: 'no JSON' }] });
  worker.postMessage({ requestId: 'the-request', payload, deadline: Date.now() + 60_000 });
  await once(worker, 'message');
  await worker.terminate();
  const lines = (await written).join('').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { outcome: 'fault', messageId: 'the-id' },
  ]);
});

describe('operations.md', () => {
  test('lists each outcome at the level it is logged at', () => {
    const rows = [...operations.matchAll(/^\| `(.+?)` +\| ([A-Z]+) +\| \w/gm)];
    expect(Object.fromEntries(rows.map(([, name, level]) => [name, level]))).toEqual(
      Object.fromEntries(Object.entries(outcomes).map(([name, level]) => [name, level.toUpperCase()])),
    );
  });

  test('asks the log for outcomes that exist', () => {
    const asked = [...operations.matchAll(/message\.outcome = "(.+?)"/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(0);
    expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(asked));
  });
});
