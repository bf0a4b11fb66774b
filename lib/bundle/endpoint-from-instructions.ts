/**
 * Where a client sends its requests: the address that the stack gives its function, instead of one worked out by rules for every
 * region, partition and kind of endpoint there is.
 */
export const bindGetEndpointFromInstructions =
  () =>
  async (
    _input: unknown,
    _instructions: unknown,
    { serviceConfiguredEndpoint }: { serviceConfiguredEndpoint: () => Promise<string | undefined> },
  ) => {
    const address = await serviceConfiguredEndpoint();
    if (address === undefined) throw new Error('the environment lacks AWS_ENDPOINT_URL_… of this service');
    return { url: new URL(address), headers: {}, properties: {} };
  };
export const resolveParams = undefined;
