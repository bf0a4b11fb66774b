import type { NeedStore } from '../../app/ports/store.ts';
import { meetingForms } from '../../domain/meeting/forms.ts';
import { ListedCard } from '../../domain/overview/any-card.ts';
import { workForms } from '../../domain/work/forms.ts';
import { addressesIn } from './addresses.ts';
import { cardsIn } from './cards.ts';
import { codesIn } from './codes.ts';
import { countsIn } from './counts.ts';
import { figuresIn } from './figures.ts';
import { lettersIn } from './letters.ts';
import { meetingsIn } from './meetings.ts';
import { needsIn } from './needs.ts';
import { organisationsIn } from './organisations.ts';
import { outboxIn } from './outbox.ts';
import { sessionsIn } from './sessions.ts';
import { settingsIn } from './settings.ts';
import { submissionsIn } from './submissions.ts';
import { submittersIn } from './submitters.ts';
import type { Table } from './table.ts';
import { worksIn } from './works.ts';

/** All that is kept, in one DynamoDB table; a function that needs less of it loads less. */
export const dynamoDbStore = (table: Table): NeedStore => ({
  ...submissionsIn(table),
  ...needsIn(table),
  ...cardsIn(table, (stored) => ListedCard.parse(stored)),
  ...outboxIn(table),
  ...addressesIn(table),
  ...sessionsIn(table),
  ...codesIn(table),
  ...countsIn(table),
  ...submittersIn(table),
  ...lettersIn(table),
  ...settingsIn(table),
  ...figuresIn(table),
  ...organisationsIn(table),
  ...worksIn(table, workForms),
  ...meetingsIn(table, meetingForms),
});
