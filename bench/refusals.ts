import { makeLink } from '../lambdas/app/need/make-link.ts';
import { instantOf, later } from '../lambdas/domain/time/time.ts';
import { shipped } from '../test/domain/fixtures.ts';
import { ids } from '../test/support/needs.ts';
import { storeNeed } from '../test/support/stored.ts';
import { shuffled } from '../test/support/shuffled.ts';
import { median } from './statistics.ts';
import { startSystem } from './system.ts';

export interface Refusals {
  /** The median of each kind, in milliseconds. */
  readonly medians: Readonly<Record<string, number>>;
  readonly each: number;
}

const warmUp = 100;

/** How long links that open nothing take to be refused, asked for in a mixed order. */
export async function timeRefusals(assembly: string, each: number, seed: number): Promise<Refusals> {
  const system = await startSystem(assembly, 'http://127.0.0.1:9');
  try {
    const now = instantOf(new Date());
    const reference = await storeNeed(system.store, shipped, { areas: ['infrastruktur'] }, now);
    const event = { reference, version: 1 };
    const mailed = async (holder: string, address: string, at = now) => {
      const { link, token } = makeLink(ids, { event, holder: holder as never, address, now: at });
      await system.store.addAnswer(event, link);
      return token;
    };
    const tokens = {
      unknown: `B26-00000-1-${ids.secret()}`,
      'another secret': `${reference}-1-${ids.secret()}`,
      malformed: 'x',
      expired: await mailed('lisa-eliasson', 'lisa.eliasson@example.org', later(now, -61 * 86_400_000)),
      revoked: await mailed('lisa-eliasson', 'former.developer@example.org'),
    };
    const names = Object.keys(tokens) as (keyof typeof tokens)[];
    const took = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<string, number[]>;
    const order = shuffled(
      names.flatMap((name) => Array.from({ length: each + warmUp }, () => name)),
      seed,
    );
    for (const [index, name] of order.entries()) {
      const begin = performance.now();
      const answer = await fetch(`${system.url}/n/${tokens[name]}`, {
        headers: { accept: 'text/html' },
      });
      await answer.arrayBuffer();
      if (answer.status !== 404) throw new Error(`a link that is ${name} was answered by ${answer.status}`);
      if (index >= warmUp * names.length) took[name]?.push(performance.now() - begin);
    }
    return { each, medians: Object.fromEntries(names.map((name) => [name, median(took[name] ?? [])])) };
  } finally {
    await system.stop();
  }
}
