import type { Stage } from './stage.ts';

/** A record in DNS, as it is to be published. */
export interface DnsRecord {
  readonly type: 'CNAME' | 'MX' | 'TXT';
  readonly name: string;
  readonly value: string;
}

/** SES's MAIL FROM domain of a stage, to which mails come back. */
export const mailFromOf = ({ mail }: Pick<Stage, 'mail'>): string =>
  mail.mailFromDomain ?? `bounce.${mail.domain}`;

/** The identity at SES by which a stage sends. */
export const identityOf = ({ mail }: Pick<Stage, 'mail'>): string => mail.existingIdentity ?? mail.domain;

/** By which other mail servers know that SES may send for the domain MAIL FROM (SPF), and where mails come back to. */
export const mailFromRecords = (
  mailFrom: string,
  region: string,
): Readonly<Record<'MailFromMx' | 'MailFromSpf', DnsRecord>> => ({
  MailFromMx: { type: 'MX', name: mailFrom, value: `10 feedback-smtp.${region}.amazonses.com` },
  MailFromSpf: { type: 'TXT', name: mailFrom, value: 'v=spf1 include:amazonses.com ~all' },
});

/** By which other mail servers know what to do with mail that names the domain and that neither DKIM nor SPF proves. */
export const dmarcRecord = (domain: string): DnsRecord => ({
  type: 'TXT',
  name: `_dmarc.${domain}`,
  value: 'v=DMARC1; p=quarantine',
});

/**
 * One of the three by which SES proves that it may sign for a domain.
 * @param zone where SES publishes its keys, which is another in some regions
 */
export const dkimRecord = (domain: string, token: string, zone = 'dkim.amazonses.com'): DnsRecord => ({
  type: 'CNAME',
  name: `${token}._domainkey.${domain}`,
  value: `${token}.${zone}`,
});

/** As people and zone files write it. */
export const written = ({ type, name, value }: DnsRecord): string =>
  `${name} ${type} ${type === 'TXT' ? JSON.stringify(value) : value}`;
