import * as z from 'zod/mini';
import { decide } from '../../domain/need/decide.ts';
import type { Verdict } from '../../domain/need/decide.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import type { FieldMistake } from '../../domain/need/fields.ts';
import { Version } from '../../domain/need/version.ts';
import { fieldsOf, isBlank, mistakeOf, parseInput } from '../../domain/need/fields.ts';
import { Reference } from '../../domain/need/reference.ts';
import type { Limits } from '../../domain/limits.ts';
import type { Need, Status } from '../../domain/need/need.ts';
import type { ActionName } from '../../domain/need/workflow.ts';
import { actionNames } from '../../domain/need/workflow.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionFor, permissionsOf, proofFor, rolesOf } from '../../domain/organisation/permissions.ts';
import type { Session } from '../../domain/session/session.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Day, Instant } from '../../domain/time/time.ts';
import { hashOf } from '../hash.ts';
import type { Cards } from '../ports/cards.ts';
import type { Clock } from '../ports/clock.ts';
import type { Codes } from '../ports/codes.ts';
import type { Ids } from '../ports/ids.ts';
import { wholeEvents } from '../ports/need-file.ts';
import type { Entry } from '../ports/need-file.ts';
import type { Needs } from '../ports/needs.ts';
import type { Sessions } from '../ports/sessions.ts';
import { StoreBusy } from '../ports/store.ts';
import type { Proof } from '../session/prove.ts';
import { renew } from '../session/session.ts';
import type { OpenedSession } from '../session/session.ts';
import { actorIn, findNeed } from './access.ts';
import type { Door, FoundNeed } from './access.ts';
import { besideOf } from './beside.ts';
import { record } from './record.ts';

/** What every request must say; `version` is the one of the page that its sender saw. */
const Envelope = z.object({
  action: z.enum(actionNames),
  version: Version,
  confirm: z.optional(z.unknown()),
});
type Envelope = z.infer<typeof Envelope>;

export type Outcome =
  | ({ readonly kind: 'done'; readonly status: Status } & EventId)
  | { readonly kind: 'no-link' | 'no-session' }
  | ({ readonly kind: 'never' | 'too-many-codes' | 'code-gone' | 'too-many-comments' | 'full' } & FoundNeed)
  | ({ readonly kind: 'moved-on' } & FoundNeed)
  | ({
      readonly kind: 'mistaken';
      /** The action whose fields are mistaken; absent where it is the action itself. */
      readonly action?: ActionName;
      readonly mistakes: readonly FieldMistake[];
    } & FoundNeed)
  /** Only the proof of who asks is missing. A code is on its way. */
  | (Extract<Proof, { readonly kind: 'unproven' }> & FoundNeed);

/** How a request was answered, and the session that was opened on the way. */
export interface Acted {
  readonly outcome: Outcome;
  readonly opened?: OpenedSession;
  /** Whether the end of the caller's session has been put off. */
  readonly isRenewed?: boolean;
}

/** Who sends a request, as far as the request itself says. */
export interface Caller {
  /** Read while the need is looked for. */
  readonly session: Session | undefined | Promise<Session | undefined>;
  /** What its browser is called. */
  readonly browser: string;
  /** Whether its form was filled in by a machine. */
  readonly isTrapped: boolean;
}

/* In milliseconds. A request that loses a race waits a random part of the next wait and tries again. After the last wait its sender is told to come again. */
const waits = [200, 400, 800, 1600, 1600, 1600, 1600];

interface Deps {
  readonly organisation: Organisation;
  readonly store: Needs & Codes & Sessions & Pick<Cards, 'openCards'>;
  readonly ids: Ids;
  readonly limits: Limits;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/**
 * Does one action of the workflow for whoever finds a need: by a link three calls to the store and one for their session, three
 * more for each race lost to another. The need must still ask the question that it asked in the version that the person names
 * (ADR 2). Of requests that arrive at once, each goes through in turn if it is still allowed. An action that wants a session is done
 * with one of the holder's, or with the code that was mailed to them; without either a code is asked for.
 */
export const act = (deps: Deps) => {
  const { organisation, store, clock, random, pause } = deps;
  const find = findNeed(organisation, store);
  return async (
    door: Door,
    { challenge, code, ...asked }: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): Promise<Acted> => {
    const now = clock();
    let opened: OpenedSession | undefined;
    for (let attempt = 0; ; attempt++) {
      const stored = await find(door, opened?.session ?? caller.session, now);
      if (typeof stored === 'string') return { outcome: { kind: stored } };
      const found = asked['action'] === 'advise' ? await withBeside(deps, stored, now) : stored;
      const earlier = await earlierEntries(store, found, asked, dayOf(now));
      const isSame = await namesNeed(deps, found, asked, dayOf(now));
      const considered = caller.isTrapped
        ? filledInByMachine(found)
        : consider(deps, found, asked, { now, attempt, earlier, isSame });
      if (considered.kind !== 'considered') return { outcome: considered, ...(opened && { opened }) };
      const { verdict, digest, needs } = considered;
      if (needs === 'session' && !found.hasSession) {
        /* Loaded only where a code is needed. */
        const { prove } = await import('../session/prove.ts');
        const proving = { asked, challenge, code, browser: caller.browser };
        const proof = await prove(deps, found, proving, now);
        if (proof.kind === 'busy') throw new StoreBusy('others guess at the same code');
        if (proof.kind !== 'right') return { outcome: { ...proof, ...found } };
        opened = { session: proof.session, token: proof.token };
      }

      const { file } = found;
      const recorded = await record({ organisation, store }, file, verdict, {
        ...{ request: digest, today: dayOf(now) },
      });
      if (recorded === 'stored') {
        const own = found.hasSession && !opened ? await caller.session : undefined;
        const isRenewed = own ? await renew(store, own, now) : false;
        const { reference, status, version } = verdict.need;
        return {
          outcome: { kind: 'done', reference, status, version },
          ...(opened && { opened }),
          isRenewed,
        };
      }
      if (recorded === 'meeting-over')
        return { outcome: { kind: 'moved-on', ...found }, ...(opened && { opened }) };
      const wait = waits[attempt];
      if (wait === undefined) throw new StoreBusy(`${attempt + 1} races lost in a row`);
      await pause(wait * random());
    }
  };
};

/** A page is shown again, with everything kept, where a machine has filled in what people do not see. */
const filledInByMachine = (found: FoundNeed): Outcome => ({
  kind: 'mistaken',
  mistakes: [{ field: 'confirm', problem: 'by-machine' }],
  ...found,
});

/* A need with as many events takes no comments, so that there is room for what moves it on. */
const mostEvents = 1900;

const commentsToday = (history: readonly Entry[], today: Day): number =>
  history.filter(
    ({ event: { action, by, at } }) => action === 'comment' && by.kind === 'submitter' && dayOf(at) === today,
  ).length;

const withBeside = async (
  deps: Pick<Deps, 'organisation' | 'store'>,
  found: FoundNeed,
  now: Instant,
): Promise<FoundNeed> => ({ ...found, beside: await besideOf(deps, found, now) });

interface Considered {
  readonly kind: 'considered';
  readonly verdict: Extract<Verdict, { kind: 'happened' }>;
  /** Recognises the same request when it comes again. */
  readonly digest: string;
  /** What proves who asks. */
  readonly needs: 'link' | 'session';
}

interface Circumstances {
  readonly now: Instant;
  /** How many races were lost. */
  readonly attempt: number;
  /** Entries before those that were read with the need. */
  readonly earlier: readonly Entry[];
  /** Whether the need that a referral names is another one, which its sender may see; nothing where none is named. */
  readonly isSame: boolean | undefined;
}

/** Checks everything of a request except the proof of who sends it, in the order of docs/http.md, "Prove who you are". */
function consider(
  { organisation, limits }: Pick<Deps, 'organisation' | 'limits'>,
  found: FoundNeed,
  asked: Readonly<Record<string, unknown>>,
  { now, attempt, earlier, isSame }: Circumstances,
): Considered | Outcome {
  const { action: _action, version: _version, confirm: _confirm, ...filledIn } = asked;
  const { file, holder } = found;
  const { need, history } = file;
  const envelope = Envelope.safeParse(asked, { reportInput: true });
  if (!envelope.success)
    return { kind: 'mistaken', mistakes: envelope.error.issues.map(mistakeOf), ...found };
  const request = envelope.data;

  const digest = digestOf(holder, request, filledIn);
  const before = [...earlier, ...history].find((entry) => entry.request === digest)?.event;
  const { reference } = need;
  if (before) return { kind: 'done', reference, status: before.status, version: before.version };

  const permissions = permissionsOf(organisation, need, actorIn(found), dayOf(now));
  const permission = permissionFor(permissions, request.action);
  if (permission === 'never') return { kind: 'never', ...found };
  if (permission === 'not-now' || !answersPresent(need, request, attempt))
    return { kind: 'moved-on', ...found };
  if (request.action === 'comment') {
    if (need.version >= mostEvents) return { kind: 'full', ...found };
    if (
      holder === 'submitter' &&
      commentsToday([...earlier, ...history], dayOf(now)) >= limits.commentsPerDay
    )
      return { kind: 'too-many-comments', ...found };
  }

  const fields = fieldsOf(permissions, request.action, found.beside?.goingOn);
  const parsed = parseInput(request.action, fields, filledIn);
  const unconfirmed: FieldMistake[] =
    request.confirm === 'yes' ? [] : [{ field: 'confirm', problem: 'missing' }];
  const unknown: FieldMistake[] = isSame === false ? [{ field: 'sameAs', problem: 'not-an-option' }] : [];
  const mistakes = [...('mistakes' in parsed ? parsed.mistakes : []), ...unknown, ...unconfirmed];
  if ('mistakes' in parsed || mistakes.length > 0)
    return { kind: 'mistaken', action: request.action, mistakes, ...found };

  const verdict = decide(permissions, parsed.action, request.version, now);
  if (verdict.kind === 'mistaken') return { ...verdict, action: request.action, ...found };
  if (verdict.kind !== 'happened') return { kind: 'moved-on', ...found };
  return { kind: 'considered', verdict, digest, needs: proofFor(permissions, request.action) };
}

/** Whether a referral names another need, which its sender may see; nothing where it names none. */
async function namesNeed(
  { organisation, store }: Pick<Deps, 'organisation' | 'store'>,
  { file: { need }, holder }: FoundNeed,
  { action, sameAs }: Readonly<Record<string, unknown>>,
  today: Day,
): Promise<boolean | undefined> {
  if (action !== 'refer' || isBlank(sameAs)) return undefined;
  const named = Reference.safeParse(typeof sameAs === 'string' && sameAs.trim().toUpperCase()).data;
  /* What is no reference is refused where fields are read. */
  if (named === undefined) return undefined;
  const other = named === need.reference ? undefined : await store.read(named);
  if (!other || holder === 'submitter') return false;
  return rolesOf(organisation, other.need, { kind: 'person', person: holder }, today).length > 0;
}

/** The earlier entries of a long need, read only where one may be this request sent before, or a comment of today: a hundred in all. */
async function earlierEntries(
  needs: Pick<Needs, 'readBefore'>,
  { file: { history }, holder }: FoundNeed,
  { action, version }: Readonly<Record<string, unknown>>,
  today: Day,
): Promise<readonly Entry[]> {
  const [first] = history;
  if (!first || first.event.version === 1) return [];
  const seen = Version.safeParse(version).data;
  const mayBeSame = seen !== undefined && seen + 1 < first.event.version;
  const mayBeTooMany = action === 'comment' && holder === 'submitter' && dayOf(first.event.at) === today;
  return mayBeSame || mayBeTooMany ? needs.readBefore(first.event, wholeEvents - history.length) : [];
}

/**
 * Whether a request answers the question that the need asks now. A comment answers none: one that was written on the present page
 * is taken also when another action came first meanwhile.
 */
const answersPresent = (need: Need, { action, version }: Envelope, attempt: number): boolean =>
  version <= need.version && (version >= need.questionVersion || (action === 'comment' && attempt > 0));

/** The same for the same person asking for the same from the same page, however the fields were ordered or left blank. */
function digestOf(
  holder: string,
  { action, version }: Envelope,
  filledIn: Readonly<Record<string, unknown>>,
): string {
  const said = Object.entries(filledIn)
    .filter(([, value]) => value !== '' && value !== undefined && value !== null)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return hashOf(JSON.stringify([holder, action, version, said]));
}
