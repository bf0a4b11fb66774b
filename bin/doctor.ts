import { parseArgs } from 'node:util';
import { parseOrganisation } from '../lambdas/domain/organisation/organisation-file.ts';
import { readConfig } from '../lib/config-file.ts';
import { readStage } from '../lib/stage.ts';
import { Mistake, runCommand } from './command.ts';
import { dnsBy } from './doctor/dns.ts';
import { examine } from './doctor/examine.ts';
import { linesOf } from './doctor/finding.ts';

const usage = `npm run doctor -- --stage NAME    says of each thing that a stage needs on AWS whether it is as it should be

Each line is ok; fix, with the command to run or the record to publish in DNS; or ?, where it cannot be found out (yet). It changes
nothing, before the first deployment and after. It ends with exit code 1 unless every line is ok.

--json            the same as JSON
--dns ADDRESS     asks this name server, such as 1.1.1.1, where the machine's own has other answers than the rest of the world

Credentials are those that the CDK uses: AWS_PROFILE, AWS_ACCESS_KEY_ID and so on.`;

interface Asked {
  readonly stage: string;
  readonly json: boolean;
  readonly dns: string | undefined;
}

/** @throws Mistake when the words are no command */
function parseWords(words: readonly string[]): Asked {
  try {
    const {
      stage,
      json = false,
      dns,
    } = parseArgs({
      args: [...words],
      options: { stage: { type: 'string' }, json: { type: 'boolean' }, dns: { type: 'string' } },
    }).values;
    if (stage !== undefined) return { stage, json, dns };
  } catch {
    // Its message speaks of how the words are parsed.
  }
  throw new Mistake(usage);
}

await runCommand(usage, async (words) => {
  const asked = parseWords(words);
  const stage = readStage(asked.stage);
  const organisation = parseOrganisation(readConfig('config/organisation.json'));
  const findings = await examine(stage, organisation, dnsBy(asked.dns));
  console.log(asked.json ? JSON.stringify(findings, null, 2) : findings.flatMap(linesOf).join('\n'));
  if (findings.some(({ state }) => state !== 'ok')) process.exitCode = 1;
});
