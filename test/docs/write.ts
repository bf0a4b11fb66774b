import { writeFileSync } from 'node:fs';
import { mailsPage, readMailsPage, withMails } from './mails-page.ts';
import { readWorkflowPage, withWorkflow, workflowPage } from './workflow-page.ts';

/* npm run docs: writes what docs/workflow.md takes from the workflow table, and how many mails docs/mails.md says there are. */

writeFileSync(workflowPage, await withWorkflow(readWorkflowPage()));
writeFileSync(mailsPage, await withMails(readMailsPage()));
