import { agreedCardOf, meetingCardOf } from './card.ts';
import { Meeting, MeetingEvent } from './meeting.ts';

/* As it is stored, since its hash is taken over its text: a schema puts members in an order of its own. */
function readEvent(stored: unknown): MeetingEvent {
  MeetingEvent.parse(stored);
  return stored as MeetingEvent;
}

/** How meetings are read from where they are stored, and listed. */
export const meetingForms = {
  readMeeting: (stored: unknown) => Meeting.parse(stored),
  readEvent,
  cardOf: meetingCardOf,
  agreedCardOf,
};
