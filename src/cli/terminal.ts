/** What stdout can show. */
import { styleText } from 'node:util'

export interface Terminal {
  /** A person looks at it; otherwise a file, a pipe or the log of a CI run. */
  readonly isTerminal: boolean
  /** Never without a terminal, and not when NO_COLOR is set: https://no-color.org */
  readonly hasColors: boolean
  readonly columns: number
  readonly rows: number
}

export type Style = Parameters<typeof styleText>[0]

export function stdoutTerminal(): Terminal {
  const { isTTY, columns, rows } = process.stdout
  const hasColors = isTTY === true && process.stdout.hasColors()
  return { isTerminal: isTTY === true, hasColors, columns: columns || 80, rows: rows || 24 }
}

export function paint(style: Style, text: string, { hasColors }: Pick<Terminal, 'hasColors'>): string {
  // Whether there are colours is known by now; the function would look at the environment once more.
  return hasColors && text !== '' ? styleText(style, text, { validateStream: false }) : text
}

/** What a command says, which may repeat what a server or a file says: the same, with its lines. */
export function printableLines(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
}

/** Text that came from elsewhere, without what a terminal takes for commands and without what turns its direction. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
}
