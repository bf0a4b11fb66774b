import type { AreaId, DepartmentId } from '../../domain/organisation/ids.ts';
import { involve } from '../../domain/organisation/involvement.ts';
import type { RecipientsData } from './recipients-data.ts';

/** Says which areas and heads will be told of the need, from the areas and departments that are ticked. */
export function showRecipients(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>('#recipients');
  if (!place) return;
  const data = JSON.parse(form.dataset['recipients'] ?? '') as RecipientsData;
  const list = new Intl.ListFormat(document.documentElement.lang, { type: 'conjunction' });
  const ticked = (name: string) => new FormData(form).getAll(name).map(String);

  const show = () => {
    const involved = involve(data, {
      areas: ticked('areas') as AreaId[],
      departments: ticked('departments') as DepartmentId[],
    });
    const line = (text: 'areas' | 'departments') => {
      const names = data[text].filter(({ id }) => (involved[text] as readonly string[]).includes(id));
      return data.texts[text].replace('%', list.format(names.map(({ name }) => name)));
    };
    const lines = involved.areas.length === 0 ? [data.texts.nobodyYet] : [line('areas'), line('departments')];
    place.hidden = false;
    place.querySelector('ul')?.replaceChildren(...lines.map(listItem));
  };
  keepUnknownInStep(form);
  form.addEventListener('change', show);
  form.addEventListener('restored', show);
  show();
}

function listItem(text: string): HTMLElement {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}

/** Ticks "don't know" while no area is ticked, and unticks the areas when it is ticked. */
function keepUnknownInStep(form: HTMLFormElement): void {
  const unknown = form.querySelector<HTMLInputElement>('#areas-unknown');
  const tickedAreas = () => form.querySelectorAll<HTMLInputElement>('input[name=areas]:checked');
  form.addEventListener('change', ({ target }) => {
    if (!unknown || !(target instanceof HTMLInputElement)) return;
    if (target === unknown && unknown.checked) for (const area of tickedAreas()) area.checked = false;
    if (target.name === 'areas') unknown.checked = tickedAreas().length === 0;
  });
}
