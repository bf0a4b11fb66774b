import type { MeetingCard } from '../../domain/meeting/card.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { NeedEvent } from '../../domain/need/event.ts';
import type { Need } from '../../domain/need/need.ts';
import { evolve } from '../../domain/need/evolve.ts';
import { fieldsOf } from '../../domain/need/fields.ts';
import type { Field } from '../../domain/need/fields.ts';
import { submit } from '../../domain/need/submit.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import { permissionsOf, proofFor, rolesOf } from '../../domain/organisation/permissions.ts';
import type { Permissions, Role } from '../../domain/organisation/permissions.ts';
import type { Load } from '../../domain/overview/board.ts';
import { concernsSubmitter, isVisible, visibilityOf } from '../../domain/organisation/visibility.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { ActionName } from '../../domain/need/workflow.ts';
import { actorIn } from './access.ts';
import type { FoundNeed } from './access.ts';
import type { Entry, NeedFile } from '../ports/need-file.ts';

/** A need as one person may see it, and what that person may do with it now. */
export interface View {
  readonly file: NeedFile;
  readonly you: {
    readonly holder: Recipient;
    readonly name: string | undefined;
    readonly roles: readonly Role[];
    readonly hasSession: boolean;
    /** Whether somebody else's session asks, who may see the need in their own name. */
    readonly isAnothers: boolean;
  };
  readonly permissions: Permissions;
  readonly actions: readonly {
    readonly name: ActionName;
    readonly fields: readonly Field[];
    readonly proof: 'link' | 'session';
  }[];
  /** All events that are read of the need, as far as this person may see them. */
  readonly history: readonly NeedEvent[];
  readonly page: Page;
  /** The planned meetings that have it on their agenda, where they were read. */
  readonly meetings: readonly MeetingCard[];
  /** How much each department has under way for which the reader has yet to decide, where it was read. */
  readonly loads: readonly Load[];
}

/** The part of a history that a page shows. */
interface Page {
  readonly entries: readonly Entry[];
  /** Before this version there are others. */
  readonly before?: number;
  readonly isLatest: boolean;
}

/** So many events a page shows. */
export const eventsOnPage = 30;

/** @param older the events to be shown instead of the latest */
export function viewFor(
  organisation: Organisation,
  found: FoundNeed,
  now: Instant,
  older?: readonly Entry[],
): View {
  const { file: stored, holder, hasSession, isAnothers = false, beside } = found;
  const today = dayOf(now);
  const visibility = holder === 'submitter' ? 'all' : visibilityOf(organisation, stored.need, holder, today);
  const lastTold = stored.history.findLast(({ notices }) => notices.some(({ to }) => to === holder));
  const told = lastTold?.event.version ?? 0;
  const asSubmitter = holder === 'submitter' || isRepresentative(organisation, stored.need, holder, today);
  const file = asSubmitter
    ? fileFor(holder, stored)
    : visibility === 'until-told'
      ? fileUntil(organisation, stored, told)
      : stored;
  const { need } = file;
  const permissions = permissionsOf(organisation, need, actorIn(found), today);
  const seen = (entries: readonly Entry[]): readonly Entry[] =>
    asSubmitter
      ? entries
          .filter(({ event }) => concernsSubmitter(event))
          .map((entry) => ({ ...entry, event: tellingNoOthers(entry.event) }))
      : entries.filter(({ event }) => isVisible(visibility, event, told));
  const name = holder === 'submitter' ? file.contact?.name : personIn(organisation, holder)?.name;
  return {
    file,
    you: { holder, name, roles: permissions.roles, hasSession, isAnothers },
    permissions,
    actions: permissions.actions.map((action) => ({
      name: action,
      fields: fieldsOf(permissions, action, beside?.goingOn).filter(isOffered),
      proof: proofFor(permissions, action),
    })),
    history: seen(file.history).map(({ event }) => event),
    loads: beside?.loads ?? [],
    meetings: beside?.meetings ?? [],
    page: { ...pageOf(older ?? file.history, seen(older ?? file.history)), isLatest: older === undefined },
  };
}

/** Whether somebody reads a need for the school that it came from, and in no other role. */
function isRepresentative(organisation: Organisation, need: Need, person: PersonId, today: Day): boolean {
  const roles = rolesOf(organisation, need, { kind: 'person', person }, today);
  return roles.length > 0 && roles.every(({ kind }) => kind === 'representative');
}

/** A need as its submitter reads it; whoever speaks for their school does not see who that is. */
function fileFor(holder: Recipient, file: NeedFile): NeedFile {
  const { contact: _theirs, ...rest } = file;
  return { ...(holder === 'submitter' ? file : rest), need: withoutOthers(file.need) };
}

/** Whether there is something to fill in or to choose. The meeting in which advice is given is named by the meeting itself. */
const isOffered = (field: Field): boolean =>
  'options' in field ? field.options.length > 0 : field.kind !== 'text' || field.isMeeting !== true;

/** A need without what may wait instead of it: other needs are not its submitter's to see. */
function withoutOthers(need: Need): Need {
  if (!('route' in need) || need.route.kind !== 'advised') return need;
  const { insteadOf: _others, ...route } = need.route;
  return { ...need, route };
}

/** An event without these. */
const tellingNoOthers = (event: NeedEvent): NeedEvent =>
  event.action === 'advise' ? { ...event, input: { ...event.input, insteadOf: [] } } : event;

/** The latest of what is seen. There are others before it where it is cut short, or where what was read is. */
function pageOf([first]: readonly Entry[], seen: readonly Entry[]): Omit<Page, 'isLatest'> {
  const entries = seen.slice(-eventsOnPage);
  const before = (seen.length > entries.length ? entries[0] : first)?.event.version;
  return { entries, ...(before !== undefined && before > 1 && { before }) };
}

/** A need as it stood after an event, for somebody who was told of nothing later. */
function fileUntil(organisation: Organisation, file: NeedFile, version: number): NeedFile {
  const history = file.history.filter(({ event }) => event.version <= version);
  const [first, ...rest] = history.map(({ event }) => event);
  if (!first) return { ...file, history };
  const { reference, submitterIsStaff } = file.need;
  const opening = { reference, submission: file.submission, ...(submitterIsStaff && { submitterIsStaff }) };
  const { need } = submit(organisation, opening, first.at);
  return { ...file, need: rest.reduce(evolve, { ...need, ...first.involved }), history };
}
