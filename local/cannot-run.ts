/** Why the local system cannot start or go on, in one sentence that says what to do: printed without a stack trace. */
export class CannotRun extends Error {
  override name = 'CannotRun';
}
