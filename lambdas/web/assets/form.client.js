// @ts-check
/*
 * What a form gains with JavaScript: a double press sends once, the characters left, who will hear of the need, and a draft
 * kept in this browser until the need is sent. Every text comes with the page.
 */
(() => {
  /* In a browser the clock is the browser's. */
  // eslint-disable-next-line no-restricted-syntax
  const now = () => Date.now();
  const fewLeft = 0.2;
  const draftKey = 'draft';
  const draftLifetime = 14 * 86_400_000;

  for (const form of document.querySelectorAll('form')) sendOnce(form);
  for (const box of document.querySelectorAll('textarea[data-most],input[data-most]')) countDown(box);
  const needForm = document.querySelector('form[data-hears]');
  if (needForm instanceof HTMLFormElement) {
    showWhoHears(needForm);
    keepDraft(needForm);
  }
  forgetSentDraft();

  /** @param {HTMLFormElement} form */
  function sendOnce(form) {
    const button = form.querySelector('button[type=submit]');
    if (!(button instanceof HTMLButtonElement)) return;
    const label = button.textContent;
    let sending = false;
    form.addEventListener('submit', (event) => {
      if (sending) event.preventDefault();
      else {
        sending = true;
        button.setAttribute('aria-disabled', 'true');
        button.textContent = button.dataset['sending'] ?? label;
      }
    });
    /* A page brought back by the back button is as it was left: ready to be sent again. */
    addEventListener('pageshow', () => {
      sending = false;
      button.removeAttribute('aria-disabled');
      button.textContent = label;
    });
  }

  /** @param {Element} box */
  function countDown(box) {
    if (!(box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement)) return;
    const most = Number(box.dataset['most']);
    const { left = '', over = '' } = box.dataset;
    const counter = document.createElement('p');
    counter.className = 'count';
    counter.setAttribute('role', 'status');
    box.after(counter);
    const show = () => {
      const remaining = most - box.value.length;
      counter.classList.toggle('over', remaining < 0);
      counter.textContent =
        remaining < 0
          ? over.replace('%', String(-remaining))
          : remaining <= most * fewLeft
            ? left.replace('%', String(remaining))
            : '';
    };
    box.addEventListener('input', show);
    show();
  }

  /** @param {HTMLFormElement} form */
  function showWhoHears(form) {
    const place = form.querySelector('#hears');
    if (!(place instanceof HTMLElement)) return;
    /** @type {{ areas: { id: string, name: string, departments: string[] }[], departments: { id: string, name: string }[], texts: Record<'areas' | 'departments' | 'nobodyYet', string> }} */
    const { areas, departments, texts } = JSON.parse(form.dataset['hears'] ?? '');
    const list = new Intl.ListFormat(document.documentElement.lang, { type: 'conjunction' });
    const unknown = form.querySelector('#areas-unknown');

    /** @param {string} name */
    const picked = (name) => new FormData(form).getAll(name).map(String);
    /** The same rule as the server's `involve`. */
    const show = () => {
      const areasPicked = areas.filter(({ id }) => picked('areas').includes(id));
      const departmentsPicked = picked('departments');
      const ofAreas = areasPicked.flatMap((area) => area.departments);
      const outside = departmentsPicked.filter((id) => !ofAreas.includes(id));
      const all = areas.filter((area) => outside.every((id) => area.departments.includes(id)));
      const any = areas.filter((area) => outside.some((id) => area.departments.includes(id)));
      const found = outside.length === 0 ? [] : all.length > 0 ? all : any;
      const involved = areas.filter((area) => areasPicked.includes(area) || found.includes(area));
      const heads = departments.filter(({ id }) => ofAreas.includes(id) || departmentsPicked.includes(id));
      /** @param {string} text @param {{ name: string }[]} of */
      const line = (text, of) => text.replace('%', list.format(of.map(({ name }) => name)));

      place.hidden = false;
      const lines =
        involved.length === 0
          ? [texts.nobodyYet]
          : [line(texts.areas, involved), line(texts.departments, heads)];
      place.querySelector('ul')?.replaceChildren(
        ...lines.map((text) => {
          const item = document.createElement('li');
          item.textContent = text;
          return item;
        }),
      );
    };
    form.addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      if (unknown instanceof HTMLInputElement && target === unknown && unknown.checked) {
        for (const box of form.querySelectorAll('input[name=areas]:checked')) {
          if (box instanceof HTMLInputElement) box.checked = false;
        }
      }
      if (unknown instanceof HTMLInputElement && target.name === 'areas') {
        unknown.checked = picked('areas').length === 0;
      }
      show();
    });
    form.addEventListener('restored', show);
    show();
  }

  /** @param {HTMLFormElement} form */
  function keepDraft(form) {
    const kept = readDraft();
    const offer = document.querySelector('#draft');
    if (kept && offer instanceof HTMLElement && !form.hasAttribute('data-filled')) {
      const when = offer.querySelector('p');
      if (when) {
        const moment = new Intl.DateTimeFormat(document.documentElement.lang, {
          dateStyle: 'long',
          timeStyle: 'short',
        }).format(kept.at);
        when.textContent = (when.textContent ?? '').replace('%', moment);
      }
      offer.hidden = false;
      const [use, discard] = offer.querySelectorAll('button');
      use?.addEventListener('click', () => {
        fillIn(form, kept.said);
        offer.hidden = true;
        form.dispatchEvent(new Event('restored'));
        const first = form.elements.namedItem('title');
        if (first instanceof HTMLElement) first.focus();
      });
      discard?.addEventListener('click', () => {
        localStorage.removeItem(draftKey);
        offer.hidden = true;
      });
    }

    const save = (sent = false) => {
      const said = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
      /* Untouched choices and hidden fields are no draft. */
      const written = said.some(
        ([name, value]) => name !== 'submissionKey' && name !== 'language' && value !== '',
      );
      if (written) store({ at: now(), sent, said });
    };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let soon;
    form.addEventListener('input', () => {
      clearTimeout(soon);
      soon = setTimeout(() => save(), 250);
    });
    form.addEventListener('submit', () => {
      clearTimeout(soon);
      save(true);
    });
    /* What a page refused by the server holds is newer than any draft. */
    if (form.hasAttribute('data-filled')) save();
  }

  /** @param {HTMLFormElement} form @param {[string, string][]} said */
  function fillIn(form, said) {
    const areas = said.filter(([name]) => name === 'areas');
    for (const box of form.querySelectorAll('input[type=checkbox]')) {
      if (box instanceof HTMLInputElement) {
        box.checked =
          box.id === 'areas-unknown'
            ? areas.length === 0
            : said.some(([name, value]) => name === box.name && value === box.value);
      }
    }
    for (const [name, value] of said) {
      if (name === 'language') continue;
      const field = form.elements.namedItem(name);
      if (field instanceof RadioNodeList) {
        if (field[0] instanceof HTMLInputElement && field[0].type === 'radio') field.value = value;
      } else if (
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement ||
        (field instanceof HTMLInputElement && field.type !== 'checkbox')
      ) {
        field.value = value;
        field.dispatchEvent(new Event('input'));
      }
    }
    const departments = form.querySelector('#departments-known');
    if (departments instanceof HTMLDetailsElement && said.some(([name]) => name === 'departments')) {
      departments.open = true;
    }
  }

  /** A draft that was sent goes once its receipt is on the screen; until then it may be all that is left. */
  function forgetSentDraft() {
    const receipt = document.querySelector('[data-receipt]');
    const kept = readDraft();
    if (!receipt || !kept?.sent) return;
    const tidy = (/** @type {string | null | undefined} */ text) =>
      (text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
    const title = kept.said.find(([name]) => name === 'title')?.[1];
    if (tidy(title) === tidy(receipt.getAttribute('data-receipt'))) localStorage.removeItem(draftKey);
  }

  /** @returns {{ at: number, sent: boolean, said: [string, string][] } | undefined} */
  function readDraft() {
    try {
      const draft = JSON.parse(localStorage.getItem(draftKey) ?? 'null');
      if (draft && now() - draft.at < draftLifetime) return draft;
      localStorage.removeItem(draftKey);
    } catch {
      /* A browser that keeps nothing has no drafts. */
    }
    return undefined;
  }

  /** @param {unknown} draft */
  function store(draft) {
    try {
      localStorage.setItem(draftKey, JSON.stringify(draft));
    } catch {
      /* As above: the form works without. */
    }
  }
})();
