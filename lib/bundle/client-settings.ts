interface Settings {
  readonly signer: () => Promise<unknown>;
}

/**
 * A client's settings once they are complete. The SDK copies them three times at each call, and Node copies what was made in one
 * go a hundred times faster than what has grown. It makes a signer at each call as well: here one signs them all, since
 * neither region nor service changes.
 */
export function completed<Given extends Settings>(settings: Given): Given {
  let signer: Promise<unknown> | undefined;
  return { ...settings, signer: () => (signer ??= settings.signer()) };
}
