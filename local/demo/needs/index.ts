import type { Story } from '../story.ts';
import { forskning } from './forskning.ts';
import { infrastruktur } from './infrastruktur.ts';
import { kommunikation } from './kommunikation.ts';
import { styrning } from './styrning.ts';
import { utbildning } from './utbildning.ts';
import { utbildningsadministration } from './utbildningsadministration.ts';

const withoutArea: Story = {
  title: 'Vem svarar för studenternas försäkring vid praktik utomlands?',
  problem:
    'Studenter på praktik i Norge och Spanien har frågat vilken försäkring som gäller om de skadar sig. Jag har frågat fyra personer och fått fyra svar.',
  affected: 'Ett trettiotal studenter per år.',
  school: 'sprak-litteratur-larande',
  areas: [],
  by: 'Annika Forsell',
  came: -3,
  steps: [],
};

/** The needs of the demo. */
export const stories: readonly Story[] = [
  withoutArea,
  ...utbildningsadministration,
  ...infrastruktur,
  ...kommunikation,
  ...utbildning,
  ...forskning,
  ...styrning,
];
