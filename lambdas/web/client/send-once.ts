/* Most answers have come by then. */
const waitMilliseconds = 8_000;

/**
 * Sends a form once, however often its button is pressed.
 * @param send sends it in place of the browser, and resolves when it may be sent anew
 */
export function sendOnce(form: HTMLFormElement, send?: (form: HTMLFormElement) => Promise<void>): void {
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]');
  if (!button) return;
  const label = button.textContent;
  let isSending = false;
  form.addEventListener('submit', (event) => {
    if (isSending || send) event.preventDefault();
    if (isSending) return;
    isSending = true;
    button.setAttribute('aria-disabled', 'true');
    button.textContent = button.dataset['sending'] ?? label;
    /* Whoever stops a load that hangs changes something, or waits; to send again is safe, since the form has a key. */
    const sent = send ? send(form) : new Promise((settle) => setTimeout(settle, waitMilliseconds));
    void sent.finally(revive);
  });
  const revive = () => {
    isSending = false;
    button.removeAttribute('aria-disabled');
    button.textContent = label;
  };
  form.addEventListener('input', revive);
  /* The back button brings the page back as it was left. */
  addEventListener('pageshow', revive);
}
