import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

/* The yardstick: the least that a function storing anything by the SDK can do. */

const client = new DynamoDBClient();

export const handler = async ({ pk }: { readonly pk: string }): Promise<void> => {
  await client.send(
    new PutItemCommand({ TableName: process.env['TABLE_NAME'], Item: { pk: { S: pk }, sk: { S: 'R0' } } }),
  );
};
