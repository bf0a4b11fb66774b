import type { NeedEvent } from '../need/event.ts';
import type { Need } from '../need/need.ts';
import { isUnderWay, ruleOf } from '../need/workflow.ts';
import type { Recipient } from '../notice/recipient.ts';
import { awaitedRecipients } from './assignment.ts';
import type { PersonId } from './ids.ts';
import { developersOf, headsOf } from './involvement.ts';
import type { Organisation } from './organisation.ts';
import { permissionsOf } from './permissions.ts';
import type { Day } from '../time/time.ts';

/** An event, and the need as it stood before and after it. Before its submission there is none. */
export interface Happening {
  readonly before?: Need | undefined;
  readonly event: NeedEvent;
  readonly after: Need;
}

/** Who is told of an event, each once, however many roles they hold (docs/design.md, "Who is told"). */
export function recipientsOf(
  organisation: Organisation,
  happening: Happening,
  today: Day,
): readonly Recipient[] {
  const { event, after } = happening;
  const told = new Set<Recipient>(after.held ? [] : otherRecipients(organisation, happening, today));
  const { by } = event;
  /* Nobody needs a mail about their own act; but a head has a decision in writing, and a receipt shows that the address is right. */
  const needsNone =
    by.kind === 'person' && !isPart(happening) && !asksActorAnew(organisation, happening, by.person, today);
  if (needsNone) told.delete(by.person);
  if (event.action === 'hold') return heldReceipt(organisation, after, today);
  const isOwn =
    (by.kind === 'submitter' && event.action !== 'submit' && event.action !== 'readdress') ||
    (by.kind === 'person' && by.person === after.submitterIsStaff);
  if (reachesSubmitter(event) && !isOwn && after.confirmation !== 'disowned') {
    told.add(submitterRecipient(told, after));
  }
  return [...told];
}

/* Submitters who are staff of the need and would have been told as such get a receipt instead: anybody may have given their address. */
const heldReceipt = (organisation: Organisation, need: Need, today: Day): readonly Recipient[] =>
  need.submitterIsStaff !== undefined && involvedIn(organisation, need, today).includes(need.submitterIsStaff)
    ? ['submitter']
    : [];

/** Whether one department has decided, and others have yet to. */
const isPart = ({ before, event, after }: Happening): boolean =>
  ruleOf(event.action).decides === true && before?.status === after.status;

/** Whether an event asks something of whoever did it that was not asked of them before. */
const asksActorAnew = (
  organisation: Organisation,
  { before, after }: Happening,
  person: PersonId,
  today: Day,
): boolean =>
  before?.status !== after.status &&
  permissionsOf(organisation, after, { kind: 'person', person }, today).isAsked;

/* One mail per person: when the submitter gave the address of a member of staff, that person gets the mail. */
const submitterRecipient = (told: ReadonlySet<Recipient>, { submitterIsStaff }: Need): Recipient =>
  submitterIsStaff !== undefined && told.has(submitterIsStaff) ? submitterIsStaff : 'submitter';

function reachesSubmitter(event: NeedEvent): boolean {
  if (event.action === 'comment') return event.input.audience === 'submitter';
  const rule = ruleOf(event.action);
  return rule.submitterHears === true && (!rule.decides || event.status === rule.to);
}

function otherRecipients(
  organisation: Organisation,
  { before, event, after }: Happening,
  today: Day,
): readonly Recipient[] {
  const isReleased = before?.held === true && after.held !== true;
  if (before?.status !== after.status || isReleased) {
    const { lead } = organisation.areas.find(({ id }) => id === after.coordination?.leadArea) ?? {};
    return [
      ...(before ? involvedIn(organisation, before, today) : []),
      ...involvedIn(organisation, after, today),
      /* The lead gives the group's advice, also when their own department is not involved (ADR 5). */
      ...(after.status === 'advising' && lead ? [lead] : []),
    ];
  }
  switch (event.action) {
    case 'confirm':
    case 'disown':
    case 'release':
    case 'readdress':
    case 'inquire':
    case 'reschedule':
    case 'follow':
    case 'hear':
    case 'register':
      return [];
    case 'evaluate':
      return event.input.solved === 'no' && after.coordination
        ? developersOf(organisation, [after.coordination.leadArea])
        : [];
    case 'comment':
      return [
        ...developersOf(organisation, after.areas),
        ...(isUnderWay(after.status) && after.coordination
          ? headsOf(organisation, [after.coordination.responsible], today)
          : []),
      ];
    case 'approve':
      return organisation.departments
        .filter(({ id }) => id === event.input.department)
        .map(({ head }) => head);
    case 'reroute': {
      const out = involvedIn(organisation, before, today);
      const into = involvedIn(organisation, after, today);
      /* A reroute takes back approvals, so their heads must decide again (ADR 4). */
      const undone = 'approvals' in before ? before.approvals.map(({ department }) => department) : [];
      const again = undone.filter((id) => after.departments.includes(id));
      return [
        ...into.filter((person) => !out.includes(person)),
        ...out.filter((person) => !into.includes(person)),
        ...headsOf(organisation, again, today),
        ...newlyResponsible(organisation, before, after, today),
      ];
    }
    case 'remind':
      return awaitedRecipients(organisation, after, today);
    case 'escalate':
      return [];
    default:
      return developersOf(organisation, after.areas);
  }
}

/** The developers of another lead area, and the head of another responsible department, whom a reroute has named. */
function newlyResponsible(
  organisation: Organisation,
  before: Need,
  { coordination }: Need,
  today: Day,
): readonly PersonId[] {
  if (!coordination || !before.coordination) return [];
  const { leadArea, responsible } = coordination;
  return [
    ...(leadArea === before.coordination.leadArea ? [] : developersOf(organisation, [leadArea])),
    ...(responsible === before.coordination.responsible ? [] : headsOf(organisation, [responsible], today)),
  ];
}

/** The developers of the involved areas, the heads of the involved departments, and their deputies on that day. */
const involvedIn = (organisation: Organisation, need: Need, today: Day): readonly PersonId[] => [
  ...developersOf(organisation, need.areas),
  ...headsOf(organisation, need.departments, today),
];
