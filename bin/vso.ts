import organisation from '../config/organisation.json' with { type: 'json' };
import { parseOrganisation } from '../lambdas/domain/organisation/organisation-file.ts';
import { VsoApp } from '../lib/vso-app.ts';

try {
  parseOrganisation(organisation);
  new VsoApp();
} catch (fault) {
  // A mistake in a file of config/ is shown with its place and its correction, and without a stack trace.
  console.error(fault instanceof Error && fault.name !== 'TypeError' ? fault.message : fault);
  process.exitCode = 1;
}
