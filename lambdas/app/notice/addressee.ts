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
