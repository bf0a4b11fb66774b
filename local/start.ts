import { CannotRun } from './cannot-run.ts';
import { portFrom } from './ports.ts';
import { startLocal } from './system.ts';

/*
 * `npm start` gives each heap three times 4 MB for values just made, instead of 48 MB. There are nine heaps here, and the collector lets
 * the rest of each grow with that part: under load they took more than a gigabyte, and were no faster for it.
 */

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

const usage = `npm start    runs everything on this machine, until Ctrl-C

Set in the environment:
  PORT        3000      the form and the links; 0 takes a free port
  MAIL_PORT   8005      the inbox
  DATA_DIR    .local    what survives a restart
  LIMITS      strict    as much as production lets a stranger do

Beside it, on what it keeps: npm run demo, npm run needs, npm run notices, npm run organisation, npm run backup, npm run restore. Each says more by --help.`;

const isAskedForHelp = process.argv.slice(2).some((word) => word === '--help' || word === '-h');
if (isAskedForHelp) console.log(usage);
else await run();

async function run(): Promise<void> {
  try {
    const system = await startLocal({
      port: portFrom('PORT'),
      mailPort: portFrom('MAIL_PORT'),
      dataDir: process.env['DATA_DIR'] || '.local',
      signal: stopping.signal,
    });
    console.log(`mail ${system.mailUrl}`);
    console.log(`ready ${system.url}`);
    const failure = await Promise.race([stopped, system.failure]);
    if (failure !== undefined) report(failure);
    await system.stop();
  } catch (error) {
    if (!stopping.signal.aborted) report(error);
  }
}

function report(error: unknown): void {
  console.error(error instanceof CannotRun ? error.message : error);
  process.exitCode = 1;
}
