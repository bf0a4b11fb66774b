import { fileURLToPath } from 'node:url';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Environment } from '../../lambdas/functions/environment.ts';
import { bundled } from '../bundle/bundle.ts';
import type { Stage } from '../stage.ts';

const functions = new URL('../../lambdas/functions/', import.meta.url);

/** For functions that people wait for: a whole processor, because a cold start is mostly loading code. */
export const answersPeople = { timeout: Duration.seconds(10), memorySize: 1769 };

interface ServiceFunctionProps {
  readonly stage: Stage;
  /** The file in `lambdas/functions/`, without its ending. */
  readonly entry: string;
  /** What people notice when it fails: the text of its alarms. */
  readonly description: string;
  readonly environment: Partial<Environment>;
  readonly timeout: Duration;
  readonly memorySize: number;
  /** All its permissions, besides writing its own log. */
  readonly may: readonly PolicyStatement[];
}

/** A function with a log and a role of its own. */
export class ServiceFunction extends Construct {
  readonly handler: Function;
  readonly description: string;
  readonly logGroup: LogGroup;
  readonly #may: PolicyDocument;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { stage, entry, may, ...settings } = props;
    this.description = props.description;
    this.logGroup = new LogGroup(this, 'Log', {
      retention: stage.logRetentionDays,
      removalPolicy: stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.#may = new PolicyDocument({
      statements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [this.logGroup.logGroupArn],
        }),
        ...may,
      ],
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { may: this.#may },
    });
    this.handler = new Function(this, 'Handler', {
      ...settings,
      code: bundled(fileURLToPath(new URL(`${entry}.ts`, functions))),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      logGroup: this.logGroup,
      // Queries and alarms read the fields of what is logged; `info` is the lowest level of an outcome.
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      role,
      tracing: stage.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
    });
    if (stage.tracing)
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'X-Ray takes traces without a resource, so a permission to send them can name none.',
      });
  }
  /** Adds a permission on something that is made after the function. */
  protected allow(statement: PolicyStatement): void {
    this.#may.addStatements(statement);
  }
}
