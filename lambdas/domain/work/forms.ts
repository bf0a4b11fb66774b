import { asStored } from '../as-stored.ts';
import { workCardOf } from './card.ts';
import { isOpenWork, Work, WorkEvent } from './work.ts';

/** How work is read from where it is stored, and listed. */
export const workForms = {
  readWork: (stored: unknown) => Work.parse(stored),
  readEvent: asStored(WorkEvent),
  cardOf: workCardOf,
  isOpen: isOpenWork,
};
