import { App, type AppProps, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdk from '../cdk.json' with { type: 'json' };
import { readStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { VsoStack } from './vso-stack.ts';

/** One stage, ready to be synthesized. Synthesis fails on a finding of cdk-nag that is not acknowledged. */
export class VsoApp extends App {
  readonly stack: VsoStack;

  /**
   * @param props their context is added to that of cdk.json, so that the template is the same without the CDK command line. Context
   *   from the command line takes precedence.
   * @param stageNamed reads the stage that the context names
   */
  constructor(
    props: AppProps = {},
    stageNamed: (name: string, options: { readonly strictLimits: boolean }) => Stage = readStage,
  ) {
    super({ ...props, context: { ...cdk.context, ...props.context } });
    Validations.of(this).addPlugins(new AwsSolutionsChecks(this));
    const strictLimits = process.env['LIMITS'] === 'strict';
    this.stack = new VsoStack(this, stageNamed(String(this.node.getContext('stage')), { strictLimits }));
  }
}
