import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly milliseconds: number;
}

interface Rate {
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Submits so many needs a second for so many seconds, however the system answers.
 * @param need gives what the need of a number says
 * @returns the answers; a submission that went unanswered is written to the standard error
 */
export async function submitAtRate(
  url: string,
  { perSecond, seconds }: Rate,
  need: (number: number) => object,
): Promise<readonly Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const answers: Answer[] = [];
  const under = new Set<Promise<void>>();
  const beginning = performance.now();
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    const wait = (sent / perSecond) * 1000 - (performance.now() - beginning);
    if (wait > 1) await sleep(wait);
    const one = submit(`${url}/needs`, agent, { said: JSON.stringify(need(sent)), key: randomUUID() })
      .then(
        (answer) => void answers.push(answer),
        (fault: unknown) => void process.stderr.write(`a submission went unanswered: ${String(fault)}\n`),
      )
      .finally(() => under.delete(one));
    under.add(one);
  }
  await Promise.all(under);
  agent.destroy();
  return answers;
}

/** Submits again when the server has closed a kept connection just as it was used again; the key makes one need of both. */
async function submit(
  url: string,
  agent: Agent,
  { said, key }: { readonly said: string; readonly key: string },
  start = performance.now(),
): Promise<Answer> {
  const asking = request(url, {
    method: 'POST',
    agent,
    headers: { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': key },
  });
  asking.end(said);
  try {
    const [answered] = (await once(asking, 'response')) as [NodeJS.ReadableStream & { statusCode?: number }];
    const body = await text(answered);
    return { status: answered.statusCode, body, milliseconds: performance.now() - start };
  } catch (fault) {
    if (!asking.reusedSocket) throw fault;
    process.stderr.write(`a kept connection was closed: ${String(fault)}\n`);
    return submit(url, agent, { said, key }, start);
  }
}
