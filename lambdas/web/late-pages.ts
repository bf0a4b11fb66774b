/* Pages that few requests ask for, in one file that is loaded with the first of them: what they share is in it once. */
export { showBoard } from './board.ts';
export { showFigures } from './figures.ts';
export { showMine } from './my.ts';
export { accessibilityPage, privacyPage } from './pages/about-pages.tsx';
export { similarNeeds } from '../app/overview/search.ts';
export { showExport } from './export.ts';
export { showRegister } from './register.ts';
export { showSearch } from './search.ts';
export { showStuck } from './stuck.ts';
export { newWork, showWork } from './work.ts';
export { questionAsNeed, showMeeting, showMeetingByLink, showMeetings } from './meeting.ts';
export { meetingForms } from '../domain/meeting/forms.ts';
export { workForms } from '../domain/work/forms.ts';
