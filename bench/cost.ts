import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countMails } from '../test/support/mail-counts.ts';
import { assumed, lifeOf, monthlyCost, fixedPartsOf, sumOfMonth } from './cost-model.ts';
import { openLab, stopLabs } from './lab.ts';
import { priceList } from './prices.ts';
import { table } from './report.ts';
import { wireCosts } from './wire-costs.ts';

const usage = `npm run cost             what the stage production costs by the month
npm run cost -- test     the same of another stage`;
const [stage = 'production'] = process.argv.slice(2);
if (stage.startsWith('-')) {
  console.log(usage);
  process.exit(stage === '--help' || stage === '-h' ? 0 : 1);
}
const years = [0, 10, 1_000, 100_000];

const folder = mkdtempSync(join(tmpdir(), 'vso-cost-'));
const lab = await openLab();
try {
  const fixed = fixedPartsOf(stage, folder);
  const costs = await wireCosts(lab, 'counted');
  const life = lifeOf(await countMails('each'));
  const months = years.map((needs) => monthlyCost(fixed, costs, life, needs));
  const dollars = (amount: number) => amount.toFixed(2);
  const rows = [...(months[0]?.keys() ?? [])].map((what) => [
    what,
    ...months.map((paid) => dollars(paid.get(what) ?? 0)),
  ]);
  console.log(`US dollars a month, of the stage ${stage}, by list prices of ${priceList.asOf} and ${Math.round((priceList.mostMore - 1) * 100)} % more for the region

${table(
  ['needs a year', ...years.map((needs) => needs.toLocaleString('en'))],
  [...rows, ['all', ...months.map((paid) => dollars(sumOfMonth(paid)))]],
)}

From the template: ${fixed.alarmedMetrics} metrics with alarms, a sweep every ${fixed.sweepEveryMinutes} minutes, the memory of functions. Counted on the wire: units of the table.
Counted in the lives of six needs: ${life.mails.toFixed(1)} mails and ${life.actions} actions for each.
Assumed: ${JSON.stringify(assumed)}
The dashboard is one of the ${priceList.freeDashboards} that an account has for nothing; where they are taken it costs ${dollars(fixed.dashboards * priceList.dashboard)} more. No other free allowance is counted, nor tax, domain or X-Ray.`);
} finally {
  await stopLabs();
  rmSync(folder, { recursive: true });
}
