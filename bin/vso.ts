import organisation from '../config/organisation.json' with { type: 'json' };
import { parseOrganisation } from '../lambdas/domain/organisation/organisation-file.ts';
import { VsoApp } from '../lib/vso-app.ts';

try {
  parseOrganisation(organisation);
  new VsoApp();
} catch (fault) {
  // A mistake in a file of config/ is for whoever wrote it: its place and its mend, without a stack.
  console.error(fault instanceof Error && fault.name !== 'TypeError' ? fault.message : fault);
  process.exitCode = 1;
}
