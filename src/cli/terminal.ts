/** What stdout can show. */
import { styleText } from 'node:util'

export interface Terminal {
  /** A person looks at it; otherwise a file, a pipe or the log of a CI run. */
  readonly isTerminal: boolean
  /** Never without a terminal, and not when NO_COLOR is set: https://no-color.org */
  readonly hasColors: boolean
  readonly columns: number
}

export type Style = Parameters<typeof styleText>[0]

export function stdoutTerminal(): Terminal {
  const { isTTY, columns } = process.stdout
  return { isTerminal: isTTY === true, hasColors: isTTY === true && process.stdout.hasColors(), columns: columns || 80 }
}

export function paint(style: Style, text: string, { hasColors }: Terminal): string {
  // Whether there are colours is known by now; the function would look at the environment once more.
  return hasColors && text !== '' ? styleText(style, text, { validateStream: false }) : text
}

/** Text that came from elsewhere, without what a terminal takes for commands and without what turns its direction. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
}
