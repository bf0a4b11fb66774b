import { fetchedAt } from '../trap-names.ts';
/* In a browser the clock is the browser's. */
// eslint-disable-next-line no-restricted-syntax
const now = () => Date.now();
const storageKey = 'draft';
const lifetimeMilliseconds = 14 * 86_400_000;
/* Long enough not to store every letter. */
const pauseMilliseconds = 250;

interface Draft {
  readonly at: number;
  /** Whether the form was sent. */
  readonly sent: boolean;
  /** Name and value of each field, as the form would send them. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Keeps what is written in a form in this browser, and offers it when the form is opened anew. */
export function keepDraft(form: HTMLFormElement): void {
  const isRefused = form.hasAttribute('data-filled');
  const draft = readDraft();
  const offer = document.querySelector<HTMLElement>('#draft');
  if (draft && offer && !isRefused) offerDraft(form, offer, draft);

  const store = (sent = false) => {
    const fields = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    );
    const isWritten = fields.some(
      ([name, value]) => !['submissionKey', 'language', fetchedAt].includes(name) && value !== '',
    );
    if (isWritten) storeDraft({ at: now(), sent, fields });
  };
  let pause: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(store, pauseMilliseconds);
  });
  form.addEventListener('submit', () => {
    clearTimeout(pause);
    store(true);
  });
  /* A form that the server refused holds newer words than any draft. */
  if (isRefused) store();
}

function offerDraft(form: HTMLFormElement, offer: HTMLElement, { at, fields }: Draft): void {
  const moment = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(at);
  const when = offer.querySelector('p');
  if (when) when.textContent = when.textContent.replace('%', moment);
  offer.hidden = false;
  const [use, discard] = offer.querySelectorAll('button');
  use?.addEventListener('click', () => {
    fillIn(form, fields);
    offer.hidden = true;
    form.dispatchEvent(new Event('restored'));
    const first = form.elements.namedItem('title');
    if (first instanceof HTMLElement) first.focus();
  });
  discard?.addEventListener('click', () => {
    localStorage.removeItem(storageKey);
    offer.hidden = true;
  });
}

function fillIn(form: HTMLFormElement, fields: Draft['fields']): void {
  const holds = (wanted: string) => fields.some(([name]) => name === wanted);
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) {
    box.checked =
      box.id === 'areas-unknown'
        ? !holds('areas')
        : fields.some(([name, value]) => name === box.name && value === box.value);
  }
  for (const [name, value] of fields) {
    const field = form.elements.namedItem(name);
    if (
      name !== 'language' &&
      (field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement ||
        (field instanceof HTMLInputElement && field.type !== 'checkbox'))
    ) {
      field.value = value;
      field.dispatchEvent(new Event('input'));
    }
  }
  const departments = form.querySelector<HTMLDetailsElement>('#departments-known');
  if (departments && holds('departments')) departments.open = true;
}

/** Forgets the draft once its receipt is on the screen. Until then it may be all that is left of what was written. */
export function forgetSentDraft(): void {
  const receipt = document.querySelector<HTMLElement>('[data-receipt]')?.dataset['receipt'];
  const draft = readDraft();
  if (receipt === undefined || !draft?.sent) return;
  const tidy = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
  const title = draft.fields.find(([name]) => name === 'title')?.[1] ?? '';
  if (tidy(title) === tidy(receipt)) localStorage.removeItem(storageKey);
}

function readDraft(): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Draft | null;
    if (draft && now() - draft.at < lifetimeMilliseconds) return draft;
    localStorage.removeItem(storageKey);
  } catch {
    /* A browser that keeps nothing has no drafts. */
  }
  return undefined;
}

function storeDraft(draft: Draft): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(draft));
  } catch {
    /* A browser that keeps nothing: the form works without drafts. */
  }
}
