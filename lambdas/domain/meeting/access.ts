import { isKeptFromSchools } from '../need/secrecy.ts';
import type { AreaId, PersonId } from '../organisation/ids.ts';
import { coordinatorsOf, deputiesOn } from '../organisation/organisation.ts';
import type { Area, Organisation } from '../organisation/organisation.ts';
import { areasOf, seesAll } from '../overview/access.ts';
import type { AnyCard } from '../overview/any-card.ts';
import { dayOf } from '../time/time.ts';
import type { Day } from '../time/time.ts';
import type { Meeting } from './meeting.ts';

/* Who makes, sees and comes to meetings (docs/design.md, "Meetings"). */

type MeetingGroup = Pick<Meeting, 'kind' | 'area'>;

const areaOf = ({ areas }: Organisation, area: AreaId | undefined): Area | undefined =>
  areas.find(({ id }) => id === area);

/** Who makes a group's meetings and keeps their notes: the developers and the lead of its area; the model's manager those of the leads. */
export function runs(organisation: Organisation, { kind, area }: MeetingGroup, person: PersonId): boolean {
  if (kind === 'leads') return organisation.modelManager === person;
  const { lead, developers } = areaOf(organisation, area) ?? {};
  return lead === person || developers?.includes(person) === true;
}

/** Who sees to it that a meeting's notes are sent out: those who coordinate its area, or the model's manager. */
export function keepersOf(organisation: Organisation, { area }: MeetingGroup): readonly PersonId[] {
  const of = areaOf(organisation, area);
  return of ? coordinatorsOf(of) : [organisation.modelManager];
}

/** The groups whose meetings somebody makes. */
export const groupsRunBy = (organisation: Organisation, person: PersonId): readonly MeetingGroup[] =>
  [
    ...organisation.areas.flatMap(({ id }): MeetingGroup[] => [
      { kind: 'steering-group', area: id },
      { kind: 'arena', area: id },
    ]),
    { kind: 'leads' } as const,
  ].filter((group) => runs(organisation, group, person));

/** Whom the schools send to an area's arena. */
const representativesFor = (
  { schools }: Organisation,
  area: AreaId | undefined,
): readonly { readonly person: PersonId; readonly school: Organisation['schools'][number] }[] =>
  schools.flatMap((school) =>
    school.representatives
      .filter(({ areas }) => areas.some((id) => id === area))
      .map(({ person }) => ({ person, school })),
  );

/** The school that somebody speaks for in an area's arena. */
export const schoolIn = (organisation: Organisation, area: AreaId | undefined, person: PersonId) =>
  representativesFor(organisation, area).find((one) => one.person === person)?.school;

/** Whether what is on an agenda is a need that the schools are not shown. */
export const maySchoolsNotSee = (card: AnyCard | undefined): boolean =>
  card?.kind === 'need' && isKeptFromSchools(card);

/** Who is expected at a group's meeting on a day, each once: by the organisation as it is now, so that whoever has left is not. */
export function expectedAt(
  organisation: Organisation,
  { kind, area }: MeetingGroup,
  day: Day,
): readonly PersonId[] {
  const { areas, departments, modelManager, modelOwner } = organisation;
  const { lead, developers, departments: own } = areaOf(organisation, area) ?? {};
  const expected = (): readonly (PersonId | undefined)[] => {
    switch (kind) {
      case 'leads':
        return [...areas.map((one) => one.lead), modelManager, modelOwner];
      case 'steering-group':
        return [
          lead,
          ...departments
            .filter(({ id }) => own?.includes(id))
            .flatMap((department) => [department.head, ...deputiesOn(department, day)]),
          ...(developers ?? []),
        ];
      case 'arena':
        return [
          lead,
          ...(developers ?? []),
          ...representativesFor(organisation, area).map((one) => one.person),
        ];
    }
  };
  return [...new Set(expected())].filter((id): id is PersonId => id !== undefined);
}

/** Whether somebody sees a meeting: they are expected, work in its area, or see every area. */
export const seesMeeting = (
  organisation: Organisation,
  meeting: Pick<Meeting, 'kind' | 'area' | 'at'>,
  person: PersonId,
  today: Day,
): boolean =>
  seesAll(organisation, person) ||
  expectedAt(organisation, meeting, dayOf(meeting.at)).includes(person) ||
  areasOf(organisation, person, today).some(({ id }) => id === meeting.area);

/** A group's meetings before a day, the last of them last; without those that were cancelled. */
export const meetingsBefore = <
  Each extends {
    readonly of: Meeting['kind'];
    readonly area?: Meeting['area'];
    readonly at: Meeting['at'];
    readonly state: Meeting['state'];
  },
>(
  meetings: readonly Each[],
  { kind, area }: Pick<Meeting, 'kind' | 'area'>,
  day: Day,
): readonly Each[] =>
  meetings
    .filter((one) => one.of === kind && one.area === area && one.state !== 'cancelled' && dayOf(one.at) < day)
    .toSorted((one, other) => one.at.localeCompare(other.at));
