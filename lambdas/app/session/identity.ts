import type { AddressHash } from '../../domain/email-address.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { personIn, staffAddresses } from '../../domain/organisation/organisation.ts';
import type { Organisation, Person } from '../../domain/organisation/organisation.ts';
import { rolesOf } from '../../domain/organisation/permissions.ts';
import type { Day } from '../../domain/time/time.ts';
import { addressHashOf } from '../hash.ts';
import type { NeedFile } from '../ports/need-file.ts';

/** Finds who in the organisation has an address now, or had it before. */
export type StaffAt = (address: AddressHash) => Person | undefined;

export function staffByAddress(organisation: Organisation): StaffAt {
  let byAddress: ReadonlyMap<AddressHash, Person> | undefined;
  return (address) => {
    byAddress ??= new Map(
      staffAddresses(organisation).map(([email, person]) => [addressHashOf(email), person]),
    );
    return byAddress.get(address);
  };
}

/** Whether an address is that of a recipient. */
export const isAddressOf = (
  staffAt: StaffAt,
  address: AddressHash,
  recipient: Recipient,
  { contact }: Pick<NeedFile, 'contact'>,
): boolean =>
  recipient === 'submitter'
    ? contact !== undefined && addressHashOf(contact.email) === address
    : staffAt(address)?.id === recipient;

/**
 * In which role the owner of an address may open a need: as staff who have a part in it or have been mailed about it, or as its submitter.
 * Nothing where it is not for them. Somebody who was a deputy and nothing else has seen what was theirs to see.
 */
export function recipientAt(
  { organisation, staffAt }: { readonly organisation: Organisation; readonly staffAt: StaffAt },
  address: AddressHash,
  file: NeedFile,
  today: Day,
): Recipient | undefined {
  const { need, history } = file;
  const person = staffAt(address);
  if (person) {
    const roles = rolesOf(organisation, need, { kind: 'person', person: person.id }, today);
    if (roles.length > 0) return person.id;
    const wasTold = history.some(({ links }) =>
      links.some(
        (link) =>
          link.holder === person.id &&
          'address' in link &&
          !link.asDeputy &&
          addressesOf(person).includes(link.address),
      ),
    );
    if (wasTold) return person.id;
  }
  return isAddressOf(staffAt, address, 'submitter', file) ? 'submitter' : undefined;
}

/** The hashes of a person's addresses: the present one first, then the former ones. */
export const addressesOf = ({ email, formerEmails }: Person): readonly AddressHash[] =>
  [email, ...formerEmails].map(addressHashOf);

/* The beginning of the hash of an address: enough to see that it has changed, and little enough for each notice to keep. */
const markOf = (email: string): string => addressHashOf(email).slice(0, 4);

/** What a notice keeps of the address of a member of staff. */
export const markIn =
  (organisation: Organisation) =>
  (to: Recipient): string | undefined => {
    const person = to === 'submitter' ? undefined : personIn(organisation, to);
    return person && markOf(person.email);
  };

/** Whether what was for somebody is for whoever has their id now. */
export const isStillFor = (mark: string | undefined, { email, formerEmails }: Person): boolean =>
  mark === undefined || [email, ...formerEmails].some((one) => markOf(one) === mark);
