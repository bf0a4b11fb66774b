/** Where the SDK copies each request and answer for a logger, also when there is none: the functions write their own log, and no contents. */
export const loggerMiddleware = undefined;
export const loggerMiddlewareOptions = undefined;
export const getLoggerPlugin = () => ({ applyToStack: () => undefined });
