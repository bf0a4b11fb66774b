import type { Construct } from 'constructs';
import type { Environment } from '../../lambdas/functions/environment.ts';
import type { NeedsTable } from '../needs-table.ts';
import type { Stage } from '../stage.ts';
import { answersPeople, ServiceFunction } from './service-function.ts';

interface ActProps {
  readonly stage: Stage;
  readonly table: NeedsTable;
  readonly environment: Pick<Environment, 'TABLE_NAME' | 'BASE_URL' | 'LIMITS' | 'AWS_ENDPOINT_URL_DYNAMODB'>;
}

export class Act extends ServiceFunction {
  constructor(scope: Construct, id: string, { stage, table, environment }: ActProps) {
    super(scope, id, {
      stage,
      environment,
      entry: 'act',
      description:
        'Carries out actions. When it fails, nobody can sign in, or take, advise on, decide or complete a need.',
      ...answersPeople,
      may: [
        ...table.statements({
          on: {
            GetItem: ['need', 'person', 'code', 'organisation', 'link'],
            BatchGetItem: ['need', 'person', 'organisation'],
            Query: ['need', 'person', 'work', 'meeting'],
            // What is said of a need in a meeting is stored while that is planned, and its notes with what was said until then.
            ConditionCheckItem: ['need', 'meeting'],
            // Ends a session.
            DeleteItem: ['person'],
          },
          // Finds the needs of whoever signs in, whose address their code confirms; and what their own page shows.
          queries: ['submitters', 'cards'],
          puts: [
            ['need', 'event'],
            ['code', 'session'],
            ['settings'],
            ['work', 'change'],
            ['deputies'],
            ['meeting', 'meetingChange', 'agreed', 'letter'],
          ],
          // Counts the codes that are asked for, and corrects the submitter's address.
          updates: ['count', 'contact'],
        }),
      ],
    });
  }
}
