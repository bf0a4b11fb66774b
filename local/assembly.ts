import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import {
  readCors,
  readFunctions,
  readMailEventMappings,
  readRoutes,
  readSchedules,
  readStreamMappings,
  readTable,
  readThrottle,
  type Cors,
  type ExistingTable,
  type FunctionDeclaration,
  type MailEventMapping,
  type RouteDeclaration,
  type ScheduleDeclaration,
  type StreamMapping,
  type TableDeclaration,
  type Throttle,
} from './resources.ts';
import { readTemplate } from './template.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.object({ templateFile: z.string().optional(), file: z.string().optional() }).default({}),
    }),
  ),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

/** Everything of the synthesized template that runs here. */
export interface Deployment {
  readonly region: string;
  readonly table: TableDeclaration | ExistingTable;
  readonly functions: readonly FunctionDeclaration[];
  readonly routes: readonly RouteDeclaration[];
  readonly throttle: Throttle | undefined;
  readonly cors: Cors | undefined;
  readonly streamMappings: readonly StreamMapping[];
  readonly mailEventMappings: readonly MailEventMapping[];
  readonly schedules: readonly ScheduleDeclaration[];
}

/**
 * Reads what runs here from a synthesized assembly, the only source of it.
 * @param folder the assembly (`cdk.out`), with one stack in it
 * @param apiUrl stands for the address of the HTTP API, without a trailing slash
 * @throws for anything in the template that has no counterpart here, naming it
 */
export function readAssembly(folder: string, apiUrl: string): Deployment {
  const artifacts = Object.values(manifestSchema.parse(readJson(join(folder, 'manifest.json'))).artifacts);
  const stack = artifacts.find(({ type }) => type === 'aws:cloudformation:stack');
  if (!stack?.properties.templateFile) throw new Error(`No stack in the assembly ${folder}`);
  const region = stack.environment?.split('/').at(-1) ?? 'unknown-region';
  const template = readTemplate(readJson(join(folder, stack.properties.templateFile)), region, apiUrl);
  const assetFolders = readAssetFolders(
    folder,
    artifacts
      .filter(({ type }) => type === 'cdk:asset-manifest')
      .flatMap(({ properties }) => properties.file ?? []),
  );
  return {
    region,
    table: readTable(template),
    functions: readFunctions(template, (objectKey, module) =>
      bundleFile(assetFolders.get(objectKey), module),
    ),
    routes: readRoutes(template),
    throttle: readThrottle(template),
    cors: readCors(template),
    streamMappings: readStreamMappings(template),
    mailEventMappings: readMailEventMappings(template),
    schedules: readSchedules(template),
  };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The folder of the assembly that each uploaded object is made from, by the object's key in the asset bucket. */
function readAssetFolders(folder: string, assetManifests: readonly string[]): Map<string, string> {
  return new Map(
    assetManifests
      .flatMap((file) => Object.values(assetsSchema.parse(readJson(join(folder, file))).files))
      .flatMap(({ source, destinations }) =>
        Object.values(destinations).map(
          ({ objectKey }) => [objectKey, resolve(folder, source.path)] as const,
        ),
      ),
  );
}

function bundleFile(folder: string | undefined, module: string): string {
  if (folder === undefined) throw new Error(`The bundle of ${module} is not in the assembly`);
  return join(folder, `${module}.js`);
}
