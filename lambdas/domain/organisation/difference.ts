/** A place in an organisation that another does not have, has alone, or has otherwise: `departments.it.head`. */
export interface Difference {
  readonly place: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: unknown;
  readonly after?: unknown;
}

type Members = Readonly<Record<string, unknown>>;

/* Members of lists are known by their ids, so that another order is no difference. */
function membersOf(value: unknown): Members | undefined {
  if (Array.isArray(value)) {
    const named = value.flatMap((one: unknown) => (hasId(one) ? [[one.id, one] as const] : []));
    return named.length === value.length && value.length > 0 ? Object.fromEntries(named) : undefined;
  }
  return typeof value === 'object' && value !== null ? (value as Members) : undefined;
}

const hasId = (value: unknown): value is { readonly id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** In what one organisation differs from another, in the order of the first and then of the second. */
export function differencesBetween(before: unknown, after: unknown, place = ''): readonly Difference[] {
  const members = membersOf(before) ?? (isEmptyList(before) ? {} : undefined);
  const others = membersOf(after) ?? (isEmptyList(after) ? {} : undefined);
  if (!members || !others) {
    return JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [{ place, kind: 'changed', before, after }];
  }
  return [...new Set([...Object.keys(members), ...Object.keys(others)])].flatMap((name) => {
    const at = place === '' ? name : `${place}.${name}`;
    if (members[name] === undefined) return [{ place: at, kind: 'added', after: others[name] }];
    if (others[name] === undefined) return [{ place: at, kind: 'removed', before: members[name] }];
    return differencesBetween(members[name], others[name], at);
  });
}
