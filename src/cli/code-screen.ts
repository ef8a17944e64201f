/** How `twinlock mfa code` looks on a terminal: whose code, the code, and how long it lasts. */
import { codeAt, type TotpAccount } from '../mfa/otpauth.ts'
import { textWidth } from './aws/text-width.ts'
import { paint, printable, type Style, type Terminal } from './terminal.ts'

const barColumns = 24

/** When the next code appears, and the bar changes its colour. */
const lastSeconds = 10
const veryLastSeconds = 5

export interface CodeScreenOptions {
  readonly terminal: Terminal
  /** Whether the next code is shown in the last seconds: enabling a device takes two consecutive ones. */
  readonly showsNext: boolean
}

/** Lines that fit the terminal, always as many of them for one account. */
export function drawCode(account: TotpAccount, time: number, { terminal, showsNext }: CodeScreenOptions): string[] {
  const { code, nextCode, secondsLeft } = codeAt(account, time)
  const bar = drawBar(
    secondsLeft / account.periodSeconds,
    Math.min(barColumns, terminal.columns - 19),
    secondsLeft,
    terminal,
  )
  const lines = [
    ...drawLabel(account, terminal),
    '',
    `  ${paint('bold', code, terminal)}  ${bar} ${String(secondsLeft).padStart(2)} s`,
  ]
  if (!showsNext) return lines
  return [...lines, secondsLeft <= lastSeconds ? paint('dim', `  ${nextCode}  comes next`, terminal) : '']
}

function drawLabel({ issuer, name }: TotpAccount, terminal: Terminal): string[] {
  const lines: [Style, string | undefined][] = [
    ['bold', issuer],
    ['dim', name],
  ]
  return lines.flatMap(([style, text]) =>
    text === undefined ? [] : [paint(style, shorten(printable(text), terminal.columns - 1), terminal)],
  )
}

/** How much is left of a time step. @param share 0 to 1 */
export function drawBar(
  share: number,
  columns: number,
  secondsLeft: number,
  terminal: Pick<Terminal, 'hasColors'>,
): string {
  const length = Math.max(columns, 0)
  const filled = Math.min(Math.ceil(share * length), length)
  const color = secondsLeft <= veryLastSeconds ? 'red' : secondsLeft <= lastSeconds ? 'yellow' : 'green'
  return paint(color, '━'.repeat(filled), terminal) + paint('dim', '─'.repeat(length - filled), terminal)
}

function shorten(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let shown = ''
  for (const character of text) {
    if (textWidth(`${shown}${character}…`) > columns) break
    shown += character
  }
  return `${shown}…`
}
