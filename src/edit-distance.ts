/** Which of the names somebody meant: the nearest by the count of letters to insert, delete or replace. */

/** The name nearest to `given`, or undefined when none differs in less than a third of its letters. */
export function nearestName(given: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let least = Math.max(2, Math.ceil(given.length / 3))
  for (const name of names) {
    const distance = editDistance(given, name)
    if (distance < least) {
      nearest = name
      least = distance
    }
  }
  return nearest
}

export function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[to.length] ?? 0
}
