import * as z from 'zod/mini';
import { decide } from '../../domain/need/decide.ts';
import type { EventId } from '../../domain/need/event-id.ts';
import type { FieldMistake } from '../../domain/need/fields.ts';
import { fieldsOf, mistakeOf, parseInput } from '../../domain/need/fields.ts';
import type { Need, Status } from '../../domain/need/need.ts';
import type { ActionName } from '../../domain/need/workflow.ts';
import { actionNames } from '../../domain/need/workflow.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionFor, permissionsOf } from '../../domain/organisation/permissions.ts';
import { dayOf } from '../../domain/time/time.ts';
import { hashOf } from '../hash.ts';
import type { Clock } from '../ports/clock.ts';
import type { Needs } from '../ports/needs.ts';
import { StoreBusy } from '../ports/store.ts';
import type { Opened } from './links.ts';
import { actorOf, followLink } from './links.ts';
import { record } from './record.ts';

/** What everybody who asks for something by a link has to say; `version` is the one they had before them. */
const Envelope = z.object({
  action: z.enum(actionNames),
  version: z.pipe(
    z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d{1,9}$/)), z.transform(Number))]),
    z.int().check(z.positive()),
  ),
  confirm: z.optional(z.unknown()),
});
type Envelope = z.infer<typeof Envelope>;

export type Outcome =
  | ({ readonly kind: 'done'; readonly status: Status } & EventId)
  | { readonly kind: 'no-link' }
  | ({ readonly kind: 'never' } & Opened)
  | ({ readonly kind: 'moved-on' } & Opened)
  | ({
      readonly kind: 'mistaken';
      /** The action whose fields are mistaken; absent where it is the action itself. */
      readonly action?: ActionName;
      readonly mistakes: readonly FieldMistake[];
    } & Opened);

/*
 * Each race that is lost means that somebody else's action went through. Whoever lost waits for a part of this time, in milliseconds,
 * so that all who lost together do not come back together; after the last they are told to come again.
 */
const waits = [200, 400, 800, 1600, 1600, 1600, 1600];

interface Deps {
  readonly organisation: Organisation;
  readonly store: Needs;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/**
 * Does one action of the workflow for the holder of a link: three calls to the store, three more for each race lost to another.
 * The need must still ask the question that it asked in the version that the person names (ADR 2). Of requests that arrive at once,
 * each goes through in turn if it is still allowed.
 */
export const act =
  ({ organisation, store, clock, random, pause }: Deps) =>
  async (token: string, asked: Readonly<Record<string, unknown>>): Promise<Outcome> => {
    const now = clock();
    const today = dayOf(now);
    const { action: _action, version: _version, confirm: _confirm, ...filledIn } = asked;
    const envelope = Envelope.safeParse(asked, { reportInput: true });
    for (let attempt = 0; ; attempt++) {
      const opened = await followLink(organisation, store, token, now);
      if (!opened) return { kind: 'no-link' };
      const { file, holder } = opened;
      const { need, history } = file;
      if (!envelope.success)
        return { kind: 'mistaken', mistakes: envelope.error.issues.map(mistakeOf), ...opened };
      const request = envelope.data;

      const digest = digestOf(holder, request, filledIn);
      const before = history.find((entry) => entry.request === digest)?.event;
      const { reference } = need;
      if (before) return { kind: 'done', reference, status: before.status, version: before.version };

      const permissions = permissionsOf(organisation, need, actorOf(holder), today);
      const permission = permissionFor(permissions, request.action);
      if (permission === 'never') return { kind: 'never', ...opened };
      if (permission === 'not-now' || !answersPresent(need, request, attempt)) {
        return { kind: 'moved-on', ...opened };
      }

      const fields = fieldsOf(permissions, request.action);
      const parsed = parseInput(request.action, fields, filledIn);
      const unconfirmed: FieldMistake[] =
        request.confirm === 'yes' ? [] : [{ field: 'confirm', problem: 'missing' }];
      if ('mistakes' in parsed)
        return {
          kind: 'mistaken',
          action: request.action,
          mistakes: [...parsed.mistakes, ...unconfirmed],
          ...opened,
        };
      if (unconfirmed.length > 0)
        return { kind: 'mistaken', action: request.action, mistakes: unconfirmed, ...opened };

      const verdict = decide(permissions, parsed.action, request.version, now);
      if (verdict.kind === 'mistaken') return { ...verdict, action: request.action, ...opened };
      if (verdict.kind !== 'happened') return { kind: 'moved-on', ...opened };

      if (await record({ organisation, store }, file, verdict, { request: digest, today })) {
        const { status, version } = verdict.need;
        return { kind: 'done', reference, status, version };
      }
      const wait = waits[attempt];
      if (wait === undefined) throw new StoreBusy(`${attempt + 1} races lost in a row`);
      await pause(wait * random());
    }
  };

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
