import { placeholdersIn } from '../../lib/placeholders.ts';
import type { Stage } from '../../lib/stage.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { fix, ok } from './finding.ts';
import type { Finding } from './finding.ts';

/** What is still to be written in the stage's files. */
export function aboutFiles(stage: Stage, organisation: Organisation): Finding {
  const found = placeholdersIn(stage, organisation);
  if (found.length === 0) return ok('Files', 'no placeholders');
  return fix('Files', `${found.length} placeholder(s), with which production is refused`, {
    todo: found.map(({ file, place, mend }) => `${file}: ${place}: ${mend}`),
  });
}

/* As Lambda runs it; `node` among the packages brings it. */
const leastNode = 24;

/** Whether Node and the CDK here are those that the project names. */
export function aboutVersions(
  node: string,
  cdk: { readonly installed: string; readonly named: string },
): Finding {
  const about = 'Versions';
  if (Number.parseInt(node, 10) < leastNode)
    return fix(about, `Node ${node} is older than the ${leastNode} that functions run on`, {
      run: ['npm ci', 'npm run doctor -- --help'],
    });
  return cdk.installed === cdk.named
    ? ok(about, `Node ${node}, aws-cdk-lib ${cdk.installed}`)
    : fix(about, `aws-cdk-lib ${cdk.installed} is installed, and package.json names ${cdk.named}`, {
        run: ['npm ci'],
      });
}
