/** Why the local system cannot start, in one sentence that says what to do: shown without a stack trace. */
export class CannotStart extends Error {
  override name = 'CannotStart';
}

/** The refusal for a port that somebody else listens on; `variable` is the environment variable that changes it. */
export const portInUse = (port: number, variable: string): CannotStart =>
  new CannotStart(
    `Port ${port} is in use: choose another one with ${variable}, e.g. ${variable}=${port + 1}`,
  );
