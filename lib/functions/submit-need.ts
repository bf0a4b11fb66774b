import type { Construct } from 'constructs';
import type { Environment } from '../../lambdas/functions/environment.ts';
import type { NeedsTable } from '../needs-table.ts';
import type { Stage } from '../stage.ts';
import { answersPeople, ServiceFunction } from './service-function.ts';

interface SubmitNeedProps {
  readonly stage: Stage;
  readonly table: NeedsTable;
  readonly environment: Pick<Environment, 'TABLE_NAME' | 'BASE_URL' | 'LIMITS' | 'AWS_ENDPOINT_URL_DYNAMODB'>;
}

export class SubmitNeed extends ServiceFunction {
  constructor(scope: Construct, id: string, { stage, table, environment }: SubmitNeedProps) {
    super(scope, id, {
      stage,
      environment,
      entry: 'submit-need',
      description: 'Takes in a need. When it fails, people at the schools cannot report what they need.',
      ...answersPeople,
      may: [
        ...table.statements({
          on: { GetItem: ['need'], BatchGetItem: ['organisation'] },
          puts: [['submission', 'need', 'event']],
          // Another link, when a submission is sent again.
          updates: ['links'],
        }),
      ],
    });
  }
}
