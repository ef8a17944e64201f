/** Where the statements stand in the text of a document, as AWS's simulator tells it. */

/** Counted from one; the column is that of the next character. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface Span {
  readonly start: Position
  readonly end: Position
}

/**
 * One span for each statement of a document that `check.ts` has accepted. AWS's begin where its parser had come to: behind
 * the bracket or the statement before, or within the brace of a statement that stands alone. They end behind the brace.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html (Examples)
 */
export function locateStatements(text: string): readonly Span[] {
  const positionOf = followLines(text)
  const spans: Span[] = []
  let field = ''
  let depth = 0
  let depthOfStatements = 0
  let start: Position | undefined
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    const end = index + token.length
    if (token === '{' || token === '[') {
      depth += 1
      if (depth === 2 && field === 'Statement') {
        depthOfStatements = token === '{' ? 2 : 3
        start = positionOf(end)
      }
    } else if (token === '}' || token === ']') {
      if (token === '}' && depth === depthOfStatements && start) {
        const last = { start, end: positionOf(end) }
        spans.push(last)
        start = last.end
      }
      depth -= 1
      if (depth === 1) depthOfStatements = 0
    } else if (depth === 1) field = String(JSON.parse(token))
  }
  return spans
}

/** Takes offsets in ascending order only, so that the text is walked once. */
function followLines(text: string): (offset: number) => Position {
  const lineEnds = Array.from(text.matchAll(/\r\n?|\n/g), ({ 0: mark, index }) => index + mark.length)
  let line = 0
  return (offset) => {
    while ((lineEnds[line] ?? Number.POSITIVE_INFINITY) <= offset) line += 1
    return { line: line + 1, column: offset - (lineEnds[line - 1] ?? 0) + 1 }
  }
}
