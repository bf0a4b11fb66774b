/* In milliseconds. */
const everyWhile = 5_000;

/**
 * Says now and then on the standard error how far long work has come.
 * @param total how many there are
 * @returns what is called once for each that is done
 */
export function progressOf(total: number, done: string, clock: () => number = Date.now): () => void {
  let count = 0;
  let said = clock();
  return () => {
    count += 1;
    const now = clock();
    if (now - said < everyWhile || count === total) return;
    said = now;
    console.error(`${count} of ${total} ${done}`);
  };
}
