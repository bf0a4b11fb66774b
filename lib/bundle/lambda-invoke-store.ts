/** Where the SDK looks for the trace of one of several requests that a process answers at once: in Lambda it is one, in the environment. */
export const InvokeStore = { getInstanceAsync: () => Promise.resolve(undefined) };
