import type { AnyCard } from '../domain/overview/any-card.ts';
import type { CardAnswer } from './contract.ts';

/** A need or a piece of work as JSON lists it. */
export function cardJson(card: AnyCard, waitingDays?: number): CardAnswer {
  const { kind, reference, title, since, areas, departments, responsible, size, plannedEnd, goals } = card;
  const { priority, deadline } = card.kind === 'need' ? card : {};
  return {
    ...{ kind, reference, title, status: card.status, since },
    ...{ areas: [...areas], departments: [...departments] },
    ...(waitingDays !== undefined && { waitingDays }),
    ...(responsible && { responsible }),
    ...(priority && { priority }),
    ...(goals && { goals: [...goals] }),
    ...(size && { size }),
    ...(plannedEnd && { plannedEnd }),
    ...(deadline && { deadline: deadline.date }),
  };
}
