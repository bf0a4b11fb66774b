import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onLoopback } from './loopback.ts';

/*
 * An endpoint that answers as AWS does, in the protocol of each service: the query protocol with XML (STS, CloudFormation, SNS), JSON
 * by the name of the operation (Service Quotas), JSON by the path (SES v2, Lambda), and XML by the path (S3).
 */

/** What an operation answers: its result, or an error by its code. */
export type AwsAnswer =
  | { readonly result: Readonly<Record<string, unknown>> }
  | { readonly error: string; readonly message?: string; readonly status?: number };

/** The name of an operation, such as `GetCallerIdentity`; one by a path as `GET /v2/email/account`. */
type Operation = string;

export interface AwsCall {
  readonly operation: Operation;
  /** The credential scope that it was signed for: `eu-north-1/ses`. */
  readonly scope: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** As the query protocol has it: members of lists are called `member`. */
function xmlOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => `<member>${xmlOf(one)}</member>`).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, inner]) => `<${name}>${xmlOf(inner)}</${name}>`)
      .join('');
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

type Protocol = 'query' | 'json' | 'rest' | 's3';

async function readCall(request: IncomingMessage): Promise<AwsCall & { readonly protocol: Protocol }> {
  const body = await text(request);
  const [, scope = ''] =
    /Credential=[^/]*\/\d{8}\/([\w-]+\/[\w-]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string')
    return {
      protocol: 'json',
      scope,
      operation: target.slice(target.indexOf('.') + 1),
      parameters: JSON.parse(body) as Record<string, unknown>,
    };
  const parameters = Object.fromEntries(new URLSearchParams(body));
  if (parameters['Action'] !== undefined)
    return { protocol: 'query', scope, operation: parameters['Action'], parameters };
  const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, '').replace(/\/$/, ''));
  const protocol = scope.endsWith('/s3') ? 's3' : 'rest';
  return { protocol, scope, operation: `${request.method} ${path}`, parameters: {} };
}

function write(response: ServerResponse, protocol: Protocol, operation: Operation, answer: AwsAnswer): void {
  const isError = 'error' in answer;
  response.statusCode = isError ? (answer.status ?? 400) : 200;
  response.setHeader('x-amzn-requestid', '1');
  if (protocol === 'query') {
    response.setHeader('content-type', 'text/xml');
    response.end(
      isError
        ? `<ErrorResponse><Error><Type>Sender</Type><Code>${answer.error}</Code><Message>${xmlOf(answer.message ?? '')}</Message></Error><RequestId>1</RequestId></ErrorResponse>`
        : `<${operation}Response><${operation}Result>${xmlOf(answer.result)}</${operation}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${operation}Response>`,
    );
    return;
  }
  if (protocol === 's3') {
    response.setHeader('content-type', 'application/xml');
    response.end(
      xmlOf(
        isError
          ? { Error: { Code: answer.error, Message: answer.message ?? '' } }
          : { Result: answer.result },
      ),
    );
    return;
  }
  response.setHeader('content-type', protocol === 'json' ? 'application/x-amz-json-1.1' : 'application/json');
  if (isError) response.setHeader('x-amzn-errortype', answer.error);
  response.end(
    JSON.stringify(isError ? { __type: answer.error, message: answer.message ?? '' } : answer.result),
  );
}

/**
 * Answers calls on loopback until it is stopped.
 * @param answers by the name of each operation, read at each call; what has none is refused as AWS refuses what a policy does not allow
 * @param ahead by how many milliseconds its clock is ahead of this machine's
 */
export async function awsStandIn(
  answers: Readonly<Record<Operation, AwsAnswer | ((call: AwsCall) => AwsAnswer)>>,
  { ahead = () => 0 }: { readonly ahead?: () => number } = {},
) {
  const calls: AwsCall[] = [];
  const { url, stop } = await onLoopback(async (request, response) => {
    const { protocol, ...call } = await readCall(request);
    calls.push(call);
    response.setHeader('date', new Date(Date.now() + ahead()).toUTCString());
    const { operation } = call;
    const message = `User: arn:aws:iam::123456789012:user/admin is not authorized to perform: ${operation}`;
    const known = answers[operation] ?? { error: 'AccessDenied', message, status: 403 };
    write(response, protocol, operation, typeof known === 'function' ? known(call) : known);
  });
  return {
    /** All calls so far. */
    calls,
    url,
    stop,
  };
}
