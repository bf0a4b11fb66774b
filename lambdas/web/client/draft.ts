import { fetchedAt } from '../trap-names.ts';
const now = () => Date.now();
/* One for each form, so that two tabs do not erase each other's. */
const prefix = 'draft ';
const lifetimeMilliseconds = 14 * 86_400_000;
/* Long enough not to store every letter. */
const pauseMilliseconds = 250;

/* Whoever uses the computer next is not to read who wrote. */
const notKept = ['submissionKey', 'language', 'submitterName', 'submitterEmail', fetchedAt];

interface Draft {
  /** What it is stored under. */
  readonly key: string;
  readonly at: number;
  /** Whether the form was sent. */
  readonly sent: boolean;
  /** Name and value of each field, as the form would send them. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Keeps what is written in a form in this browser, and offers the latest draft when the form is opened anew. */
export function keepDraft(form: HTMLFormElement): void {
  const isRefused = form.hasAttribute('data-filled');
  const draft = drafts()[0];
  const offer = document.querySelector<HTMLElement>('#draft');
  if (draft && offer && !isRefused) offerDraft(form, offer, draft);

  const own = form.querySelector<HTMLInputElement>('[name=submissionKey]');
  const key = prefix + (own?.value ?? '');
  const store = (sent = false) => {
    const fields = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' && !notKept.includes(name) ? [[name, value] as const] : [],
    );
    if (fields.length > 0) storeDraft({ key, at: now(), sent, fields });
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
  form.addEventListener('reset', (event) => {
    /* Not as it came: empty. */
    event.preventDefault();
    clearTimeout(pause);
    fillIn(form, []);
    forget(key);
  });
  /* A form that the server refused holds newer words than any draft. */
  if (isRefused) store();
}

function offerDraft(form: HTMLFormElement, offer: HTMLElement, { key, at, fields }: Draft): void {
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
    forget(key);
    offer.hidden = true;
    form.dispatchEvent(new Event('restored'));
    form.dispatchEvent(new Event('input'));
    const first = form.elements.namedItem('title');
    if (first instanceof HTMLElement) first.focus();
  });
  discard?.addEventListener('click', () => {
    forget(key);
    offer.hidden = true;
  });
}

/** Fills in a form with what a draft holds, and with nothing else but who writes. */
function fillIn(form: HTMLFormElement, fields: Draft['fields']): void {
  const holds = (wanted: string) => fields.some(([name]) => name === wanted);
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === 'checkbox') {
      field.checked =
        field.id === 'areas-unknown'
          ? !holds('areas')
          : fields.some(([name, value]) => name === field.name && value === field.value);
    } else if (
      (field instanceof HTMLInputElement && field.type !== 'hidden') ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    ) {
      if (fields.length > 0 && notKept.includes(field.name)) continue;
      field.value = fields.find(([name]) => name === field.name)?.[1] ?? '';
      field.dispatchEvent(new Event('input'));
    }
  }
  const more = form.querySelector<HTMLDetailsElement>('#more');
  const inMore = [...(more?.querySelectorAll('[name]') ?? [])].map(
    (field) => field.getAttribute('name') ?? '',
  );
  if (more) more.open = inMore.some(holds);
}

/** Forgets the draft once its receipt is on the screen. Until then it may be all that is left of what was written. */
export function forgetSentDraft(): void {
  const receipt = document.querySelector<HTMLElement>('[data-receipt]')?.dataset['receipt'];
  if (receipt === undefined) return;
  /* The system tidies what it takes in; letters and digits stay. */
  const letters = (text: string) => text.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '');
  for (const { key, sent, fields } of drafts()) {
    const title = fields.find(([name]) => name === 'title')?.[1] ?? '';
    if (sent && letters(title) === letters(receipt)) forget(key);
  }
}

/** The drafts that this browser has, the latest first. */
function drafts(): readonly Draft[] {
  try {
    const kept = Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Draft), key }));
    const isOld = ({ at }: Draft) => !(now() - at < lifetimeMilliseconds);
    for (const { key } of kept.filter(isOld)) forget(key);
    return kept.filter((draft) => !isOld(draft)).sort((one, other) => other.at - one.at);
  } catch {
    /* A browser that keeps nothing has no drafts. */
    return [];
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    /* A browser that keeps nothing. */
  }
}

function storeDraft({ key, ...draft }: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    /* A browser that keeps nothing: the form works without drafts. */
  }
}
