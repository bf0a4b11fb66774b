import { statSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { clientScripts } from '../lib/bundle/client-script.ts';
import { organisation, writeBundle } from '../lib/bundle/write-bundle.ts';
import type { Lab } from './lab.ts';
import { action, listed, mailDelivered, newEvent, statusPage, submission } from './requests.ts';
import { developer, seed, storeSeeds } from './seeds.ts';
import type { Seed } from './seeds.ts';

/** A function that is measured. */
export interface Subject {
  readonly name: string;
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Warm calls of each process, and how many of them are not counted. */
  readonly warm: number;
  readonly warmUp: number;
  /** The HTTP status that every call must be answered with, where it answers HTTP. */
  readonly status?: number;
  /** The events of one process; no two calls get the same. */
  calls(count: number): Promise<readonly unknown[]>;
}

const source = (file: string) => join(import.meta.dirname, '..', file);

/** The options with which the CDK's NodejsFunction bundles by default; `external` is what it leaves to the runtime. */
const byDefault = (entry: string, outfile: string, external: string[]): BuildOptions => ({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node24',
  external,
  plugins: [organisation, clientScripts],
  logLevel: 'error',
});

/* Calls of a process. The first hundreds are not counted: Node's compiler is at work on them. */
const manyCalls = { warm: 1500, warmUp: 500 };
/* For a function that sends five mails at each call, and takes thirty times as long. */
const fewCalls = { warm: 80, warmUp: 30 };

/**
 * Every function of the stack, what it is compared with, and the writing of a mail.
 * @param delayed the endpoint of a database whose answers are delayed
 */
export async function subjects(lab: Lab, delayed: string): Promise<readonly Subject[]> {
  const bundleOf = (name: string) => join(lab.folder, 'bundles', name, 'index.js');
  const r0 = source('bench/subjects/r0.ts');
  const submitNeed = source('lambdas/functions/submit-need.ts');
  const plain = { bundle: true, minify: true, platform: 'node', target: 'node24', format: 'cjs' } as const;
  await build({ ...plain, entryPoints: [r0], outfile: bundleOf('r0'), mainFields: ['module', 'main'] });
  await writeBundle(
    source('bench/subjects/r0-with-our-options.ts'),
    dirname(bundleOf('r0-with-our-options')),
  );
  await writeBundle(source('bench/subjects/store-need.ts'), dirname(bundleOf('store-need')));
  await build(byDefault(submitNeed, bundleOf('defaults'), []));
  await build(byDefault(submitNeed, bundleOf('runtime-sdk'), ['@aws-sdk/*', '@smithy/*']));
  await build(byDefault(source('bench/subjects/obvious.ts'), bundleOf('obvious'), []));
  await writeBundle(source('bench/subjects/write-mail.ts'), dirname(bundleOf('write-mail')));

  const many =
    <Event>(make: () => Event) =>
    (count: number) =>
      Promise.resolve(Array.from({ length: count }, make));
  const seeded = async (name: string, make: (seed: Seed) => unknown) => {
    const { store } = await lab.table(name);
    return {
      environment: lab.environment(name),
      calls: async (count: number) => (await storeSeeds(store, count)).map(make),
    };
  };
  const unseeded = async (name: string) => {
    await lab.table(name);
    return { environment: lab.environment(name) };
  };
  let row = 0;
  const rows = many(() => ({ pk: `R0#${row++}` }));
  const submitting = { calls: many(() => submission()), status: 201, ...manyCalls };
  /* Where a bundle leaves the SDK to the runtime, Node finds the project's own. */
  const runtime = { NODE_PATH: source('node_modules') };
  const table = await lab.table('show');
  const [shown] = await storeSeeds(table.store, 1);
  const [written] = await storeSeeds(table.store, 1);
  if (!shown || !written) throw new Error('nothing to show');
  const [board] = await storeSeeds((await lab.table('board')).store, 200);
  if (!board) throw new Error('nothing to list');
  const mail = {
    to: { name: 'Lisa Eliasson', email: 'lisa.eliasson@example.org' },
    recipient: developer,
    language: 'sv',
    event: written.file.history[0]?.event,
    file: written.file,
  };

  return [
    { name: 'R0', bundle: bundleOf('r0'), calls: rows, ...manyCalls, ...(await unseeded('yardstick')) },
    {
      name: 'R0 with our options and bundle',
      bundle: bundleOf('r0-with-our-options'),
      calls: rows,
      ...manyCalls,
      ...(await unseeded('yardstick-with-our-options')),
    },
    {
      name: 'R0, answers delayed',
      bundle: bundleOf('r0'),
      calls: rows,
      ...manyCalls,
      environment: {
        ...(await unseeded('yardstick-delayed')).environment,
        AWS_ENDPOINT_URL_DYNAMODB: delayed,
      },
    },
    {
      name: 'only storing a submission',
      bundle: bundleOf('store-need'),
      calls: many(() => seed().opening),
      ...manyCalls,
      ...(await unseeded('store-need')),
    },
    {
      name: 'submit-need',
      bundle: lab.bundle('SubmitNeed'),
      ...submitting,
      ...(await unseeded('submit-need')),
    },
    {
      name: 'act',
      bundle: lab.bundle('Act'),
      status: 200,
      ...manyCalls,
      ...(await seeded('action', action)),
    },
    {
      name: 'show',
      bundle: lab.bundle('Show'),
      status: 200,
      ...manyCalls,
      calls: many(() => statusPage(shown)),
      environment: lab.environment('show'),
    },
    ...(['/areas', '/my'] as const).map((path) => ({
      name: path === '/my' ? 'show, a person’s own page of 200 needs' : 'show, a board of 200 needs',
      bundle: lab.bundle('Show'),
      status: 200,
      ...fewCalls,
      calls: many(() => listed(path, board.cookie)),
      environment: lab.environment('board'),
    })),
    {
      name: 'deliver-notices',
      bundle: lab.bundle('DeliverNotices'),
      ...fewCalls,
      ...(await seeded('deliver-notices', newEvent)),
    },
    {
      name: 'sweep, nothing due',
      bundle: lab.bundle('Sweep'),
      ...manyCalls,
      calls: many(() => ({})),
      ...(await unseeded('sweep')),
    },
    {
      name: 'mail-feedback',
      bundle: lab.bundle('MailFeedback'),
      ...manyCalls,
      ...(await seeded('mail-feedback', mailDelivered)),
    },
    {
      name: 'submit-need, NodejsFunction’s defaults and the SDK',
      bundle: bundleOf('defaults'),
      ...submitting,
      ...(await unseeded('defaults')),
    },
    {
      name: 'submit-need, NodejsFunction’s defaults',
      bundle: bundleOf('runtime-sdk'),
      ...submitting,
      environment: { ...(await unseeded('runtime-sdk')).environment, ...runtime },
    },
    {
      name: 'the obvious way',
      bundle: bundleOf('obvious'),
      ...submitting,
      ...(await unseeded('obvious')),
    },
    {
      name: 'one mail written',
      bundle: bundleOf('write-mail'),
      ...manyCalls,
      calls: many(() => mail),
      environment: lab.environment('yardstick'),
    },
  ];
}

/** What a cold start loads, and the files beside it that are loaded later if at all, in bytes. */
export function sizeOf(bundle: string): {
  readonly raw: number;
  readonly gzipped: number;
  readonly later: number;
} {
  const content = readFileSync(bundle);
  const folder = dirname(bundle);
  const others = readdirSync(folder).filter((name) => name.endsWith('.js') && join(folder, name) !== bundle);
  return {
    raw: content.length,
    gzipped: gzipSync(content, { level: 9 }).length,
    later: others.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0),
  };
}
