import { timeouts } from '../../lambdas/adapters/timeouts.ts';

/** What every client is given. Credentials are those of the command line, as the CDK finds them. */
export interface AwsSettings {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: ReturnType<typeof timeouts>;
}

export const awsSettings = (region: string): AwsSettings => ({
  region,
  maxAttempts: 2,
  requestHandler: timeouts({ connecting: 5_000, answering: 15_000 }),
});

interface Answer {
  readonly response: unknown;
}

/** The part of a client by which its answers can be read, also those that are errors. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: (call: never) => Promise<Answer>) => (call: never) => Promise<Answer>,
      options: { readonly step: 'deserialize'; readonly priority: 'low' },
    ): void;
  };
}

/** Reads the clock of AWS at each answer. @returns what it showed at the latest, in milliseconds, if there was one */
export function timeAt(client: Client): () => number | undefined {
  let shown: number | undefined;
  client.middlewareStack.add(
    (next) => async (call) => {
      const answer = await next(call);
      const { headers } = answer.response as { headers: Readonly<Record<string, string | undefined>> };
      const date = Date.parse(headers['date'] ?? '');
      if (!Number.isNaN(date)) shown = date;
      return answer;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return () => shown;
}

/** Whether AWS says that there is no such thing; CloudFormation says so by a ValidationError. */
export const isMissing = (fault: unknown): boolean =>
  fault instanceof Error &&
  (fault.name.startsWith('NotFound') ||
    fault.name.startsWith('ResourceNotFound') ||
    (fault.name === 'ValidationError' && fault.message.includes('does not exist')));
