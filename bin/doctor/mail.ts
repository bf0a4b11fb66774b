import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  paginateListSuppressedDestinations,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import type { GetEmailIdentityResponse } from '@aws-sdk/client-sesv2';
import type { Organisation } from '../../lambdas/domain/organisation/organisation-file.ts';
import { dkimRecord, dmarcRecord, identityOf, mailFromOf, mailFromRecords } from '../../lib/mail-records.ts';
import type { Stage } from '../../lib/stage.ts';
import { isMissing } from './aws.ts';
import type { AwsSettings } from './aws.ts';
import { missingFrom } from './dns.ts';
import type { Dns } from './dns.ts';
import { findOut, fix, ok, unknown } from './finding.ts';
import type { Finding } from './finding.ts';

/* A busy day: ten mails to each member of staff, and receipts to as many submitters. */
const mailsADay = ({ people }: Organisation): number => 20 * people.length;

const sesv2 = (command: string, { region }: AwsSettings): string => `aws sesv2 ${command} --region ${region}`;

/** The account at SES: whether it may send, to whom and how much. */
export const aboutSending = (
  settings: AwsSettings,
  stage: Stage,
  organisation: Organisation,
): Promise<readonly Finding[]> =>
  findOut('SES account', async () => {
    const account = await new SESv2Client(settings).send(new GetAccountCommand());
    const { SendingEnabled, EnforcementStatus, ProductionAccessEnabled, SendQuota } = account;
    const quota = SendQuota?.Max24HourSend ?? 0;
    const needed = mailsADay(organisation);
    /* -1 is no limit. */
    const isEnough = quota === -1 || quota >= needed;
    const site = stage.address?.host ?? stage.mail.domain;
    return [
      SendingEnabled === true && EnforcementStatus !== 'SHUTDOWN'
        ? ok('SES account', `sends, and its standing is ${EnforcementStatus}`)
        : fix('SES account', `sends nothing to anybody; its standing is ${EnforcementStatus}`, {
            run: [sesv2('put-account-sending-attributes --sending-enabled', settings)],
            todo: [
              'where its standing is SHUTDOWN: answer the case that AWS has opened in the Support Center',
            ],
          }),
      ProductionAccessEnabled === true
        ? ok('SES sandbox', 'the account is out of it')
        : stage.production
          ? fix('SES sandbox', 'the account is in it: mail goes to verified addresses only', {
              run: [
                sesv2(
                  `put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://${site} --use-case-description "Notices to staff of a university, and receipts to those who submitted a need"`,
                  settings,
                ),
              ],
            })
          : ok(
              'SES sandbox',
              'the account is in it: mail goes to verified addresses only, which does for a trial',
            ),
      isEnough
        ? ok(
            'SES quota',
            `${quota === -1 ? 'any number of' : quota} mails a day; a busy day of ${organisation.people.length} people needs ${needed}`,
          )
        : fix(
            'SES quota',
            `${quota} mails a day; a busy day of ${organisation.people.length} people needs ${needed}`,
            {
              todo: [
                ProductionAccessEnabled === true
                  ? `ask for ${needed} or more under Service Quotas, Amazon Simple Email Service, Sending quota`
                  : 'take the account out of the sandbox, which raises the quota',
              ],
            },
          ),
    ].filter(({ about, state }) => about !== 'SES quota' || state === 'ok' || stage.production);
  });

/** The identity that mails are sent by, and what is published of it. */
export async function aboutIdentity(
  settings: AwsSettings,
  stage: Stage,
  dns: Dns,
  isDeployed: boolean,
): Promise<readonly Finding[]> {
  const name = identityOf(stage);
  let identity: GetEmailIdentityResponse | undefined;
  const existence = await findOut('SES identity', async () => {
    try {
      identity = await new SESv2Client(settings).send(new GetEmailIdentityCommand({ EmailIdentity: name }));
    } catch (fault) {
      if (!isMissing(fault)) throw fault;
    }
    return identityFinding(identity, name, { settings, stage, isDeployed });
  });
  if (!identity) return existence;
  const { DkimAttributes, MailFromAttributes } = identity;
  const { Tokens = [], SigningHostedZone, SigningAttributesOrigin } = DkimAttributes ?? {};
  /* A key of one's own (EXTERNAL) has a selector instead, and its record is the owner's. */
  const dkim =
    SigningAttributesOrigin === 'EXTERNAL'
      ? []
      : Tokens.map((token) => dkimRecord(name, token, SigningHostedZone));
  const mailFrom = MailFromAttributes?.MailFromDomain;
  return [
    ...existence,
    ...(await findOut('DKIM', async () => {
      const publish = await missingFrom(dns, dkim);
      const status = DkimAttributes?.Status ?? 'NOT_STARTED';
      if (status === 'SUCCESS' && publish.length === 0) return ok('DKIM', `proves mail of ${name}`);
      return publish.length > 0
        ? fix('DKIM', `${publish.length} of ${dkim.length} records are not published: SES may not send`, {
            publish,
          })
        : fix('DKIM', `all records are published; SES has not seen them yet (${status})`, {
            todo: ['wait: SES looks for 72 hours'],
          });
    })),
    ...(mailFrom === undefined
      ? [
          fix('MAIL FROM', 'mails come back by SES’s own domain, so SPF does not prove them', {
            run: [
              sesv2(
                `put-email-identity-mail-from-attributes --email-identity ${name} --mail-from-domain ${mailFromOf(stage)}`,
                settings,
              ),
            ],
          }),
        ]
      : await aboutMailFrom(mailFrom, settings, dns)),
  ];
}

function identityFinding(
  identity: GetEmailIdentityResponse | undefined,
  name: string,
  {
    settings,
    stage,
    isDeployed,
  }: { readonly settings: AwsSettings; readonly stage: Stage; readonly isDeployed: boolean },
): Finding {
  const about = 'SES identity';
  const isExisting = stage.mail.existingIdentity !== undefined;
  if (!identity)
    return isExisting
      ? fix(about, `the account has no ${name}, which mail.existingIdentity names`, {
          run: [sesv2(`create-email-identity --email-identity ${name}`, settings)],
        })
      : isDeployed
        ? fix(about, `${name} has been deleted: SES refuses all mail`, {
            run: [sesv2(`create-email-identity --email-identity ${name}`, settings)],
            todo: [
              `add "existingIdentity": "${name}" to mail in config/stages/${stage.name}.json, and deploy`,
            ],
          })
        : unknown(about, `the deployment makes ${name}`);
  if (!isExisting && !isDeployed)
    return fix(about, `the account has ${name} already, so the deployment would fail`, {
      todo: [`add "existingIdentity": "${name}" to mail in config/stages/${stage.name}.json`],
    });
  return identity.VerifiedForSendingStatus === true
    ? ok(about, `${name} is verified`)
    : fix(about, `${name} is not verified: SES refuses all mail`, { todo: ['publish the records of DKIM'] });
}

const aboutMailFrom = (mailFrom: string, { region }: AwsSettings, dns: Dns): Promise<readonly Finding[]> =>
  findOut('MAIL FROM', async () => {
    const { MailFromMx, MailFromSpf } = mailFromRecords(mailFrom, region);
    const found = async (about: string, record: typeof MailFromMx, good: string, bad: string) => {
      const publish = await missingFrom(dns, [record]);
      return publish.length === 0 ? ok(about, good) : fix(about, bad, { publish });
    };
    const spf = await dns.values('TXT', mailFrom);
    const isSpf = spf.some((one) => one.startsWith('v=spf1') && one.includes('include:amazonses.com'));
    return [
      await found(
        'MAIL FROM',
        MailFromMx,
        `mails come back to ${mailFrom}`,
        'mails come back by SES’s own domain until this is published',
      ),
      isSpf
        ? ok('SPF', `names SES for ${mailFrom}`)
        : fix('SPF', `does not name SES for ${mailFrom}`, { publish: [MailFromSpf] }),
    ];
  });

/** What other mail servers are told to do with mail that is not proved. A domain above counts too (RFC 7489, 6.6.3). */
export const aboutDmarc = ({ mail: { domain } }: Stage, dns: Dns): Promise<readonly Finding[]> =>
  findOut('DMARC', async () => {
    const labels = domain.split('.');
    for (let first = 0; first < labels.length - 1; first += 1) {
      const name = labels.slice(first).join('.');
      const policy = (await dns.values('TXT', `_dmarc.${name}`)).find((one) => /^v=DMARC1\b/.test(one));
      if (policy !== undefined) return ok('DMARC', `${name} says ${policy}`);
    }
    return fix(
      'DMARC',
      'neither the domain nor one above it says what is done with mail that is not from it',
      {
        publish: [dmarcRecord(domain)],
      },
    );
  });

/** Members of staff to whom SES sends nothing, since a mail came back. */
export const aboutSuppressed = (
  settings: AwsSettings,
  { people }: Organisation,
): Promise<readonly Finding[]> =>
  findOut('Suppressed addresses', async () => {
    const about = 'Suppressed addresses';
    const byAddress = new Map(people.map(({ id, email }) => [email.toLowerCase(), id]));
    const found: { readonly id: string; readonly address: string; readonly reason: string }[] = [];
    const pages = paginateListSuppressedDestinations({ client: new SESv2Client(settings) }, {});
    for await (const { SuppressedDestinationSummaries = [] } of pages)
      for (const { EmailAddress: address = '', Reason: reason = '' } of SuppressedDestinationSummaries) {
        const id = byAddress.get(address.toLowerCase());
        if (id !== undefined) found.push({ id, address, reason });
      }
    if (found.length === 0) return ok(about, 'none is of staff');
    return fix(
      about,
      `SES sends nothing to ${found.map(({ id, reason }) => `${id} (${reason})`).join(', ')}`,
      {
        todo: ['correct the address in config/organisation.json, or where it is right:'],
        run: found.map(({ address }) =>
          sesv2(`delete-suppressed-destination --email-address ${address}`, settings),
        ),
      },
    );
  });
