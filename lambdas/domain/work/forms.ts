import { workCardOf } from './card.ts';
import { isOpenWork, Work, WorkEvent } from './work.ts';

/* As it is stored, since its hash is taken over its text: a schema puts members in an order of its own. */
function readEvent(stored: unknown): WorkEvent {
  WorkEvent.parse(stored);
  return stored as WorkEvent;
}

/** How work is read from where it is stored, and listed. */
export const workForms = {
  readWork: (stored: unknown) => Work.parse(stored),
  readEvent,
  cardOf: workCardOf,
  isOpen: isOpenWork,
};
