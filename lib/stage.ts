import { readdirSync } from 'node:fs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import * as z from 'zod/mini';
import { Accessibility } from '../lambdas/domain/accessibility.ts';
import { readContent } from '../lambdas/domain/correction.ts';
import { Limits } from '../lambdas/domain/limits.ts';
import { Mistaken, readConfig, refuse } from './config-file.ts';

const folder = 'config/stages';
const regions = RegionInfo.regions.map(({ name }) => name);
const retentions = Object.values(RetentionDays).filter((days) => typeof days === 'number');

const Domain = z
  .string('add the domain that mails are sent from')
  .check(z.regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'write a domain such as "vso.example.org"'));

const isWithin = (domain: string, other: string): boolean => `.${domain}`.endsWith(`.${other}`);

const senderName = z
  .string('add the name that mails are sent in')
  .check(
    z.regex(/^[\p{L}\p{N}][\p{L}\p{N} -]{0,59}$/u, 'use letters, digits, spaces and hyphens, at most 60'),
  );

const Mail = z
  .strictObject(
    {
      /** The sender's name, shown by mail programs. Characters that RFC 5322 wants quoted are not allowed. */
      name: senderName,
      /** The same in mails in English. */
      englishName: z.optional(senderName),
      address: z.email('write the address that mails are sent from'),
      /** The domain that mails are sent from. Its DKIM records prove that SES may. */
      domain: Domain,
      /** A staffed mailbox that answers to mails go to. Without it, mails say that they cannot be answered. */
      replyTo: z.optional(z.email('write the address of the mailbox that answers go to')),
      /**
       * An identity that the account has already, such as that of another stage or of a domain above: `domain` is then not made an
       * identity of this stage's own.
       */
      existingIdentity: z.optional(Domain),
      /** Where mail servers report what they cannot deliver: a name below `domain` with records of its own (SES's MAIL FROM). */
      mailFromDomain: z.optional(Domain),
      /** Whether mail goes only to servers that take it encrypted, or to any, encrypted where possible. */
      tls: z._default(z.enum(['require', 'optional'], 'write "require" or "optional"'), 'require'),
    },
    'add the sender: name, address and domain',
  )
  .check(
    z.refine(({ address, domain }) => address.endsWith(`@${domain}`), {
      path: ['address'],
      error: 'choose an address of mail.domain, or SES refuses to send from it',
    }),
    z.refine(({ domain, existingIdentity }) => isWithin(domain, existingIdentity ?? domain), {
      path: ['existingIdentity'],
      error: 'name mail.domain or a domain above it, or SES refuses to send from it',
    }),
    z.refine(
      ({ domain, mailFromDomain }) =>
        mailFromDomain === undefined || (mailFromDomain !== domain && isWithin(mailFromDomain, domain)),
      { path: ['mailFromDomain'], error: 'name a domain below mail.domain, which SES asks for' },
    ),
  );

/** An address of the university's own that leads to the API. */
const Address = z.strictObject(
  {
    host: Domain,
    /** Where the stack publishes the host's records and, unless there is a certificate, those that prove it. */
    hostedZone: z.optional(
      z.strictObject(
        {
          id: z
            .string('add the id of the hosted zone')
            .check(z.regex(/^Z[A-Z0-9]+$/, 'write an id such as "Z0123"')),
          name: Domain,
        },
        'add the id and the name of the hosted zone',
      ),
    ),
    /** A certificate for the host, in the stage's region. Without a hosted zone there must be one. */
    certificate: z.optional(
      z
        .string('write the ARN of the certificate')
        .check(
          z.regex(/^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/, 'write the ARN of a certificate'),
        ),
    ),
  },
  'add the host, and its hosted zone or certificate',
);
export type Address = z.infer<typeof Address>;

/** A table that is there already: one that was restored, or that stayed when its stack was deleted. */
const ExistingTable = z.strictObject(
  {
    name: z
      .string('add the table’s name')
      .check(z.regex(/^[\w.-]{3,255}$/, 'write the name of a table of DynamoDB')),
    /** The label of its stream, which starts the mails. A restored table has no stream until it is given one. */
    stream: z
      .string('add the label of the table’s stream')
      .check(z.regex(/^[\w:.-]+$/, 'write the label as npm run restore prints it')),
  },
  'add the table’s name and stream, as npm run restore prints them',
);

/* https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
const tagged = (most: number) => new RegExp(`^[\\p{L}\\p{N} _.:/=+@-]{1,${most}}$`, 'u');
const wrongTag = 'use letters, digits, spaces and _ . : / = + - @';

const StageFile = z.strictObject(
  {
    /** Names the JSON schema by which editors check the file. */
    $schema: z.optional(z.string()),
    name: z
      .string('add the stage’s name')
      .check(z.regex(/^[a-z][a-z0-9-]{0,29}$/, 'use a–z, digits and hyphens, at most 30')),
    /** Whether the stage's needs are public records. Its stack and table are then protected from deletion. */
    production: z.boolean('write true or false'),
    region: z._default(z.enum(regions, 'write an AWS region such as "eu-north-1"'), 'eu-north-1'),
    mail: Mail,
    /** Where people reach the system, if not by the address that API Gateway gives. Links in mails lead there. */
    address: z.optional(Address),
    /** Where they did before: links in mails that went out then lead there. */
    formerAddresses: z._default(z.array(Address), []),
    /** In place of `address`, where something that is not of this stack answers there and passes requests on: scheme and host. */
    baseUrl: z.optional(
      z
        .string('write an address such as "https://vso.example.org"')
        .check(z.regex(/^https:\/\/[a-z0-9.-]+$/, 'write https:// and a host, without a slash at the end')),
    ),
    /** Other sites whose scripts may post the form: origins as browsers write them, scheme and host. */
    allowedOrigins: z._default(
      z.array(
        z
          .string('write an origin such as "https://www.example.org"')
          .check(
            z.regex(/^https?:\/\/[a-z0-9.-]+(:\d+)?$/, 'write scheme and host, without a slash at the end'),
          ),
      ),
      [],
    ),
    /** The table to use in place of one of the stack's own. Synthesis then makes none. */
    existingTable: z.optional(ExistingTable),
    /** An IAM policy that the account asks every role to be bounded by. */
    permissionsBoundary: z.optional(
      z
        .string('write the ARN of the policy')
        .check(
          z.regex(/^arn:[\w-]+:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/, 'write the ARN of a managed policy'),
        ),
    ),
    /** Tags of everything that the stage makes, beside those that name it; for who pays, for instance. */
    tags: z._default(
      z.record(z.string(), z.string('write the tag’s value').check(z.regex(tagged(256), wrongTag))).check(
        z.refine(
          (tags) => Object.keys(tags).every((name) => /^(?!aws:|vso:)/.test(name) && tagged(128).test(name)),
          {
            error: `${wrongTag}; names that begin with aws: or vso: are taken`,
          },
        ),
      ),
      {},
    ),
    logRetentionDays: z.literal(retentions, `choose one of ${retentions.join(', ')}`),
    /** How often the sweep runs. */
    sweepEveryMinutes: z
      .int('write a whole number of minutes')
      .check(z.minimum(1, 'write 1 or more'), z.maximum(60, 'write 60 or less')),
    /** Where alarms are mailed. Without it, they show in CloudWatch only. */
    alarmAddress: z.optional(z.email('write the address that alarms are mailed to')),
    /** In US dollars: a month in which the account costs more is told to `alarmAddress`, once the budget is made (`npm run doctor`). */
    monthlyBudget: z.optional(
      z.number('write a number of US dollars').check(z.positive('write a number above 0')),
    ),
    /** Whether AWS X-Ray traces functions. It costs by the trace. */
    tracing: z._default(z.boolean('write true or false'), false),
    /** The rate of all requests together above which the HTTP API answers 429. */
    throttling: z.strictObject(
      {
        requestsPerSecond: z.int('write a whole number').check(z.positive('write a number above 0')),
        burst: z.int('write a whole number').check(z.positive('write a number above 0')),
      },
      'add requestsPerSecond and burst',
    ),
    /** What a review of the site's accessibility has found. Without it, the statement says that there has been none. */
    accessibility: z.optional(Accessibility),
    /** How much one stranger can set going. What is left out is as in production. */
    limits: z.prefault(Limits, {}),
  },
  'is not a stage; write it as config/stages/test.json is written',
);

/** The format of a stage file. */
export const Stage = StageFile.check(
  z.refine(({ address, baseUrl }) => address === undefined || baseUrl === undefined, {
    path: ['baseUrl'],
    error: 'remove it, or address: links can lead to one of them only',
  }),
  z.superRefine(({ region, address, formerAddresses }, context) => {
    const addresses = [
      ...(address ? [[['address'], address] as const] : []),
      ...formerAddresses.map((one, index) => [['formerAddresses', index], one] as const),
    ];
    for (const [place, { certificate, host }] of addresses) {
      if (certificate !== undefined && certificate.split(':')[3] !== region)
        context.addIssue({
          code: 'custom',
          path: [...place, 'certificate'],
          message: `is of another region; name one of ${region}, where the API is`,
        });
      if (addresses.filter(([, other]) => other.host === host).length > 1)
        context.addIssue({
          code: 'custom',
          path: [...place, 'host'],
          message: 'is given twice; remove one of them',
        });
    }
  }),
);

/** What differs from one deployment to another. */
export type Stage = z.infer<typeof Stage>;

/** The tags by which everything of a stage is found, also when its stack is gone. */
export const stageTags = (name: string): Readonly<Record<string, string>> => ({
  'vso:system': 'vso-intake',
  'vso:stage': name,
});

/** Where links lead, as far as the file says: scheme and host. */
export const baseUrlOf = ({ address, baseUrl }: Stage): string | undefined =>
  baseUrl ?? (address && `https://${address.host}`);

/**
 * Reads the content of a stage file.
 * @param file the file's name, for the message
 * @throws Mistaken with the place and the correction of every mistake
 */
export function parseStage(file: string, json: unknown): Stage {
  const read = readContent(Stage, json);
  return 'value' in read ? read.value : refuse(file, read.mistakes);
}

/**
 * The stage of that name in `config/stages/`, with production's limits if they are to be strict.
 * @throws Mistaken when there is none, or when its file is wrong
 */
export function readStage(name: string, { strictLimits = false } = {}): Stage {
  const known = readdirSync(new URL(`../${folder}/`, import.meta.url))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));
  if (!known.includes(name)) {
    throw new Mistaken(
      `There is no stage "${name}": choose one of ${known.join(', ')} with -c stage=…, or add ${folder}/${name}.json.`,
    );
  }
  const file = `${folder}/${name}.json`;
  const stage = parseStage(file, readConfig(file));
  if (stage.name !== name) refuse(file, [`name: is "${stage.name}"; write "${name}", as the file is called`]);
  return strictLimits ? { ...stage, limits: Limits.parse({}) } : stage;
}
