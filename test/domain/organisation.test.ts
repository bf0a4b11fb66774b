import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  OrganisationMistakes,
  parseOrganisation,
} from '../../lambdas/domain/organisation/organisation-file.ts';
import { personWithAddress } from '../../lambdas/domain/organisation/organisation.ts';
import { pure, shipped, shippedFile } from './fixtures.ts';

/* As the local default and the commands do: words for all schemas are set with the first one. What the file's readers say must stand. */
z.string();

const person = (id: string) => shipped.people.find((one) => one.id === id);
const headOf = (department: string) => shipped.departments.find(({ id }) => id === department)?.head;

test('Staff are found by an address of now or of before, in any case; one of now is theirs who has it now', () => {
  const change = { 'lead-north': ['old@example.org'], 'developer-north': ['lead-south@example.org'] };
  const people = pure.people.map((one) => ({
    ...one,
    formerEmails: (change as Record<string, string[]>)[one.id] ?? [],
  }));
  const idAt = (email: string) => personWithAddress({ ...pure, people }, email)?.id;
  expect(idAt('OLD@example.org')).toBe('lead-north');
  expect(idAt('lead-north@example.org')).toBe('lead-north');
  expect(idAt('lead-south@example.org')).toBe('lead-south');
  expect(idAt('nobody@example.org')).toBeUndefined();
});

describe('the organisation that ships', () => {
  test('has the six areas of the source, with its departments and its people in their roles', () => {
    const inTheSource = [
      ['utbildningsadministration', ['studentservice'], ['Monica Eriksson']],
      ['infrastruktur', ['studentservice', 'fastighet-campus', 'it'], ['Lisa Eliasson']],
      ['kommunikation', ['studentservice', 'it', 'kommunikation', 'utbildning-forskning'], []],
      ['utbildning', ['utbildning-forskning', 'biblioteket', 'studentservice'], ['Ann Edenhamn']],
      [
        'forskning',
        ['utbildning-forskning', 'biblioteket', 'ledning-ekonomi'],
        ['Sofia Sohl-Liebl', 'Monika Matevska Stier'],
      ],
      ['styrning', ['hr', 'ledning-ekonomi'], ['Anna Emmoth']],
    ];
    expect(
      shipped.areas.map(({ id, departments, developers }) => [
        id,
        departments,
        developers.map((developer) => person(developer)?.name),
      ]),
    ).toEqual(inTheSource);
  });

  test('has the eight departments, in Swedish and under the English names that the university publishes', () => {
    expect(Object.fromEntries(shipped.departments.map(({ id, name }) => [id, name]))).toEqual({
      studentservice: {
        sv: 'Avdelningen för Studentservice och utbildningsadministration',
        en: 'Office of Student Services and Education Administration',
      },
      'fastighet-campus': {
        sv: 'Avdelningen för fastighets- och campusplanering',
        en: 'Office of Campus and Facilities Planning',
      },
      it: {
        sv: 'Avdelningen för IT och digital infrastruktur',
        en: 'Office of IT and Digital Infrastructure',
      },
      kommunikation: { sv: 'Avdelningen för kommunikation', en: 'Office of Communications' },
      'utbildning-forskning': {
        sv: 'Avdelningen för stöd i utbildning och forskning',
        en: 'Office of Education and Research Support',
      },
      biblioteket: { sv: 'Avdelningen för biblioteket', en: 'University Library' },
      'ledning-ekonomi': {
        sv: 'Avdelningen för ledningsstöd och ekonomi',
        en: 'Office of Management Support and Finance',
      },
      hr: { sv: 'Avdelningen för HR', en: 'Office of Human Resources' },
    });
  });

  test('lets the contact for communication, a head, lead the area', () => {
    expect(shipped.areas.find(({ id }) => id === 'kommunikation')?.lead).toBe('erik-backvall');
    expect(headOf('kommunikation')).toBe('erik-backvall');
    expect(person('erik-backvall')?.name).toBe('Erik Bäckvall');
  });

  test('lets the lead for governance, head of management support and finance, manage the model', () => {
    expect(shipped.areas.find(({ id }) => id === 'styrning')?.lead).toBe('stina-eklund');
    expect(headOf('ledning-ekonomi')).toBe('stina-eklund');
    expect(shipped.modelManager).toBe('stina-eklund');
    expect(person('stina-eklund')?.name).toBe('Stina Eklund');
    expect(person(shipped.modelOwner)?.name).toBe('Högskoledirektören');
  });

  test('is led, area by area, by a head of one of the departments of the area', () => {
    for (const { departments, lead } of shipped.areas) {
      expect(departments.map((department) => headOf(department))).toContain(lead);
    }
  });

  test('gives every department a head of its own, a role mailbox where the source names none', () => {
    expect(new Set(shipped.departments.map(({ head }) => head)).size).toBe(8);
    const unnamed = shipped.departments
      .map(({ head }) => head)
      .filter((head) => !['erik-backvall', 'stina-eklund'].includes(head));
    expect(unnamed.every((head) => person(head)?.name.startsWith('Chefen för '))).toBe(true);
  });

  test('has the five schools', () => {
    expect(shipped.schools.map(({ name }) => name.sv)).toEqual([
      'Institutionen för kultur och samhälle',
      'Institutionen för hälsa och välfärd',
      'Institutionen för språk, litteratur och lärande',
      'Institutionen för information och teknik',
      'Institutionen för lärarutbildning',
    ]);
  });

  test('explains every area by topics in plain words, as many in English as in Swedish', () => {
    for (const { topics } of shipped.areas) {
      expect(topics.sv.length).toBeGreaterThan(2);
      expect(topics.en).toHaveLength(topics.sv.length);
    }
  });

  test('writes to nobody real: every address is under a reserved example domain', () => {
    expect(
      shipped.people.map(({ email }) => email).filter((email) => !email.endsWith('@example.org')),
    ).toEqual([]);
  });
});

interface File {
  university: unknown;
  modelManager?: string;
  modelOwner: string;
  people: { id: string; email: string; name: string }[];
  departments: { id: string; head?: string | null; deputies?: unknown[] }[];
  areas: { lead?: string; departments: string[]; developers: string[] }[];
  schools: { id: string }[];
}
const at = <Entry>(list: readonly Entry[], index: number): Entry => {
  const entry = list[index];
  if (entry === undefined) throw new Error(`no entry ${index}`);
  return entry;
};

/** What is said of the organisation file that ships once it has been spoilt. */
function mistakesAfter(spoil: (file: File) => void): readonly string[] {
  const file = shippedFile() as File;
  spoil(file);
  try {
    parseOrganisation(file);
    return [];
  } catch (error) {
    if (error instanceof OrganisationMistakes) return error.mistakes;
    throw error;
  }
}

const goal = (from?: string, to?: string) => ({
  ...{ id: 'goal', kind: 'goal', name: { sv: 'Mål', en: 'Goal' } },
  ...(from && { from }),
  ...(to && { to }),
});
const deputy = (person: string, from = '2026-12-01', to = '2026-12-31') => ({ person, from, to });

describe('a mistake in the organisation is refused with its place and its mend', () => {
  test.each<[mistake: string, spoil: (file: File) => void, place: string, mend: RegExp]>([
    [
      'a colour on which white text cannot be read',
      (file) => (file.university = { ...shipped.university, colour: { light: '#f2a7bf', dark: '#f2a7bf' } }),
      'university.colour.light',
      /#f2a7bf has a contrast of 1\.9:1 against white text; choose a darker colour, with at least 4\.5:1/,
    ],
    [
      'a colour that cannot be read in dark mode',
      (file) => (file.university = { ...shipped.university, colour: { light: '#7a1f3d', dark: '#7a1f3d' } }),
      'university.colour.dark',
      /against near-black; choose a lighter colour, with at least 4\.5:1/,
    ],
    [
      'a head whom nobody knows',
      (file) => (at(file.departments, 1).head = 'chef-data'),
      'departments.1.head',
      /nobody in people has the id "chef-data"; add the person or correct the id/,
    ],
    [
      'a developer whom nobody knows',
      (file) => at(file.areas, 4).developers.push('nn'),
      'areas.4.developers.2',
      /"nn"; add the person or correct the id/,
    ],
    [
      'a lead whom nobody knows',
      (file) => (at(file.areas, 0).lead = 'nn'),
      'areas.0.lead',
      /"nn"; add the person or correct the id/,
    ],
    [
      'a model manager whom nobody knows',
      (file) => (file.modelManager = 'nn'),
      'modelManager',
      /"nn"; add the person or correct the id/,
    ],
    [
      'a model owner whom nobody knows',
      (file) => (file.modelOwner = 'nn'),
      'modelOwner',
      /"nn"; add the person or correct the id/,
    ],
    [
      'a deputy whom nobody knows',
      (file) => (at(file.departments, 1).deputies = [deputy('nn')]),
      'departments.1.deputies.0.person',
      /"nn"; add the person or correct the id/,
    ],
    [
      'an area with a department that is not there',
      (file) => at(file.areas, 3).departments.push('arkivet'),
      'areas.3.departments.3',
      /no department has the id "arkivet"; add the department or correct the id/,
    ],
    [
      'a department in no area',
      (file) => at(file.areas, 5).departments.shift(),
      'departments.7',
      /"hr" is in no area; add it to the departments of at least one area/,
    ],
    [
      'an area without departments',
      (file) => (at(file.areas, 0).departments = []),
      'areas.0.departments',
      /name at least one department/,
    ],
    [
      'a department without a head',
      (file) => delete at(file.departments, 4).head,
      'departments.4.head',
      /has no head; name the person who heads it, or a role mailbox/,
    ],
    [
      'a department whose head is null',
      (file) => (at(file.departments, 4).head = null),
      'departments.4.head',
      /has no head; name the person who heads it, or a role mailbox/,
    ],
    [
      'an area that nobody coordinates',
      (file) => delete at(file.areas, 2).lead,
      'areas.2.lead',
      /nobody leads or coordinates the area; name one of the heads of its departments/,
    ],
    [
      'a lead who heads none of the departments of the area',
      (file) => (at(file.areas, 1).lead = 'chef-hr'),
      'areas.1.lead',
      /heads none .* name one of chef-studentservice, chef-fastighet-campus, chef-it$/,
    ],
    [
      'two people with one address',
      (file) => (at(file.people, 3).email = at(file.people, 1).email),
      'people.3.email',
      /monica-eriksson has the same address as ann-edenhamn; give each person an address of their own/,
    ],
    [
      'two people with one address in upper and lower case',
      (file) => (at(file.people, 3).email = 'Ann.Edenhamn@Example.ORG'),
      'people.3.email',
      /the same address as ann-edenhamn; give each person an address of their own/,
    ],
    [
      'an address that mail cannot be sent to, because å stands before the @',
      (file) => (at(file.people, 0).email = 'åsa@example.org'),
      'people.0.email',
      /mail cannot be sent to this address; write it as name@example\.org, before the @ only a–z/,
    ],
    [
      'a deputy who is the head',
      (file) => (at(file.departments, 2).deputies = [deputy('chef-it')]),
      'departments.2.deputies.0.person',
      /is the head and cannot stand in for themselves; name somebody else/,
    ],
    [
      'a period that ends before it begins',
      (file) => (at(file.departments, 2).deputies = [deputy('chef-hr', '2026-12-24', '2026-12-23')]),
      'departments.2.deputies.0.to',
      /the period ends before it begins; correct one of its dates/,
    ],
    [
      'a day that the calendar does not have',
      (file) => (at(file.departments, 2).deputies = [deputy('chef-hr', '2026-02-30')]),
      'departments.2.deputies.0.from',
      /is not a day of the calendar; write it as 2026-11-23/,
    ],
    [
      'a key that means nothing',
      (file) => Object.assign(at(file.areas, 2), { developrs: [] }),
      'areas.2',
      /unknown key developrs; correct or remove it/,
    ],
    [
      'a key at the top that means nothing',
      (file) => Object.assign(file, { arenas: [] }),
      'the file',
      /unknown key arenas; correct or remove it/,
    ],
    [
      'a key that belongs further in',
      (file) => Object.assign(file, { dataProtectionOfficer: 'dso@hda.se' }),
      'the file',
      /dataProtectionOfficer belongs in another place; write it as university\.dataProtectionOfficer/,
    ],
    [
      'a key that belongs in members of lists',
      (file) => Object.assign(file, { head: 'chef-it' }),
      'the file',
      /head belongs in another place; write it as departments\.N\.head/,
    ],
    [
      'an id given twice',
      (file) => (at(file.schools, 4).id = 'halsa-valfard'),
      'schools.4.id',
      /"halsa-valfard" is the id of schools\.1 too; give one of them another id/,
    ],
    [
      'an id that a link could not carry',
      (file) => (at(file.schools, 4).id = 'Lärarutbildning'),
      'schools.4.id',
      /use lower-case letters a–z, digits and single hyphens/,
    ],
    [
      'a person without a name',
      (file) => (at(file.people, 0).name = '  '),
      'people.0.name',
      /is empty, too long .*; correct it/,
    ],
    [
      'somebody whom nobody knows who speaks for a school',
      (file) =>
        Object.assign(at(file.schools, 1), { representatives: [{ person: 'nn', areas: ['infrastruktur'] }] }),
      'schools.1.representatives.0.person',
      /"nn"; add the person or correct the id/,
    ],
    [
      'somebody who speaks for a school in an area that is not there',
      (file) =>
        Object.assign(at(file.schools, 1), {
          representatives: [{ person: 'chef-hr', areas: ['infrastruktur', 'arkiv'] }],
        }),
      'schools.1.representatives.0.areas.1',
      /no area has the id "arkiv"; add the area or correct the id/,
    ],
    [
      'a registrar whom nobody knows',
      (file) => Object.assign(file, { registrars: ['registrator', 'nn'] }),
      'registrars.1',
      /"nn"; add the person or correct the id/,
    ],
    [
      'a goal that ends before it begins',
      (file) => Object.assign(file, { goals: [goal('2026-12-31', '2026-01-01')] }),
      'goals.0.to',
      /the goal ends before it begins; correct one of its dates/,
    ],
    ['a model that nobody manages', (file) => delete file.modelManager, 'modelManager', /is missing; add it/],
  ])('%s', (_mistake, spoil, place, mend) => {
    const mistakes = mistakesAfter(spoil);
    expect(mistakes.map((mistake) => mistake.slice(0, mistake.indexOf(':')))).toEqual([place]);
    expect(mistakes[0]).toMatch(mend);
  });

  test('says all mistakes at once when entries are not what they must be', () => {
    const mistakes = mistakesAfter((file) => {
      delete at(file.departments, 0).head;
      delete at(file.areas, 2).lead;
      at(file.people, 0).email = 'anna';
    });
    expect(mistakes.map((mistake) => mistake.split(':')[0])).toEqual([
      'people.0.email',
      'departments.0.head',
      'areas.2.lead',
    ]);
  });

  test('says all mistakes at once when entries do not fit each other', () => {
    const mistakes = mistakesAfter((file) => {
      at(file.departments, 1).head = 'nn';
      at(file.people, 3).email = at(file.people, 1).email;
      at(file.areas, 5).departments.shift();
      at(file.areas, 1).developers = ['mm'];
    });
    expect(mistakes.map((mistake) => mistake.split(':')[0])).toEqual([
      'people.3.email',
      'departments.1.head',
      'departments.7',
      'areas.1.developers.0',
    ]);
  });

  test('lists the mistakes one to a line in the message that an administrator reads', () => {
    const file = shippedFile() as File;
    delete file.modelManager;
    expect(() => parseOrganisation(file)).toThrow(
      'The organisation file cannot be used:\n  - modelManager: is missing; add it',
    );
    at(file.people, 0).email = 'anna';
    expect(() => parseOrganisation(file)).toThrow(
      /used:\n  - people\.0\.email: [^\n]*\n  - modelManager: is missing/,
    );
  });

  test.each([undefined, null, 'text', 7, []])('refuses a file that is no organisation at all: %j', (file) => {
    expect(() => parseOrganisation(file)).toThrow(OrganisationMistakes);
  });
});

test('The university of docs/operations.md, with its logo and colours, can be used', () => {
  const operations = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const [, example = ''] = /```json\n([^]*?)```/.exec(operations) ?? [];
  const { university } = parseOrganisation({
    ...(shippedFile() as object),
    ...(JSON.parse(example) as object),
  });
  expect(university.colour).toBeDefined();
  expect(university.logo).toMatch(/^<svg/);
});

describe('what the organisation may well hold', () => {
  test.each<[string, (file: File) => void]>([
    ['one person in several roles', (file) => (at(file.areas, 1).developers = ['chef-it'])],
    ['one person who heads two departments', (file) => (at(file.departments, 7).head = 'stina-eklund')],
    [
      'goals that begin, that end, or hold for one day',
      (file) => {
        const goals = [goal('2026-01-01'), goal(undefined, '2026-12-31'), goal('2026-12-31', '2026-12-31')];
        Object.assign(file, { goals: goals.map((one, index) => ({ ...one, id: `goal-${index}` })) });
      },
    ],
    [
      'a period of one day',
      (file) => (at(file.departments, 2).deputies = [deputy('chef-hr', '2026-12-24', '2026-12-24')]),
    ],
    [
      'several deputies after each other',
      (file) =>
        (at(file.departments, 2).deputies = [
          deputy('chef-hr', '2026-12-01', '2026-12-14'),
          deputy('anna-emmoth', '2026-12-15', '2026-12-31'),
        ]),
    ],
  ])('%s', (_what, change) => {
    expect(mistakesAfter(change)).toEqual([]);
  });
});
