import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Verdict } from '../../domain/need/decide.ts';
import type { Day } from '../../domain/time/time.ts';
import { recipientsOf } from '../../domain/organisation/recipients.ts';
import { markIn } from '../session/identity.ts';
import { entryOf } from './history.ts';
import type { NeedFile } from '../ports/need-file.ts';
import type { Appended, Needs } from '../ports/needs.ts';

/** Records what was decided on a need as it was read, with a notice for each person to be told; what is said in a meeting, while that is planned. */
export async function record(
  { organisation, store }: { organisation: Organisation; store: Needs },
  file: NeedFile,
  { event, need, email }: Extract<Verdict, { kind: 'happened' }>,
  { request, today }: { readonly request: string; readonly today: Day },
): Promise<Appended> {
  const recipients = recipientsOf(organisation, { before: file.need, event, after: need }, today);
  const entry = entryOf(event, file, { recipients, request, markOf: markIn(organisation) });
  const contact = email === undefined || !file.contact ? undefined : { ...file.contact, email };
  const meeting = event.action === 'advise' || event.action === 'hear' ? event.input.meeting : undefined;
  return store.append(need, entry, { contact, meeting });
}
