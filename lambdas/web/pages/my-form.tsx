import type { ComponentChildren } from 'preact';
import type { Language } from '../../domain/text.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import { Traps } from './controls.tsx';
import { pathTo } from '../routes.ts';

interface Props {
  readonly language: Language;
  readonly baseUrl: string;
  readonly id: string;
  readonly children: ComponentChildren;
}

/** A form of a person's own page. */
export const MyForm = ({ language, baseUrl, id, children }: Props) => (
  <form method="post" action={`${baseUrl}${pathTo('/my', {})}`}>
    <input type="hidden" name="language" value={language} />
    <Traps t={pageTextsFor(language)} id={id} />
    {children}
  </form>
);
