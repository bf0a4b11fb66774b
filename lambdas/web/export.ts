import { allEntries, isChain } from '../app/need/history.ts';
import type { NeedFile } from '../app/ports/need-file.ts';
import type { Needs } from '../app/ports/needs.ts';
import { UnreadableNeed } from '../app/ports/store.ts';
import { staffIn } from '../app/session/identity.ts';
import { Reference } from '../domain/need/reference.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import type { ExportAnswer } from './contract.ts';
import { formatOf, html, json } from './http.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import { exportPage } from './pages/export-page.tsx';
import { namesSite, refuse } from './problems.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Pick<Needs, 'read' | 'readBefore'>;
}

/**
 * GET /needs/{reference}/export: all that is kept of a need but links and addresses of mails, for registrars and the model's manager.
 * @throws UnreadableNeed where it is not as it was recorded
 */
export async function showExport(
  { organisation, baseUrl, store }: Deps,
  event: HttpEvent,
  { session, language }: { readonly session: Session; readonly language: Language },
): Promise<HttpResponse> {
  const site = { organisation, baseUrl };
  const person = staffIn(organisation)(session.address)?.id;
  const { modelManager, registrars } = organisation;
  if (!person || ![modelManager, ...registrars].includes(person))
    return refuse('not-yours', { event, site, language });
  const reference = Reference.safeParse(event.pathParameters?.['reference']?.toUpperCase()).data;
  const stored = reference && (await store.read(reference));
  if (!stored) return refuse('no-link', { event, site, language });
  const file = { ...stored, history: await allEntries(store, stored) };
  if (!isChain(stored.need.reference, file.history, file.submission))
    throw new UnreadableNeed('chain broken');
  return formatOf(event) === 'json'
    ? json(200, exportJson(file))
    : html(200, exportPage({ language, ...site, file }), namesSite);
}

function exportJson({ need, submission, contact, history }: NeedFile): ExportAnswer {
  return {
    reference: need.reference,
    status: need.status,
    submission,
    ...(contact && { submitter: contact }),
    ...(need.registry && { registry: need.registry }),
    events: history.map(({ event, hash, previous, notices }) => ({
      event,
      ...{ hash, previous },
      notices: notices.map((notice) => ({
        to: notice.to,
        state: notice.state,
        ...('settledAt' in notice && { at: notice.settledAt }),
      })),
    })),
  };
}
