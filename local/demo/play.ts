import { entryOf } from '../../lambdas/app/need/history.ts';
import { hashOf } from '../../lambdas/app/hash.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { NewNeed } from '../../lambdas/app/ports/submissions.ts';
import { markIn } from '../../lambdas/app/session/identity.ts';
import { decide } from '../../lambdas/domain/need/decide.ts';
import type { Actor, NeedEvent } from '../../lambdas/domain/need/event.ts';
import { fieldsOf, parseInput } from '../../lambdas/domain/need/fields.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import { nextStep } from '../../lambdas/domain/need/next-step.ts';
import { referenceFrom } from '../../lambdas/domain/need/reference.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { Contact, Submission } from '../../lambdas/domain/need/submission.ts';
import { submit } from '../../lambdas/domain/need/submit.ts';
import type { Action, ActionName, GoingOn, SystemStep } from '../../lambdas/domain/need/workflow.ts';
import { answered, claim } from '../../lambdas/domain/notice/notice.ts';
import type { Notice } from '../../lambdas/domain/notice/notice.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { coordinatorsOf } from '../../lambdas/domain/organisation/organisation.ts';
import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import type { Day, Instant } from '../../lambdas/domain/time/time.ts';
import { bytesOf, momentOn, nextTermStart, workingDayFrom } from './days.ts';
import type { Step, Story, Who } from './story.ts';

/** A need as it came in, and as each event after that left it. */
export interface Played {
  readonly opening: NewNeed;
  readonly after: readonly Pick<NewNeed, 'need' | 'entry'>[];
}

interface Stage {
  readonly organisation: Organisation;
  readonly now: Instant;
  /** The demo's needs and work, as advice names them. */
  readonly goingOn: readonly GoingOn[];
}

/**
 * Plays a need by the workflow until now, as people and the system do, with each mail as it was when it had been sent.
 * @throws when somebody may not do what they are to do
 */
export function play(stage: Stage, story: Story): Played {
  const { organisation, now } = stage;
  const opening = open(stage, story);
  const played: Pick<NewNeed, 'need' | 'entry'>[] = [opening];
  const fileNow = (): NeedFile => ({
    need: (played.at(-1) ?? opening).need,
    submission: opening.submission,
    history: played.map(({ entry }) => entry),
  });
  const happen = (actor: Actor, action: Action | SystemStep, at: Instant) => {
    const file = fileNow();
    const permissions = permissionsOf(organisation, file.need, actor, dayOf(at));
    const verdict = decide(permissions, action, file.need.version, at);
    if (verdict.kind !== 'happened') throw unplayable(story, action.name, verdict);
    const { event, need } = verdict;
    played.push({ need, entry: sentEntry(organisation, event, { ...file, need }, file.need) });
  };
  const takeStepsUntil = (until: Instant) => {
    for (let { need } = fileNow(); need.nextStepAt && need.nextStepAt <= until; { need } = fileNow()) {
      const step = nextStep(organisation, need);
      if (!step) throw unplayable(story, 'nothing', need.status);
      happen({ kind: 'system' }, step, need.nextStepAt);
    }
  };

  const confirm: Step = [story.came, 'confirm', {}, 'submitter'];
  for (const step of story.isUnconfirmed || story.isHeld ? story.steps : [confirm, ...story.steps]) {
    const [day, name, , who = usually[name] ?? 'developer'] = step;
    const before = fileNow();
    const last = before.history.at(-1)?.event.at;
    const at = momentOn(
      workingDayFrom(organisation, dayOf(now), day),
      `${story.title}\n${played.length}`,
      last,
    );
    takeStepsUntil(at);
    const { need } = fileNow();
    const actor = actorOf(organisation, need, who, step);
    happen(actor, actionOf(stage, story, need, { actor, name, filledIn: step[2] ?? {}, at }), at);
  }
  takeStepsUntil(now);
  const [, ...after] = played;
  return { opening, after };
}

/** The need as it comes in. */
function open({ organisation, now }: Omit<Stage, 'goingOn'>, story: Story): NewNeed {
  const { by, came, steps: _steps, deadline, isHeld, isUnconfirmed: _unconfirmed, ...words } = story;
  const dayFrom = (count: number) => workingDayFrom(organisation, dayOf(now), count);
  const submission = Submission.parse({
    ...words,
    ...(deadline === 'term-start'
      ? { deadlineDate: nextTermStart(dayOf(now)), deadlineKind: deadline }
      : deadline && { deadlineDate: dayFrom(deadline[0]), deadlineKind: deadline[1] }),
  });
  const day = dayFrom(came);
  const reference = referenceOn(day, story);
  const given = { reference, submission, ...(isHeld && { held: isHeld }) };
  const { need, event } = submit(organisation, given, momentOn(day, story.title, undefined));
  const contact = Contact.parse({ name: by, email: addressFor(by) });
  return {
    ...{ need, submission, contact },
    entry: sentEntry(organisation, event, { need, submission, history: [] }),
    submissionKey: { digest: hashOf(JSON.stringify([submission, contact])) },
  };
}

/** The reference of a need that came in on a day. */
export const referenceOn = (day: Day, { title }: Story): Reference => referenceFrom(day, bytesOf(title));

/** `Åsa Berg-Lööf` has the address `asa.berg-loof@example.org`. */
const addressFor = (name: string): string =>
  `${name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll(' ', '.')}@example.org`;

/** An event at the end of a need's history, of which everybody has been told. */
function sentEntry(
  organisation: Organisation,
  event: NeedEvent,
  file: Pick<NeedFile, 'need' | 'submission' | 'history'>,
  before?: Need,
) {
  const told = recipientsOf(organisation, { before, event, after: file.need }, dayOf(event.at));
  const request = hashOf(`demo ${event.reference} ${event.version}`);
  const entry = entryOf(event, file, { recipients: told, request, markOf: markIn(organisation) });
  return { ...entry, notices: entry.notices.map((notice) => sent(notice, event)) };
}

function sent(notice: Notice, { reference, version, at }: NeedEvent): Notice {
  if (notice.state !== 'pending') return notice;
  const messageId = `demo-${reference}-${version}-${notice.to}`;
  return answered(claim(notice, at), { kind: 'sent', messageId }, at, 0);
}

const usually: Partial<Record<ActionName, Who>> = {
  ...{ answer: 'submitter', confirm: 'submitter', evaluate: 'submitter', withdraw: 'submitter' },
  ...{ approve: 'responsible', defer: 'responsible', decline: 'responsible' },
};

function actorOf(organisation: Organisation, need: Need, who: Who, [, , filledIn = {}]: Step): Actor {
  if (who === 'submitter') return { kind: 'submitter', readsMail: true };
  return { kind: 'person', person: personFor() };

  function personFor(): PersonId {
    const { areas, departments, modelManager } = organisation;
    const leadArea = filledIn['leadArea'] ?? need.coordination?.leadArea ?? need.areas[0];
    const area = areas.find(({ id }) => id === leadArea);
    if (who === 'model-manager' || !area) return modelManager;
    if (who === 'area-lead') return area.lead;
    if (who === 'developer') {
      /* An area's developers share its needs. */
      const [byte = 0] = bytesOf(need.title);
      const developers = coordinatorsOf(area);
      return developers[byte % developers.length] ?? area.lead;
    }
    const department = who === 'responsible' ? need.coordination?.responsible : who;
    return departments.find(({ id }) => id === department)?.head ?? modelManager;
  }
}

/** An action as a form would send it. */
function actionOf(
  { organisation, now, goingOn }: Stage,
  story: Story,
  need: Need,
  { actor, name, filledIn, at }: { actor: Actor; name: ActionName; filledIn: Step[2] & object; at: Instant },
): Action {
  const permissions = permissionsOf(organisation, need, actor, dayOf(at));
  const { insteadOf = [], ...rest } = filledIn;
  const written = Object.entries(rest).map(([field, value]) => [
    field,
    typeof value === 'number' ? workingDayFrom(organisation, dayOf(now), value) : value,
  ]);
  /* What is not there is named by its title, and refused. */
  const referenceOf = (title: string) => goingOn.find((one) => one.title === title)?.reference ?? title;
  const parsed = parseInput(name, fieldsOf(permissions, name, goingOn), {
    ...(Object.fromEntries(written) as Readonly<Record<string, unknown>>),
    insteadOf: insteadOf.map(referenceOf),
  });
  if ('mistakes' in parsed) throw unplayable(story, name, parsed.mistakes);
  return parsed.action;
}

const unplayable = ({ title }: Story, action: string, why: unknown) =>
  new Error(`${title}: ${action} does not happen: ${JSON.stringify(why)}`);
