/**
 * Stands in place of each export of a module that is left out of a bundle.
 * @returns a value that can be passed on; called, constructed or read it throws an Error with the module's name
 */
export function unreachable(module: string): unknown {
  /* No arrow function, which could not be constructed. */
  function fail(): never {
    throw new Error(`left out of the bundle, since it was never to run: ${module}`);
  }
  return new Proxy(fail, { get: fail, construct: fail });
}
