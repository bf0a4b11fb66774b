/* Most answers have come by then. */
const patienceMilliseconds = 8_000;

/** Sends a form once, however often its button is pressed. */
export function sendOnce(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]');
  if (!button) return;
  const label = button.textContent;
  let isSending = false;
  form.addEventListener('submit', (event) => {
    if (isSending) event.preventDefault();
    else {
      isSending = true;
      button.setAttribute('aria-disabled', 'true');
      button.textContent = button.dataset['sending'] ?? label;
    }
  });
  const revive = () => {
    isSending = false;
    button.removeAttribute('aria-disabled');
    button.textContent = label;
  };
  /* Whoever stops a load that hangs changes something, or waits; to send again is safe, since the form has a key. */
  form.addEventListener('submit', () => setTimeout(revive, patienceMilliseconds));
  form.addEventListener('input', revive);
  /* The back button brings the page back as it was left. */
  addEventListener('pageshow', revive);
}
