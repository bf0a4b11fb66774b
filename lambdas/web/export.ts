import { readWhole } from '../app/need/whole.ts';
import type { Entry, NeedFile } from '../app/ports/need-file.ts';
import type { Needs } from '../app/ports/needs.ts';
import { staffByAddress } from '../app/session/identity.ts';
import { Reference } from '../domain/need/reference.ts';
import type { Notice } from '../domain/notice/notice.ts';
import { personIn } from '../domain/organisation/organisation.ts';
import type { Organisation } from '../domain/organisation/organisation.ts';
import { mayExport } from '../domain/overview/access.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import type { Instant } from '../domain/time/time.ts';
import type { ExportAnswer, RequestTo } from './contract.ts';
import { fitsAnswer, formatOf, html, idIn, json, queryOf } from './http.ts';
import type { HttpResponse } from './http.ts';
import { exportPage } from './pages/export-page.tsx';
import { refuse } from './problems.ts';
import { addressOfExport, inLanguage } from './routes.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly needs: Pick<Needs, 'read' | 'readBefore'>;
}

interface Asked {
  readonly session: Session;
  readonly language: Language;
  readonly now: Instant;
}

/** GET /needs/{reference}/export: a whole need, verified; of one too long for an answer the first events, and where the others are. */
export async function showExport(
  { organisation, baseUrl, needs }: Deps,
  event: RequestTo<'GET /needs/{reference}/export'>,
  { session, language, now }: Asked,
): Promise<HttpResponse> {
  const site = { organisation, baseUrl };
  const person = staffByAddress(organisation)(session.address);
  if (!person || !mayExport(organisation, person.id)) return refuse('not-yours', { event, site, language });
  const reference = Reference.safeParse(idIn(event, 'reference')).data;
  const file = reference && (await readWhole(needs, reference));
  if (!file) return refuse('not-found', { event, site, language });

  const after = Number(queryOf(event).after ?? 0) || 0;
  const left = file.history.filter((entry) => entry.event.version > after);
  const address = addressOfExport(baseUrl, file.need.reference);
  const answerWith = (entries: readonly Entry[]): HttpResponse => {
    const last = entries.at(-1)?.event.version;
    const next =
      entries.length < left.length ? inLanguage(address, language, { after: String(last) }) : undefined;
    return formatOf(event) === 'json'
      ? json(200, exportJson(organisation, file, { entries, now, next }))
      : html(200, exportPage({ ...site, language, file, entries, now, next, isFirst: after === 0 }));
  };
  let entries = left;
  let answer = answerWith(entries);
  while (!fitsAnswer(answer) && entries.length > 1) {
    entries = entries.slice(0, entries.length / 2);
    answer = answerWith(entries);
  }
  return answer;
}

function exportJson(
  organisation: Organisation,
  { need, submission, contact }: NeedFile,
  {
    entries,
    now,
    next,
  }: { readonly entries: readonly Entry[]; readonly now: Instant; readonly next: string | undefined },
): ExportAnswer {
  const { reference, title, status, version, registry } = need;
  return {
    ...{ reference, title, status, version, exportedAt: now },
    ...(registry && { registry }),
    submission: { ...submission },
    ...(contact && { contact }),
    events: entries.map((entry) => ({
      event: { ...entry.event },
      previous: entry.previous,
      hash: entry.hash,
      notices: entry.notices.map((notice) => noticeJson(organisation, notice)),
    })),
    ...(next !== undefined && { next }),
  };
}

/** Whom a mail was for, what became of it, and when: no address. */
function noticeJson(
  organisation: Organisation,
  notice: Notice,
): ExportAnswer['events'][number]['notices'][number] {
  const { to, state } = notice;
  return {
    to: to === 'submitter' ? to : (personIn(organisation, to)?.name ?? to),
    state,
    at: 'settledAt' in notice ? notice.settledAt : notice.dueAt,
    ...('reason' in notice && { reason: notice.reason }),
  };
}
