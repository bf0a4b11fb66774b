import type { Organisation } from '../../domain/organisation.ts';
import type { Language } from '../../domain/text.ts';
import { textsFor } from '../../text/index.ts';
import { page, paths } from './layout.tsx';

/** What can stand in the way of a page. */
export type NoticeKind =
  | 'no-link'
  | 'not-found'
  | 'fault'
  | 'too-many'
  | 'too-large'
  | 'bad-request'
  | 'unsupported'
  | 'never'
  | 'key-used';

interface Props {
  readonly language: Language;
  readonly kind: NoticeKind;
  /** What a fault is found by in the log. */
  readonly faultId?: string;
  readonly baseUrl: string;
  readonly organisation?: Organisation;
}

/** What happened instead of what was asked for, and what to do, as an HTML document. */
export function noticePage({ language, kind, faultId, baseUrl, organisation }: Props): string {
  const t = textsFor(language);
  const title = t(`notice.${kind}.title`);
  return page({
    t,
    organisation,
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p class="lead">{t(`notice.${kind}.what`)}</p>
        <p>{t(`notice.${kind}.do`)}</p>
        {faultId && <p>{t('notice.faultId', { id: faultId })}</p>}
        <p>
          <a href={`${baseUrl}${paths.form[language]}`}>{t('notice.home')}</a>
        </p>
      </>
    ),
  });
}
