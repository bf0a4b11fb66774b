import type { Field } from '../../domain/need/fields.ts';
import type { Need } from '../../domain/need/need.ts';
import { bringsOthersIn, previewRecipients } from '../../domain/need/preview.ts';
import type { ActionName } from '../../domain/need/workflow.ts';
import type { Recipient } from '../../domain/notice/recipient.ts';
import type { Instant } from '../../domain/time/time.ts';
import type { Texts } from '../../i18n/index.ts';
import { partField, parts } from '../parts.ts';
import {
  buttonLabel,
  departmentName,
  effectFor,
  fieldHint,
  fieldLabel,
  fieldOptionLabel,
  labelFor,
  optionLabel,
  recipientLabel,
} from '../../i18n/labels.ts';
import type { Values } from '../body.ts';
import {
  allOf,
  BoxQuestion,
  ChoiceQuestion,
  LineQuestion,
  oneOf,
  SelectQuestion,
  TextQuestion,
  Traps,
} from './controls.tsx';
import type { Viewer } from './viewer.ts';
import { isViewer } from './viewer.ts';

/* More options than these are a list to choose from. */
const mostAtOnce = 4;

/* The form of advice shows at most ten controls at once: one list to choose from, and what is seldom filled in folded. */
const asList: readonly string[] = ['priority'];
const seldom: readonly string[] = ['insteadOf', 'dissent'];
const mostGoalsAtOnce = 3;

/* A longer text is written in several lines. */
const mostInOneLine = 400;

interface Props {
  readonly viewer: Viewer;
  readonly address: string;
  readonly now: Instant;
  readonly action: ActionName;
  readonly isOpen: boolean;
  /** Whether it stands out from the others. */
  readonly isStrong: boolean;
  readonly values: Values;
  readonly mistakes: readonly { readonly id: string; readonly field: string; readonly message: string }[];
}

/**
 * The form of one action that is open to the viewer: what will happen, who will get a mail, what to fill in, and a box to tick. The
 * box is never ticked beforehand, so that a program that only presses buttons takes no action.
 */
export function ActionForm({ viewer, address, now, action, isOpen, isStrong, values, mistakes }: Props) {
  const { t, view } = viewer;
  const { need } = view.file;
  const fields = view.actions.find(({ name }) => name === action)?.fields ?? [];
  /* A date is questioned only once it has been given. */
  const isQuestioned = mistakes.some(({ field }) => field === 'plannedEnd');
  const filledIn = Object.keys(values).length > 0 ? values : initialValues(need, action, fields);
  return (
    <details id={action} class={isStrong ? 'action' : 'action quiet'} open={isOpen}>
      <summary>{labelFor(t, view.permissions, action)}</summary>
      <form method="post" action={address} novalidate>
        <input type="hidden" name="action" value={action} />
        <input type="hidden" name="version" value={need.version} />
        <Traps t={t} id={action} />
        <p>{effectFor(t, view.permissions, action)}</p>
        <Recipients viewer={viewer} action={action} now={now} />
        <ActionFields
          {...{ viewer, action, mistakes, values: filledIn }}
          fields={fields.filter(({ name }) => name !== 'sure' || isQuestioned)}
        />
        <Confirmation
          t={t}
          action={action}
          mistake={mistakes.find(({ field }) => field === 'confirm')?.message}
        />
        <button type="submit" data-sending={t('form.sending')}>
          {buttonLabel(t, action)}
        </button>
      </form>
    </details>
  );
}

/** What is to be filled in for an action. */
export const ActionFields = ({
  viewer,
  action,
  fields,
  values,
  mistakes,
}: Pick<Props, 'viewer' | 'action' | 'values'> & {
  readonly fields: readonly Field[];
  readonly mistakes: readonly { readonly field: string; readonly message: string }[];
}) => (
  <>
    {fields.map((field) => {
      const question = {
        ...{ viewer, action, field, values },
        mistake: mistakes.find((mistake) => mistake.field === field.name)?.message,
      };
      if (isFolded(field)) return <FoldedField key={field.name} {...question} />;
      if (action !== 'coordinate' || !inParts.includes(field.name))
        return <ActionField key={field.name} {...question} />;
      return field.name === 'responsible' ? <Parts key={field.name} {...question} fields={fields} /> : null;
    })}
  </>
);

/* Asked as one list of departments, with what is seldom filled in folded under it. */
const inParts: readonly string[] = ['responsible', 'departments', 'size'];

/** Which department is responsible, and which decide with it: each department once. Those that are not involved are folded. */
function Parts({ fields, ...props }: FieldProps & { readonly fields: readonly Field[] }) {
  const { viewer, action, field, values, mistake } = props;
  const { t, view } = viewer;
  const [responsible, deciding] = [allOf(values, 'responsible'), allOf(values, 'departments')];
  const involved = view.file.need.departments;
  const shownAtOnce = Math.min(involved.length, mostAtOnce);
  const ids = 'options' in field ? field.options : [];
  const shown = ids.filter(
    (id, index) => index < shownAtOnce || responsible.includes(id) || deciding.includes(id),
  );
  const folded = ids.filter((id) => !shown.includes(id));
  const options = parts.map((value) => ({ value, label: t(`need.parts.${value}`) }));
  const row = (id: string) => (
    <PartRow
      key={id}
      id={id === ids[0] ? `${action}-${field.name}` : `${action}-${partField(id)}`}
      name={partField(id)}
      label={departmentName(viewer, id)}
      none={t('need.parts.informed')}
      options={options}
      value={responsible.includes(id) ? 'responsible' : deciding.includes(id) ? 'decides' : ''}
    />
  );
  const size = fields.find(({ name }) => name === 'size');
  return (
    <fieldset class={mistake ? 'question mistaken' : 'question'}>
      <legend>{t('need.parts.title')}</legend>
      <p class="hint">{fieldHint(t, action, field.name)}</p>
      {mistake && (
        <p class="mistake" id={`${action}-${field.name}-mistake`}>
          <span class="hidden">{t('mistake.prefix')} </span>
          {mistake}
        </p>
      )}
      {(shown.length > 0 ? shown : ids).map(row)}
      <details>
        <summary>{t('need.parts.more')}</summary>
        {shown.length > 0 && folded.map(row)}
        {size && <ActionField {...props} field={size} mistake={undefined} />}
      </details>
    </fieldset>
  );
}

interface PartRowProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  /** What it means to have no part. */
  readonly none: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
}

const PartRow = ({ id, name, label, none, options, value }: PartRowProps) => (
  <div class="part">
    <label for={id}>{label}</label>
    <select id={id} name={name}>
      <option value="">{none}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  </div>
);

interface ConfirmationProps {
  readonly t: Texts;
  readonly action: ActionName;
  readonly mistake: string | undefined;
}

function Confirmation({ t, action, mistake }: ConfirmationProps) {
  const id = `${action}-confirm`;
  const describedBy = `${id}-mistake`;
  return (
    <div class={mistake ? 'question mistaken' : 'question'}>
      {mistake && (
        <p class="mistake" id={describedBy}>
          <span class="hidden">{t('mistake.prefix')} </span>
          {mistake}
        </p>
      )}
      <div class="option">
        <input
          type="checkbox"
          id={id}
          name="confirm"
          value="yes"
          required
          {...(mistake && { 'aria-invalid': 'true' as const, 'aria-describedby': describedBy })}
        />
        <label for={id}>
          <strong>{t(`action.${action}.confirm`)}</strong>
        </label>
      </div>
    </div>
  );
}

/** What each field holds before anybody writes in it: what the need has, or the only option. */
function initialValues(need: Need, action: ActionName, fields: readonly Field[]): Values {
  return Object.fromEntries(
    fields.map((field): [string, unknown] => {
      switch (field.name) {
        case 'areas':
          return [field.name, need.areas];
        case 'departments':
          return [field.name, action === 'coordinate' ? othersDeciding(need) : need.departments];
        case 'size':
          return [field.name, need.coordination?.size];
        case 'plannedEnd':
          return [field.name, 'plannedEnd' in need ? need.plannedEnd : undefined];
        case 'actualNeed':
        case 'whyItArose':
        case 'leadArea':
        case 'responsible':
          return [field.name, need.coordination?.[field.name] ?? onlyOption(need, field)];
        case 'number':
          return [field.name, need.registry?.number];
        case 'secrecy':
          return [field.name, { true: 'yes', false: 'no' }[String(need.registry?.secrecy)]];
        case 'audience':
          return [field.name, 'options' in field ? field.options[0] : undefined];
        default:
          return [field.name, onlyOption(need, field)];
      }
    }),
  );
}

/** The departments that decided with the responsible one when the need was coordinated before. */
const othersDeciding = ({ coordination }: Need): readonly string[] =>
  coordination?.deciding?.filter((id) => id !== coordination.responsible) ?? [];

function onlyOption(need: Need, field: Field): string | undefined {
  if (field.kind !== 'choice' || !field.required) return undefined;
  /* Any department may be responsible; when one is involved, it is that one. */
  const options = field.name === 'responsible' ? need.departments : field.options;
  return options.length === 1 ? options[0] : undefined;
}

interface FieldProps {
  readonly viewer: Viewer;
  readonly action: ActionName;
  readonly field: Field;
  readonly values: Values;
  readonly mistake: string | undefined;
}

const isFolded = (field: Field): boolean =>
  seldom.includes(field.name) ||
  (field.name === 'goals' && 'options' in field && field.options.length > mostGoalsAtOnce);

/** A field under what asks for it, unfolded where something is filled in or wrong. */
function FoldedField(props: FieldProps) {
  const { viewer, action, field, values, mistake } = props;
  const isFilledIn = allOf(values, field.name).some((value) => value !== '');
  return (
    <details class="fold" open={isFilledIn || mistake !== undefined}>
      <summary>{fieldLabel(viewer.t, action, field.name)}</summary>
      <ActionField {...props} />
    </details>
  );
}

function ActionField({ viewer, action, field, values, mistake }: FieldProps) {
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
      return field.most <= mostInOneLine ? (
        <LineQuestion {...question} value={oneOf(values, field.name)} most={field.most} />
      ) : (
        <TextQuestion {...question} value={oneOf(values, field.name)} most={field.most} lines={2} />
      );
    case 'date':
      return (
        <LineQuestion {...question} value={oneOf(values, field.name)} type="date" earliest={field.earliest} />
      );
    case 'choice':
    case 'choices': {
      const options = field.options.map((value) => ({
        value,
        label: fieldOptionLabel(viewer, action, field, value),
      }));
      const [only] = field.options;
      if (field.kind === 'choice' && field.options.length === 1 && !field.required)
        return (
          <BoxQuestion {...question} value={only ?? ''} isTicked={allOf(values, field.name).length > 0} />
        );
      if (field.kind === 'choice' && field.options.length === 1)
        return <input type="hidden" name={field.name} value={only ?? ''} />;
      const isLong = options.length > mostAtOnce || action === 'coordinate' || asList.includes(field.name);
      if (field.kind === 'choice' && (isLong || !field.required))
        return <SelectQuestion {...question} value={oneOf(values, field.name)} options={options} />;
      return (
        <ChoiceQuestion
          {...question}
          kind={field.kind}
          values={allOf(values, field.name)}
          options={options}
        />
      );
    }
  }
}

/** Who will get a mail, by option when it depends on one. */
function Recipients({ viewer, action, now }: { viewer: Viewer; action: ActionName; now: Instant }) {
  const { t, view } = viewer;
  const previews = previewRecipients(view.permissions, action, now).filter(
    ({ recipients }) => recipients.length > 0,
  );
  const nameOfRecipient = (recipient: Recipient): string =>
    isViewer(viewer, recipient) ? t('who.yourself') : recipientLabel(viewer, view.file.contact, recipient);
  if (previews.length === 0) return null;
  return (
    <>
      {previews.map(({ option, recipients }) => {
        const count = recipients.length;
        return (
          <details class="preview" key={option?.value}>
            <summary>
              {option
                ? t('need.recipientsWhen', {
                    option: optionLabel(viewer, action, option.field, option.value),
                    count,
                  })
                : t('need.recipients', { count })}
            </summary>
            <ul>
              {recipients.map((recipient) => (
                <li key={recipient}>{nameOfRecipient(recipient)}</li>
              ))}
            </ul>
            {bringsOthersIn(action) && <p>{t(`action.${action}.otherRecipients`)}</p>}
          </details>
        );
      })}
    </>
  );
}
