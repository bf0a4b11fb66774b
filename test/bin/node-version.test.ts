import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import manifest from '../../package.json' with { type: 'json' };

const check = './bin/node-version.cjs';

/** Runs the check as a Node of that version would. */
const onNode = (version: string) => {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require('${check}')`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--eval', pretend], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('An older Node', () => {
  test.each(['18.20.8', '20.20.2', '22.21.0'])('%s is told in one line what to do', (version) => {
    const { status, stdout, stderr } = onNode(version);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^This needs Node 24, and \S+ is Node [\d.]+: run npm ci [^\n]+\n$/);
    expect(stderr).toContain(`is Node ${version}:`);
  });

  test.each(['24.0.0', '26.1.0'])('%s is not told anything', (version) => {
    expect(onNode(version)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('is told by npm test, by every script that runs TypeScript, and by the CDK', () => {
    const scripts = { ...manifest.scripts, 'the CDK': cdk.app };
    const untold = Object.entries(scripts).filter(
      ([, script]) => /\bnode .*\.ts\b/.test(script) && !script.includes(`node -r ${check} `),
    );
    expect(untold).toEqual([]);
    expect(manifest.scripts.pretest).toBe('node bin/node-version.cjs');
  });
});
