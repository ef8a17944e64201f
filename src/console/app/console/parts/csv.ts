type Cell = string | number | boolean | Date | undefined

/** Written as it is, whatever it begins with: a secret must come out as it went in. */
export class Verbatim {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** https://www.rfc-editor.org/rfc/rfc4180 */
export function writeCsv(rows: readonly (readonly (Cell | Verbatim)[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')
}

function writeCell(value: Cell | Verbatim): string {
  if (value instanceof Verbatim) return value.text
  const text = value instanceof Date ? value.toISOString() : String(value ?? '')
  // A spreadsheet runs what begins like a formula, and names of users may: https://owasp.org/www-community/attacks/CSV_Injection
  const harmless = typeof value === 'string' && /^\s*[=+\-@]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
