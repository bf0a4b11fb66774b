import { writeFileSync } from 'node:fs';
import { readWorkflowPage, withWorkflow, workflowPage } from './workflow-page.ts';

/* npm run docs: writes what docs/workflow.md takes from the workflow table. */

writeFileSync(workflowPage, await withWorkflow(readWorkflowPage()));
