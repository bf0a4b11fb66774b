import { OrganisationMistakes, parseOrganisation } from '../lambdas/domain/organisation/organisation-file.ts';
import { Mistaken, readConfig } from '../lib/config-file.ts';
import { refusePlaceholders } from '../lib/placeholders.ts';
import { readStage } from '../lib/stage.ts';
import { VsoApp } from '../lib/vso-app.ts';

try {
  const organisation = parseOrganisation(readConfig('config/organisation.json'));
  new VsoApp({}, (name, options) => {
    const stage = readStage(name, options);
    const warning = refusePlaceholders(stage, organisation);
    if (warning !== undefined) console.warn(warning);
    return stage;
  });
} catch (fault) {
  // A mistake in a file of config/ is shown with its place and its correction, and without a stack trace.
  const isMistake = fault instanceof Mistaken || fault instanceof OrganisationMistakes;
  console.error(isMistake ? fault.message : fault);
  process.exitCode = 1;
}
