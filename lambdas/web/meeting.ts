import * as z from 'zod/mini';
import type { Acted, Caller } from '../app/need/act.ts';
import { besideOf } from '../app/need/beside.ts';
import { findNeed } from '../app/need/access.ts';
import type { Door } from '../app/need/access.ts';
import { viewFor } from '../app/need/view.ts';
import { isIntact } from '../app/chain.ts';
import { hashOf } from '../app/hash.ts';
import { changeMeeting, comeSince, gather, isRecorded, planMeeting } from '../app/meeting/change-meeting.ts';
import type { Saved } from '../app/meeting/change-meeting.ts';
import { hear } from '../app/meeting/hear.ts';
import { sendNotes } from '../app/meeting/notes.ts';
import type { Cards } from '../app/ports/cards.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Ids } from '../app/ports/ids.ts';
import type { MeetingFile, Meetings } from '../app/ports/meetings.ts';
import type { Needs } from '../app/ports/needs.ts';
import { UnreadableRecord } from '../app/ports/store.ts';
import { addressesOf, staffByAddress } from '../app/session/identity.ts';
import { cardsSince, linesIn } from '../app/overview/read-cards.ts';
import { groupsRunBy, maySchoolsNotSee, runs, schoolIn, seesMeeting } from '../domain/meeting/access.ts';
import { isTooLate, mayDrop } from '../domain/meeting/meeting.ts';
import type { AgendaItem, Change, Meeting, Notes } from '../domain/meeting/meeting.ts';
import { MeetingId } from '../domain/meeting/meeting-id.ts';
import type { Card } from '../domain/need/card.ts';
import { isBlank } from '../domain/need/fields.ts';
import type { FieldMistake } from '../domain/need/fields.ts';
import { Reference } from '../domain/need/reference.ts';
import { isKeptFromSchools } from '../domain/need/secrecy.ts';
import { Version } from '../domain/need/version.ts';
import type { Organisation, Person } from '../domain/organisation/organisation.ts';
import { personIn } from '../domain/organisation/organisation.ts';
import type { AreaId, SchoolId } from '../domain/organisation/ids.ts';
import { boardOf } from '../domain/overview/board.ts';
import type { AnyCard } from '../domain/overview/any-card.ts';
import { seesCard } from '../domain/overview/access.ts';
import type { Session } from '../domain/session/session.ts';
import type { Language } from '../domain/text.ts';
import { dayOf, daysAfter } from '../domain/time/time.ts';
import type { Instant } from '../domain/time/time.ts';
import { problemMessage } from '../i18n/labels.ts';
import { pageTextsFor } from '../i18n/pages.ts';
import { languageIn, languageOf, requestedLanguage } from './accept-language.ts';
import type { Values } from './body.ts';
import type { MeetingAnswer, MeetingChanged, MeetingMade, QueryName, RequestTo } from './contract.ts';
import { formatOf, html, idIn, json, queryOf, seeOther } from './http.ts';
import type { HttpEvent, HttpResponse, Query } from './http.ts';
import {
  askable,
  readSchoolsAnswer,
  readChange,
  readGroup,
  readLeadsAdvice,
  readOccasion,
  schoolsOwn,
} from './meeting-request.ts';
import type { Askable, MeetingMistake } from './meeting-request.ts';
import { meetingPage } from './pages/meeting-page.tsx';
import { questions } from './pages/meeting-parts.tsx';
import { meetingsPage } from './pages/meetings-page.tsx';
import { namesSite, problemJson, refuse } from './problems.ts';
import { inLanguage, meetingAt, paths, pathTo } from './routes.ts';
import { isTrapped } from './traps.ts';

interface Deps {
  readonly organisation: Organisation;
  readonly baseUrl: string;
  readonly store: Meetings & Cards & Needs;
  readonly clock: Clock;
}
interface Changing extends Deps {
  readonly ids: Ids;
  /** Takes an action of the workflow. */
  readonly actOn: (door: Door, values: Values, caller: Caller) => Promise<Acted>;
  /** What the browser is called. */
  readonly browser: string;
}

/** The same, for one request: what is open is read once in it. */
function forOneRequest<Some extends Deps>(deps: Some): Some {
  let open: ReturnType<Cards['openCards']> | undefined;
  return { ...deps, store: { ...deps.store, openCards: () => (open ??= deps.store.openCards()) } };
}

/** Who reads a meeting, in which language, and where: by session, or by a link of their own. */
interface Reader {
  readonly event: HttpEvent;
  readonly language: Language;
  readonly person: Person;
  readonly meeting: Meeting;
  readonly history: MeetingFile['history'];
  readonly path: string;
  readonly mayRun: boolean;
  readonly school: SchoolId | undefined;
  readonly session: Session | undefined;
}

/** The same, before the request has said in which language. */
type Found = Omit<Reader, 'language'>;

/** The meeting of an address, for whoever has a session. @throws UnreadableRecord where it is not as it was recorded */
async function bySession(deps: Deps, event: HttpEvent, session: Session): Promise<Found | undefined> {
  const { organisation, store, clock } = deps;
  const person = staffByAddress(organisation)(session.address);
  const id = MeetingId.safeParse(idIn(event, 'id')).data;
  const file = id && person && (await store.readMeeting(id));
  if (!file || !seesMeeting(organisation, file.meeting, person.id, dayOf(clock()))) return undefined;
  const path = pathTo('/meetings/{id}', { id });
  return meetingReader(deps, event, { person, file, session, path });
}

/** The token of a mailed link, without what a mail program has glued to its end. */
const tokenIn = ({ pathParameters }: HttpEvent): string | undefined =>
  /^([\w-]{43})[^\w-]*$/.exec(pathParameters?.['token'] ?? '')?.[1];

/** The meeting of a mailed link, for whom it was made, as long as a school sends them. */
async function byLink(deps: Deps, event: HttpEvent): Promise<Found | undefined> {
  const { organisation, store, clock } = deps;
  const token = tokenIn(event);
  const link = token === undefined ? undefined : await store.readMeetingLink(hashOf(token));
  const person = link && personIn(organisation, link.holder);
  if (
    token === undefined ||
    !link ||
    !person ||
    link.until < clock() ||
    !addressesOf(person).includes(link.address)
  )
    return undefined;
  const file = await store.readMeeting(link.meeting);
  if (!file || !schoolIn(organisation, file.meeting.area, person.id)) return undefined;
  return meetingReader(deps, event, {
    person,
    file,
    session: undefined,
    path: pathTo('/m/{token}', { token }),
  });
}

async function meetingReader(
  deps: Deps,
  event: HttpEvent,
  {
    person,
    file,
    session,
    path,
  }: Pick<Reader, 'person' | 'session' | 'path'> & { readonly file: MeetingFile },
): Promise<Found> {
  const { organisation } = deps;
  const { meeting, history } = file;
  if (!isIntact(meeting, history)) throw new UnreadableRecord('chain broken');
  const speaksFor =
    meeting.kind === 'arena' ? schoolIn(organisation, meeting.area, person.id)?.id : undefined;
  return {
    ...{ event, person, session, path, history },
    meeting: await seenBy(deps, { school: speaksFor }, meeting),
    mayRun: session !== undefined && runs(organisation, meeting, person.id),
    school: speaksFor,
  };
}

/** A meeting as its reader sees it. From schools it keeps needs that have become secret after they were put on the agenda. */
async function seenBy(deps: Deps, { school }: Pick<Reader, 'school'>, meeting: Meeting): Promise<Meeting> {
  if (school === undefined) return meeting;
  const { byReference } = await cardsFor(deps, { meeting });
  const isShown = ({ reference = '' }: { readonly reference?: string | undefined }) =>
    !maySchoolsNotSee(byReference.get(reference));
  const { items, notes } = meeting;
  return {
    ...meeting,
    items: items.filter(isShown),
    ...(notes && { notes: { ...notes, items: notes.items.filter(isShown) } }),
  };
}

interface Shown {
  /** What the page's address asks for. */
  readonly asked?: Query<QueryName<'GET /meetings/{id}' | 'GET /m/{token}'>>;
  readonly values?: Values;
  readonly mistakes?: readonly { readonly field: string; readonly message: string }[];
  readonly hasMovedOn?: boolean;
  readonly status?: number;
}

/** The page of a meeting. */
async function pageFor(deps: Deps, reader: Reader, shown: Shown = {}): Promise<HttpResponse> {
  const { organisation, baseUrl, clock } = deps;
  const { language, person, meeting, path, mayRun, school } = reader;
  const now = clock();
  const cards = await cardsFor(deps, reader);
  const asked = shown.values?.['item'] ?? shown.asked?.item;
  const item = meeting.items.find(({ id }) => id === asked);
  const area = organisation.areas.find(({ id }) => id === meeting.area)?.id;
  const all = linesIn(cards.open);
  const seen = all.filter((card) => seesCard(organisation, card, person.id, dayOf(now)));
  return html(
    shown.status ?? 200,
    meetingPage({
      ...{ language, organisation, baseUrl, meeting, path, mayRun, now },
      reader: person.id,
      ...(school && { school }),
      ...(mayRun && !item && { come: await comeSince(deps, meeting) }),
      cards: cards.byReference,
      recent: recentNeeds(seen, area),
      board: boardOf(organisation, { cards: seen, open: all, today: dayOf(now) }, { area }),
      ...(item && { open: { item, view: await viewOf(deps, reader, item, now) } }),
      part: shown.asked?.part,
      isEditing: shown.asked?.edit !== undefined,
      ...(shown.values && { values: shown.values }),
      ...(shown.mistakes && { mistakes: shown.mistakes }),
      ...(shown.hasMovedOn && { hasMovedOn: true }),
    }),
    namesSite,
  );
}

/* As many as one looks through. */
const mostRecent = 10;

/** The needs of an area, or of all, that came in last, the latest first: a question that was raised may have become one of them. */
const recentNeeds = (cards: readonly AnyCard[], area: AreaId | undefined): readonly Card[] =>
  cards
    .flatMap((card) => (card.kind === 'need' ? [card] : []))
    .filter(({ areas }) => area === undefined || areas.includes(area))
    .toSorted(
      (one, other) =>
        (other.received ?? '').localeCompare(one.received ?? '') || other.since.localeCompare(one.since),
    )
    .slice(0, mostRecent);

/** The cards of what is on an agenda: of what is open in one read, of the rest in another. */
async function cardsFor({ store }: Deps, { meeting }: Pick<Reader, 'meeting'>) {
  const open = await store.openCards();
  const byReference = new Map<string, AnyCard>(linesIn(open).map((card) => [card.reference, card]));
  const missing = meeting.items
    .map(({ reference }) => Reference.safeParse(reference).data)
    .filter((reference): reference is Reference => reference !== undefined && !byReference.has(reference));
  for (const card of missing.length > 0 ? await store.cardsOf(missing) : [])
    byReference.set(card.reference, card);
  return { open, byReference };
}

/** The need of an item as its reader sees it; a school sees of a need what the meeting puts to it. */
async function viewOf(deps: Deps, { session, school, meeting }: Reader, item: AgendaItem, now: Instant) {
  const { organisation, store } = deps;
  const reference = Reference.safeParse(item.reference).data;
  if (!reference || (item.kind !== 'need' && item.kind !== 'check')) return undefined;
  if (school !== undefined && meeting.kind === 'arena') {
    const file = item.kind === 'check' ? await store.read(reference) : undefined;
    return file && !isKeptFromSchools({ held: file.need.held, secrecy: file.need.registry?.secrecy })
      ? viewFor(organisation, { file, holder: 'submitter', isMailed: false, hasSession: false }, now)
      : undefined;
  }
  const found = await findNeed(organisation, store)({ reference }, session, now);
  if (typeof found === 'string') return undefined;
  const beside = await besideOf({ organisation, store }, found, now);
  return viewFor(organisation, { ...found, beside }, now);
}

/* How far back meetings are listed: many groups meet once a term. */
const daysListed = 366;

/** GET /meetings: the meetings that somebody sees, and the form where one is made. */
export const showMeetings = (
  deps: Listing,
  event: RequestTo<'GET /meetings'>,
  session: Session,
): Promise<HttpResponse> => listMeetings(deps, event, { session, language: requestedLanguage(event) });

type Listing = Deps & { readonly ids: Pick<Ids, 'secret'> };

async function listMeetings(
  deps: Listing,
  event: HttpEvent,
  { session, language }: { readonly session: Session; readonly language: Language },
  shown: Shown = {},
): Promise<HttpResponse> {
  const { organisation, baseUrl, store, clock } = deps;
  const site = { organisation, baseUrl };
  const now = clock();
  const today = dayOf(now);
  const person = staffByAddress(organisation)(session.address);
  if (!person) return refuse('not-yours', { event, site, language });
  const lists = await cardsSince(store, daysAfter(today, -daysListed), today);
  const meetings = lists
    .flatMap((list) => list.meetings)
    .filter((card) => seesMeeting(organisation, { ...card, kind: card.of }, person.id, today));
  const groups = groupsRunBy(organisation, person.id);
  const values = shown.values ?? { key: deps.ids.secret() };
  return html(
    shown.status ?? 200,
    meetingsPage({ ...site, language, meetings, groups, values, mistakes: shown.mistakes ?? [] }),
    namesSite,
  );
}

/** GET /meetings/{id} */
export async function showMeeting(
  given: Deps,
  event: RequestTo<'GET /meetings/{id}'>,
  session: Session,
): Promise<HttpResponse> {
  const deps = forOneRequest(given);
  const reader = await bySession(deps, event, session);
  const { organisation, baseUrl } = deps;
  const language = requestedLanguage(event);
  return reader
    ? answerWith(deps, { ...reader, language }, queryOf(event))
    : refuse('not-found', { event, site: { organisation, baseUrl }, language });
}

/** What a question that was raised in a meeting fills in of a need's form: its raiser submits the need. */
export async function questionAsNeed(
  deps: Deps,
  event: RequestTo<'GET /' | 'GET /en'>,
  session: Session,
): Promise<Values> {
  const { meeting: id, item: asked } = queryOf(event);
  const reader = await bySession(deps, { ...event, pathParameters: { id } }, session);
  const item = reader?.meeting.items.find((one) => one.id === asked && one.kind === 'question');
  if (!reader?.mayRun || !item) return {};
  const raiser = item.raisedBy && personIn(deps.organisation, item.raisedBy.person);
  return {
    problem: item.text,
    ...(item.raisedBy?.school && { school: item.raisedBy.school }),
    ...(raiser && { submitterName: raiser.name, submitterEmail: raiser.email }),
    ...(reader.meeting.area && { areas: [reader.meeting.area] }),
  };
}

/** GET /m/{token} */
export async function showMeetingByLink(
  given: Deps,
  event: RequestTo<'GET /m/{token}'>,
): Promise<HttpResponse> {
  const deps = forOneRequest(given);
  const reader = await byLink(deps, event);
  const { organisation, baseUrl } = deps;
  return reader
    ? answerWith(deps, { ...reader, language: requestedLanguage(event) }, queryOf(event))
    : refuse('no-meeting-link', { event, site: { organisation, baseUrl } });
}

const answerWith = (
  deps: Deps,
  reader: Reader,
  asked: NonNullable<Shown['asked']>,
): Promise<HttpResponse> | HttpResponse =>
  formatOf(reader.event) === 'json'
    ? json(200, meetingJson(reader.meeting))
    : pageFor(deps, reader, { asked });

function meetingJson(meeting: Meeting): MeetingAnswer {
  const { id, version, kind, area, at, place, state, items, present, others, since, notes, corrections } =
    meeting;
  return {
    ...{ id, version, kind, at, state },
    ...(area && { area }),
    ...(place && { place }),
    items: items.map(({ agreed, raisedBy, ...item }) => ({
      ...item,
      ...(raisedBy && { raisedBy: raisedBy.name }),
      agreed: agreed.map(({ name: _name, ...one }) => one),
    })),
    present: [...(present ?? [])],
    ...(others && { others }),
    ...(state === 'sent' && { sent: since }),
    ...(notes && { notes: notesJson(notes) }),
    corrections: corrections.map((one) => ({ ...one })),
  };
}

const notesJson = ({ present, absent, items, ...notes }: Notes): NonNullable<MeetingAnswer['notes']> => ({
  ...notes,
  present: [...present],
  absent: [...absent],
  items: items.map(({ advice, schools, agreed, ...item }) => ({
    ...item,
    ...(advice && { advice: { ...advice, goals: [...advice.goals], insteadOf: [...advice.insteadOf] } }),
    schools: [...schools],
    agreed: [...agreed],
  })),
});

/** POST /meetings: makes a meeting. */
export async function makeMeeting(
  deps: Changing,
  event: HttpEvent,
  { values, session }: { readonly values: Values; readonly session: Session },
): Promise<HttpResponse> {
  const { organisation, baseUrl, clock } = deps;
  const site = { organisation, baseUrl };
  const language = languageIn(event, values);
  const person = staffByAddress(organisation)(session.address);
  if (!person || !mayMake(organisation, values, person))
    return refuse('not-yours', { event, site, language });
  const asked = isTrapped(values)
    ? { mistakes: [{ field: 'at', mistake: { field: 'at', problem: 'by-machine' } as const }] }
    : readOccasion(organisation, values, clock());
  if ('mistakes' in asked) {
    const mistakes = wordsFor(language, asked.mistakes);
    return formatOf(event) === 'json'
      ? problemJson('mistaken', language, { errors: mistakes })
      : listMeetings(deps, event, { session, language }, { values, mistakes, status: 422 });
  }
  const { key } = values;
  const saved = await planMeeting(deps)(
    asked.value,
    person,
    typeof key === 'string' && key !== '' ? key : undefined,
  );
  if (saved.kind !== 'saved') return refuse('not-yours', { event, site, language });
  const { id } = saved.meeting;
  const location = meetingAt(baseUrl, id);
  return formatOf(event) === 'html'
    ? seeOther(inLanguage(location, language))
    : json(201, { id } satisfies MeetingMade, { location });
}

/** Whether somebody makes the meetings of the group that is named, or of any where none is. */
function mayMake(organisation: Organisation, values: Values, { id }: Person): boolean {
  const group = readGroup(organisation, values);
  return 'value' in group ? runs(organisation, group.value, id) : groupsRunBy(organisation, id).length > 0;
}

/** POST /meetings/{id}: one change. */
export async function saveMeeting(
  given: Changing,
  event: HttpEvent,
  /** The body is read once it is known that there is such a meeting. @throws BodyError */
  { readValues, session }: { readonly readValues: () => Values; readonly session: Session },
): Promise<HttpResponse> {
  const deps = forOneRequest(given);
  const reader = await bySession(deps, event, session);
  const { organisation, baseUrl } = deps;
  if (!reader)
    return refuse('not-found', { event, site: { organisation, baseUrl }, language: languageOf(event) });
  const values = readValues();
  return change(deps, { ...reader, language: languageIn(event, values) }, values);
}

/** POST /m/{token}: a school raises a question, or says what it thinks of a need. */
export async function saveMeetingByLink(
  given: Changing,
  event: HttpEvent,
  /** Read once it is known that there is such a link. @throws BodyError */
  readValues: () => Values,
): Promise<HttpResponse> {
  const deps = forOneRequest(given);
  const reader = await byLink(deps, event);
  const { organisation, baseUrl } = deps;
  if (!reader) return refuse('no-meeting-link', { event, site: { organisation, baseUrl } });
  const values = readValues();
  return change(deps, { ...reader, language: languageIn(event, values) }, values);
}

const SeenVersion = z.optional(Version);

const wrong = (field: string, problem: FieldMistake['problem']): MeetingMistake => ({
  field,
  mistake: { field, problem },
});

/** One change, in the order of refusals: the same again, whoever may not, what is not possible any more, what is filled in wrongly. */
async function change(deps: Changing, reader: Reader, values: Values): Promise<HttpResponse> {
  const { organisation, baseUrl } = deps;
  const { event, language, meeting, history, person } = reader;
  const kind = askable.find((one) => one === values['do']);
  const version = SeenVersion.safeParse(values['version']);
  const asked = kind && (await readAsked(deps, reader, kind, values));
  if (asked && 'value' in asked && version.success) {
    const isSame = isRecorded(history, { version: version.data, change: asked.value, person });
    if (isSame) return answerTo(deps, reader, values, { kind: 'saved', meeting });
  }
  if (!mayAsk(reader, kind, values))
    return refuse('not-yours', { event, site: { organisation, baseUrl }, language });
  if (!kind) return mistaken(deps, reader, values, [wrong('do', 'not-an-option')]);
  if (kind === 'drop' && isDropped(history, values['item']))
    return answerTo(deps, reader, values, { kind: 'saved', meeting });
  const { item, agreed } = values;
  if (isTooLate(meeting, { do: kind, item, agreed }, { seen: version.data, now: deps.clock() })) {
    const again = isSaid(kind) && version.success ? await say(deps, reader, kind, values) : undefined;
    return again && again.statusCode < 400 ? again : movedOn(deps, reader, values);
  }
  const mistakes = [
    ...(isTrapped(values) ? [wrong('do', 'by-machine')] : []),
    ...(version.success ? [] : [wrong('version', 'wrong')]),
    ...(asked && 'mistakes' in asked ? asked.mistakes : []),
    /* One that was dropped has been answered above: this one was never there. */
    ...(kind === 'drop' && isGone(meeting, values) ? [wrong('item', 'not-an-option')] : []),
  ];
  if (mistakes.length > 0) return mistaken(deps, reader, values, mistakes);
  if (isSaid(kind)) return say(deps, reader, kind, values);
  if (asked && 'value' in asked)
    return answerTo(deps, reader, values, await make(deps, reader, values, asked.value));
  const ofAll = kind === 'gather' ? gather : sendNotes;
  return answerTo(deps, reader, values, await ofAll(deps)(meeting.id, person));
}

/** What is kept with the need that it is said of. Said again, it has the same answer, also once the meeting is over; all else is then refused. */
const isSaid = (kind: Askable): kind is 'advise' | 'respond' => kind === 'advise' || kind === 'respond';
const say = (deps: Changing, reader: Reader, kind: 'advise' | 'respond', values: Values) =>
  kind === 'advise' ? adviseIn(deps, reader, values) : respond(deps, reader, values);

/** Whether a change is theirs to ask for: of whoever is to do what was agreed, that it is done. */
function mayAsk(
  { mayRun, school, meeting, person }: Reader,
  kind: Askable | undefined,
  { agreed: asked }: Values,
): boolean {
  if (mayRun) return true;
  if (kind === 'done')
    return meeting.items.some(({ agreed }) =>
      agreed.some(({ id, who }) => id === asked && who === person.id),
    );
  return school !== undefined && (kind === undefined || schoolsOwn.some((one) => one === kind));
}

/** What is asked for, or what is wrong with it; nothing of advice and answers, which are read where they are kept, nor where nothing is filled in. */
async function readAsked(deps: Changing, reader: Reader, kind: Askable, values: Values) {
  if (isSaid(kind) || kind === 'gather' || kind === 'send') return undefined;
  const { meeting, person } = reader;
  const named = { add: values['reference'], note: values['became'] }[kind as string];
  const { byReference: cards } = isBlank(named) ? noCards : await cardsNamed(deps, reader, named);
  const { organisation, clock } = deps;
  return readChange(kind, values, { organisation, meeting, person, now: clock(), cards });
}

/** Whether an item is named that is not on the agenda. */
const isGone = ({ items }: Meeting, { item }: Values): boolean =>
  typeof item === 'string' && !items.some(({ id }) => id === item);

/** Whether an item is to be dropped of which something has been written. */
const isKept = ({ items }: Meeting, { do: change, item }: Values): boolean =>
  change === 'drop' && items.some((one) => one.id === item && !mayDrop(one));

/** Whether an item was taken off the agenda, by whomever. */
const isDropped = (history: Reader['history'], item: unknown): boolean =>
  history.some(({ event: { change } }) => change.do === 'drop' && change.item === item);

const noCards = { byReference: new Map<string, AnyCard>() };

/** The card of what is put on the agenda, open or closed, if whoever asks may see it. */
async function cardsNamed(deps: Deps, reader: Reader, named: unknown) {
  const reference = typeof named === 'string' ? named.trim().toUpperCase() : undefined;
  const item = { reference } as AgendaItem;
  const { byReference } = await cardsFor(deps, { meeting: { ...reader.meeting, items: [item] } });
  const today = dayOf(deps.clock());
  return {
    byReference: new Map(
      [...byReference].filter(([, card]) => seesCard(deps.organisation, card, reader.person.id, today)),
    ),
  };
}

const make = (
  deps: Deps,
  { meeting, person }: Reader,
  values: Values,
  asked: Exclude<Change, { do: 'plan' | 'send' }>,
): Promise<Saved> =>
  changeMeeting(deps)({ id: meeting.id, version: SeenVersion.parse(values['version']) }, asked, person);

/** A group's advice is an action of the workflow; the leads' is kept with the need beside it. */
async function adviseIn(deps: Changing, reader: Reader, values: Values): Promise<HttpResponse> {
  const { organisation, store } = deps;
  const { meeting, session, person } = reader;
  const item = meeting.items.find(({ id }) => id === values['item']);
  const reference = Reference.safeParse(item?.reference).data;
  if (!item || item.kind !== 'need' || !reference || meeting.kind === 'arena')
    return mistaken(deps, reader, values, [
      { field: 'item', mistake: { field: 'item', problem: 'not-an-option' } },
    ]);
  if (meeting.kind === 'leads') {
    const asked = readLeadsAdvice(values);
    if ('mistakes' in asked) return mistaken(deps, reader, values, asked.mistakes);
    const { advice, priority, reason } = asked.value;
    const said = { meeting: meeting.id, from: 'leads', name: person.name, advice, priority } as const;
    const heard = await hear({ organisation, store, clock: deps.clock })(reference, {
      ...said,
      ...(reason !== undefined && { words: reason }),
    });
    return heard.kind === 'heard'
      ? takeUp(deps, reader, values, item)
      : movedOn(deps, await readAgain(deps, reader), values);
  }
  const { do: _do, item: _item, version: _version, needVersion, language: _language, ...fields } = values;
  const version = needVersion ?? (await versionActedFrom(store, reference, meeting));
  const { outcome } = await deps.actOn(
    { reference },
    { ...fields, action: 'advise', version, confirm: 'yes', meeting: meeting.id },
    { session, browser: deps.browser, isTrapped: false },
  );
  switch (outcome.kind) {
    case 'done':
      return takeUp(deps, reader, values, item);
    case 'mistaken':
      return mistaken(
        deps,
        reader,
        values,
        outcome.mistakes.map((mistake) => ({ field: mistake.field, mistake })),
      );
    case 'never':
    case 'no-link':
    case 'no-session':
      return refuse('not-yours', { event: reader.event, site: deps, language: reader.language });
    default:
      return movedOn(deps, await readAgain(deps, reader), values);
  }
}

/** Notes that an item was gone through, once what was said of its need is stored; that is not undone by a meeting that is over meanwhile. */
async function takeUp(
  deps: Changing,
  reader: Reader,
  values: Values,
  { id }: AgendaItem,
): Promise<HttpResponse> {
  const saved = await make(deps, reader, values, { do: 'took-up', item: id });
  const isOver = saved.kind === 'moved-on' && saved.meeting.state !== 'planned';
  return answerTo(deps, reader, values, isOver ? { ...saved, kind: 'saved' } : saved);
}

/** The same reader of the meeting as it is now: something may have been refused since it is over. */
async function readAgain(deps: Changing, reader: Reader): Promise<Reader> {
  const file = await deps.store.readMeeting(reader.meeting.id);
  return file ? { ...reader, meeting: await seenBy(deps, reader, file.meeting) } : reader;
}

/** The version to act from, where a program names none: that from which the advice was given, where it is sent again. */
async function versionActedFrom(
  store: Needs,
  reference: Reference,
  meeting: Meeting,
): Promise<number | undefined> {
  const file = await store.read(reference);
  const given = file?.history.findLast(
    ({ event }) => event.action === 'advise' && event.input.meeting === meeting.id,
  );
  return given?.event.seen ?? file?.need.version;
}

/** What a school says is kept with the need. */
async function respond(deps: Changing, reader: Reader, values: Values): Promise<HttpResponse> {
  const { organisation, store, clock } = deps;
  const { meeting, person, school } = reader;
  const item = meeting.items.find(({ id }) => id === values['item']);
  const reference = Reference.safeParse(item?.reference).data;
  if (!item || item.kind !== 'check' || !reference || meeting.kind !== 'arena')
    return mistaken(deps, reader, values, [
      { field: 'item', mistake: { field: 'item', problem: 'not-an-option' } },
    ]);
  /* Whoever speaks for a school speaks for no other. */
  const asked = readSchoolsAnswer(organisation, { ...values, ...(school !== undefined && { school }) });
  if ('mistakes' in asked) return mistaken(deps, reader, values, asked.mistakes);
  const { words, ...said } = asked.value;
  const heard = await hear({ organisation, store, clock })(reference, {
    ...{ meeting: meeting.id, from: 'schools', name: person.name, ...said },
    ...(words !== undefined && { words }),
  });
  if (heard.kind !== 'heard') return movedOn(deps, await readAgain(deps, reader), values);
  if (!reader.mayRun) return answerTo(deps, reader, values, { kind: 'saved', meeting });
  return takeUp(deps, reader, values, item);
}

/* After these the next item is shown; after the others the agenda, or what was changed. */
const goingOn: readonly unknown[] = ['advise', 'note'];
/* And after these the same item, where it was done from there. */
const stayingAt: readonly unknown[] = ['respond', 'done', 'take-back'];

async function answerTo(deps: Changing, reader: Reader, values: Values, saved: Saved): Promise<HttpResponse> {
  const { organisation, baseUrl } = deps;
  const { event, language, path } = reader;
  const site = { organisation, baseUrl };
  switch (saved.kind) {
    case 'unknown':
      return refuse('not-found', { event, site, language });
    case 'never':
      return refuse('not-yours', { event, site, language });
    case 'moved-on':
      return movedOn(deps, { ...reader, meeting: await seenBy(deps, reader, saved.meeting) }, values);
    case 'full':
      return mistaken(deps, reader, values, [{ field: 'text', mistake: 'full' }]);
    case 'too-long':
      return mistaken(deps, reader, values, [tooLong(values)]);
    case 'saved':
      if (formatOf(event) === 'json')
        return json(200, { version: saved.meeting.version } satisfies MeetingChanged);
      if (values['back'] === 'my') return seeOther(`${baseUrl}${paths.my[language]}`);
      return seeOther(`${inLanguage(`${baseUrl}${path}`, language)}${placeAfter(saved.meeting, values)}`);
  }
}

function tooLong({ do: change }: Values): MeetingMistake {
  if (change === 'send') return { field: 'send', mistake: 'notesTooLong' };
  if (change === 'correct') return { field: 'correction', mistake: 'correctionTooLong' };
  const field = { note: 'note', present: 'others' }[String(change)] ?? 'text';
  return { field, mistake: 'tooLong' };
}

/** Where a browser goes on: to the next item that is left, or to where something was changed. */
function placeAfter({ items }: Meeting, { do: change, item }: Values): string {
  const id = items.find((one) => one.id === item)?.id;
  if (stayingAt.includes(change) && id !== undefined) return `&item=${encodeURIComponent(id)}`;
  if (change === 'move' || change === 'drop' || change === 'add') return '&edit=1#edit';
  if (!goingOn.includes(change)) return '';
  const index = items.findIndex((one) => one.id === id);
  const next = [...items.slice(index + 1), ...items.slice(0, index)].find(({ done }) => !done);
  return next ? `&item=${encodeURIComponent(next.id)}` : '#present';
}

function movedOn(deps: Deps, reader: Reader, values: Values): Promise<HttpResponse> | HttpResponse {
  const { event, language, meeting } = reader;
  const isPlanned = meeting.state === 'planned';
  const why = isPlanned && (isKept(meeting, values) ? 'kept' : values['do'] === 'correct' && 'unsent');
  return formatOf(event) === 'json'
    ? problemJson('meeting-moved-on', language, {
        ...{ status: meeting.state, version: meeting.version },
        ...(why && { detail: pageTextsFor(language)(`meetings.movedOn.${why}.do`) }),
      })
    : pageFor(deps, reader, { values, hasMovedOn: true, status: 409 });
}

function mistaken(
  deps: Deps,
  reader: Reader,
  values: Values,
  found: readonly MeetingMistake[],
): Promise<HttpResponse> | HttpResponse {
  const { event, language } = reader;
  const mistakes = wordsFor(language, found);
  return formatOf(event) === 'json'
    ? problemJson('mistaken', language, { errors: mistakes })
    : pageFor(deps, reader, { values, mistakes, status: 422 });
}

function wordsFor(language: Language, mistakes: readonly MeetingMistake[]) {
  const t = pageTextsFor(language);
  return mistakes.map(({ field, mistake }) => ({
    field,
    message:
      typeof mistake === 'string'
        ? t(`meetings.${mistake}`)
        : problemMessage(t, meetingLabel(t, field), mistake),
  }));
}

const advised = ['advice', 'priority', 'goals', 'insteadOf', 'reason', 'dissent'] as const;

function meetingLabel(t: ReturnType<typeof pageTextsFor>, field: string): string {
  const known = questions.find((one) => one === field);
  if (known) return t(`meetings.field.${known}.label`);
  if (field === 'area') return t('meetings.field.group.label');
  const ofAdvice = advised.find((one) => one === field);
  return ofAdvice ? t(`field.advise.${ofAdvice}.label`) : field;
}
