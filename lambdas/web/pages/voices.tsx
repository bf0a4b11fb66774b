import type { Need, Voice } from '../../domain/need/need.ts';
import { optionLabel, schoolName, writtenIn } from '../../i18n/labels.ts';
import type { Locale } from '../../i18n/locale.ts';
import { Facts } from './facts.tsx';

/** What the area leads and the schools said of a need in their meetings, beside its steering group's advice. */
export function Voices({
  locale,
  need: { voices = [] },
}: {
  readonly locale: Locale;
  readonly need: Pick<Need, 'voices'>;
}) {
  const { t } = locale;
  const said = (from: Voice['from']) => voices.filter((voice) => voice.from === from);
  const facts = [
    { label: t('need.voices.schools'), values: said('schools').map((voice) => schoolsWords(locale, voice)) },
    {
      label: t('need.voices.leads'),
      values: said('leads').map((voice) => leadsWords(locale, voice)),
    },
  ]
    .filter(({ values }) => values.length > 0)
    .map((fact) => ({ ...fact, written: writtenIn(locale, undefined) }));
  return facts.length === 0 ? null : <Facts facts={facts} />;
}

const schoolsWords = (locale: Locale, { school = '', understood = 'yes', words = '' }: Voice): string => {
  const said = {
    school: schoolName(locale, school),
    understood: locale.t(`need.voices.${understood}`),
    words,
  };
  return locale.t(words === '' ? 'need.voices.school' : 'need.voices.schoolWords', said);
};

const leadsWords = (locale: Locale, { advice, priority, words }: Voice): string =>
  [
    ...(advice ? [optionLabel(locale, 'advise', 'advice', advice)] : []),
    ...(priority ? [optionLabel(locale, 'advise', 'priority', priority)] : []),
    ...(words === undefined ? [] : [words]),
  ].join('. ');
