/* In milliseconds: half a minute in all. What fails longer than that is not a rush. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000];
const longestPause = 30_000;

/**
 * Sends the form of a need, and again while the system is too busy to take it (429, 503) or out of reach. The form's key makes one need of
 * all attempts. Shows the receipt, or sends the form by itself where the answer is a page.
 * @returns once the page is about to change, nothing is tried any more, or the form has been changed
 */
export async function sendAgain(form: HTMLFormElement): Promise<void> {
  const status = form.querySelector<HTMLElement>('#waiting');
  const say = (text: string) => {
    if (status) status.textContent = text;
  };
  const changed = new AbortController();
  const { signal } = changed;
  form.addEventListener('input', () => changed.abort(), { signal });
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  say('');
  for (const pause of [...pauses, undefined]) {
    const { answer, receipt } = await post(form.action, body, signal);
    if (receipt) {
      location.assign(receipt.link);
      return;
    }
    if (signal.aborted) break;
    if (answer && answer.status !== 429 && answer.status !== 503) {
      form.submit();
      return;
    }
    if (pause === undefined) {
      say(status?.dataset['failed'] ?? '');
      return;
    }
    say(status?.dataset['waiting'] ?? '');
    await sleep(Math.max(pause, askedFor(answer)) * (1 + Math.random() / 2), signal);
  }
  say('');
}

interface Posted {
  readonly answer?: Response;
  /** Where the need was taken. */
  readonly receipt?: { readonly link: string };
}

/** The answer; nothing where there is none, or where the connection breaks within it. */
async function post(address: string, body: URLSearchParams, signal: AbortSignal): Promise<Posted> {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
      signal,
    });
    if (answer.status !== 201) return { answer };
    return { answer, receipt: (await answer.json()) as Required<Posted>['receipt'] };
  } catch {
    return {};
  }
}

const askedFor = (answer: Response | undefined): number =>
  Math.min(1_000 * Number(answer?.headers.get('retry-after') ?? 0) || 0, longestPause);

const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((settle) => {
    const timer = setTimeout(settle, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      settle();
    });
  });
