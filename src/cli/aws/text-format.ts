/** `--output text`: a line for each structure, its plain values in the order of their names, between tabs. */
import { isRecord, pythonText } from './python-text.ts'

/** @returns lines, each ended by a line break. */
export function formatText(value: unknown): string {
  return format(value, undefined, undefined)
}

function format(value: unknown, label: string | undefined, columns: readonly string[] | undefined): string {
  if (Array.isArray(value)) return formatList(value, label)
  if (isRecord(value)) return formatRecord(value, label, columns)
  return `${pythonText(value)}\n`
}

function formatList(items: readonly unknown[], label: string | undefined): string {
  if (items.some(isRecord)) {
    const columns = columnsOf(items)
    return items.map((item) => format(item, label, columns)).join('')
  }
  const lists = items.filter((item) => Array.isArray(item))
  const scalars = items.filter((item) => !Array.isArray(item)).map(pythonText)
  return formatScalars(scalars, label) + lists.map((list) => format(list, label, undefined)).join('')
}

function formatScalars(scalars: readonly string[], label: string | undefined): string {
  if (scalars.length === 0) return ''
  if (label === undefined) return `${scalars.join('\t')}\n`
  return scalars.map((scalar) => `${label.toUpperCase()}\t${scalar}\n`).join('')
}

/** The names of plain values in any of the structures, so that a value stands in the same column in each line. */
function columnsOf(items: readonly unknown[]): readonly string[] {
  const names = items.filter(isRecord).flatMap((item) => {
    return Object.entries(item)
      .filter(([, value]) => isScalar(value))
      .map(([name]) => name)
  })
  return Array.from(new Set(names)).sort()
}

function formatRecord(
  record: Readonly<Record<string, unknown>>,
  label: string | undefined,
  columns: readonly string[] | undefined,
): string {
  const names = Object.keys(record).sort()
  const shown = columns ?? names.filter((name) => isScalar(record[name]))
  const values = shown.map((name) => (name in record ? pythonText(record[name]) : ''))
  const line =
    values.length === 0 ? '' : `${[...(label === undefined ? [] : [label.toUpperCase()]), ...values].join('\t')}\n`
  const nested = names.filter((name) => !shown.includes(name))
  return line + nested.map((name) => format(record[name], name, undefined)).join('')
}

function isScalar(value: unknown): boolean {
  return !Array.isArray(value) && !isRecord(value)
}
