import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { dynamoDbStore } from '../lambdas/adapters/dynamodb/store.ts';
import type { Table } from '../lambdas/adapters/dynamodb/table.ts';
import { sesSuppressionList } from '../lambdas/adapters/ses-suppression-list.ts';
import type { MailServiceList } from '../lambdas/app/ports/mail-service-list.ts';
import type { NeedStore } from '../lambdas/app/ports/store.ts';
import { Reference } from '../lambdas/domain/need/reference.ts';
import { OrganisationMistakes } from '../lambdas/domain/organisation/organisation-file.ts';
import { Mistaken } from '../lib/config-file.ts';
import { localCredentials } from '../local/database.ts';
import { readRunning } from '../local/running.ts';
import type { RunningSystem } from '../local/running.ts';

/* What the operators' commands have in common. */

/** An operator's mistake. Its message says what to type instead. */
export class Mistake extends Error {}

/** What the usage of each command says at its end of a store: where it is, and how the answer is given. */
export const storeUsage = `--stage NAME    a stage on AWS, with the credentials that the CDK uses; otherwise the system that npm start runs is meant.
                TABLE_NAME and AWS_REGION in the environment say the same without asking CloudFormation.
--json          the answer as JSON

It ends with exit code 1 where something is wrong, and says what on the standard error.`;

/**
 * The table on AWS when TABLE_NAME is set, otherwise that of the local system that is running.
 * @throws Mistake when none is running
 */
export function tableMeant(): Table {
  const table = process.env['TABLE_NAME'];
  if (table) return { client: new DynamoDBClient(), name: table };
  return tableOf(runningHere('start it with npm start. For AWS, name the stage: --stage NAME.'));
}

/**
 * The local system that runs on the data folder.
 * @param advice what to do when none does
 * @throws Mistake then
 */
export function runningHere(advice: string): RunningSystem {
  const folder = process.env['DATA_DIR'] || '.local';
  const running = readRunning(folder);
  if (!running) throw new Mistake(`Nothing runs on ${folder}: ${advice}`);
  return running;
}

/** The table of a local system. */
export function tableOf({ databaseUrl, region, tableName }: RunningSystem): Table {
  const client = new DynamoDBClient({ endpoint: databaseUrl, region, credentials: localCredentials });
  return { client, name: tableName };
}

/** The store in that table. @throws as `tableMeant` does */
export const storeMeant = (): NeedStore => dynamoDbStore(tableMeant());

/** SES's list of addresses that it sends nothing to; the local system has none. */
export const mailServiceListMeant = (): { readonly mailServiceList?: MailServiceList } =>
  process.env['TABLE_NAME'] ? { mailServiceList: sesSuppressionList(new SESv2Client()) } : {};

/** @throws Mistake when a word is no reference, in capital or small letters */
export function referenceIn(word: string): Reference {
  const reference = Reference.safeParse(word.toUpperCase());
  if (!reference.success) throw new Mistake(`${word} is no reference: it is written like B26-7KQ4M`);
  return reference.data;
}

/** Says what went wrong; the command goes on, and ends with exit code 1. */
export function fail(what: string): void {
  console.error(what);
  process.exitCode = 1;
}

/** Runs a command on the words that were typed, or gives its usage to whoever asks for help. */
export async function runCommand(
  usage: string,
  run: (words: readonly string[]) => Promise<void>,
): Promise<void> {
  const words = process.argv.slice(2);
  try {
    if (words.some((word) => word === '--help' || word === '-h')) console.log(usage);
    else await run(words);
  } catch (fault) {
    const isMistake =
      fault instanceof Mistake || fault instanceof Mistaken || fault instanceof OrganisationMistakes;
    fail(isMistake ? fault.message : String(fault));
  }
}

/** What can be asked of every command that is about a store. */
export interface Options {
  /** The answer is for a program. */
  readonly json: boolean;
  /** The stage on AWS that is meant; without one, the system that npm start runs. */
  readonly stage?: string;
}

/**
 * Runs a command that is about a store, as `runCommand` does, on the words that are left when `--stage NAME` and `--json` are taken out.
 * A stage that is named is found before, so that what is done to it is not begun anywhere else.
 * @param deployed whether the stage must be deployed; one that is not has a region and no table
 */
export const runStoreCommand = (
  usage: string,
  run: (words: readonly string[], options: Options) => Promise<void>,
  { deployed = true } = {},
): Promise<void> =>
  runCommand(usage, async (typed) => {
    const words = [...typed];
    const at = words.indexOf('--stage');
    const [, stage] = at < 0 ? [] : words.splice(at, 2);
    if (at >= 0 && (stage === undefined || stage.startsWith('-'))) throw new Mistake(usage);
    if (stage !== undefined) {
      const { placeOf, regionOf } = await import('./stage.ts');
      const place = await placeOf(stage);
      if (!place && deployed)
        throw new Mistake(
          `The stage ${stage} is not deployed in this account: npx cdk deploy -c stage=${stage}`,
        );
      Object.assign(process.env, {
        TABLE_NAME: place?.table ?? '',
        AWS_REGION: place?.region ?? (await regionOf(stage)),
      });
    }
    const left = words.filter((word) => word !== '--json');
    await run(left, { json: left.length < words.length, ...(stage !== undefined && { stage }) });
  });

/** Prints an answer as JSON. */
export const printJson = (answer: unknown): void => {
  console.log(JSON.stringify(answer, undefined, 2));
};
