import { isBlank } from '../domain/need/fields.ts';
import type { Values } from './body.ts';

/** Two fields that people do not see. Their names are of no kind that browsers fill in by themselves. */
export const traps = { text: 'lamna-tom', box: 'kryssa-inte' } as const;

/** Whether a form was filled in by a machine, which fills in what people do not see. */
export const isTrapped = (values: Values): boolean =>
  Object.values(traps).some((name) => !isBlank(values[name]));
