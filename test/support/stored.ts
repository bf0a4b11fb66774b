import type { Organisation } from '../../lambdas/domain/organisation/organisation.ts';
import { entryOf } from '../../lambdas/app/need/history.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { record } from '../../lambdas/app/need/record.ts';
import type { EventId } from '../../lambdas/domain/need/event-id.ts';
import { submit } from '../../lambdas/domain/need/submit.ts';
import { Submission } from '../../lambdas/domain/need/submission.ts';
import { referenceFrom } from '../../lambdas/domain/need/reference.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import { claim, isClaimable } from '../../lambdas/domain/notice/notice.ts';
import type { Claimed } from '../../lambdas/domain/notice/notice.ts';
import type { Recipient } from '../../lambdas/domain/notice/recipient.ts';
import { dayOf } from '../../lambdas/domain/time/time.ts';
import type { Instant } from '../../lambdas/domain/time/time.ts';
import { recipientsOf } from '../../lambdas/domain/organisation/recipients.ts';
import type { AreaId } from '../../lambdas/domain/organisation/ids.ts';
import { as, attempt } from '../domain/fixtures.ts';
import type { Step } from '../domain/fixtures.ts';
import { linkFor } from './links.ts';
import { contact, ids, submission as words } from './needs.ts';

/** Stores a need as it is submitted at a moment, with what is given of it. */
export async function storeNeed(
  store: NeedStore,
  organisation: Organisation,
  given: {
    readonly title?: string;
    readonly areas?: readonly string[];
    readonly departments?: readonly string[];
    readonly school?: string;
    readonly reference?: Reference;
  },
  at: Instant,
): Promise<Reference> {
  const { reference = referenceFrom(dayOf(at), ids.referenceBytes()), ...said } = given;
  const submission = Submission.parse({ ...words, areas: [], ...said });
  const { need: fresh, event } = submit(organisation, { reference, submission }, at);
  const need = { ...fresh, confirmation: 'confirmed' as const };
  const told = recipientsOf(organisation, { event, after: need }, dayOf(at));
  const entry = entryOf(event, { submission, history: [] }, { recipients: told, request: 'submission' });
  await store.addNeed({ need, submission, contact, entry, submissionKey: { digest: 'digest' } });
  return reference;
}

/** Somebody's action on a stored need, told and recorded as a link does it; whether it happened. */
export async function actAs(
  { store, organisation }: { readonly store: NeedStore; readonly organisation: Organisation },
  reference: Reference,
  step: Step,
  at: Instant,
): Promise<boolean> {
  const file = await store.read(reference);
  if (!file) throw new Error(`no need ${reference}`);
  const verdict = attempt(organisation, file.need, step, at);
  if (verdict.kind !== 'happened') return false;
  const request = `${step[0]} on ${file.need.version}`;
  return (await record({ organisation, store }, file, verdict, { request, today: dayOf(at) })) === 'stored';
}

/** Stores a need of one area that its developer has raised for advice at once. */
export async function storeNeedForAdvice(
  given: { readonly store: NeedStore; readonly organisation: Organisation },
  area: AreaId,
  at: Instant,
): Promise<Reference> {
  const reference = await storeNeed(given.store, given.organisation, { areas: [area] }, at);
  const fields = { actualNeed: 'Salar', whyItArose: 'Brist', leadArea: area, responsible: 'it' };
  const [developer = ''] = given.organisation.areas.find(({ id }) => id === area)?.developers ?? [];
  const step: Step = ['coordinate', as(developer), { ...fields, departments: [], raiseNow: 'yes' }];
  if (!(await actAs(given, reference, step, at))) throw new Error(`${reference} was not raised`);
  return reference;
}

/** Claims a notice as it is stored; nothing when it may not be claimed, or another came first. */
export async function claimStored(
  store: NeedStore,
  event: EventId,
  to: Recipient,
  at: Instant,
): Promise<Claimed | undefined> {
  const notices = (await store.read(event.reference))?.history[event.version - 1]?.notices ?? [];
  const before = notices.find((notice) => notice.to === to);
  if (!before || !isClaimable(before, at)) return undefined;
  const claimed = claim(before, at);
  const { link } = linkFor(event, to, at);
  return (await store.claim(event, before, claimed, link)) ? claimed : undefined;
}
