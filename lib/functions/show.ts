import type { Construct } from 'constructs';
import type { Environment } from '../../lambdas/functions/environment.ts';
import type { NeedsTable } from '../needs-table.ts';
import type { Stage } from '../stage.ts';
import { answersPeople, ServiceFunction } from './service-function.ts';

interface ShowProps {
  readonly stage: Stage;
  readonly table: NeedsTable;
  readonly environment: Pick<
    Environment,
    'TABLE_NAME' | 'BASE_URL' | 'LIMITS' | 'ACCESSIBILITY' | 'FORMER_HOSTS' | 'AWS_ENDPOINT_URL_DYNAMODB'
  >;
}

export class Show extends ServiceFunction {
  constructor(scope: Construct, id: string, { stage, table, environment }: ShowProps) {
    super(scope, id, {
      stage,
      environment,
      entry: 'show',
      description:
        'Shows pages. When it fails, nobody can open the form, or a need by the link in their mail.',
      ...answersPeople,
      may: [
        // Read-only, so that IAM also ensures that a GET changes nothing.
        ...table.statements({
          on: {
            GetItem: ['need', 'person', 'code', 'health', 'organisation', 'link'],
            Query: ['need', 'person', 'work', 'meeting'],
            BatchGetItem: ['need', 'person', 'organisation'],
          },
          queries: ['cards', 'submitters', 'due'],
        }),
      ],
    });
  }
}
