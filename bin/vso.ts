import organisation from '../config/organisation.json' with { type: 'json' };
import { parseOrganisation } from '../lambdas/domain/organisation.ts';
import { VsoApp } from '../lib/vso-app.ts';

parseOrganisation(organisation);
new VsoApp();
