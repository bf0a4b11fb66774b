import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { costsAt } from './growth.ts';
import { openLab, stopLabs } from './lab.ts';
import { load } from './load.ts';
import { runProcesses } from './processes.ts';
import { timeRefusals } from './refusals.ts';
import { costRows, goalRows, growthRows, loadRows, processRows, refusalRows } from './report.ts';

/*
 * npm run bench            everything, half an hour; prints the tables
 * npm run bench -- --write puts them into docs/performance.md as well
 * ROUNDS=3 NEEDS=1000 SECONDS=5 npm run bench   a taste
 */
const rounds = Number(process.env['ROUNDS'] ?? 21);
const most = Number(process.env['NEEDS'] ?? 100_000);
const seconds = Number(process.env['SECONDS'] ?? 60);
const seed = Number(process.env['SEED'] ?? 20261125);
const perSecond = 200;
if (most < 100) throw new Error('NEEDS is at least 100: calls and units are counted among so many');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopLabs().finally(() => process.exit(1)));
}
const lab = await openLab();
try {
  const measured = await runProcesses(lab, { rounds, seed });
  const sizes = [100, 10_000, 100_000].filter((needs) => needs <= most);
  const growth = [];
  for (const needs of sizes) {
    growth.push({ needs, costs: await costsAt(lab, needs) });
    process.stderr.write(`counted at ${needs} needs\n`);
  }
  const [counted] = growth;
  const refusals = await timeRefusals(lab.assembly, 500, seed);
  const loaded = await load(lab.assembly, perSecond, seconds);

  const [cpu] = cpus();
  const tables = `
Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; ${rounds} processes of each, seed ${seed}.

### Processes

${processRows(measured)}

### Goals

${goalRows(measured, counted?.costs ?? [])}

### Calls and capacity units

${costRows(counted?.costs ?? [])}

### Growth

${growthRows(growth)}

### Refused links

${refusalRows(refusals)}

### Load

${loadRows(loaded, perSecond, seconds)}
`;
  process.stdout.write(tables);
  if (process.argv.includes('--write')) {
    const file = join(import.meta.dirname, '../docs/performance.md');
    const [above = '', below = ''] = readFileSync(file, 'utf8').split(
      /(?<=<!-- bench -->\n)[^]*(?=<!-- \/bench -->)/,
    );
    writeFileSync(file, `${above}${tables}\n${below}`);
  }
} finally {
  await lab.stop();
}
