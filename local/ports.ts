import { CannotRun } from './cannot-run.ts';

const standardPorts = { PORT: 3000, MAIL_PORT: 8005 };

/** An environment variable that sets a port. */
type PortVariable = keyof typeof standardPorts;

/**
 * The port that the environment sets, or the standard one.
 * @throws CannotRun when what it sets is no port
 */
export function portFrom(variable: PortVariable): number {
  const port = Number(process.env[variable] || standardPorts[variable]);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CannotRun(`${variable} must be a port number, 0 to 65535: ${process.env[variable]} is not`);
  return port;
}

/** What to do when a port cannot be listened on. */
export function cannotListen(error: unknown, port: number, variable: PortVariable): CannotRun {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new CannotRun(
        `Port ${port} is in use: choose another one with ${variable}, e.g. ${variable}=${port + 1}`,
      );
    case 'EACCES':
      return new CannotRun(
        `Port ${port} may not be opened: choose one above 1023 with ${variable}, e.g. ${variable}=${standardPorts[variable]}`,
      );
    default:
      return new CannotRun(
        `Port ${port} cannot be opened (${String(error)}): choose another one with ${variable}`,
      );
  }
}
