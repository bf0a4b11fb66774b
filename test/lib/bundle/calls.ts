import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { dynamoDbOptions, sesOptions, withoutLogger } from '../../../lambdas/functions/clients.ts';

/* Calls of both services, as the functions make them. */

type Option = keyof ReturnType<typeof dynamoDbOptions>;

/** A client as the functions have it, or without one of its options. */
export const dynamoDbWithout = (option?: Option) =>
  withoutLogger(new DynamoDBClient(without(dynamoDbOptions(), option)));
export const sesWithout = (option?: Option) => withoutLogger(new SESClient(without(sesOptions(), option)));

/** A client of each service with none of our options, but that it sends a mail only once. */
export const clientsByDefault = () => ({
  dynamoDb: new DynamoDBClient(),
  ses: new SESClient({ maxAttempts: 1 }),
});

const without = <Options extends object>(options: Options, option?: string): Partial<Options> =>
  Object.fromEntries(Object.entries(options).filter(([name]) => name !== option)) as Partial<Options>;

export const putItem = (title: string) =>
  new PutItemCommand({ TableName: 'needs', Item: { pk: { S: title }, sk: { S: 'NEED' } } });

export const sendMail = (title: string) =>
  new SendRawEmailCommand({
    Destinations: ['lisa.eliasson@example.org'],
    RawMessage: { Data: Buffer.from(`Subject: ${title}\r\n\r\n${title} – å, ä & ö`) },
    Tags: [{ Name: 'reference', Value: title }],
  });
