import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const integration = (functionId: string, routeKeys: readonly string[]) => ({
  [`${functionId}Integration`]: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { IntegrationUri: { 'Fn::GetAtt': [functionId, 'Arn'] } },
  },
  ...Object.fromEntries(
    routeKeys.map((RouteKey, index) => [
      `${functionId}Route${index}`,
      {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          RouteKey,
          Target: { 'Fn::Join': ['', ['integrations/', { Ref: `${functionId}Integration` }]] },
        },
      },
    ]),
  ),
});

/** The smallest system with every part: pages, a table with a stream, and a function on it. */
const template = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'small' } },
    Web: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Key: 'web.zip' },
        Handler: 'index.web',
        Timeout: 60,
        Environment: {
          Variables: {
            TABLE_NAME: { Ref: 'Table' },
            BASE_URL: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] },
            JOINED: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] },
            NODE_OPTIONS: '--enable-source-maps',
          },
        },
      },
    },
    Short: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: 'web.zip' }, Handler: 'index.web', Timeout: 1 },
    },
    Listener: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: { S3Key: 'web.zip' }, Handler: 'index.listener' },
    },
    ...integration('Web', ['GET /', 'POST /items/{id}', 'GET /die', 'GET /throw']),
    ...integration('Short', ['GET /hang', 'GET /short']),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        FunctionName: { Ref: 'Listener' },
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 10,
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: {} },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT","MODIFY"]}' }] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 10,
      },
    },
  },
};

/** Stores an item for a POST, and mails its key when the stream delivers it. */
const bundle = `
const { DYNAMODB, SES } = { DYNAMODB: process.env.AWS_ENDPOINT_URL_DYNAMODB, SES: process.env.AWS_ENDPOINT_URL_SES };
const authorization = 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-north-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
exports.web = async (event, context) => {
  if (event.rawPath === '/hang') for (;;);
  if (event.rawPath === '/die') process.exit(3);
  if (event.rawPath === '/throw') throw new Error('thrown on purpose');
  if (event.requestContext.http.method === 'POST') {
    const stored = await fetch(DYNAMODB, {
      method: 'POST',
      headers: { authorization, 'x-amz-date': '20260101T000000Z', 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ TableName: process.env.TABLE_NAME, Item: { pk: { S: event.pathParameters.id } } }),
    });
    return { statusCode: stored.ok ? 201 : 500 };
  }
  const seen = { environment: { ...process.env }, remaining: context.getRemainingTimeInMillis(), name: context.functionName };
  return { statusCode: 200, body: JSON.stringify(seen) };
};
exports.listener = async ({ Records }) => {
  for (const { dynamodb } of Records) {
    const message = 'From: a@example.org\\r\\nTo: b@example.org\\r\\nSubject: ' + dynamodb.Keys.pk.S + '\\r\\n\\r\\nHello';
    await fetch(SES, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ Action: 'SendRawEmail', 'RawMessage.Data': Buffer.from(message).toString('base64') }),
    });
  }
};
`;

const assets = {
  files: { web: { source: { path: 'asset.web' }, destinations: { only: { objectKey: 'web.zip' } } } },
};

const manifest = {
  artifacts: {
    tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    assets: { type: 'cdk:asset-manifest', properties: { file: 'small.assets.json' } },
    small: {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/eu-north-1',
      properties: { templateFile: 'small.template.json' },
    },
  },
};

/** Writes the assembly below `folder`, as the CDK would. @returns the assembly's folder */
export function writeSmallAssembly(folder: string): string {
  const assembly = join(folder, 'assembly');
  mkdirSync(join(assembly, 'asset.web'), { recursive: true });
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(assembly, 'small.assets.json'), JSON.stringify(assets));
  writeFileSync(join(assembly, 'small.template.json'), JSON.stringify(template));
  writeFileSync(join(assembly, 'asset.web', 'index.js'), bundle);
  // A bundle is CommonJS, whatever a package.json above it says.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  return assembly;
}
