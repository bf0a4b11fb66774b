import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import { textsFor } from '../../i18n/index.ts';
import { inLanguage, paths, pathTo } from '../routes.ts';
import { ContactLine } from './contact.tsx';
import { page } from './layout.tsx';

/** Why a request is refused. */
export type ErrorKind =
  | 'no-link'
  | 'no-meeting-link'
  | 'not-found'
  | 'no-method'
  | 'fault'
  | 'too-many'
  | 'out-of-reach'
  | 'too-large'
  | 'bad-request'
  | 'unsupported'
  | 'never'
  | 'not-yours'
  | 'other-site'
  | 'code-gone'
  | 'too-many-codes'
  | 'too-many-comments'
  | 'full'
  | 'key-used';

/* Where whoever the page is for can come in by another door. */
const offersSignIn: readonly ErrorKind[] = ['no-link', 'no-meeting-link', 'code-gone'];

/* Which say that one may contact somebody. */
const namesContact: readonly ErrorKind[] = ['no-link', 'no-meeting-link', 'fault', 'out-of-reach', 'full'];

interface Props {
  readonly language: Language;
  readonly kind: ErrorKind;
  /** The id by which the fault is found in the log. */
  readonly faultId?: string;
  readonly baseUrl: string;
  readonly organisation?: Organisation;
}

/** What went wrong and what to do, as an HTML document. */
export function errorPage({ language, kind, faultId, baseUrl, organisation }: Props): string {
  const t = textsFor(language);
  const title = t(`error.${kind}.title`);
  return page({
    t,
    organisation,
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p class="lead">{t(`error.${kind}.what`)}</p>
        <p>{t(`error.${kind}.do`)}</p>
        {faultId && <p>{t('error.faultId', { id: faultId })}</p>}
        {namesContact.includes(kind) && organisation && <ContactLine t={t} organisation={organisation} />}
        {offersSignIn.includes(kind) && (
          <p>
            <a href={inLanguage(`${baseUrl}${pathTo('/sign-in', {})}`, language)}>{t('error.signIn')}</a>
          </p>
        )}
        <p>
          <a href={`${baseUrl}${paths.form[language]}`}>{t('error.home')}</a>
        </p>
      </>
    ),
  });
}
