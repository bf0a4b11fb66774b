import { describe, expect, test } from 'vitest';
import { readWorkflowPage, withWorkflow } from './workflow-page.ts';

describe('docs/workflow.md', () => {
  test('says what the workflow table says; `npm run docs` writes it anew', async () => {
    const page = readWorkflowPage();
    expect(page).toBe(await withWorkflow(page));
  });
});
