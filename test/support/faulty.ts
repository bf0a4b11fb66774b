/** Which call of many fails, and whether before it is done or after. */
export interface Fault {
  readonly at: number;
  readonly way: 'before' | 'after';
}

/** What has methods, each of which may be the one that fails. */
export function faulty<Of extends object>(inner: Of, fault: Fault | undefined, counted = { calls: 0 }): Of {
  const struck = (method: (...given: unknown[]) => Promise<unknown>) =>
    async function (...given: unknown[]): Promise<unknown> {
      const isStruck = counted.calls++ === fault?.at;
      if (isStruck && fault.way === 'before') throw new Error('killed');
      const result = await method(...given);
      if (isStruck) throw new Error('killed');
      return result;
    };
  return Object.fromEntries(
    Object.entries(inner).map(([name, method]) => [
      name,
      struck(method as (...given: unknown[]) => Promise<unknown>),
    ]),
  ) as Of;
}
