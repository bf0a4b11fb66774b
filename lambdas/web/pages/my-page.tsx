import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Session } from '../../domain/session/session.ts';
import type { Language } from '../../domain/text.ts';
import { formatMoment, textsFor } from '../../i18n/index.ts';
import { paths } from '../routes.ts';
import { Traps } from './controls.tsx';
import { page } from './layout.tsx';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  /** Whose page it is: a name, or an address. */
  readonly who: string | undefined;
  readonly sessions: readonly Session[];
  /** The id of the session that the page was asked for with. */
  readonly current: string;
}

/** A person's own page: the browsers in which they are signed in, each with a button that ends it. */
export function myPage({ language, organisation, baseUrl, who, sessions, current }: Props): string {
  const t = textsFor(language);
  const other = language === 'sv' ? 'en' : 'sv';
  const title = t('my.title');
  const endForm = (end: string, label: string, name: string) => (
    <form method="post" action={`${baseUrl}/my`}>
      <input type="hidden" name="end" value={end} />
      <input type="hidden" name="language" value={language} />
      <Traps t={t} id={`end-${end}`} />
      <button type="submit" class="quiet" aria-label={`${label}: ${name}`}>
        {label}
      </button>
    </form>
  );
  return page({
    t,
    organisation,
    title,
    namesSite: true,
    otherLanguage: `${baseUrl}${paths.my[other]}`,
    children: (
      <>
        <h1>{title}</h1>
        {who !== undefined && <p class="lead">{t('my.signedInAs', { who })}</p>}
        <section aria-labelledby="browsers">
          <h2 id="browsers">{t('my.browsers')}</h2>
          <p>{t('my.browsersLead')}</p>
          <ul class="sessions">
            {sessions.map(({ id, browser, since, last }) => {
              const name = browser === '' ? t('my.unknownBrowser') : browser;
              return (
                <li key={id}>
                  <p>
                    <strong>{name}</strong>
                    {id === current && ` (${t('my.this')})`}
                    <br />
                    {t('my.sinceLast', {
                      since: formatMoment(language, since),
                      last: formatMoment(language, last),
                    })}
                  </p>
                  {endForm(id, t(id === current ? 'my.end' : 'my.endOther'), name)}
                </li>
              );
            })}
          </ul>
          {sessions.length > 1 && endForm('all', t('my.endAll'), t('my.browsers'))}
        </section>
      </>
    ),
  });
}
