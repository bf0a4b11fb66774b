type Middleware = (next: (args: Call) => Promise<unknown>) => (args: Call) => Promise<unknown>;
interface Call {
  readonly request: { readonly headers: Record<string, string> };
}

/** What the SDK says of itself with each request: it stays the same, so it is put together once. */
export const getUserAgentPlugin = (config: {
  defaultUserAgentProvider: () => Promise<readonly (readonly [string, string?])[]>;
}) => ({
  applyToStack: (stack: { add(middleware: Middleware, options: object): void }) => {
    let said: string | undefined;
    stack.add(
      (next) => async (args) => {
        said ??= (await config.defaultUserAgentProvider())
          .map(([name, version]) =>
            version === undefined ? name : `${name}${name.includes('/') ? '#' : '/'}${version}`,
          )
          .join(' ');
        args.request.headers['user-agent'] = said;
        return next(args);
      },
      { name: 'getUserAgentMiddleware', step: 'build', priority: 'low', override: true },
    );
  },
});
export const userAgentMiddleware = undefined;
export const getUserAgentMiddlewareOptions = undefined;
