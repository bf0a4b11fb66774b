/** The environment variables that the stack sets for functions. Both sides take the names from here. */
export interface Environment {
  /** Name of the one DynamoDB table. */
  readonly TABLE_NAME: string;
  /** Where links in mails and answers lead: scheme, host and no trailing slash. */
  readonly BASE_URL: string;
  /** The sender of every mail, as RFC 5322 writes it: `VSO <vso@example.org>`. */
  readonly MAIL_FROM: string;
  /** The same, of mails in English. */
  readonly MAIL_FROM_ENGLISH: string;
  /** The mailbox that answers to mails go to, or `noMailbox`. */
  readonly MAIL_REPLY_TO: string;
  /** The SES configuration set that every mail is sent through. */
  readonly MAIL_CONFIGURATION_SET: string;
  /** How much one stranger can set going: `Limits` as JSON. */
  readonly LIMITS: string;
  /** What a review of the site's accessibility has found, `Accessibility` as JSON, or `notReviewed`. */
  readonly ACCESSIBILITY: string;
  /** The hosts at which people are led on to `BASE_URL`, separated by spaces, or `noFormerHosts`. */
  readonly FORMER_HOSTS: string;
  /** The addresses of DynamoDB and SES in this region. */
  readonly AWS_ENDPOINT_URL_DYNAMODB: string;
  readonly AWS_ENDPOINT_URL_SES: string;
}

/** Says that nobody reads what is answered to mails. */
export const noMailbox = 'none';

/** Says that the system has been at no other address. */
export const noFormerHosts = 'none';

/** Says that nobody has reviewed the site's accessibility. */
export const notReviewed = 'none';

/** What a function can read: that, and what Lambda itself sets. */
interface Variables extends Environment {
  readonly AWS_REGION: string;
}

/**
 * Reads the named variables.
 * @throws when one is missing, naming it: a function must not start half configured
 */
export function environment<Name extends keyof Variables>(...names: Name[]): Pick<Variables, Name> {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`environment lacks ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Pick<Variables, Name>;
}
