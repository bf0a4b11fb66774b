import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { Submission } from '../../lambdas/domain/need/submission.ts';
import { as, shipped } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { fileAfter } from '../i18n/walk.ts';

/* A need as one is at the university that ships, with as much text as people write. */

const words: Partial<Submission> = {
  title: 'Salarna saknar hörslinga',
  problem: `Studenter med hörapparat hör inte föreläsaren i de salar som renoverades i våras. ${'I dag flyttar vi undervisningen till andra hus, byter sal samma dag och skriver ut det som sägs. '.repeat(3)}`,
  cause: 'Kraven på hörslinga glömdes när salarna renoverades.',
  affected: 'Omkring 40 studenter varje termin, och deras lärare.',
  effect: 'Alla kan följa undervisningen. Annars bryter vi mot kraven på tillgänglighet.',
  deadlineDate: '2027-08-30' as never,
  deadlineKind: 'law',
};

const mayWait = [
  { reference: 'B26-00001', title: 'Bokning av lokaler' },
  { reference: 'A26-00001', title: 'Nytt passersystem' },
];

const lisa = as('lisa-eliasson');
const toAdvice: readonly Step[] = [
  ['ask', lisa, { question: 'Gäller det alla salar, eller bara de som renoverades?' }],
  ['answer', { kind: 'submitter' }, { answer: 'Bara de som renoverades: sal A, B och C i hus 4.' }],
  [
    'coordinate',
    lisa,
    {
      actualNeed:
        'Den som har hörapparat ska kunna följa undervisningen i varje sal, utan att behöva be om det i förväg.',
      whyItArose:
        'Kraven på hörslinga fanns inte med i beställningen när salarna renoverades, och ingen avdelning såg det som sitt.',
      leadArea: 'infrastruktur',
      responsible: 'studentservice',
      departments: ['it'],
      size: 'M',
      raiseNow: 'yes',
    },
  ],
];
/** From a submission to the question that its heads are asked. */
export const toDecision: readonly Step[] = [
  ...toAdvice,
  [
    'advise',
    as('chef-it'),
    {
      advice: 'do',
      priority: 'high',
      goals: ['strategy', 'goals'],
      insteadOf: mayWait.map(({ reference }) => reference),
      reason: 'Det är ett lagkrav, och det går att göra samtidigt med sommarens arbeten i hus 4.',
    },
    mayWait,
  ],
];
const decided: readonly Step[] = [
  ...toDecision,
  ['approve', as('chef-it'), { reason: 'Vi har folk och pengar avsatta.' }],
  [
    'approve',
    as('chef-studentservice'),
    {
      reason: `Kravet följer av diskrimineringslagen. ${'Arbetet görs tillsammans med det som redan är planerat i hus 4, så att salarna stängs en enda gång. '.repeat(6)}`,
    },
  ],
];

const after = (steps: readonly Step[]): NeedFile =>
  fileAfter(shipped, { areas: ['infrastruktur'] }, steps, words);

export const atAdvice = (): NeedFile => after(toAdvice);
export const atDecision = (): NeedFile => after(toDecision);
export const decidedNeed = (): NeedFile => after(decided);
/** A need that four departments are involved in. */
export const ofFourDepartments = (): NeedFile =>
  fileAfter(
    shipped,
    { departments: ['studentservice', 'it', 'kommunikation', 'utbildning-forskning'] },
    [],
    words,
  );
/** A need of two areas, whose departments are five. */
export const ofTwoAreas = (): NeedFile =>
  fileAfter(shipped, { areas: ['infrastruktur', 'kommunikation'] }, [], words);
