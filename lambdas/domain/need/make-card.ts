import { dayOf, monthOf } from '../time/time.ts';
import type { GoalId } from '../organisation/ids.ts';
import type { Month } from '../time/time.ts';
import type { Card } from './card.ts';
import { cutToFit, roomOn, withGoalsOn } from './card-room.ts';
import { closedSince } from './closed.ts';
import { disagreementIn, undecidedIn } from './deciding.ts';
import type { Need } from './need.ts';
import { foldedWords, searchWords, wordsWithin } from './words.ts';

/** The card of a need as it stands. The language, goals, what may wait instead, and words by which it is found are there as far as they fit. */
export function cardOf(need: Need): Card {
  /* Of a need of nearly every area and department, the longest title in a script of three bytes a sign is cut by a few signs. */
  const plain = cutToFit(plainCardOf(need));
  const inLanguage = { ...plain, language: need.language };
  const card = roomOn(inLanguage) >= 0 ? inLanguage : plain;
  const withGoals = withGoalsOn(card, goalsOf(need));
  const withOthers = { ...withGoals, insteadOf: mayWaitFor(need) };
  const full = withOthers.insteadOf.length > 0 && roomOn(withOthers) >= 0 ? withOthers : withGoals;
  const words = wordsWithin(wordsIn(need), roomOn({ ...full, words: '' }));
  return words === '' ? full : { ...full, words };
}

function wordsIn({ title, words = '', coordination }: Need): readonly string[] {
  const inTitle = foldedWords(title);
  return searchWords(words, coordination?.actualNeed ?? '').filter((word) => !inTitle.includes(word));
}

/** What its priority was set by. */
const goalsOf = (need: Need): readonly GoalId[] =>
  'route' in need && need.route.kind === 'advised' ? (need.route.goals ?? need.route.marks ?? []) : [];

/** What may wait instead of it, while its heads decide. */
const mayWaitFor = (need: Need): readonly string[] =>
  need.status === 'deciding' && need.route.kind === 'advised'
    ? (need.route.insteadOf ?? []).map(({ reference }) => reference)
    : [];

function plainCardOf(need: Need): Card {
  const { reference, title, status, since, areas, departments, coordination, deadline, school, held } = need;
  const { received, decided } = need;
  return {
    v: 1,
    kind: 'need',
    reference,
    title,
    status,
    since,
    areas,
    departments,
    ...(coordination && {
      leadArea: coordination.leadArea,
      responsible: coordination.responsible,
      ...(coordination.size && { size: coordination.size }),
    }),
    ...('route' in need &&
      need.route.kind === 'advised' && { priority: need.route.priority, advice: need.route.advice }),
    ...('plannedEnd' in need && { plannedEnd: need.plannedEnd }),
    ...('reviewDate' in need && { reviewDate: need.reviewDate }),
    ...(deadline && { deadline }),
    ...(school && { school }),
    ...(held && { held }),
    ...(need.status === 'deciding' && { undecided: undecidedIn(need).map((id) => departments.indexOf(id)) }),
    ...(received && { received: dayOf(received) }),
    ...(decided && { decided: { on: dayOf(decided.at), outcome: decided.outcome } }),
    ...(need.status === 'completed' && need.evaluation && { solved: need.evaluation.solved }),
    ...(need.registry?.secrecy && { secrecy: true as const }),
    ...(disagreementIn(need) && { disagreement: true as const }),
  };
}

/**
 * A need as far as its card tells of it: enough to say who can move it on. What the card lacks is
 * filled with stand-ins, so it is never shown.
 */
export function needOn(card: Card): Need {
  const { reference, title, status, since, areas, departments, plannedEnd, reviewDate, deadline } = card;
  const { leadArea, responsible, undecided, size, priority, advice, goals, school, held, secrecy } = card;
  const { language = 'sv' } = card;
  const coordination = leadArea &&
    responsible && {
      ...{ actualNeed: '', whyItArose: '', leadArea, responsible },
      ...(undecided && {
        deciding: undecided.map((one) => (typeof one === 'number' ? departments[one] : one)),
      }),
      ...(size && { size }),
    };
  return {
    ...{ reference, title, status, since, areas, departments },
    ...(plannedEnd && { plannedEnd }),
    ...(reviewDate && { reviewDate }),
    ...(deadline && { deadline }),
    ...(school && { school }),
    ...(held && { held }),
    ...(secrecy && { registry: { number: '', secrecy } }),
    ...{ version: 1, questionVersion: 1, reminded: 0, language, confirmation: 'confirmed' },
    ...(coordination && { coordination }),
    route: { kind: 'advised', advice: advice ?? 'do', priority: priority ?? 'medium', goals: goals ?? [] },
    ...{ approvals: [], question: '', referredTo: '', outcome: '' },
  } as Need;
}

/** The month in which a need was closed; nothing while it is open or deferred. */
export function closedIn(need: Need): Month | undefined {
  const since = closedSince(need);
  return since && monthOf(since);
}
