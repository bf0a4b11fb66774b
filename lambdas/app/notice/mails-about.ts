import type { Letter } from '../../domain/notice/letter.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { NeedStore } from '../ports/store.ts';
import { allEntries } from '../need/history.ts';
import { addressesOf } from '../session/identity.ts';

/** A mail about a need: of one event, or a letter about many needs that names this one. */
export interface MailAbout {
  /** When it was owed. */
  readonly at: Instant;
  readonly about: string;
  readonly to: Recipient;
  readonly state: Notice['state'];
  /** When it was settled, where it has been, and why. */
  readonly settledAt?: Instant;
  readonly reason?: string;
}

/** Every mail about a need, to whom and what became of it, in the order in which they were owed. */
export async function mailsAbout(
  { organisation, store }: { readonly organisation: Organisation; readonly store: NeedStore },
  file: NeedFile,
): Promise<readonly MailAbout[]> {
  const entries = await allEntries(store, file);
  const ofEvents = entries.flatMap(({ event, notices }) =>
    notices.map((notice) => ({
      ...outcomeOf(notice),
      ...{ at: event.at, about: `${event.version} ${event.action}`, to: notice.to },
    })),
  );
  const addresses = organisation.people.flatMap(addressesOf);
  const letters = (await Promise.all(addresses.map((address) => store.lettersTo(address)))).flat();
  const ofLetters = letters
    .filter((letter) => names(letter, file))
    .map((letter) => ({
      ...outcomeOf(letter.notice),
      ...{ at: letter.at, about: `letter ${letter.kind}`, to: letter.to },
    }));
  return [...ofEvents, ...ofLetters].sort((one, other) => one.at.localeCompare(other.at));
}

const names = (letter: Letter, { need: { reference } }: NeedFile): boolean => {
  if (letter.kind === 'figures' || letter.kind === 'meeting') return false;
  const named = letter.kind === 'digest' ? letter.events : letter.needs;
  return named.some((one) => one.reference === reference);
};

const outcomeOf = (notice: Notice<unknown>): Pick<MailAbout, 'state' | 'settledAt' | 'reason'> => ({
  state: notice.state,
  ...('settledAt' in notice && { settledAt: notice.settledAt }),
  ...('reason' in notice && { reason: notice.reason }),
});
