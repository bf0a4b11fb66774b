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
  /* The back button brings the page back as it was left. */
  addEventListener('pageshow', () => {
    isSending = false;
    button.removeAttribute('aria-disabled');
    button.textContent = label;
  });
}
