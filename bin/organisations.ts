import { readFileSync } from 'node:fs';
import organisationFile from '../config/organisation.json' with { type: 'json' };
import { consequencesOf } from '../lambdas/app/need/check.ts';
import type { Consequence } from '../lambdas/app/need/check.ts';
import type { NeedStore } from '../lambdas/app/ports/store.ts';
import { parseOrganisation } from '../lambdas/domain/organisation/organisation-file.ts';
import { personIn } from '../lambdas/domain/organisation/organisation.ts';
import type { Organisation } from '../lambdas/domain/organisation/organisation.ts';
import { instantOf } from '../lambdas/domain/time/time.ts';
import { fail, Mistake } from './command.ts';

/* What commands have in common that are about the organisation. */

/** The organisation as it is deployed: config/organisation.json. @throws OrganisationMistakes when it cannot be used */
export const deployed = (): Organisation => parseOrganisation(organisationFile);

/** What stands in an organisation file. @throws Mistake when it cannot be read */
export function readFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (fault) {
    throw new Mistake(`${file} cannot be read: ${String(fault)}`);
  }
}

/** What an organisation would do to the open needs. */
export async function consequencesFor(
  organisation: Organisation,
  store: NeedStore,
): Promise<readonly Consequence[]> {
  const found: Consequence[] = [];
  for await (const one of consequencesOf(organisation, store, instantOf(new Date()))) found.push(one);
  return found;
}

/** Says of each open need that an organisation would change what it lacks, and who could move the need on. */
export async function sayConsequences(organisation: Organisation, store: NeedStore): Promise<void> {
  let concerned = 0;
  for await (const found of consequencesOf(organisation, store, instantOf(new Date()))) {
    if (found.kind === 'unreadable') {
      fail(`${found.reference}\tunreadable`);
      continue;
    }
    concerned += 1;
    console.log(lineOf(organisation, found));
  }
  console.log(`${concerned} open need(s) concerned`);
}

function lineOf(
  organisation: Organisation,
  { reference, status, gone, movers }: Extract<Consequence, { kind: 'concerned' }>,
): string {
  const lacking = [
    ...gone.areas.map((id) => `area ${id}`),
    ...gone.departments.map((id) => `department ${id}`),
    ...gone.people.map((id) => `person ${id}`),
  ];
  const names = movers.map(
    ({ person, getsLetter }) =>
      `${personIn(organisation, person)?.name ?? person}${getsLetter ? ' (gets a letter)' : ''}`,
  );
  return [reference, status, lacking.join(', '), names.join(', ') || 'its submitter'].join('\t');
}
