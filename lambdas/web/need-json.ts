import type { View } from '../app/need/view.ts';
import type { By } from '../domain/need/event.ts';
import { wordsOf } from '../domain/need/event.ts';
import { fieldOptionLabel, labelFor, optionLabel } from '../i18n/labels.ts';
import type { Locale } from '../i18n/locale.ts';
import type { NeedAnswer } from './contract.ts';
import { addressBefore } from './routes.ts';

const isSameName = (one: string, other = ''): boolean =>
  one.normalize('NFKC').toLowerCase() === other.normalize('NFKC').toLowerCase();

/** A need as JSON (docs/http.md, "Read a need"). */
export function needJson(
  locale: Locale,
  view: View,
  /** The whole address of the need's page. */
  address: string,
): NeedAnswer {
  const { t } = locale;
  const { before, entries } = view.page;
  const { need, contact } = view.file;
  /* Whoever gives a member of staff's name speaks in nobody's: theirs is quoted, as on pages. */
  const isStaffName = locale.organisation.people.some(({ name }) => isSameName(name, contact?.name));
  const written = contact?.name ?? t('submitter');
  const submitterName = isStaffName ? t('who.quoted', { name: written }) : written;
  const nameOf = (by: By): string =>
    by.kind === 'person' ? by.name : by.kind === 'system' ? t('role.system') : submitterName;
  return {
    reference: need.reference,
    title: need.title,
    status: need.status,
    version: need.version,
    you: {
      name: view.you.name ?? t('submitter'),
      /* The system holds no link. */
      session: view.you.hasSession,
      roles: [...new Set(view.you.roles.map(({ kind }) => kind))].filter((kind) => kind !== 'system'),
    },
    actions: view.actions.map(({ name, fields, proof }) => ({
      name,
      label: labelFor(t, view.permissions, name),
      needs: proof,
      fields: fields.map((field) => ({
        name: field.name,
        kind: field.kind,
        required: field.required,
        ...('options' in field && {
          options: field.options.map((value) => ({
            value,
            label: fieldOptionLabel(locale, name, field, value),
          })),
        }),
      })),
    })),
    ...(before !== undefined && { earlier: addressBefore(address, before) }),
    history: entries.map(({ event }) => ({
      at: event.at,
      action: event.action,
      status: event.status,
      by: nameOf(event.by),
      ...(event.by.kind === 'person' && event.by.for && { for: event.by.for.name }),
      comment:
        event.action === 'bypass'
          ? optionLabel(locale, 'bypass', 'reason', event.input.reason)
          : (wordsOf(event) ?? null),
    })),
  };
}
