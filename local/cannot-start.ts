/** The local system cannot start. The message says why and what to do, and is shown without a stack trace. */
export class CannotStart extends Error {
  override name = 'CannotStart';
}

/** The error for a port in use; `variable` is the environment variable that sets the port. */
export const portInUse = (port: number, variable: string): CannotStart =>
  new CannotStart(
    `Port ${port} is in use: choose another one with ${variable}, e.g. ${variable}=${port + 1}`,
  );
