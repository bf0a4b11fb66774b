/** What a schema reads. */
interface Reader<Read> {
  parse(stored: unknown): Read;
}

/**
 * Checks what is stored, and gives it as it is: its hash is taken over its text, and a schema puts members in an order of its own.
 * @throws what the schema throws
 */
export const asStored =
  <Read>(schema: Reader<Read>) =>
  (stored: unknown): Read => {
    schema.parse(stored);
    return stored as Read;
  };
