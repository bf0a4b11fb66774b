import * as z from 'zod/mini';

/** Why a latest date is the latest: the form's `deadlineKind`. */
export const DeadlineKind = z.enum(['law', 'decision', 'term-start', 'wish']);
