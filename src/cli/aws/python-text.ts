/** Values as Python writes them, in which the AWS CLI's tables, texts and messages are. */

/** Python's `str`. */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepresentation(value)
}

/** Python's `repr`. */
export function pythonRepresentation(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepresentation).join(', ')}]`
  if (!isRecord(value)) return String(value)
  const entries = Object.entries(value).map(([name, item]) => `${quote(name)}: ${pythonRepresentation(item)}`)
  return `{${entries.join(', ')}}`
}

/** `<class 'str'>` */
export function typeNameOf(value: unknown): string {
  return `<class '${typeOf(value)}'>`
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return Array.isArray(value) ? 'list' : 'dict'
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`)
  return mark + escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t') + mark
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What Python takes for true: nothing that is empty or zero. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return isRecord(value) ? Object.keys(value).length > 0 : Boolean(value)
}
