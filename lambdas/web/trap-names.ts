/** Two fields that people do not see. Their names are of no kind that browsers fill in by themselves. */
export const traps = { text: 'lamna-tom', box: 'kryssa-inte' } as const;

/** The hidden field of the submission form that says when the form was fetched. */
export const fetchedAt = 'hamtad';
