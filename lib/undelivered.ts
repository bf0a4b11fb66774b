import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from './stage.ts';

/**
 * Keeps the stream records that the sender gave up. A queue would get only a pointer to each, and the stream forgets records after
 * a day.
 */
export class Undelivered extends Bucket {
  /** What a function needs permission for, so that Lambda can put its failed batches here. */
  readonly putStatements: readonly PolicyStatement[];

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.putStatements = [
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucketArn] }),
      // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html gives the keys and the actions.
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [this.arnForObjects('aws/lambda/*')] }),
    ];
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only Lambda writes here and only an administrator reads; a log of that would need a bucket of its own.',
    });
  }
}
