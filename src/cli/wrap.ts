/** Lines of at most so many columns, but for a word that is longer; those after the first are indented. */
export function wrap(words: readonly string[], columns: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length <= columns || line === '') line = longer
    else {
      lines.push(line)
      line = indent + word
    }
  }
  return [...lines, line]
}
