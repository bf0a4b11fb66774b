import type { Opened } from '../app/links.ts';
import { personIn } from '../domain/organisation.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { Language } from '../domain/text.ts';

/** The language of whoever holds a link: the person's own, or the one the need was reported in. */
export const readerOf = (organisation: Organisation, { file, holder }: Opened): Language =>
  (holder === 'submitter' ? undefined : personIn(organisation, holder)?.language) ??
  file.need.intake.language;
