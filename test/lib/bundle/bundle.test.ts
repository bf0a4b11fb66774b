import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { leftOut } from '../../../lib/bundle/left-out.ts';
import { writeBundle } from '../../../lib/bundle/write-bundle.ts';
import { onLoopback } from '../../support/loopback.ts';
import type { Loopback } from '../../support/loopback.ts';
import * as unbundled from './calls.ts';

type Calls = typeof unbundled;
type Option = (typeof leftOut)[number]['options'][number];

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const nodeModules = join(import.meta.dirname, '../../../node_modules');
const load = createRequire(import.meta.url);
const secret = 'a secret access key';
const folder = mkdtempSync(join(tmpdir(), 'vso-bundle-'));
const calls = join(folder, 'calls');
const modules = join(folder, 'modules');
let received: Request[] = [];
/* What the services answer instead of taking what they are sent. */
let refusing = false;
let server: Loopback;
let bundle: Calls;
let fromBundle: readonly Request[];
let fromWholeSdk: readonly Request[];

beforeAll(async () => {
  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { method = '', url: path = '', headers } = request;
    received.push({ method, path, headers, body: await text(request) });
    const toSes = headers['content-type']?.includes('form') === true;
    const mailed =
      '<SendRawEmailResponse><SendRawEmailResult><MessageId>1</MessageId></SendRawEmailResult></SendRawEmailResponse>';
    if (refusing) response.statusCode = 400;
    if (refusing) response.end(toSes ? rejected : canceled);
    else response.end(toSes ? mailed : '{}');
  }
  server = await onLoopback(answer);
  const { url: address } = server;
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', address);
  vi.stubEnv('AWS_ENDPOINT_URL_SES', address);
  vi.stubEnv('AWS_REGION', 'eu-north-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', 'a session token');

  await writeBundle(join(import.meta.dirname, 'calls.ts'), calls);
  bundle = load(join(calls, 'index.js')) as Calls;
  fromBundle = await requestsOf(bundle, { dynamoDb: bundle.dynamoDbWithout(), ses: bundle.sesWithout() });
  fromWholeSdk = await requestsOf(unbundled, unbundled.clientsByDefault());
});
afterAll(() => {
  server.stop();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/* Each twice, since a client keeps things from its first call. */
async function requestsOf(
  { putItem, sendMail }: Calls,
  { dynamoDb, ses }: ReturnType<Calls['clientsByDefault']>,
): Promise<readonly Request[]> {
  received = [];
  for (const title of ['Bokning av lokaler', 'Nycklar']) {
    await dynamoDb.send(putItem(title));
    await ses.send(sendMail(title));
  }
  return received;
}

const canceled = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
  Message: 'Transaction cancelled',
  CancellationReasons: [
    { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'Nycklar' }, version: { N: '2' } } },
  ],
});
const rejected =
  '<ErrorResponse><Error><Type>Sender</Type><Code>MessageRejected</Code><Message>Not verified</Message></Error></ErrorResponse>';

/** What each service is found to have refused, but for the time and the ids of its answer. */
async function refusalsOf(
  { putItem, sendMail }: Calls,
  { dynamoDb, ses }: ReturnType<Calls['clientsByDefault']>,
): Promise<readonly object[]> {
  refusing = true;
  try {
    const calling = [dynamoDb.send(putItem('Nycklar')), ses.send(sendMail('Nycklar'))];
    return (await Promise.allSettled(calling)).map((call) => {
      if (call.status === 'fulfilled') throw new Error('not refused');
      const { name, message, ...rest } = call.reason as Error;
      return { name, message, ...rest };
    });
  } finally {
    refusing = false;
  }
}

/* What differs from request to request; and what the SDK says of itself: its version and the options in use. */
const unlike = new Set([
  'amz-sdk-invocation-id',
  'x-amz-date',
  'authorization',
  'user-agent',
  'x-amz-user-agent',
]);
const compared = ({ headers, ...rest }: Request) => ({
  ...rest,
  headers: Object.entries(headers).filter(([name]) => !unlike.has(name)),
});

/* AWS Signature Version 4, as "Create a signed AWS API request" in the IAM User Guide has it. */
function authorizationOf({ method, path, headers, body }: Request, service: string): string {
  const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
  const now = String(headers['x-amz-date']);
  const scope = [now.slice(0, 8), 'eu-north-1', service, 'aws4_request'];
  const names = Object.keys(headers).filter(
    (name) => !['authorization', 'connection', 'user-agent'].includes(name),
  );
  const signed = names.sort().join(';');
  const canonical = names.map((name) => `${name}:${String(headers[name])}\n`).join('');
  const request = [method, path, '', canonical, signed, sha256(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', now, scope.join('/'), sha256(request)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/${scope.join('/')}, SignedHeaders=${signed}, Signature=${hmac(key, toSign).toString('hex')}`;
}

describe('A bundled function', () => {
  test('sends DynamoDB and SES what the whole SDK sends them with none of our options', () => {
    expect(fromBundle).toHaveLength(4);
    expect(fromBundle.map(compared)).toEqual(fromWholeSdk.map(compared));
  });

  test.each([
    ['DynamoDB', 0, 'dynamodb'],
    ['SES', 1, 'ses'],
    ['DynamoDB, once more', 2, 'dynamodb'],
    ['SES, once more', 3, 'ses'],
  ])('signs its request to %s as AWS checks it, and as the whole SDK does', (_, place, service) => {
    for (const requests of [fromBundle, fromWholeSdk]) {
      const request = requests[place];
      if (!request) throw new Error('no such request');
      expect(request.headers.authorization).toBe(authorizationOf(request, service));
    }
  });

  test('reads what they refuse as the whole SDK does', async () => {
    const found = await refusalsOf(bundle, { dynamoDb: bundle.dynamoDbWithout(), ses: bundle.sesWithout() });
    expect(found).toMatchObject([
      { name: 'TransactionCanceledException', CancellationReasons: [{ Code: 'ConditionalCheckFailed' }] },
      { name: 'MessageRejected' },
    ]);
    expect(found).toEqual(await refusalsOf(unbundled, unbundled.clientsByDefault()));
  });

  test('names its SDK in the user agent of each request', () => {
    for (const { headers } of fromBundle) {
      expect(headers['user-agent']).toMatch(
        /^aws-sdk-js\/3\.\S+ ua\/2\.1 os\/\S+ lang\/js md\/nodejs#24\S+ api\/(dynamodb|ses)#3/,
      );
    }
  });
});

describe('A client', () => {
  const loggersOf = ({ middlewareStack }: { middlewareStack: { identify(): string[] } }) =>
    middlewareStack.identify().filter((name) => name.includes('logger'));

  test('has no logger, which one of the whole SDK has', () => {
    expect(Object.values(unbundled.clientsByDefault()).map(loggersOf)).toEqual([
      [expect.any(String)],
      [expect.any(String)],
    ]);
    expect([bundle.dynamoDbWithout(), bundle.sesWithout()].map(loggersOf)).toEqual([[], []]);
  });
});

describe('A module that is left out', () => {
  test('is one that the SDK would have put into a bundle', () => {
    const content = readFileSync(join(calls, 'index.js'), 'utf8');
    expect(leftOut.filter(({ module }) => !content.includes(module))).toEqual([]);
  });

  describe.each([
    [
      'DynamoDB',
      (option: Option) => {
        const client = bundle.dynamoDbWithout(option);
        return () => client.send(bundle.putItem('Nycklar'));
      },
    ],
    [
      'SES',
      (option: Option) => {
        const client = bundle.sesWithout(option);
        return () => client.send(bundle.sendMail('Nycklar'));
      },
    ],
  ] as const)('would run in a client of %s', (service, callWithout) => {
    const options = new Set(leftOut.flatMap((one) => one.options));
    test.each([...options].filter((option) => service === 'DynamoDB' || option !== 'accountIdEndpointMode'))(
      'without its option %s',
      async (option) => {
        /* In Lambda the region is there as well. */
        vi.stubEnv('AWS_REGION', 'eu-north-1');
        const calling = async () => {
          const call = callWithout(option);
          vi.stubEnv('AWS_REGION', undefined);
          await call();
        };
        const names = leftOut.filter((one) => one.options.includes(option)).map(({ module }) => module);
        await expect(calling()).rejects.toThrow(new RegExp(names.join('|')));
      },
    );
  });

  describe('fails with its name, whatever is done with it', () => {
    beforeAll(async () => {
      const entry = join(folder, 'modules.js');
      const required = leftOut.map(
        ({ module }) => `${JSON.stringify(module)}: require(${JSON.stringify(join(nodeModules, module))})`,
      );
      writeFileSync(entry, `module.exports = { ${required.join(', ')} };`);
      await writeBundle(entry, modules);
    });

    test.each(leftOut)('$module', ({ module, keeps }) => {
      type Export = { new (): unknown; (): unknown; readonly name: unknown };
      const loaded = load(join(modules, 'index.js')) as Record<string, Export | Record<string, Export>>;
      const found = loaded[module] ?? {};
      /* A CommonJS module is what stands for it; an ES module has it under each of its names. */
      const exported = typeof found === 'function' ? [found] : Object.values(found);
      expect(exported).not.toEqual([]);
      for (const one of exported) {
        expect(() => one.name).toThrow(module);
        if (keeps !== undefined) continue;
        expect(() => one()).toThrow(module);
        expect(() => new one()).toThrow(module);
      }
    });
  });

  test('is where the list says, or no bundle is built', async () => {
    const gone = '@aws-sdk/client-ses/dist-es/endpoint/gone.js';
    const building = writeBundle(join(import.meta.dirname, 'calls.ts'), join(folder, 'gone'), [
      { module: gone, because: 'is gone', options: [] },
    ]);
    await expect(building).rejects.toThrow(gone);
  });
});
