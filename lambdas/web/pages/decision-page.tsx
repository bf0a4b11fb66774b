import type { View } from '../../app/need/view.ts';
import type { Decision } from '../../domain/need/decision.ts';
import { departmentIn } from '../../domain/need/decision.ts';
import type { By, NeedEvent } from '../../domain/need/event.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import { dayOf } from '../../domain/time/time.ts';
import { formatDay } from '../../i18n/index.ts';
import type { Fact } from '../../i18n/labels.ts';
import {
  byLabel,
  departmentName,
  happenedLabel,
  inputFacts,
  optionLabel,
  writtenIn,
} from '../../i18n/labels.ts';
import { localeFor } from '../../i18n/locale.ts';
import type { Locale } from '../../i18n/locale.ts';
import { Facts } from './facts.tsx';
import { page } from './layout.tsx';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly view: View;
  readonly decision: Decision;
  /** The address of the need's page. */
  readonly address: string;
}

/** A decision to be printed or kept, on one page: what förvaltningslagen, 31 §, asks for, the advice and the reasons. */
export function decisionPage({ language, organisation, view, decision, address }: Props): string {
  const locale = localeFor(language, organisation);
  const { t } = locale;
  const { need } = view.file;
  const { settled, parts, preparedBy, tookPart } = decision;
  const nameOf = (by: By): string => byLabel(t, by, []);
  const fact = (label: string, ...values: readonly string[]): readonly Fact[] =>
    values.length > 0 ? [{ label, values }] : [];
  const written = (label: string, text: string | undefined): readonly Fact[] =>
    text === undefined ? [] : [{ label, values: [text], written: writtenIn(locale, undefined) }];
  const advice =
    'route' in need && need.route.kind === 'advised'
      ? inputFacts(locale, 'advise', need.route)
      : 'route' in need && need.route.kind === 'bypassed'
        ? fact(t('need.bypassed'), optionLabel(locale, 'bypass', 'reason', need.route.reason))
        : [];
  return page({
    t,
    organisation,
    title: `${t('decision.title')} ${need.reference}`,
    children: (
      <article class="sheet">
        <p class="reference">
          {organisation.university.name[language]} · {t('need.reference', { reference: need.reference })}
        </p>
        <h1>{t('decision.title')}</h1>
        <p class="lead" {...writtenIn(locale, need.language)}>
          {need.title}
        </p>
        <Facts
          facts={[
            ...fact(t('decision.day'), formatDay(language, dayOf(settled.at))),
            ...fact(t('decision.content'), happenedLabel(t, settled)),
            ...('reviewDate' in need
              ? fact(t('field.defer.reviewDate.label'), formatDay(language, need.reviewDate))
              : []),
            ...written(t('field.coordinate.actualNeed.label'), need.coordination?.actualNeed),
          ]}
        />
        <h2>{t('decision.by')}</h2>
        {parts.map((event) => (
          <Part key={event.version} event={event} locale={locale} name={nameOf(event.by)} />
        ))}
        <h2>{t('field.advise.advice.label')}</h2>
        <Facts facts={advice} />
        <h2>{t('decision.handling')}</h2>
        <Facts
          facts={[
            ...(preparedBy ? fact(t('decision.preparedBy'), nameOf(preparedBy)) : []),
            ...fact(
              t('decision.tookPart'),
              ...(tookPart.length > 0 ? tookPart.map(nameOf) : [t('decision.nobody')]),
            ),
          ]}
        />
        <p class="buttons">
          <a href={address}>{t('decision.back')}</a>
        </p>
      </article>
    ),
  });
}

interface PartProps {
  readonly event: NeedEvent;
  readonly locale: Locale;
  readonly name: string;
}

/** Who decided, in which role, when and what, with the reasons. */
function Part({ event, locale, name }: PartProps) {
  const { t } = locale;
  const department = departmentName(locale, departmentIn(event) ?? '');
  const isDeputy = event.by.kind === 'person' && event.by.for !== undefined;
  const reason = 'input' in event && 'reason' in event.input ? event.input.reason : undefined;
  return (
    <>
      <p>
        <strong>{name}</strong>, {t(isDeputy ? 'decision.deputy' : 'decision.head', { department })},{' '}
        {formatDay(t.language, dayOf(event.at))}:{' '}
        {t(`decision.${event.action as 'approve' | 'defer' | 'decline'}`)}
      </p>
      <p class="written" dir="auto">
        {reason ?? t('decision.noReason')}
      </p>
    </>
  );
}
