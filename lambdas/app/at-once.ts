/** Does something with each of some items, with at most so many at once. @returns the results, in the order of the items */
export async function eachAtOnce<Item, Result>(
  items: readonly Item[],
  most: number,
  of: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  /* Each takes from the same list, so that a slow one keeps no others waiting. */
  const taking = async () => {
    for (const [index, item] of waiting) results[index] = await of(item);
  };
  await Promise.all(Array.from({ length: most }, taking));
  return results;
}
