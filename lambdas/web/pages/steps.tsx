import type { NeedEvent } from '../../domain/need/event.ts';
import type { Need } from '../../domain/need/need.ts';
import { dayOf } from '../../domain/time/time.ts';
import { formatDay } from '../../i18n/index.ts';
import type { Texts } from '../../i18n/index.ts';
import { statusLabel } from '../../i18n/labels.ts';
import { stepsOf } from '../../domain/need/steps.ts';

/** The need's steps: passed, current and ahead. */
export function Steps({ t, need, history }: { t: Texts; need: Need; history: readonly NeedEvent[] }) {
  const steps = stepsOf(need, history);
  return (
    <>
      <ol class="steps">
        {steps.map(({ status, place, since }) => (
          <li key={status} class={place} {...(place === 'current' && { 'aria-current': 'step' as const })}>
            {/* Before the decision nobody knows which it will be. */}
            <span>
              {place === 'ahead' && status === 'approved' ? t('need.decided') : statusLabel(t, status)}
            </span>
            <span class="hidden">, {t(`need.place.${place}`)}</span>
            {since && <time datetime={since}>{formatDay(t.language, dayOf(since), 'short')}</time>}
          </li>
        ))}
      </ol>
      <p class="status">
        {statusLabel(t, need.status)}{' '}
        <span class="mark">{t('need.since', { day: formatDay(t.language, dayOf(need.since)) })}</span>
      </p>
    </>
  );
}
