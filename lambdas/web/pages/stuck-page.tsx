import type { StuckList } from '../../app/overview/read-stuck.ts';
import { needOn } from '../../domain/need/make-card.ts';
import type { PersonId } from '../../domain/organisation/ids.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { permissionsOf } from '../../domain/organisation/permissions.ts';
import type { Stuck } from '../../domain/overview/stuck.ts';
import type { Language } from '../../domain/text.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { Instant } from '../../domain/time/time.ts';
import { formatDay } from '../../i18n/index.ts';
import { labelFor, statusLabel, writtenIn } from '../../i18n/labels.ts';
import { pageTextsFor } from '../../i18n/pages.ts';
import type { PageTexts } from '../../i18n/pages.ts';
import { paths } from '../routes.ts';
import { hrefOf } from './card-line.tsx';
import { page } from './layout.tsx';
import { otherThan } from '../../domain/text.ts';

interface Props extends StuckList {
  readonly language: Language;
  readonly organisation: Organisation;
  readonly baseUrl: string;
  /** Whose actions its lines offer. */
  readonly reader: PersonId;
  readonly now: Instant;
}

/** The needs and the work that do not move by themselves: of each why, in words, and the one thing to do about it. */
export function stuckPage(props: Props): string {
  const { language, organisation, baseUrl, stuck, unread, now } = props;
  const t = pageTextsFor(language);
  const title = t('stuck.title');
  return page({
    t,
    organisation,
    title,
    namesSite: true,
    otherLanguage: `${baseUrl}${paths.stuck[otherThan(language)]}`,
    children: (
      <>
        <h1>
          {title} <small class="light">{formatDay(language, dayOf(now))}</small>
        </h1>
        <p>{stuck.length === 0 ? t('stuck.nothing') : t('stuck.lead', { count: stuck.length })}</p>
        <ul class="needs">
          {stuck.map((one) => (
            <StuckLine key={one.card.reference} {...{ t, props, stuck: one }} />
          ))}
        </ul>
        {unread > 0 && <p class="light">{t('stuck.unread', { count: unread })}</p>}
      </>
    ),
  });
}

function StuckLine({ t, props, stuck }: { t: PageTexts; props: Props; stuck: Stuck }) {
  const { baseUrl } = props;
  const { card, why } = stuck;
  const remedy = remedyFor(t, props, stuck);
  return (
    <li>
      <p>
        <a
          href={hrefOf(baseUrl, card)}
          {...writtenIn({ t }, card.kind === 'need' ? card.language : undefined)}
        >
          {card.title}
        </a>
        <br />
        <span class="hint">
          {card.reference} · {card.kind === 'work' ? t('stuck.work') : statusLabel(t, card.status)}
        </span>
        {why.map(({ reason, days }) => (
          <span key={reason}>
            <br />
            {t(`stuck.why.${reason}`)} {days > 0 && t('stuck.days', { count: days })}
          </span>
        ))}
      </p>
      <a class="next" href={remedy.href}>
        {remedy.label}
        <span class="hidden"> {card.reference}</span>
      </a>
    </li>
  );
}

/** The one thing to do about what is stuck. */
function remedyFor(t: PageTexts, { organisation, baseUrl, reader, now }: Props, { card, action }: Stuck) {
  const href = hrefOf(baseUrl, card);
  if (card.kind === 'work') return { href, label: t('stuck.openWork') };
  if (!action) return { href, label: t('stuck.open') };
  const actor = { kind: 'person', person: reader } as const;
  const permissions = permissionsOf(organisation, needOn(card), actor, dayOf(now));
  return { href: `${href}?action=${action}#${action}`, label: labelFor(t, permissions, action) };
}
