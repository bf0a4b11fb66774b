import type { Organisation } from '../../domain/organisation/organisation.ts';
import { personIn } from '../../domain/organisation/organisation.ts';
import type { Texts } from '../../i18n/index.ts';

const asLink = (word: string) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word)
    ? `mailto:${word}`
    : /^https:\/\/\S+$/.test(word)
      ? word
      : undefined;

/** Whom to contact: what the university says, its addresses as links; else who manages the model. */
export function ContactLine({ t, organisation }: { t: Texts; organisation: Organisation }) {
  const { university, modelManager } = organisation;
  const name = personIn(organisation, modelManager)?.name ?? modelManager;
  const contact = university.contact ?? `${name} (${t('role.model-manager')})`;
  return (
    <p>
      {t('site.contact')}{' '}
      {contact.split(/(\s+)/).map((word) => {
        const link = asLink(word);
        return link === undefined ? word : <a href={link}>{word}</a>;
      })}
    </p>
  );
}
