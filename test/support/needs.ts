import { randomBytes, randomInt } from 'node:crypto';
import { hashOf } from '../../lambdas/app/hash.ts';
import { entryOf } from '../../lambdas/app/need/history.ts';
import { answerLink } from '../../lambdas/app/need/make-link.ts';
import type { Ids } from '../../lambdas/app/ports/ids.ts';
import type { FoundNeed } from '../../lambdas/app/need/access.ts';
import type { Entry, NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { decide } from '../../lambdas/domain/need/decide.ts';
import type { Need } from '../../lambdas/domain/need/need.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { referenceFrom } from '../../lambdas/domain/need/reference.ts';
import type { Contact } from '../../lambdas/domain/need/submission.ts';
import { Submission } from '../../lambdas/domain/need/submission.ts';
import { submit } from '../../lambdas/domain/need/submit.ts';
import type { Action } from '../../lambdas/domain/need/workflow.ts';
import { permissionsOf } from '../../lambdas/domain/organisation/permissions.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import { dayOf, later } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { as, now, shipped } from '../domain/fixtures.ts';

/* Five characters of chance come twice among some thousands: a test that stores so many would meet another's need. */
let references = 1;

export const ids: Ids = {
  secret: () => randomBytes(32).toString('base64url'),
  code: () => String(randomInt(10 ** 8)).padStart(8, '0'),
  /** No two in one process are the same. */
  referenceBytes() {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(references++);
    return bytes;
  },
};

/** A need as its holder has opened it, without a session. */
export const openedBy = (holder: Recipient, file: NeedFile): FoundNeed => ({
  file,
  holder,
  isMailed: true,
  hasSession: false,
});

export const contact: Contact = { name: 'Kim Lärare', email: 'kim.larare@example.org' };

export const submission: Submission = Submission.parse({
  title: 'Salarna saknar hörslinga',
  problem: 'Studenter med hörapparat hör inte föreläsaren.',
  cause: 'Slingorna togs bort vid renoveringen.',
  affected: 'Omkring 40 studenter varje termin.',
  areas: ['infrastruktur'],
});

/** A need as it is submitted, with all that is stored with it. */
export function submitted(reference: Reference = referenceFrom('2026-11-23', ids.referenceBytes())) {
  const { need: fresh, event } = submit(shipped, { reference, submission }, now);
  const need = { ...fresh, confirmation: 'confirmed' as const };
  const { link, token } = answerLink(ids, event, now);
  const told = recipientsOf(shipped, { event, after: need }, '2026-11-23' as never);
  const entry = entryOf(
    event,
    { submission, history: [] },
    { recipients: told, request: 'request-1', links: [link] },
  );
  return { need, submission, contact, entry, submissionKey: { digest: hashOf('digest') }, token, link };
}

const take: Action = { name: 'take', input: {} };
const comment = (text: string): Action => ({ name: 'comment', input: { text } });

/** What follows on a need when its developer acts, ready to be stored. */
export function next(need: Need, last: Entry, said?: string): { need: Need; entry: Entry } {
  const action = said === undefined ? take : comment(said);
  const at = later(now, need.version * 1000);
  const verdict = decide(
    permissionsOf(shipped, need, as('lisa-eliasson'), dayOf(at)),
    action,
    need.version,
    at,
  );
  if (verdict.kind !== 'happened') throw new Error(verdict.kind);
  return {
    need: verdict.need,
    entry: entryOf(
      verdict.event,
      { submission, history: [last] },
      { recipients: ['lisa-eliasson' as never], request: `request-${said}` },
    ),
  };
}

/** The same need, whose submitter has been asked, and is to be reminded since then. */
export const askedLongAgo = (need: Need, since: Instant): Need => {
  const asked = { status: 'awaiting-submitter', question: 'Vilka?', since, nextStepAt: since };
  return { ...need, ...asked } as Need;
};
