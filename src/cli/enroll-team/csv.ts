/** Comma-separated values: https://www.rfc-editor.org/rfc/rfc4180. Where the first line has semicolons alone, those separate. */

export interface CsvRow {
  /** Of the file; the first is 1. A quoted cell may have lines of its own. */
  readonly line: number
  readonly cells: readonly string[]
}

/** Rows without empty ones; cells without the white space around them. @throws Error that names the line */
export function parseCsv(text: string): CsvRow[] {
  const source = text.replace(/^\uFEFF/, '').replace(/\n?$/, '\n')
  const [firstLine = ''] = source.split(/\r?\n/, 1)
  const separator = firstLine.includes(';') && !firstLine.includes(',') ? ';' : ','
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"[ \\t]*|([^"${separator}\\r\\n]*))(${separator}|\\r?\\n)`, 'y')
  const rows: CsvRow[] = []
  let line = 1
  let begun = 1
  let cells: string[] = []
  while (cell.lastIndex < source.length) {
    const match = cell.exec(source)
    if (!match) throw new Error(`line ${line}: a quotation mark is missing, or one too many`)
    const [all, quoted, plain = '', end] = match
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim())
    line += all.split('\n').length - 1
    if (end === separator) continue
    if (cells.some((text) => text !== '')) rows.push({ line: begun, cells })
    cells = []
    begun = line
  }
  return rows
}
