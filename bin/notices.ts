import { holding } from '../lambdas/app/organisation/apply.ts';
import { mailsAbout } from '../lambdas/app/notice/mails-about.ts';
import type { NeedFile } from '../lambdas/app/ports/need-file.ts';
import { UnreadableRecord } from '../lambdas/app/ports/store.ts';
import type { NeedStore } from '../lambdas/app/ports/store.ts';
import { listNoticesNeedingAttention, resendNotice } from '../lambdas/app/notice/resend.ts';
import { allEntries } from '../lambdas/app/need/history.ts';
import { noticesNeedingAttention } from '../lambdas/domain/notice/notice.ts';
import type { NoticeNeedingAttention } from '../lambdas/domain/notice/notice.ts';
import type { Recipient } from '../lambdas/domain/notice/recipient.ts';
import type { Organisation } from '../lambdas/domain/organisation/organisation.ts';
import { instantOf } from '../lambdas/domain/time/time.ts';
import {
  fail,
  mailServiceListMeant,
  Mistake,
  printJson,
  referenceIn,
  runStoreCommand,
  storeMeant,
  storeUsage,
} from './command.ts';
import type { Options } from './command.ts';
import { deployed } from './organisations.ts';

const usage = `npm run notices -- list                                   notices that have failed, come back or were unwanted
npm run notices -- told B26-7KQ4M [RECIPIENT]              every mail about a need, or those to one person, and what became of it
npm run notices -- resend B26-7KQ4M [VERSION [RECIPIENT]]  send those of a need again, or of one event, or one
npm run notices -- resend all                              send all of them again

RECIPIENT is the id of a person, or submitter; told also takes an address.

Of what a person has not been told about a need only the latest is sent again, unless an event is named; what its
recipient did not want, only when they are named.

${storeUsage}`;

interface Asked {
  readonly command: 'list' | 'told' | 'resend';
  /** A reference, a version and a recipient; empty for all notices. */
  readonly named: readonly string[];
}

/** @throws Mistake when the words are no command */
function parseWords(words: readonly string[]): Asked {
  const [command, ...named] = words;
  if (command === 'list' && named.length === 0) return { command, named };
  if (command === 'told' && (named.length === 1 || named.length === 2)) return { command, named };
  if (command !== 'resend' || named.length === 0) throw new Mistake(usage);
  if (named[0] === 'all' && named.length === 1) return { command, named: [] };
  if (named[0] === 'all' || named.length > 3) throw new Mistake(usage);
  return { command, named };
}

/** @throws Mistake when there is no such need, or it cannot be read */
async function fileNamed(store: NeedStore, word: string): Promise<NeedFile> {
  const reference = referenceIn(word);
  const file = await store.read(reference).catch((fault: unknown) => {
    throw fault instanceof UnreadableRecord ? new Mistake(`${reference}\tunreadable`) : fault;
  });
  if (!file) throw new Mistake(`There is no need ${reference}`);
  return file;
}

/**
 * Whom a word names: by id or address, a person in the organisation; by id, somebody who has left it; or `submitter`.
 * @throws Mistake when it is nobody, lest a slip of the pen look like somebody who was not told
 */
function recipientNamed(word: string, { people }: Organisation, told: ReadonlySet<Recipient>): Recipient {
  const person = people.find(({ id, email, formerEmails }) =>
    [id, email, ...formerEmails].some((name) => name.toLowerCase() === word.toLowerCase()),
  );
  const recipient = person?.id ?? [...told, 'submitter' as const].find((to) => to === word);
  if (recipient === undefined)
    throw new Mistake(
      `Nobody in the organisation has the id or the address ${word}. Whoever submitted the need is called submitter`,
    );
  return recipient;
}

/** Says what a person, or everybody, has been mailed about a need. */
async function told([need = '', recipient]: readonly string[], { json }: Options): Promise<void> {
  const store = storeMeant();
  const file = await fileNamed(store, need);
  const { organisation } = await holding(deployed(), store);
  const all = await mailsAbout({ organisation, store }, file);
  const told = new Set(all.map(({ to }) => to));
  const asked = recipient && recipientNamed(recipient, organisation, told);
  const mails = all.filter(({ to }) => asked === undefined || to === asked);
  if (json) printJson(mails);
  else
    for (const { at, about, to, state, settledAt, reason } of mails)
      console.log([at, about, to, state, settledAt, reason].join('\t').trimEnd());
  if (mails.length === 0)
    fail(
      `${asked ?? 'Nobody'} ${asked === undefined ? 'has' : 'has not'} been mailed about ${file.need.reference}`,
    );
}

/**
 * The notices needing attention of the need, event or recipient that is named.
 * @throws Mistake when there is none.
 */
async function noticesNamed(
  store: NeedStore,
  [need = '', version, recipient]: readonly string[],
): Promise<readonly NoticeNeedingAttention[]> {
  const file = await fileNamed(store, need);
  const { reference } = file.need;
  const history = await allEntries(store, file);
  const entry = history[Number(version ?? 1) - 1];
  if (!entry) throw new Mistake(`${reference} has no event ${version}: it has 1 to ${history.length}`);
  const told = entry.notices.map(({ to }) => to);
  if (recipient !== undefined && !told.some((to) => to === recipient)) {
    throw new Mistake(
      `Event ${version} of ${reference} was not told to ${recipient}, but to ${told.join(', ')}`,
    );
  }
  const found = noticesNeedingAttention(
    history.map(({ event, notices }) => ({ reference, version: event.version, notices })),
  ).filter(
    (one) =>
      (version === undefined || one.version === Number(version)) &&
      (recipient === undefined || one.notice.to === recipient),
  );
  if (found.length === 0) throw new Mistake('Nothing of that has failed, come back or been unwanted');
  return found;
}

/** Why a notice is not sent again; empty when it is. */
function leftAlone(
  { notice, supersededBy }: NoticeNeedingAttention,
  [, version, recipient]: readonly string[],
): string {
  if (notice.state === 'complained' && recipient === undefined)
    return 'unwanted: sent again only to a recipient who is named';
  return supersededBy !== undefined && version === undefined ? `superseded by event ${supersededBy}` : '';
}

/* Ids and codes only: names and addresses stay in the table. */
async function run({ command, named }: Asked, { json }: Options): Promise<void> {
  if (command === 'told') {
    await told(named, { json });
    return;
  }
  const resend = command === 'resend';
  const answer: object[] = [];
  const store = storeMeant();
  const { found, unreadable } =
    named.length > 0
      ? { found: await noticesNamed(store, named), unreadable: [] }
      : await listNoticesNeedingAttention({ store })();
  for (const reference of unreadable) fail(`${reference}\tunreadable`);
  const { organisation } = await holding(deployed(), store);
  const clock = () => instantOf(new Date());
  const send = resendNotice({ organisation, store, clock, ...mailServiceListMeant() });
  let sent = 0;
  for (const one of found) {
    const { reference, version, notice } = one;
    const { to, state, attempts, settledAt, reason } = notice;
    let outcome = leftAlone(one, named);
    if (resend && outcome === '') {
      const isSent = await send(one, to);
      if (isSent) sent += 1;
      outcome = isSent ? 'sent again by the next sweep' : 'changed meanwhile';
    }
    answer.push({ reference, version, to, state, attempts, settledAt, reason, outcome });
    const columns = [reference, version, to, state, `${attempts} attempt(s)`, settledAt, reason, outcome];
    if (!json) console.log(columns.join('\t').trimEnd());
  }
  if (json) printJson(answer);
  else console.log(resend ? `${sent} notice(s) sent again` : `${found.length} notice(s)`);
}

await runStoreCommand(usage, (words, options) => run(parseWords(words), options));
