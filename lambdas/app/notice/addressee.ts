import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import type { NeedFile } from '../ports/need-file.ts';

/** Who a recipient is; nobody once they have left the organisation or been forgotten. */
export const addresseeOf = (
  organisation: Organisation,
  { need, contact }: NeedFile,
  recipient: Recipient,
): Pick<Person, 'name' | 'email' | 'language'> | undefined =>
  recipient === 'submitter'
    ? contact && { ...contact, language: need.language }
    : personIn(organisation, recipient);

/**
 * As what an address is suppressed where its owner complained of a mail that they got as a submitter. Anybody may have given their
 * address, so what they get as staff goes on.
 */
export const asSubmitter = (email: string): string => `submitter:${email}`;

/** As what an address may be suppressed for a recipient. */
export const suppressedAs = (recipient: Recipient, email: string): readonly string[] =>
  recipient === 'submitter' ? [email, asSubmitter(email)] : [email];
