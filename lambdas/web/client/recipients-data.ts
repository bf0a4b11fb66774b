import type { AreaId, DepartmentId } from '../../domain/organisation/ids.ts';

/** What the page gives its script to say who will be told of a need: areas, departments and words, no person. */
export interface RecipientsData {
  readonly areas: readonly {
    readonly id: AreaId;
    readonly name: string;
    readonly departments: readonly DepartmentId[];
  }[];
  readonly departments: readonly { readonly id: DepartmentId; readonly name: string }[];
  /** In the first two, `%` stands for the list of names. */
  readonly texts: Readonly<Record<'areas' | 'departments' | 'nobodyYet', string>>;
}
