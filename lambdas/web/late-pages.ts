/* Pages that few requests ask for, in one file that is loaded with the first of them: what they share is in it once. */
export { showBoard } from './board.ts';
export { showFigures } from './figures.ts';
export { showMine } from './my.ts';
export { accessibilityPage, privacyPage } from './pages/about-pages.tsx';
export { showStuck } from './stuck.ts';
export { newWork, showWork } from './work.ts';
export { workForms } from '../domain/work/forms.ts';
