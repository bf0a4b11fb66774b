import type { NeedEvent } from '../../domain/need/event.ts';
import { actionNames, ruleOf } from '../../domain/need/workflow.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { formatAgo } from '../../i18n/index.ts';
import type { Texts } from '../../i18n/index.ts';
import { fieldLabel, sentenceOf, writtenIn } from '../../i18n/labels.ts';
import type { Values } from '../body.ts';
import { allOf } from './controls.tsx';
import { Facts } from './facts.tsx';
import type { Viewer } from './viewer.ts';
import { nameOf } from './viewer.ts';

interface Props {
  readonly viewer: Viewer;
  /** The action that was asked for. */
  readonly asked: string | undefined;
  readonly values: Values;
  readonly events: readonly NeedEvent[];
}

/** Says what happened while the reader had an older page, and whether the action that they asked for is still open. */
export function Meanwhile({ viewer, asked, values, events }: Props) {
  const { t, view } = viewer;
  const seen = Number(allOf(values, 'version')[0] ?? 0);
  const since = view.history.filter(
    ({ version }) => version > seen && events.some((event) => event.version === version),
  );
  const isOpen = view.actions.some(({ name }) => name === asked);
  const written = isOpen ? [] : writtenFor(t, asked, values);
  return (
    <section class="box wrong" aria-labelledby="meanwhile">
      <h2 id="meanwhile" tabIndex={-1} autofocus>
        {t('need.meanwhile')}
      </h2>
      {since.length > 0 && (
        <>
          <p>{t('need.happened')}</p>
          <ul>
            {since.map((event) => (
              <li key={event.version}>{sentenceOf(viewer, event, nameOf(viewer, event.by), view.history)}</li>
            ))}
          </ul>
        </>
      )}
      <p>{t(isOpen ? 'need.meanwhileKept' : 'need.meanwhileNothing')}</p>
      {written.length > 0 && (
        <>
          <h3>{t('need.youWrote')}</h3>
          <Facts facts={written} />
        </>
      )}
    </section>
  );
}

/** Says what has happened since a mail's button could be used, before all else. */
export function MovedOn({
  viewer,
  events,
  now,
}: {
  readonly viewer: Viewer;
  readonly events: readonly NeedEvent[];
  readonly now: Instant;
}) {
  const { t, view } = viewer;
  const when = ({ at }: NeedEvent) => formatAgo(t.language, dayOf(at), dayOf(now));
  return events.length === 0 ? null : (
    <section class="box accent" aria-labelledby="moved-on">
      <h2 id="moved-on">{t('need.movedOn')}</h2>
      <ul>
        {events.map((event) => (
          <li key={event.version}>
            {sentenceOf(viewer, event, nameOf(viewer, event.by), view.history).replace(/\.$/, '')} (
            {when(event)}).
          </li>
        ))}
      </ul>
      <p>{t('need.movedOnDo')}</p>
    </section>
  );
}

/** What was written for an action. When it is no longer open the page has no form for it, so the words are given back to be copied. */
function writtenFor(t: Texts, asked: string | undefined, values: Values) {
  const action = actionNames.find((name) => name === asked);
  if (!action) return [];
  return Object.entries(ruleOf(action).fields).flatMap(([field, rule]) => {
    const text = allOf(values, field).join('\n').trim();
    return rule.kind === 'text' && text !== ''
      ? [{ label: fieldLabel(t, action, field), values: [text], written: writtenIn({ t }, undefined) }]
      : [];
  });
}
