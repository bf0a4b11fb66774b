import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Texts } from '../../i18n/index.ts';
import { assetPath, brandOf } from '../assets/index.ts';
import { paths } from '../routes.ts';
import { otherThan } from '../../domain/text.ts';

interface Frame {
  readonly t: Texts;
  readonly organisation?: Organisation | undefined;
  readonly title: string;
  /** Whether something must be corrected. The title begins with that, since a screen reader begins with the title. */
  readonly mistaken?: boolean;
  /** The whole address of the page in the other language. */
  readonly otherLanguage?: string | undefined;
  /** Whether its forms must say which site they stand on. Pages whose address is a secret say nothing of it. */
  readonly namesSite?: boolean;
  /** Whether it is a list that uses the whole width, as a projector has it. */
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

/** A whole HTML document. It has no inline style or script, and loads nothing from other sites. */
export function page(frame: Frame): string {
  return `<!doctype html>${renderToString(<Document {...frame} />)}`;
}

function Document(frame: Frame) {
  const { t, organisation, title, mistaken, otherLanguage, namesSite, isWide, children } = frame;
  const university = organisation?.university;
  const brand = university && brandOf(university);
  const other = otherThan(t.language);
  const whole = `${title} – ${university?.name[t.language] ?? t('site.name')}`;
  return (
    <html lang={t.language}>
      <head>
        <meta charset="utf-8" />
        <title>{mistaken ? t('site.mistakeTitle', { title: whole }) : whole}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content={namesSite ? 'same-origin' : 'no-referrer'} />
        <link rel="icon" href={assetPath('icon.svg')} />
        <link rel="stylesheet" href={assetPath('site.css')} />
        {brand?.stylesheet && <link rel="stylesheet" href={brand.stylesheet} />}
        {otherLanguage && <link rel="alternate" hreflang={other} href={otherLanguage} />}
        <script src={assetPath('form.js')} defer />
      </head>
      <body class={isWide ? 'wide' : undefined}>
        <a class="skip" href="#main">
          {t('site.skip')}
        </a>
        <header>
          <div>
            <a class="brand" href={paths.form[t.language]}>
              {brand?.logo && <img src={brand.logo} alt="" />}
              {university && <span>{university.name[t.language]}</span>}
              <strong>{t('site.name')}</strong>
            </a>
            {otherLanguage && (
              <a class="language" href={otherLanguage} lang={other} hreflang={other}>
                {t('site.otherLanguage')}
              </a>
            )}
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <footer>
          <div>
            <p>{t('site.about')}</p>
            <nav aria-label={t('site.footer')}>
              <ul>
                <li>
                  <a href={paths.form[t.language]}>{t('site.start')}</a>
                </li>
                <li>
                  <a href={paths.my[t.language]}>{t('site.my')}</a>
                </li>
                <li>
                  <a href={paths.privacy[t.language]}>{t('site.privacy')}</a>
                </li>
                <li>
                  <a href={paths.accessibility[t.language]}>{t('site.accessibility')}</a>
                </li>
              </ul>
            </nav>
          </div>
        </footer>
      </body>
    </html>
  );
}
