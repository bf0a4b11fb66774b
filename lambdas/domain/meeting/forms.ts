import { asStored } from '../as-stored.ts';
import { agreedCardOf, meetingCardOf } from './card.ts';
import { Meeting, MeetingEvent } from './meeting.ts';

/** How meetings are read from where they are stored, and listed. */
export const meetingForms = {
  readMeeting: (stored: unknown) => Meeting.parse(stored),
  readEvent: asStored(MeetingEvent),
  cardOf: meetingCardOf,
  agreedCardOf,
};
