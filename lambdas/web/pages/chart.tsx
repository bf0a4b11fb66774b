import type { PageTexts } from '../../i18n/pages.ts';

/** What stands side by side in a chart. */
export interface Pair {
  readonly label: string;
  readonly in: number;
  readonly out: number;
}

const width = 360;
const height = 180;
/* Above the bars is room for the number of the highest, under them for the names. */
const top = 18;
const foot = 18;

/** Two bars for each of some months, told apart by their filling and not by colour alone. The table beside it has the numbers. */
export function BarChart({ t, title, pairs }: { t: PageTexts; title: string; pairs: readonly Pair[] }) {
  const most = Math.max(1, ...pairs.flatMap((pair) => [pair.in, pair.out]));
  const slot = width / Math.max(pairs.length, 1);
  const bar = Math.min(slot * 0.38, 24);
  const heightOf = (count: number) => ((height - top - foot) * count) / most;
  const at = (value: number) => Math.round(value * 10) / 10;
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby="chart-title chart-description"
    >
      <title id="chart-title">{title}</title>
      <desc id="chart-description">{t('figures.chart.description')}</desc>
      <text x={0} y={12}>
        {t('figures.chart.most', { count: most })}
      </text>
      {pairs.map((pair, index) => {
        const middle = slot * (index + 0.5);
        return (
          <g key={pair.label}>
            {(['in', 'out'] as const).map((which) => (
              <rect
                key={which}
                class={which}
                x={at(which === 'in' ? middle - bar : middle)}
                y={at(height - foot - heightOf(pair[which]))}
                width={at(bar)}
                height={at(heightOf(pair[which]))}
              />
            ))}
            <text x={at(middle)} y={height - 4} text-anchor="middle">
              {pair.label}
            </text>
          </g>
        );
      })}
      <line x1={0} y1={height - foot} x2={width} y2={height - foot} />
    </svg>
  );
}

/** Which filling means what. */
export const Legend = ({ t }: { t: PageTexts }) => (
  <p class="legend" aria-hidden="true">
    {(['in', 'out'] as const).map((which) => (
      <span key={which}>
        <svg class="chart" viewBox="0 0 12 12">
          <rect class={which} x={1} y={1} width={10} height={10} />
        </svg>{' '}
        {t(`figures.${which}`)}
      </span>
    ))}
  </p>
);
