/** Draws the sections of a table one below the other, all of one width, with frames of `-`, `+` and `|`. */
import { textWidth } from './text-width.ts'

export interface Section {
  readonly title: string
  headers: readonly string[]
  readonly rows: string[][]
  /** How deep it is nested: that many bars stand on either side. */
  readonly indent: number
  /** Fixed by what was added first. */
  columns: number | undefined
}

export interface Style {
  value(text: string): string
  bar(text: string): string
}

export const plain: Style = { value: (text) => text, bar: (text) => text }
export const coloured: Style = {
  value: (text) => `\x1b[1m\x1b[34m${text}\x1b[0m`,
  bar: (text) => `\x1b[2m\x1b[33m${text}\x1b[0m`,
}

const padding = 4

export function drawTable(sections: readonly Section[], terminalWidth: number, style: Style): string {
  let drawn = sections
  let width = widthOf(sections)
  if (width > terminalWidth) {
    drawn = sections.map(turn)
    width = widthOf(drawn)
  }
  return `${'-'.repeat(width)}\n${drawn.map((section) => drawSection(section, width, style)).join('')}`
}

/** A section of one row is narrower with its headers at the left. */
function turn(section: Section): Section {
  const [row] = section.rows
  if (section.rows.length !== 1 || section.headers.length === 0 || !row) return section
  return { ...section, headers: [], rows: section.headers.map((header, index) => [header, row[index] ?? '']) }
}

function widthOf(sections: readonly Section[]): number {
  return Math.max(
    ...sections.map((section) => {
      const columns = columnWidths(section).reduce((sum, width) => sum + width + padding, 0)
      return Math.max(textWidth(section.title), columns) + 2 + 2 * section.indent
    }),
  )
}

function columnWidths({ headers, rows }: Section): number[] {
  const lines = headers.length > 0 ? [headers, ...rows] : rows
  return (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => textWidth(line[column] ?? ''))))
}

function drawSection(section: Section, tableWidth: number, style: Style): string {
  const { title, headers, rows, indent } = section
  const width = tableWidth - 2 * indent
  const widths = scale(
    columnWidths(section).map((column) => column + padding),
    width,
  )
  const bars = style.bar('|').repeat(indent)
  const rule = widths.map((column, index) => (index === 0 ? `+${line(column - 2)}+` : `${line(column - 1)}+`)).join('')
  const lines: string[] = []
  if (title !== '') {
    lines.push(centre(title, width, '|'))
    if (headers.length === 0 && rows.length === 0) lines.push(`+${line(width - 2)}+`)
  }
  if (headers.length > 0) {
    lines.push(
      rule,
      headers.map((header, index) => centre(header, widths[index] ?? 0, index === 0 ? '|' : '')).join(''),
    )
  }
  if (rows.length > 0 && widths.length > 0) {
    const drawRow = (row: readonly string[]) => {
      return row.map((value, index) => alignLeft(value, widths[index] ?? 0, index === 0 ? '|' : '', style)).join('')
    }
    lines.push(rule, ...rows.map(drawRow), rule)
  }
  return lines.map((text) => `${bars}${text}${bars}\n`).join('')
}

/** The columns stretched or shrunk until they fill the width; what rounding leaves over is taken from the first, or given to the last. */
function scale(widths: readonly number[], width: number): number[] {
  const factor = width / widths.reduce((sum, column) => sum + column, 0)
  const scaled = widths.map((column) => roundHalfToEven(factor * column))
  let excess = scaled.reduce((sum, column) => sum + column, 0) - width
  for (let index = 0; excess !== 0 && scaled.length > 0; index = (index + 1) % scaled.length) {
    const step = Math.sign(excess)
    const column = step > 0 ? index : scaled.length - 1 - index
    scaled[column] = (scaled[column] ?? 0) - step
    excess -= step
  }
  return scaled
}

/** As Python rounds. */
function roundHalfToEven(number: number): number {
  const floor = Math.floor(number)
  if (number - floor !== 0.5) return Math.round(number)
  return floor % 2 === 0 ? floor : floor + 1
}

function centre(text: string, width: number, leftEdge: string): string {
  const length = textWidth(text)
  const before = Math.floor(width / 2) - Math.floor(length / 2) - 1
  const after = width - 1 - leftEdge.length - before - length
  return `${leftEdge}${blanks(before)}${text}${blanks(after)}|`
}

function alignLeft(text: string, width: number, leftEdge: string, style: Style): string {
  const length = textWidth(text)
  const before = width - (length + 3 + leftEdge.length) >= 0 ? 2 : 0
  return `${leftEdge}${blanks(before)}${style.value(text)}${blanks(width - leftEdge.length - before - length - 1)}|`
}

function line(length: number): string {
  return '-'.repeat(Math.max(0, length))
}

function blanks(count: number): string {
  return ' '.repeat(Math.max(0, count))
}
