import { CannotStart } from './cannot-start.ts';
import { startLocal } from './system.ts';

// As in Lambda.
process.env['TZ'] = 'UTC';

const stopping = new AbortController();
const stopped = new Promise<void>((settle) => stopping.signal.addEventListener('abort', () => settle()));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

// npm and its shell can end without passing the signal on: then this process ends too.
const parent = process.ppid;
if (process.env['npm_lifecycle_event'] !== undefined) {
  setInterval(() => process.ppid !== parent && stopping.abort(), 250).unref();
}

function portFrom(variable: string, standard: number): number {
  const port = Number(process.env[variable] || standard);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CannotStart(`${variable} must be a port number, 0 to 65535: ${process.env[variable]} is not`);
  return port;
}

try {
  const system = await startLocal({
    port: portFrom('PORT', 3000),
    mailPort: portFrom('MAIL_PORT', 8005),
    dataDir: process.env['DATA_DIR'] || '.local',
    signal: stopping.signal,
  });
  console.log(`mail ${system.mailUrl}`);
  console.log(`ready ${system.url}`);
  await stopped;
  await system.stop();
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof CannotStart ? error.message : error);
    process.exitCode = 1;
  }
}
