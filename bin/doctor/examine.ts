import library from 'aws-cdk-lib/package.json' with { type: 'json' };
import project from '../../package.json' with { type: 'json' };
import type { Organisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import type { Stage } from '../../lib/stage.ts';
import { aboutBootstrap, aboutConcurrency, aboutCredentials } from './account.ts';
import { awsSettings } from './aws.ts';
import { aboutBudget } from './budget.ts';
import type { Dns } from './dns.ts';
import { aboutFiles, aboutVersions } from './files.ts';
import { unknown } from './finding.ts';
import type { Finding } from './finding.ts';
import { aboutDmarc, aboutIdentity, aboutSending, aboutSuppressed } from './mail.ts';
import { aboutAddresses, aboutAlarms, aboutForm, aboutStack } from './stack.ts';

const cdk = { installed: library.version, named: project.devDependencies['aws-cdk-lib'] };

/** Looks at everything that a stage needs. Asks AWS nothing but what reads. */
export async function examine(
  stage: Stage,
  organisation: Organisation,
  dns: Dns,
): Promise<readonly Finding[]> {
  const settings = awsSettings(stage.region);
  const first = [aboutVersions(process.versions.node, cdk), aboutFiles(stage, organisation)];
  const { findings: credentials, account } = await aboutCredentials(settings, Date.now);
  if (account === undefined)
    return [
      ...first,
      ...credentials,
      unknown('AWS', 'nothing else can be asked without credentials'),
      ...(await aboutDmarc(stage, dns)),
    ];
  const { findings: deployment, outputs } = await aboutStack(settings, stage);
  const rest = await Promise.all([
    aboutBootstrap(settings, account),
    aboutConcurrency(settings),
    aboutSending(settings, stage, organisation),
    aboutIdentity(settings, stage, dns, outputs !== undefined),
    aboutDmarc(stage, dns),
    aboutSuppressed(settings, organisation),
    aboutAlarms(settings, stage, outputs?.['AlarmTopic']),
    aboutBudget(settings, stage, account),
    aboutAddresses(settings, stage, outputs ?? {}, dns),
  ]);
  const form = outputs ? await aboutForm(outputs) : [];
  return [...first, ...credentials, ...deployment, ...rest.flat(), ...form];
}
