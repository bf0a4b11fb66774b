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

/* Where a bundle leaves the SDK to the runtime, Node finds the project's own. */
const runtime = { NODE_PATH: source('node_modules') };

const many =
  <Event>(make: () => Event) =>
  (count: number) =>
    Promise.resolve(Array.from({ length: count }, make));
let row = 0;
const rows = many(() => ({ pk: `R0#${row++}` }));
const submitting = { calls: many(() => submission()), status: 201, ...manyCalls };

/** Bundles what the functions are compared with. @returns where each is, by its name */
async function bundled(lab: Lab) {
  const at = (name: string) => join(lab.folder, 'bundles', name, 'index.js');
  const plain = { bundle: true, minify: true, platform: 'node', target: 'node24', format: 'cjs' } as const;
  const r0 = source('bench/subjects/r0.ts');
  await build({ ...plain, entryPoints: [r0], outfile: at('r0'), mainFields: ['module', 'main'] });
  for (const name of ['r0-with-our-options', 'store-need', 'write-mail'])
    await writeBundle(source(`bench/subjects/${name}.ts`), dirname(at(name)));
  const submitNeed = source('lambdas/functions/submit-need.ts');
  await build(byDefault(submitNeed, at('defaults'), []));
  await build(byDefault(submitNeed, at('runtime-sdk'), ['@aws-sdk/*', '@smithy/*']));
  await build(byDefault(source('bench/subjects/obvious.ts'), at('obvious'), []));
  return at;
}
type Bundles = Awaited<ReturnType<typeof bundled>>;

/** A table of its own, and in it as many needs as there are calls, each asked for something. */
async function seeded(lab: Lab, name: string, make: (seed: Seed) => unknown) {
  const { store } = await lab.table(name);
  return {
    environment: lab.environment(name),
    calls: async (count: number) => (await storeSeeds(store, count)).map(make),
  };
}

/** A table of its own, with nothing in it. */
async function unseeded(lab: Lab, name: string) {
  await lab.table(name);
  return { environment: lab.environment(name) };
}

/** The yardstick of the times: one item is written, and nothing else is done. */
const yardsticks = async (lab: Lab, bundles: Bundles, delayed: string): Promise<readonly Subject[]> => [
  {
    name: 'R0',
    bundle: bundles('r0'),
    calls: rows,
    ...manyCalls,
    ...(await unseeded(lab, 'yardstick')),
  },
  {
    name: 'R0 with our options and bundle',
    bundle: bundles('r0-with-our-options'),
    calls: rows,
    ...manyCalls,
    ...(await unseeded(lab, 'yardstick-with-our-options')),
  },
  {
    name: 'R0, answers delayed',
    bundle: bundles('r0'),
    calls: rows,
    ...manyCalls,
    environment: {
      ...(await unseeded(lab, 'yardstick-delayed')).environment,
      AWS_ENDPOINT_URL_DYNAMODB: delayed,
    },
  },
  {
    name: 'only storing a submission',
    bundle: bundles('store-need'),
    calls: many(() => seed().opening),
    ...manyCalls,
    ...(await unseeded(lab, 'store-need')),
  },
];

/** The pages: of one need, and lists of two hundred. */
async function pages(lab: Lab): Promise<readonly Subject[]> {
  const [shown] = await storeSeeds((await lab.table('show')).store, 1);
  if (!shown) throw new Error('nothing to show');
  const [board] = await storeSeeds((await lab.table('board')).store, 200);
  if (!board) throw new Error('nothing to list');
  const bundle = lab.bundle('Show');
  return [
    {
      ...{ name: 'show', bundle, status: 200, ...manyCalls },
      calls: many(() => statusPage(shown)),
      environment: lab.environment('show'),
    },
    ...(['/areas', '/my'] as const).map((path) => ({
      name: path === '/my' ? 'show, a person’s own page of 200 needs' : 'show, a board of 200 needs',
      ...{ bundle, status: 200, ...fewCalls },
      calls: many(() => listed(path, board.cookie)),
      environment: lab.environment('board'),
    })),
  ];
}

/** The functions of the stack. */
const functions = async (lab: Lab): Promise<readonly Subject[]> => [
  {
    name: 'submit-need',
    bundle: lab.bundle('SubmitNeed'),
    ...submitting,
    ...(await unseeded(lab, 'submit-need')),
  },
  {
    name: 'act',
    bundle: lab.bundle('Act'),
    status: 200,
    ...manyCalls,
    ...(await seeded(lab, 'action', action)),
  },
  ...(await pages(lab)),
  {
    name: 'deliver-notices',
    bundle: lab.bundle('DeliverNotices'),
    ...fewCalls,
    ...(await seeded(lab, 'deliver-notices', newEvent)),
  },
  {
    name: 'sweep, nothing due',
    bundle: lab.bundle('Sweep'),
    ...manyCalls,
    calls: many(() => ({})),
    ...(await unseeded(lab, 'sweep')),
  },
  {
    name: 'mail-feedback',
    bundle: lab.bundle('MailFeedback'),
    ...manyCalls,
    ...(await seeded(lab, 'mail-feedback', mailDelivered)),
  },
];

/** The same submission, built as others would. */
const otherwise = async (lab: Lab, bundles: Bundles): Promise<readonly Subject[]> => [
  {
    name: 'submit-need, NodejsFunction’s defaults and the SDK',
    bundle: bundles('defaults'),
    ...submitting,
    ...(await unseeded(lab, 'defaults')),
  },
  {
    name: 'submit-need, NodejsFunction’s defaults',
    bundle: bundles('runtime-sdk'),
    ...submitting,
    environment: { ...(await unseeded(lab, 'runtime-sdk')).environment, ...runtime },
  },
  {
    name: 'the obvious way',
    bundle: bundles('obvious'),
    ...submitting,
    ...(await unseeded(lab, 'obvious')),
  },
];

async function mailWritten(lab: Lab, bundles: Bundles): Promise<Subject> {
  const [written] = await storeSeeds((await lab.table('show')).store, 1);
  if (!written) throw new Error('nothing to write about');
  const mail = {
    to: { name: 'Lisa Eliasson', email: 'lisa.eliasson@example.org' },
    recipient: developer,
    language: 'sv',
    event: written.file.history[0]?.event,
    file: written.file,
  };
  return {
    name: 'one mail written',
    bundle: bundles('write-mail'),
    ...manyCalls,
    calls: many(() => mail),
    environment: lab.environment('yardstick'),
  };
}

/**
 * Every function of the stack, what it is compared with, and the writing of a mail.
 * @param delayed the endpoint of a database whose answers are delayed
 */
export async function subjects(lab: Lab, delayed: string): Promise<readonly Subject[]> {
  const bundles = await bundled(lab);
  return [
    ...(await yardsticks(lab, bundles, delayed)),
    ...(await functions(lab)),
    ...(await otherwise(lab, bundles)),
    await mailWritten(lab, bundles),
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
