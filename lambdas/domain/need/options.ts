/* What can be chosen in the fields of actions. */

export const adviceOptions = ['do', 'later', 'dont'] as const;
export const priorityOptions = ['high', 'medium', 'low'] as const;
/** Whom a comment is for. The developers of the involved areas are told of every comment. */
export const audienceOptions = ['developers', 'submitter'] as const;
/** How much work a need is: small, medium or large. */
export const sizeOptions = ['S', 'M', 'L'] as const;
/** Whether what was done solved the problem, by its submitter. */
export const solvedOptions = ['yes', 'partly', 'no'] as const;
/** Whether secrecy may apply to a need (OSL). */
export const secrecyOptions = ['no', 'yes'] as const;
/** Who says something of a need in a meeting, beside its steering group. */
export const voiceOptions = ['leads', 'schools'] as const;
/** How the heads decide on a need. */
export const decisionOptions = ['approve', 'defer', 'decline'] as const;
export const bypassOptions = ['one-department', 'legal-deadline'] as const;
