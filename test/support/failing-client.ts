import type { ServerResponse } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { timeouts } from '../../lambdas/adapters/timeouts.ts';
import { localCredentials } from '../../local/database.ts';
import { onLoopback } from './loopback.ts';

interface FailingClient {
  readonly client: DynamoDBClient;
  readonly stop: () => void;
}

/** A client whose every call is answered with this error, as DynamoDB writes it. */
export function failingClient(
  error: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<FailingClient> {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${error}`, ...more });
  return clientOf((response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
}

/** A client of a server that answers so; without an answer, there is no server. */
export async function clientOf(answer?: (response: ServerResponse) => void): Promise<FailingClient> {
  const { url: endpoint, stop: stopServer } = await onLoopback((request, response) => {
    request.resume();
    answer?.(response);
  });
  if (!answer) stopServer();
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: localCredentials,
    maxAttempts: 1,
    requestHandler: timeouts({ connecting: 1_000, answering: 1_000 }),
  });
  return {
    client,
    stop: () => {
      client.destroy();
      stopServer();
    },
  };
}
