/* Changes that few requests ask for, in one file that is loaded with the first of them: what they share is in it once. */
export { ListedCard } from '../domain/overview/any-card.ts';
export { workForms } from '../domain/work/forms.ts';
export { makeMeeting, saveMeeting, saveMeetingByLink } from './meeting.ts';
export { meetingForms } from '../domain/meeting/forms.ts';
export { changeMine } from './my.ts';
export { saveWork } from './work.ts';
