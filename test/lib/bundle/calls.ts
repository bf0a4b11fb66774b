import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { tableOf } from '../../../lambdas/functions/runtime.ts';

/* Both services as the functions call them, with one call of each. */

const { client, name } = tableOf('needs');
const ses = new SESClient({ maxAttempts: 1 });

export async function callBoth(title: string): Promise<void> {
  await client.send(new PutItemCommand({ TableName: name, Item: { pk: { S: title }, sk: { S: 'NEED' } } }));
  await ses.send(
    new SendRawEmailCommand({
      Destinations: ['lisa.eliasson@example.org'],
      RawMessage: { Data: Buffer.from(`Subject: ${title}\r\n\r\n${title} – å, ä & ö`) },
      Tags: [{ Name: 'reference', Value: title }],
    }),
  );
}
