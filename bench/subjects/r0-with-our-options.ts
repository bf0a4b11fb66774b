import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { tableOf } from '../../lambdas/functions/runtime.ts';

/* R0 with the client that the functions have. */

const { client, name } = tableOf(process.env['TABLE_NAME'] ?? '');

export const handler = async ({ pk }: { readonly pk: string }): Promise<void> => {
  await client.send(new PutItemCommand({ TableName: name, Item: { pk: { S: pk }, sk: { S: 'R0' } } }));
};
