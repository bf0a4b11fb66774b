import type { Organisation } from '../../domain/organisation/organisation.ts';
import type { Language } from '../../domain/text.ts';
import type { Accessibility } from '../../domain/accessibility.ts';
import { formatDay } from '../../i18n/index.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import { paths } from '../routes.ts';
import { ContactLine } from './contact.tsx';
import { page } from './layout.tsx';
import { otherThan } from '../../domain/text.ts';

interface Props {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
}

const inOther = (baseUrl: string, of: keyof typeof paths, language: Language) =>
  `${baseUrl}${paths[of][otherThan(language)]}`;

/** The information that the GDPR, art. 13, requires when people give personal data, as an HTML document. */
export function privacyPage({ language, organisation, baseUrl }: Props): string {
  const t = pageTextsFor(language);
  const { name, dataProtectionOfficer } = organisation.university;
  const university = name[language];
  return page({
    t,
    organisation,
    title: t('privacy.title'),
    otherLanguage: inOther(baseUrl, 'privacy', language),
    children: (
      <>
        <h1>{t('privacy.title')}</h1>
        <p class="lead">{t('privacy.lead', { university })}</p>
        <h2>{t('privacy.controller.title')}</h2>
        <p>{t('privacy.controller.body', { university })}</p>
        <ContactLine t={t} organisation={organisation} />
        {dataProtectionOfficer && (
          <p>{t('privacy.controller.officer', { officer: dataProtectionOfficer })}</p>
        )}
        <h2>{t('privacy.why.title')}</h2>
        <p>{t('privacy.why.body')}</p>
        <p>{t('privacy.why.must')}</p>
        <h2>{t('privacy.what.title')}</h2>
        <ul>
          <li>{t('privacy.what.you')}</li>
          <li>{t('privacy.what.text')}</li>
          <li>{t('privacy.what.staff')}</li>
          <li>{t('privacy.what.technical')}</li>
          <li>{t('privacy.what.browser')}</li>
        </ul>
        <h2>{t('privacy.who.title')}</h2>
        <p>{t('privacy.who.body')}</p>
        <p>{t('privacy.who.record')}</p>
        <p>{t('privacy.who.processor')}</p>
        <h2>{t('privacy.long.title')}</h2>
        <p>{t('privacy.long.body')}</p>
        <h2>{t('privacy.rights.title')}</h2>
        <p>{t('privacy.rights.body')}</p>
        <p>{t('privacy.rights.complain')}</p>
      </>
    ),
  });
}

function Review({ t, reviewed, result, shortcomings }: Accessibility & { readonly t: PageTexts }) {
  const known = shortcomings[t.language];
  return (
    <>
      <p>
        {t(`accessibility.result.${result}`)}{' '}
        {t('accessibility.reviewed', { day: formatDay(t.language, reviewed) })}
      </p>
      {known.length > 0 && (
        <>
          <p>{t('accessibility.shortcomings')}</p>
          <ul>
            {known.map((shortcoming) => (
              <li key={shortcoming}>{shortcoming}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** The statement that the Swedish act on accessibility to digital public services (2018:1937) requires, as an HTML document. */
export function accessibilityPage({
  language,
  organisation,
  baseUrl,
  accessibility,
}: Props & {
  /** What a review has found; without it there has been none. */ readonly accessibility?:
    | Accessibility
    | undefined;
}): string {
  const t = pageTextsFor(language);
  const { name } = organisation.university;
  return page({
    t,
    organisation,
    title: t('accessibility.title'),
    otherLanguage: inOther(baseUrl, 'accessibility', language),
    children: (
      <>
        <h1>{t('accessibility.title')}</h1>
        <p class="lead">{t('accessibility.lead', { university: name[language] })}</p>
        <h2>{t('accessibility.how.title')}</h2>
        {accessibility ? (
          <Review t={t} {...accessibility} />
        ) : (
          <p>
            <strong>{t('accessibility.notReviewed')}</strong>
          </p>
        )}
        <h2>{t('accessibility.tested.title')}</h2>
        <p>{t('accessibility.tested.body')}</p>
        <h2>{t('accessibility.report.title')}</h2>
        <p>{t('accessibility.report.body')}</p>
        <ContactLine t={t} organisation={organisation} />
        <h2>{t('accessibility.supervision.title')}</h2>
        <p>{t('accessibility.supervision.body')}</p>
      </>
    ),
  });
}
