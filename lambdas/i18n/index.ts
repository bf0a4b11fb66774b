import type { Language } from '../domain/text.ts';
import type { Day, Instant } from '../domain/time/time.ts';
import en from './en.json' with { type: 'json' };
import sv from './sv.json' with { type: 'json' };

export type Leaves<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Leaves<Tree[Key]>}`;
}[keyof Tree & string];
export type Singular<Name> = Name extends `${infer Stem}_${'one' | 'other'}` ? Stem : Name;

/** The key of a text. A key that is in no catalogue does not compile. */
export type TextKey = Singular<Leaves<typeof sv>>;

/** Gives a text in one language. Values are inserted as they are: whoever writes HTML escapes them. */
export type Texts = TextsOf<TextKey>;
export interface TextsOf<Key> {
  (key: Key, values?: Readonly<Record<string, string | number>>): string;
  readonly language: Language;
}

const locales = { sv: 'sv-SE', en: 'en-GB' } as const;

/** Makes one per language, at its first use, so that a cold start makes only what its answer needs. */
const perLanguage = <Made>(make: (language: Language) => Made): ((language: Language) => Made) => {
  const made = new Map<Language, Made>();
  return (language) => {
    const known = made.get(language);
    if (known !== undefined) return known;
    const first = make(language);
    made.set(language, first);
    return first;
  };
};

/** Every text of a catalogue by its key. */
function* textsIn(tree: object, above = ''): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(tree) as [string, string | object][]) {
    if (typeof value === 'string') yield [above + name, value];
    else yield* textsIn(value, `${above}${name}.`);
  }
}

const pluralRules = perLanguage((language) => new Intl.PluralRules(locales[language]));

/** The texts in a language. When a text has a singular and a plural form, the value `count` chooses between them. */
export const textsFor = textsOf<TextKey>({ sv, en });

/** Gives the texts of catalogues, whose keys are these. */
export function textsOf<Key extends string>(catalogues: Readonly<Record<Language, object>>) {
  return perLanguage((language): TextsOf<Key> =>
    translator(language, new Map(textsIn(catalogues[language]))),
  );
}

function translator<Key extends string>(
  language: Language,
  catalogue: ReadonlyMap<string, string>,
): TextsOf<Key> {
  const translate = (key: Key, values: Readonly<Record<string, string | number>> = {}): string => {
    const { count } = values;
    const form =
      typeof count === 'number' ? catalogue.get(`${key}_${pluralRules(language).select(count)}`) : undefined;
    const text = form ?? catalogue.get(key) ?? key;
    if (!text.includes('{{')) return text;
    /* All values are inserted in one pass, so that `{{…}}` in what somebody wrote is not replaced in turn. */
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
  };
  return Object.assign(translate, { language });
}

const dayFormats = {
  long: perLanguage(
    (language) => new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }),
  ),
  short: perLanguage(
    (language) =>
      new Intl.DateTimeFormat(locales[language], { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  ),
};
const momentFormat = perLanguage(
  (language) =>
    new Intl.DateTimeFormat(locales[language], {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone: 'Europe/Stockholm',
    }),
);
const listFormat = perLanguage((language) => new Intl.ListFormat(locales[language], { type: 'conjunction' }));

/** A calendar day, `23 november 2026`; short, `23 nov.`. */
export const formatDay = (language: Language, day: Day, length: 'long' | 'short' = 'long'): string =>
  dayFormats[length](language).format(new Date(day));

const agoFormat = perLanguage(
  (language) => new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' }),
);

/** A day seen from a later one: `i dag`, `i går`, `för 3 dagar sedan`; from more than a week later the day itself. */
export function formatAgo(language: Language, day: Day, today: Day): string {
  const days = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  return days > 7 ? formatDay(language, day) : agoFormat(language).format(-days, 'day');
}

/** A moment in the university's time, `23 november 2026 kl. 14:05`. */
export const formatMoment = (language: Language, instant: Instant): string =>
  momentFormat(language).format(new Date(instant));

/** `a, b och c`. */
export const formatList = (language: Language, items: readonly string[]): string =>
  listFormat(language).format(items);
