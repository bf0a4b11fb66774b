import type { Organisation } from '../lambdas/domain/organisation/organisation-file.ts';
import { Mistaken } from './config-file.ts';
import type { Stage } from './stage.ts';

/* RFC 2606 and RFC 6761: names that lead nowhere, so that examples can use them. */
const reserved = /((^|[@./])example\.(com|net|org)|[@./](example|test|invalid|localhost))(?=$|[/:])/i;

/** What stands where an administrator has still to write something. */
export interface Placeholder {
  readonly file: string;
  readonly place: string;
  /** What is wrong with it, and what to do. */
  readonly mend: string;
}

/** Every text in a file, with its place. */
function* textsIn(value: unknown, place: readonly string[] = []): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [place.join('.'), value];
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, [...place, key]);
}

const reservedIn = (file: string, content: unknown): readonly Placeholder[] =>
  [...textsIn(content)]
    .filter(([, text]) => reserved.test(text))
    .map(([place, text]) => ({ file, place, mend: `${text} is an example; write your own` }));

/** Whether a stage is production, by what its file says or by its name. */
const isProduction = ({ production, name }: Stage): boolean => production || name === 'production';

/** The placeholders in the files of a stage. */
export function placeholdersIn(stage: Stage, organisation: Organisation): readonly Placeholder[] {
  const file = `config/stages/${stage.name}.json`;
  const lacking = (place: string, isLacking: boolean, mend: string) =>
    isLacking ? [{ file, place, mend }] : [];
  const inOrganisation = 'config/organisation.json';
  const { sv: name } = organisation.university.name;
  return [
    ...lacking(
      'production',
      isProduction(stage) && !stage.production,
      'is false; write true, which protects what is stored from deletion',
    ),
    ...lacking(
      'alarmAddress',
      stage.alarmAddress === undefined,
      'is missing; add the address of a mailbox that somebody reads, or nobody hears of an alarm',
    ),
    ...lacking(
      'accessibility',
      stage.accessibility === undefined,
      'is missing; add the day (reviewed) and the result of a review, which the statement of accessibility must have',
    ),
    ...reservedIn(file, stage),
    ...(name === 'Högskolan'
      ? [{ file: inOrganisation, place: 'university.name', mend: `${name} is an example; write your own` }]
      : []),
    ...reservedIn(inOrganisation, organisation),
  ];
}

/**
 * Refuses production with placeholders.
 * @returns a warning for any other stage that has some
 * @throws Mistaken that names each place
 */
export function refusePlaceholders(stage: Stage, organisation: Organisation): string | undefined {
  const byFile = [...Map.groupBy(placeholdersIn(stage, organisation), ({ file }) => file)];
  if (byFile.length === 0) return undefined;
  if (isProduction(stage)) {
    const list = byFile.map(
      ([file, found]) =>
        `${file} cannot be used in production:\n${found.map(({ place, mend }) => `  - ${place}: ${mend}`).join('\n')}`,
    );
    throw new Mistaken(list.join('\n'));
  }
  const list = byFile.map(([file, found]) => `${file}: ${found.map(({ place }) => place).join(', ')}`);
  return `${stage.name} has placeholders, with which production would be refused.\n${list.join('\n')}`;
}
