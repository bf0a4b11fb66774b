/* The share of the characters that is left when the counter appears. */
const fewLeft = 0.2;

/** Says below a field how many characters are left, once there are few, or how many there are too many. */
export function countDown(field: HTMLInputElement | HTMLTextAreaElement): void {
  const { most, left = '', over = '' } = field.dataset;
  const limit = Number(most);
  const counter = document.createElement('p');
  counter.className = 'count';
  counter.setAttribute('role', 'status');
  field.after(counter);
  const show = () => {
    const remaining = limit - field.value.length;
    counter.classList.toggle('over', remaining < 0);
    counter.textContent =
      remaining < 0
        ? over.replace('%', String(-remaining))
        : remaining <= limit * fewLeft
          ? left.replace('%', String(remaining))
          : '';
  };
  field.addEventListener('input', show);
  show();
}
