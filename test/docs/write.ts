import { writeFileSync } from 'node:fs';
import { configSchemas } from './config-schemas.ts';
import { mailsPage, readMailsPage, withMails } from './mails-page.ts';
import { readWorkflowPage, withWorkflow, workflowPage } from './workflow-page.ts';

/*
 * npm run docs: writes what docs/workflow.md takes from the workflow table, how many mails docs/mails.md says there are, and the JSON
 * schemas of the files of `config/`.
 */

writeFileSync(workflowPage, await withWorkflow(readWorkflowPage()));
writeFileSync(mailsPage, await withMails(readMailsPage()));
for (const { file, generated } of await configSchemas()) writeFileSync(file, generated);
