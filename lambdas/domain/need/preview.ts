import type { Permissions } from '../organisation/permissions.ts';
import type { Recipient } from '../notice/recipient.ts';
import { recipientsOf } from '../organisation/recipients.ts';
import type { Instant } from '../time/time.ts';
import { decide } from './decide.ts';
import type { Field } from './fields.ts';
import { fieldsOf } from './fields.ts';
import type { Need } from './need.ts';
import type { Action, ActionName } from './workflow.ts';

/** Who would be told of an action: of one of its options, when the recipients depend on it. */
export interface RecipientPreview {
  readonly option?: { readonly field: string; readonly value: string };
  readonly recipients: readonly Recipient[];
}

/**
 * Who gets a mail if a person takes an action now. The action is decided with sample input, and not stored. When the recipients
 * depend on a choice, there is a preview for each option. Departments and areas that a person adds in the form are not known yet;
 * the page says so.
 */
export function previewRecipients(
  permissions: Permissions,
  name: ActionName,
  now: Instant,
): readonly RecipientPreview[] {
  const { organisation, need, today } = permissions;
  const fields = fieldsOf(permissions, name);
  const told = (choice: Record<string, string>): readonly Recipient[] => {
    const input = {
      ...Object.fromEntries(fields.map((field) => [field.name, sampleOf(need, field)])),
      ...choice,
    };
    const verdict = decide(permissions, { name, input } as unknown as Action, need.version, now);
    return verdict.kind === 'happened'
      ? recipientsOf(organisation, { before: need, event: verdict.event, after: verdict.need }, today)
      : [];
  };

  const deciding = fields.find(({ name: field }) => dependingOn.includes(field));
  const options = deciding && 'options' in deciding ? deciding.options : [];
  const answers = options.map((value) => {
    const option = { field: deciding?.name ?? '', value };
    return { option, recipients: told({ [option.field]: value }) };
  });
  const [first] = answers;
  if (!first) return [{ recipients: told({}) }];
  const same = answers.every(({ recipients }) => sameMembers(recipients, first.recipients));
  return same ? [{ recipients: first.recipients }] : answers;
}

/* The fields on which it depends who is told. */
const dependingOn: readonly string[] = ['department', 'audience', 'solved'];

const sameMembers = (some: readonly Recipient[], others: readonly Recipient[]): boolean =>
  some.length === others.length && some.every((recipient) => others.includes(recipient));

/** A valid value for a field, as close as possible to what the need has already. */
function sampleOf(need: Need, field: Field): string | readonly string[] | undefined {
  switch (field.kind) {
    case 'text':
      return '–';
    case 'date':
      return field.earliest;
    case 'choice':
      return field.name === 'responsible' || field.name === 'leadArea'
        ? (need.coordination?.[field.name] ?? field.options[0])
        : field.options[0];
    case 'choices':
      return field.name === 'areas' ? need.areas : field.name === 'departments' ? need.departments : [];
  }
}

/** Whether an action can involve further areas or departments. */
export const bringsOthersIn = (action: ActionName): action is 'coordinate' | 'reroute' =>
  action === 'coordinate' || action === 'reroute';
