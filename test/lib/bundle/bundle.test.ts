import { spawnSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Sha256Node } from '../../../lib/bundle/sha256-node.ts';
import { writeBundle } from '../../../lib/bundle/write-bundle.ts';

type Calls = typeof import('./calls.ts');

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const writer = join(import.meta.dirname, '../../../lib/bundle/write-bundle.ts');
const secret = 'a secret access key';
const folder = mkdtempSync(join(tmpdir(), 'vso-bundle-'));
let asked: Request[] = [];
let server: Server;
let bundled: readonly Request[];
let whole: readonly Request[];

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { method = '', url: path = '', headers } = request;
    asked.push({ method, path, headers, body: await text(request) });
    const toSes = headers['content-type']?.includes('form') === true;
    const mailed =
      '<SendRawEmailResponse><SendRawEmailResult><MessageId>1</MessageId></SendRawEmailResult></SendRawEmailResponse>';
    response.end(toSes ? mailed : '{}');
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', address);
  vi.stubEnv('AWS_ENDPOINT_URL_SES', address);
  vi.stubEnv('AWS_REGION', 'eu-north-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', 'a session token');

  await writeBundle(join(import.meta.dirname, 'calls.ts'), folder);
  const load = createRequire(import.meta.url) as (file: string) => Calls;
  bundled = await requestsOf(load(join(folder, 'index.js')));
  whole = await requestsOf(await import('./calls.ts'));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/* Twice, since what is kept from the first call is used at the second. */
async function requestsOf({ callBoth }: Calls): Promise<readonly Request[]> {
  asked = [];
  await callBoth('Bokning av lokaler');
  await callBoth('Nycklar');
  return asked;
}

/* What differs from request to request, and what the SDK says of itself. */
const own = new Set([
  'amz-sdk-invocation-id',
  'x-amz-date',
  'authorization',
  'user-agent',
  'x-amz-user-agent',
]);
const compared = ({ headers, ...rest }: Request) => ({
  ...rest,
  headers: Object.entries(headers).filter(([name]) => !own.has(name)),
});

/* AWS Signature Version 4, as "Create a signed AWS API request" in the IAM User Guide has it. */
function authorizationOf({ method, path, headers, body }: Request, service: string): string {
  const sha256 = (said: string) => createHash('sha256').update(said).digest('hex');
  const hmac = (key: string | Buffer, said: string) => createHmac('sha256', key).update(said).digest();
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
  test('asks DynamoDB and SES for the same, in the same way, as by the whole SDK, but for what that says of itself', () => {
    expect(bundled).toHaveLength(4);
    expect(bundled.map(compared)).toEqual(whole.map(compared));
  });

  test.each([
    ['DynamoDB', 0, 'dynamodb'],
    ['SES', 1, 'ses'],
    ['DynamoDB, once more', 2, 'dynamodb'],
    ['SES, once more', 3, 'ses'],
  ])('signs its request to %s as AWS checks it, and as the whole SDK does', (_, place, service) => {
    for (const requests of [bundled, whole]) {
      const request = requests[place];
      if (!request) throw new Error('it was not asked');
      expect(request.headers.authorization).toBe(authorizationOf(request, service));
    }
  });

  test('says at each call which SDK it asks by', () => {
    for (const { headers } of bundled) {
      expect(headers['user-agent']).toMatch(
        /^aws-sdk-js\/3\.\S+ ua\/2\.1 os\/\S+ lang\/js md\/nodejs#24\S+ api\/(DynamoDB|SES)#3/,
      );
    }
  });

  test('takes the hash of what comes in pieces, and begins again when told to', async () => {
    const sha256 = new Sha256Node();
    for (const piece of ['en ', 'lokal', ' saknas']) sha256.update(Buffer.from(piece));
    expect(await sha256.digest()).toEqual(createHash('sha256').update('en lokal saknas').digest());
    sha256.reset();
    sha256.update(Buffer.from('nycklar'));
    expect(await sha256.digest()).toEqual(createHash('sha256').update('nycklar').digest());
  });

  test('is not made where an SDK completes its settings in another way: the file is named', () => {
    const sdk = join(folder, 'node_modules/@aws-sdk/client-sqs/dist-es');
    mkdirSync(sdk, { recursive: true });
    writeFileSync(join(sdk, 'SQSClient.js'), 'export class SQSClient {}');
    const entry = join(folder, 'entry.js');
    writeFileSync(
      entry,
      `export { SQSClient } from './node_modules/@aws-sdk/client-sqs/dist-es/SQSClient.js';`,
    );
    const { status, stderr } = spawnSync(process.execPath, [writer, entry, folder], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/another way: \S+SQSClient\.js/);
  });
});
