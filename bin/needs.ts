import { allReferencesIn } from '../lambdas/adapters/dynamodb/all-references.ts';
import { dynamoDbStore } from '../lambdas/adapters/dynamodb/store.ts';
import { planOf } from '../lambdas/app/organisation/apply.ts';
import type { NeedStore } from '../lambdas/app/ports/store.ts';
import { allCards, verifyNeed } from '../lambdas/app/need/verify.ts';
import type { Card } from '../lambdas/domain/need/card.ts';
import type { Reference } from '../lambdas/domain/need/reference.ts';
import { dayOf, instantOf, Month } from '../lambdas/domain/time/time.ts';
import { consequencesFor, deployed, readFile, sayConsequences } from './organisations.ts';
import { progressOf } from './progress.ts';
import {
  fail,
  Mistake,
  printJson,
  referenceIn,
  runStoreCommand,
  storeMeant,
  storeUsage,
  tableMeant,
} from './command.ts';
import type { Options } from './command.ts';
import { csvOf } from '../lambdas/web/csv.ts';

const usage = `npm run needs -- list [MONTH] [--csv]    needs that are open or deferred, or those closed in a month such as 2026-11
npm run needs -- verify [REFERENCE]      checks that nothing stored of a need, or of any need, has changed since it was recorded
npm run needs -- check [FILE]            says what an organisation file, config/organisation.json if none is named, would do to the open needs

Into a file: npm run --silent needs -- list --csv > needs.csv

${storeUsage}`;

/** What is said of a need, under the names of the CSV's columns. */
const columns: Readonly<Record<string, (card: Card) => string | undefined>> = {
  reference: ({ reference }) => reference,
  status: ({ status }) => status,
  since: ({ since }) => dayOf(since),
  title: ({ title }) => title,
  areas: ({ areas }) => areas.join(' '),
  departments: ({ departments }) => departments.join(' '),
  leadArea: ({ leadArea }) => leadArea,
  responsible: ({ responsible }) => responsible,
  priority: ({ priority }) => priority,
  plannedEnd: ({ plannedEnd }) => plannedEnd,
  reviewDate: ({ reviewDate }) => reviewDate,
  deadline: ({ deadline }) => deadline?.date,
  deadlineKind: ({ deadline }) => deadline?.kind,
  school: ({ school }) => school,
  held: ({ held }) => (held ? 'yes' : undefined),
};

const rowOf = (card: Card) =>
  Object.fromEntries(Object.entries(columns).map(([name, cell]) => [name, cell(card)]));

/** Lists the needs that have stood as they stand for longest first. */
async function list(words: readonly string[], { json }: Options): Promise<void> {
  const asCsv = words.includes('--csv');
  const [month, ...more] = words.filter((word) => word !== '--csv');
  const closedIn = month === undefined ? undefined : Month.safeParse(month);
  if (more.length > 0 || closedIn?.success === false) throw new Mistake(usage);
  const store = storeMeant();
  const { cards, unreadable } = await (closedIn ? store.closedCards(closedIn.data) : store.openCards());
  const sorted = cards.toSorted(
    (one, other) => one.since.localeCompare(other.since) || one.reference.localeCompare(other.reference),
  );
  if (json) {
    printJson(sorted.map((card) => rowOf(card)));
  } else if (asCsv) {
    /* They are not handed out in lists. */
    const listed = sorted.filter(({ secrecy }) => !secrecy);
    const left = sorted.length - listed.length;
    if (left > 0) console.error(`${left} need(s) that may be secret are left out`);
    const cells = listed.map((card) => Object.values(columns).map((cell) => cell(card) ?? ''));
    process.stdout.write(csvOf([Object.keys(columns), ...cells]));
  } else {
    for (const { reference, status, since, title, held } of sorted)
      console.log([reference, held ? `${status}, held` : status, dayOf(since), title].join('\t'));
    console.log(`${sorted.length} need(s)`);
  }
  for (const reference of unreadable) fail(`${reference}\tunreadable`);
}

async function verify(words: readonly string[], { json }: Options): Promise<void> {
  const [word, ...more] = words;
  if (more.length > 0) throw new Mistake(usage);
  const named = word === undefined ? undefined : referenceIn(word);
  const table = tableMeant();
  const store = dynamoDbStore(table);
  const damaged: { readonly reference: string; readonly finding: string }[] = [];
  const say = (reference: string, finding: string) => {
    damaged.push({ reference, finding });
    fail(`${reference}\t${finding}`);
  };
  if (named === undefined) await verifyCards(store, (reference) => say(reference, 'card unreadable'));
  const references = named === undefined ? await allReferencesIn(table) : new Set([named]);
  const progress = progressOf(references.size, 'verified');
  for (const reference of references) {
    const finding = await verifyNeed(store, reference);
    if (finding !== 'intact') say(reference, finding);
    progress();
  }
  if (json) printJson({ verified: references.size, damaged });
  else console.log(`${references.size} need(s) verified`);
}

async function verifyCards(store: NeedStore, say: (reference: Reference) => void): Promise<void> {
  for await (const { unreadable } of allCards(store, instantOf(new Date())))
    for (const reference of unreadable) say(reference);
}

/** Says what an organisation file would do to the open needs. */
async function check(words: readonly string[], { json }: Options): Promise<void> {
  const [file = 'config/organisation.json', ...more] = words;
  if (more.length > 0) throw new Mistake(usage);
  const store = storeMeant();
  const { after } = await planOf(deployed(), store, readFile(file));
  if (json) printJson(await consequencesFor(after, store));
  else await sayConsequences(after, store);
}

await runStoreCommand(usage, async ([command, ...words], options) => {
  if (command === 'list') await list(words, options);
  else if (command === 'verify') await verify(words, options);
  else if (command === 'check') await check(words, options);
  else throw new Mistake(usage);
});
