import { userInfo } from 'node:os';
import organisationFile from '../config/organisation.json' with { type: 'json' };
import { apply, holding, planOf, signOut } from '../lambdas/app/organisation/apply.ts';
import type { Plan } from '../lambdas/app/organisation/apply.ts';
import { addressesOf } from '../lambdas/app/session/identity.ts';
import { differencesBetween } from '../lambdas/domain/organisation/difference.ts';
import type { Difference } from '../lambdas/domain/organisation/difference.ts';
import type { OrganisationVersion } from '../lambdas/domain/organisation/version.ts';
import { instantOf } from '../lambdas/domain/time/time.ts';
import { fail, Mistake, printJson, runStoreCommand, storeMeant, storeUsage } from './command.ts';
import type { Options } from './command.ts';
import { consequencesFor, deployed, readFile, sayConsequences } from './organisations.ts';

const usage = `npm run organisation -- show           prints the organisation file that holds
npm run organisation -- check FILE     says what a file would change, and what that would do to open needs
npm run organisation -- apply FILE     says the same, and makes the file hold within a minute
npm run organisation -- history        lists what has been applied, by whom and when, and the deputies whom heads have named
npm run organisation -- undo           goes back to the version before, as a new version
npm run organisation -- sign-out ID    signs a person out in every browser

Until a file has been applied, config/organisation.json holds as it was deployed. To change it: npm run --silent organisation -- show > FILE

Sign out a person where a role mailbox changes hands, or where somebody has lost a computer. Whoever loses a role by a file is signed out by
itself.

${storeUsage}`;

const clock = () => instantOf(new Date());

const saidOf = ({ number, at, by, file }: OrganisationVersion): string =>
  `version ${number}\t${at}\t${by}${file === undefined ? '\tas deployed' : ''}`;

/** The file goes to the standard output, alone; what is said of it does not. */
async function show(): Promise<void> {
  const { version } = await holding(deployed(), storeMeant());
  const file = version?.file ?? organisationFile;
  console.error(version ? saidOf(version) : 'config/organisation.json, as deployed');
  if (version && differencesBetween(organisationFile, file).length > 0)
    console.error('It differs from config/organisation.json, whose deployment changes nothing.');
  console.log(JSON.stringify(file, undefined, 2));
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

const lineOf = ({ kind, place, before, after }: Difference): string =>
  [
    `${signs[kind]} ${place}:`,
    ...(before === undefined ? [] : [JSON.stringify(before)]),
    ...(kind === 'changed' ? ['→'] : []),
    ...(after === undefined ? [] : [JSON.stringify(after)]),
  ].join(' ');

/** Says what a file would change. @returns what it would, where it would change anything */
async function check(file: unknown, { json }: Options): Promise<Plan | undefined> {
  const store = storeMeant();
  const plan = await planOf(deployed(), store, file);
  if (json) {
    const { differences, after } = plan;
    printJson({ differences, needs: await consequencesFor(after, store) });
    return differences.length === 0 ? undefined : plan;
  }
  if (plan.differences.length === 0) {
    console.log('It changes nothing.');
    return undefined;
  }
  for (const difference of plan.differences) console.log(lineOf(difference));
  await sayConsequences(plan.after, store);
  return plan;
}

async function change(file: unknown, options: Options): Promise<void> {
  const plan = await check(file, options);
  if (!plan) return;
  const applied = await apply(storeMeant(), plan, { by: userInfo().username, clock });
  if (!applied)
    throw new Mistake('Somebody has applied another file at the same time. Look at it, and try again.');
  const { version, ended } = applied;
  const say = options.json ? console.error : console.log;
  say(`${saidOf(version)}\nIt holds within a minute. ${ended} session(s) of people who lose a role ended.`);
}

async function undo(options: Options): Promise<void> {
  const versions = await storeMeant().versions();
  if (versions.length === 0)
    throw new Mistake('Nothing has been applied: config/organisation.json holds as it was deployed.');
  await change(versions.at(-2)?.file, options);
}

async function history({ json }: Options): Promise<void> {
  const store = storeMeant();
  const [versions, { named }] = await Promise.all([store.versions(), store.readDeputies()]);
  if (json) {
    printJson({ versions, deputies: named });
    return;
  }
  for (const version of versions) console.log(saidOf(version));
  console.log(`${versions.length} version(s)`);
  for (const { department, person, from, to, by, at, delegation } of named)
    console.log(`deputy\t${department}\t${person}\t${from}\t${to}\tnamed by ${by} ${at}\t${delegation}`);
}

/** Ends all sessions of a person, also those of addresses that they had before. */
async function endSessions(id: string): Promise<void> {
  const store = storeMeant();
  const { organisation } = await holding(deployed(), store);
  const person = organisation.people.find((one) => one.id === id);
  if (!person) throw new Mistake(`Nobody in the organisation has the id ${id}.`);
  const ended = await signOut(store, addressesOf(person));
  if (ended === 0) fail(`${id} is signed in nowhere`);
  else console.log(`${ended} session(s) of ${id} ended`);
}

await runStoreCommand(usage, async (words, options) => {
  const [command, named, ...more] = words;
  if (more.length > 0) throw new Mistake(usage);
  if (named === undefined) {
    if (command === 'show') await show();
    else if (command === 'history') await history(options);
    else if (command === 'undo') await undo(options);
    else throw new Mistake(usage);
  } else if (command === 'check') await check(readFile(named), options);
  else if (command === 'apply') await change(readFile(named), options);
  else if (command === 'sign-out') await endSessions(named);
  else throw new Mistake(usage);
});
