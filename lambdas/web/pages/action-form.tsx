import type { Field } from '../../domain/need/fields.ts';
import type { Need } from '../../domain/need/need.ts';
import { bringsOthersIn, previewRecipients } from '../../domain/need/preview.ts';
import type { ActionName } from '../../domain/need/workflow.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import { movesOn } from '../../domain/organisation/permissions.ts';
import type { Instant } from '../../domain/time/time.ts';
import { actionLabel, fieldHint, fieldLabel, optionLabel, recipientLabel } from '../../i18n/labels.ts';
import type { Values } from './controls.tsx';
import { allOf, ChoiceQuestion, LineQuestion, oneOf, TextQuestion } from './controls.tsx';
import type { Viewer } from './viewer.ts';
import { isViewer } from './viewer.ts';

/* Longer than this and a text is written in several lines. */
const oneLine = 400;

interface Props {
  readonly viewer: Viewer;
  readonly address: string;
  readonly now: Instant;
  readonly action: ActionName;
  readonly isOpen: boolean;
  readonly values: Values;
  readonly mistakes: readonly { readonly id: string; readonly field: string; readonly message: string }[];
}

/**
 * One action that is open to the viewer, as a form of its own: what will happen, who will be told, what to fill in, and a
 * box to tick, never ticked beforehand, so that nothing that merely presses buttons can act.
 */
export function ActionForm({ viewer, address, now, action, isOpen, values, mistakes }: Props) {
  const { t, view } = viewer;
  const { need } = view.file;
  const fields = view.actions.find(({ name }) => name === action)?.fields ?? [];
  const written = Object.keys(values).length > 0 ? values : standing(need, fields);
  const unconfirmed = mistakes.find(({ field }) => field === 'confirm');
  const confirm = `${action}-confirm`;
  return (
    <details id={action} class={movesOn(action) ? 'action' : 'action quiet'} open={isOpen}>
      <summary>{actionLabel(t, action)}</summary>
      <form method="post" action={address} novalidate>
        <input type="hidden" name="action" value={action} />
        <input type="hidden" name="version" value={need.version} />
        <p>{t(`action.${action}.effect`)}</p>
        <WhoIsTold viewer={viewer} action={action} now={now} />
        {fields.map((field) => (
          <ActionField
            key={field.name}
            viewer={viewer}
            action={action}
            field={field}
            values={written}
            mistake={mistakes.find((mistake) => mistake.field === field.name)?.message}
          />
        ))}
        <div class={unconfirmed ? 'question mistaken' : 'question'}>
          {unconfirmed && (
            <p class="mistake" id={`${confirm}-mistake`}>
              <span class="hidden">{t('mistake.prefix')} </span>
              {unconfirmed.message}
            </p>
          )}
          <div class="option">
            <input
              type="checkbox"
              id={confirm}
              name="confirm"
              value="yes"
              required
              {...(unconfirmed && {
                'aria-invalid': 'true' as const,
                'aria-describedby': `${confirm}-mistake`,
              })}
            />
            <label for={confirm}>
              <strong>{t(`action.${action}.confirm`)}</strong>
            </label>
          </div>
        </div>
        <button type="submit" data-sending={t('form.sending')}>
          {actionLabel(t, action)}
        </button>
      </form>
    </details>
  );
}

/** What a field holds before anybody has written in it: what stands already, or the only choice there is. */
function standing(need: Need, fields: readonly Field[]): Values {
  return Object.fromEntries(
    fields.map((field): [string, unknown] => {
      switch (field.name) {
        case 'areas':
          return [field.name, need.areas];
        case 'departments':
          return [field.name, need.departments];
        case 'actualNeed':
        case 'whyItArose':
        case 'leadArea':
        case 'responsible':
          return [field.name, need.coordination?.[field.name] ?? onlyOption(need, field)];
        case 'audience':
          return [field.name, 'options' in field ? field.options[0] : undefined];
        default:
          return [field.name, onlyOption(need, field)];
      }
    }),
  );
}

function onlyOption(need: Need, field: Field): string | undefined {
  if (field.kind !== 'choice') return undefined;
  /* Every department may be responsible, but with one involved it is that one. */
  const options = field.name === 'responsible' ? need.departments : field.options;
  return options.length === 1 ? options[0] : undefined;
}

function ActionField({
  viewer,
  action,
  field,
  values,
  mistake,
}: {
  viewer: Viewer;
  action: ActionName;
  field: Field;
  values: Values;
  mistake: string | undefined;
}) {
  const { t } = viewer;
  const question = {
    t,
    id: `${action}-${field.name}`,
    name: field.name,
    label: fieldLabel(t, action, field.name),
    hint: fieldHint(t, action, field.name),
    required: field.required,
    mistake,
  };
  switch (field.kind) {
    case 'text':
      return field.most <= oneLine ? (
        <LineQuestion {...question} value={oneOf(values, field.name)} most={field.most} />
      ) : (
        <TextQuestion {...question} value={oneOf(values, field.name)} most={field.most} />
      );
    case 'date':
      return (
        <LineQuestion {...question} value={oneOf(values, field.name)} type="date" earliest={field.earliest} />
      );
    case 'choice':
    case 'choices':
      return (
        <ChoiceQuestion
          {...question}
          kind={field.kind}
          values={allOf(values, field.name)}
          options={field.options.map((value) => ({
            value,
            label: optionLabel(viewer, action, field.name, value),
          }))}
        />
      );
  }
}

function WhoIsTold({ viewer, action, now }: { viewer: Viewer; action: ActionName; now: Instant }) {
  const { t, view } = viewer;
  const told = previewRecipients(view.permissions, action, now).filter(
    ({ recipients }) => recipients.length > 0,
  );
  const nameOfRecipient = (recipient: Recipient): string => {
    if (isViewer(viewer, recipient)) return t('who.yourself');
    return recipientLabel(viewer, view.file.contact, recipient);
  };
  return (
    <div class="told">
      {told.map(({ option, recipients }) => (
        <>
          <p>
            {option
              ? t('need.toldWhen', {
                  option: optionLabel(viewer, action, option.field, option.value),
                })
              : t('need.told')}
          </p>
          <ul>
            {recipients.map((recipient) => (
              <li key={recipient}>{nameOfRecipient(recipient)}</li>
            ))}
          </ul>
        </>
      ))}
      {bringsOthersIn(action) && <p>{t(`action.${action}.alsoTold`)}</p>}
    </div>
  );
}
