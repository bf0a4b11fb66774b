import type { Status } from '../../domain/need/need.ts';
import { firstYear } from '../../domain/need/closed.ts';
import { newLetter } from '../../domain/notice/letter.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { waitingStatuses } from '../../domain/need/workflow.ts';
import { figuresOf, outOf } from '../../domain/overview/figures.ts';
import type { Figures } from '../../domain/overview/figures.ts';
import { isWorkingDay } from '../../domain/time/calendar.ts';
import { dayOf, monthOf, monthsFrom, morningOf } from '../../domain/time/time.ts';
import type { Instant, Month } from '../../domain/time/time.ts';
import type { AllFigures } from '../ports/all-figures.ts';
import type { Cards } from '../ports/cards.ts';
import type { Clock } from '../ports/clock.ts';
import type { Letters } from '../ports/letters.ts';
import type { Log } from '../ports/log.ts';
import { addressesOf } from '../session/identity.ts';

const millisecondsInADay = 86_400_000;
const waiting: ReadonlySet<Status> = new Set(waitingStatuses);

interface Deps {
  readonly organisation: Organisation;
  readonly store: Cards & AllFigures & Letters;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Counts the figures of this year and of the last, once a day however often it is called; in January the model's owner is then
 * written to about the year before. Otherwise it costs one read.
 */
export const countFigures = (deps: Deps) => async (): Promise<void> => {
  const { organisation, store, clock, log } = deps;
  const now = clock();
  const today = dayOf(now);
  const last = await store.readCounted();
  if (last !== undefined && last >= today) return;

  const year = Number(today.slice(0, 4));
  const years = [year - 1, year].filter((one) => one >= firstYear);
  const [open, ...closed] = await Promise.all([
    store.openCards(),
    ...monthsFrom(`${years[0] ?? year}-01` as Month, monthOf(now)).map((month) => store.closedCards(month)),
  ]);
  const lists = [open, ...closed];
  log('open needs counted', {
    byStatus: Object.fromEntries(
      [...Map.groupBy(open.cards, ({ status }) => status)].map(([status, them]) => [status, them.length]),
    ),
    longestDays: open.cards
      .filter(({ status }) => waiting.has(status))
      .reduce(
        (longest, { since }) =>
          Math.max(longest, Math.floor((Date.parse(now) - Date.parse(since)) / millisecondsInADay)),
        0,
      ),
  });
  const cards = lists.flatMap((list) => list.cards);
  const unreadable = lists.reduce((sum, list) => sum + list.unreadable.length, 0);
  for (const one of years) {
    const figures = figuresOf(organisation, { cards, unreadable }, { year: one, now });
    await store.writeFigures(figures);
    if (one < year) await tellOwner(deps, figures, now);
    log('figures counted', { year: one, needs: cards.length });
  }
  await store.writeCounted(today);
};

/**
 * Writes to the model's owner that the figures of the year before are there: once, on the first working morning of January, or the
 * next one where that was missed.
 */
async function tellOwner({ organisation, store }: Deps, figures: Figures, now: Instant): Promise<void> {
  const { year, whole } = figures;
  const today = dayOf(now);
  const owner = personIn(organisation, organisation.modelOwner);
  const isTime = today.startsWith(`${year + 1}-01`) && isWorkingDay(today, organisation.closed);
  if (!isTime || !owner || whole.in + outOf(whole) === 0) return;
  const id = `figures-${year}`;
  const [address, ...former] = addressesOf(owner);
  if (address === undefined) return;
  const written = await Promise.all(former.map((one) => store.readLetter({ address: one, id })));
  if (written.some((letter) => letter !== undefined)) return;
  const morning = morningOf(today);
  /* Written twice it is the same letter. */
  await store.writeLetter(
    newLetter({ id, kind: 'figures', year, to: owner.id, address, at: now < morning ? morning : now }),
  );
}
