import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localCredentials } from '../../local/database.ts';

/** A client whose every call is answered with this error, as DynamoDB writes it. */
export async function failingClient(
  error: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly client: DynamoDBClient; readonly stop: () => void }> {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${error}`, ...more });
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: localCredentials,
    maxAttempts: 1,
  });
  return {
    client,
    stop: () => {
      client.destroy();
      server.close().closeAllConnections();
    },
  };
}
