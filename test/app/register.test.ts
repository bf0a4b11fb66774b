import { describe, expect, test } from 'vitest';
import { mostRegistered, readRegister } from '../../lambdas/app/overview/register.ts';
import { cardOf } from '../../lambdas/domain/need/make-card.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { referenceFrom } from '../../lambdas/domain/need/reference.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import type { Day } from '../../lambdas/domain/time/time.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { submitted } from '../support/needs.ts';

const year = { from: '2026-01-01' as Day, to: '2026-12-31' as Day };
const registrar = 'registrator' as PersonId;

/** A store of so many needs, changed as is said, which counts how many are read, and how many at once. */
function storeOf(count: number, change: object = {}) {
  const files = new Map(
    Array.from({ length: count }, (_none, index) => {
      const bytes = new Uint8Array([0, 0, index >> 8, index & 255]);
      const { need, submission, contact, entry } = submitted(referenceFrom('2026-11-23', bytes));
      return [
        need.reference,
        { need: { ...need, ...change }, submission, contact, history: [entry] },
      ] as const;
    }),
  );
  const reading = { reads: 0, atOnce: 0, most: 0 };
  const cards = [...files.values()].map(({ need }) => cardOf(need));
  return {
    reading,
    cards,
    deps: {
      organisation: shipped,
      hasTime: () => true,
      store: {
        openCards: () => Promise.resolve({ cards, work: [], meetings: [], agreed: [], unreadable: [] }),
        closedCards: () => Promise.resolve({ cards: [], work: [], meetings: [], agreed: [], unreadable: [] }),
        cardsOf: () => Promise.resolve([]),
      },
      needs: {
        readBefore: () => Promise.resolve([]),
        async read(reference: Reference) {
          reading.reads += 1;
          reading.atOnce += 1;
          reading.most = Math.max(reading.most, reading.atOnce);
          await Promise.resolve();
          reading.atOnce -= 1;
          return files.get(reference);
        },
      },
    },
  };
}

describe('The register', () => {
  test('has at most a thousand needs, read a few at once, and refuses more before it reads one', async () => {
    const full = storeOf(mostRegistered);
    expect(await readRegister(full.deps, registrar, year, now)).toHaveLength(mostRegistered);
    expect(full.reading.most).toBeLessThanOrEqual(24);
    const over = storeOf(mostRegistered + 1);
    expect(await readRegister(over.deps, registrar, year, now)).toBe('too-many');
    expect(over.reading.reads).toBe(0);
  });

  test('is refused as too long where the time is up before all are read', async () => {
    const { deps, reading } = storeOf(100);
    const hasTime = () => reading.reads < 50;
    expect(await readRegister({ ...deps, hasTime }, registrar, year, now)).toBe('too-many');
    expect(reading.reads).toBe(50);
  });

  test('has a need that is held for the model’s manager alone', async () => {
    const { deps } = storeOf(1, { held: true });
    expect(await readRegister(deps, registrar, year, now)).toEqual([]);
    expect(await readRegister(deps, shipped.modelManager, year, now)).toHaveLength(1);
  });

  test('has a need whose older card does not say when it came in', async () => {
    const { deps } = storeOf(1, { received: undefined });
    expect(await readRegister(deps, registrar, year, now)).toMatchObject([{ received: '2026-11-23' }]);
    const before = { from: '2026-01-01' as Day, to: '2026-11-22' as Day };
    expect(await readRegister(deps, registrar, before, now)).toEqual([]);
  });
});
