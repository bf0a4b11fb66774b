import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import { fieldsOf } from '../../domain/need/fields.ts';
import type { Field } from '../../domain/need/fields.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import type { Permissions, Role } from '../../domain/organisation/permissions.ts';
import { isVisible, visibilityOf } from '../../domain/organisation/visibility.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { ActionName } from '../../domain/need/workflow.ts';
import { actorOf } from './links.ts';
import type { NeedFile } from '../ports/need-file.ts';

/** A need as one person may see it, and what that person may do with it now. */
export interface View {
  readonly file: NeedFile;
  readonly you: {
    readonly holder: Recipient;
    readonly name: string | undefined;
    readonly roles: readonly Role[];
  };
  readonly permissions: Permissions;
  readonly actions: readonly { readonly name: ActionName; readonly fields: readonly Field[] }[];
  readonly history: readonly NeedEvent[];
}

export function viewFor(organisation: Organisation, file: NeedFile, holder: Recipient, now: Instant): View {
  const today = dayOf(now);
  const { need } = file;
  const permissions = permissionsOf(organisation, need, actorOf(holder), today);
  const sight = holder === 'submitter' ? 'all' : visibilityOf(organisation, need, holder, today);
  const name = holder === 'submitter' ? file.contact?.name : personIn(organisation, holder)?.name;
  return {
    file,
    you: { holder, name, roles: permissions.roles },
    permissions,
    actions: permissions.open.map((action) => ({
      name: action,
      fields: fieldsOf(permissions, action),
    })),
    history: file.history
      .map(({ event }) => event)
      .filter((event) => (holder === 'submitter' ? concernsSubmitter(event) : isVisible(sight, event))),
  };
}

/**
 * What staff say among themselves, are reminded of, and one department's part of a decision still open, is not the submitter's
 * to read.
 */
function concernsSubmitter(event: NeedEvent): boolean {
  if (event.action === 'comment')
    return event.by.kind === 'submitter' || event.input.audience === 'submitter';
  if (event.action === 'escalate') return false;
  if (event.action === 'remind') return event.status === 'awaiting-submitter';
  return !(event.action === 'approve' && event.status === 'deciding');
}
