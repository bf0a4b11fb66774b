/** The same items, so that each group has its turn: the first of every group, then the second of every group, and so on. */
export function inTurns<Item>(items: readonly Item[], groupOf: (item: Item) => string): readonly Item[] {
  const taken = new Map<string, number>();
  return items
    .map((item) => {
      const group = groupOf(item);
      const turn = taken.get(group) ?? 0;
      taken.set(group, turn + 1);
      return { item, turn };
    })
    .sort((one, other) => one.turn - other.turn)
    .map(({ item }) => item);
}
