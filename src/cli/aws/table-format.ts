/** `--output table`: which titles, headers and rows a value has. How they are drawn is table-drawing.ts's. */
import { isRecord, isTruthy, pythonText } from './python-text.ts'
import { drawTable, type Section, type Style } from './table-drawing.ts'

type Answer = Readonly<Record<string, unknown>>

/**
 * @param title of the outermost section: the operation.
 * @param width of the terminal; what is wider is turned on its side.
 * @throws RangeError for rows of different lengths, which `--query` can make.
 */
export function formatTable(title: string, value: unknown, width: number, style: Style): string {
  const outline = new Outline()
  outline.add(title, value, 0)
  return outline.sections.length === 0 ? '' : drawTable(outline.sections, width, style)
}

/** Whatever is added goes to the section that was begun last. */
class Outline {
  readonly sections: Section[] = []

  /** Adds nothing for what is empty. */
  add(title: string | undefined, value: unknown, indent: number): void {
    if (!isTruthy(value)) return
    if (title !== undefined) this.#begin(title, indent)
    if (isRecord(value)) this.#addRecord(value, indent)
    else if (Array.isArray(value) && isRecord(value[0])) this.#addRecords(value.filter(isRecord), title, indent)
    else if (Array.isArray(value)) this.#addItems(value)
  }

  #addItems(items: readonly unknown[]): void {
    for (const item of items) {
      if (isScalar(item)) this.#addRow([item])
      else if (Array.isArray(item) && item.every(isScalar)) this.#addRow(item)
      else this.add(undefined, item, 0)
    }
  }

  #addRecord(record: Answer, indent: number): void {
    const { scalars, nested } = groupNames([record])
    const values = scalars.map((name) => record[name])
    if (scalars.length === 1) this.#addRow([...scalars, ...values])
    else if (scalars.length > 1) {
      this.#setHeaders(scalars)
      this.#addRow(values)
    }
    for (const name of nested) this.add(name, record[name], indent + 1)
  }

  /** With nested values each structure has a section of its own, those values below it. */
  #addRecords(records: readonly Answer[], title: string | undefined, indent: number): void {
    const { scalars, nested } = groupNames(records)
    this.#setHeaders(scalars)
    records.forEach((record, index) => {
      if (index > 0 && nested.length > 0) {
        this.#begin(title ?? '', indent)
        this.#setHeaders(scalars)
      }
      this.#addRow(scalars.map((name) => (name in record ? record[name] : '')))
      for (const name of nested) if (name in record) this.add(name, record[name], indent + 1)
    })
  }

  #begin(title: string, indent: number): void {
    this.sections.push({ title, headers: [], rows: [], indent, columns: undefined })
  }

  #setHeaders(headers: readonly string[]): void {
    const section = this.sections.at(-1)
    if (!section) return
    section.columns ??= headers.length
    section.headers = headers
  }

  #addRow(values: readonly unknown[]): void {
    const section = this.sections.at(-1)
    if (!section) return
    section.columns ??= values.length
    if (section.columns !== values.length) {
      throw new RangeError(`Row should have ${section.columns} elements, instead it has ${values.length}`)
    }
    section.rows.push(values.map(pythonText))
  }
}

function groupNames(records: readonly Answer[]): { scalars: string[]; nested: string[] } {
  const scalars = new Set<string>()
  const nested = new Set<string>()
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) (isScalar(value) ? scalars : nested).add(name)
  }
  return { scalars: Array.from(scalars).sort(), nested: Array.from(nested).sort() }
}

function isScalar(value: unknown): boolean {
  return !Array.isArray(value) && !isRecord(value)
}
