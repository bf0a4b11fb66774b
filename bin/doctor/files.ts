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

export function aboutVersions(node: string): Finding {
  return Number.parseInt(node, 10) >= leastNode
    ? ok('Versions', `Node ${node}`)
    : fix('Versions', `Node ${node} is older than the ${leastNode} that functions run on`, {
        run: ['npm ci', 'npm run doctor'],
      });
}
