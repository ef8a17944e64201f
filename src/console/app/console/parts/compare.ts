/** For columns of times: what never happened comes first. */
export function compareDates<Item>(dateOf: (item: Item) => Date | undefined): (one: Item, other: Item) => number {
  const millisecondsOf = (item: Item) => dateOf(item)?.getTime() ?? 0
  return (one, other) => millisecondsOf(one) - millisecondsOf(other)
}
