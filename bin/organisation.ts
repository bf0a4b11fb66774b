import { addressHashOf } from '../lambdas/app/hash.ts';
import organisation from '../config/organisation.json' with { type: 'json' };
import { fail, Mistake, runCommand, storeMeant, storeUsage } from './command.ts';

const usage = `npm run organisation -- sign-out ID    signs a person of config/organisation.json out in every browser

For a role mailbox that changes hands, or where somebody has lost a computer.

${storeUsage}`;

/** Ends all sessions of a person, also those of addresses that they had before. */
async function signOut(words: readonly string[]): Promise<void> {
  const [id, ...more] = words;
  if (id === undefined || more.length > 0) throw new Mistake(usage);
  const people: readonly { id: string; email: string; formerEmails?: readonly string[] }[] =
    organisation.people;
  const person = people.find((one) => one.id === id);
  if (!person) throw new Mistake(`Nobody in config/organisation.json has the id ${id}.`);
  const store = storeMeant();
  let ended = 0;
  for (const email of [person.email, ...(person.formerEmails ?? [])]) {
    for (const session of await store.sessionsOf(addressHashOf(email))) {
      await store.endSession(session);
      ended += 1;
    }
  }
  if (ended === 0) fail(`${id} is signed in nowhere`);
  else console.log(`${ended} session(s) of ${id} ended`);
}

await runCommand(usage, async ([command, ...words]) => {
  if (command !== 'sign-out') throw new Mistake(usage);
  await signOut(words);
});
