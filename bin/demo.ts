import organisationFile from '../config/organisation.json' with { type: 'json' };
import { dynamoDbStore } from '../lambdas/adapters/dynamodb/store.ts';
import { parseOrganisation } from '../lambdas/domain/organisation/organisation-file.ts';
import { coordinatorsOf, personIn } from '../lambdas/domain/organisation/organisation.ts';
import type { PersonId } from '../lambdas/domain/organisation/ids.ts';
import { instantOf } from '../lambdas/domain/time/time.ts';
import { paths } from '../lambdas/web/routes.ts';
import { fillWithDemo, lackingIn } from '../local/demo/fill.ts';
import type { Made } from '../local/demo/fill.ts';
import { Mistake, runCommand, runningHere, tableOf } from './command.ts';

const usage = `npm run demo    makes 60 needs and 25 pieces of work of the last twelve months in the system that npm start runs

It mails nobody, and leaves what it made before as it is. It fills no table on AWS.`;

/** Makes the demo's needs and work, and says where to look at them. */
async function fill(words: readonly string[]): Promise<void> {
  if (words.length > 0) throw new Mistake(usage);
  if (process.env['TABLE_NAME'])
    throw new Mistake('npm run demo fills only the system that npm start runs: unset TABLE_NAME.');
  const running = runningHere('run npm start first, and npm run demo beside it.');
  const organisation = parseOrganisation(organisationFile);
  const lacking = lackingIn(organisation);
  if (lacking.length > 0)
    throw new Mistake(`The demo needs what config/organisation.json lacks: ${lacking.join(', ')}.`);

  const store = dynamoDbStore(tableOf(running));
  const { needs, work } = await fillWithDemo({ organisation, store, now: instantOf(new Date()) });
  const area = organisation.areas.find(({ id }) => id === 'infrastruktur');
  const emailOf = (id: PersonId | undefined) => id && personIn(organisation, id)?.email;
  const { url, mailUrl } = running;
  console.log(`needs: ${said(needs)}
work:  ${said(work)}

${url}${paths.my.sv}   as ${emailOf(area && coordinatorsOf(area)[0])}: 4 needs wait for her, 3 of them late
${url}/areas      as ${emailOf(organisation.modelManager)}: the boards of all areas

Sign in with one of these addresses. The code comes to ${mailUrl}`);
}

const said = ({ made, left }: Made): string =>
  left === 0 ? `${made} made` : `${made} made, ${left} left as they are, since they are there already`;

await runCommand(usage, fill);
