/** What a person sees while enrolling, and what each key changes in that. */
import { codeAt, type TotpAccount } from '../../mfa/otpauth.ts'
import { drawBar } from '../code-screen.ts'
import type { Key } from '../keyboard.ts'
import { drawQrCode } from '../qr-drawing.ts'
import { paint, printable, type Style, type Terminal } from '../terminal.ts'
import { wrap } from '../wrap.ts'
import { judgeCodePair, judgeFirstCode, type RightPair } from './judge-codes.ts'
import type { NewDevice } from './new-device.ts'

export interface EnrolmentState {
  /** Accepted, once it is complete. */
  readonly first: string
  readonly second: string
  readonly problem: string
  readonly isSecretShown: boolean
  /** The file with the picture. */
  readonly pictureFile: string | undefined
}

export interface Screen extends Pick<Terminal, 'hasColors' | 'columns' | 'rows'> {
  /** Whether it can show the half blocks of which a QR code is made. */
  readonly isUnicode: boolean
}

const digitsOfCode = 6

/** The narrowest in which the words can be read beside the QR code. */
const leastWordColumns = 32
const mostWordColumns = 60
const gap = 2

/** Half of the quiet zone that the standard asks for. */
const narrowBorder = 2

/** The state after a digit was typed, or taken back. Both codes are judged as soon as they are complete. */
export function typeKey(
  state: EnrolmentState,
  key: Key,
  { account }: Pick<NewDevice, 'account'>,
  now: number,
): EnrolmentState | RightPair {
  const { first, second } = state
  const isFirst = first.length < digitsOfCode
  if (key === 'backspace') {
    return isFirst || second === ''
      ? { ...state, first: first.slice(0, -1), second: '' }
      : { ...state, second: second.slice(0, -1) }
  }
  if (!/^[0-9]$/.test(key)) return state
  const typed = { ...state, problem: '', ...(isFirst ? { first: first + key } : { second: second + key }) }
  if (isFirst) {
    const problem = typed.first.length < digitsOfCode ? undefined : judgeFirstCode(account, typed.first, now)
    return problem === undefined ? typed : { ...typed, first: '', problem }
  }
  if (typed.second.length < digitsOfCode) return typed
  const verdict = judgeCodePair(account, typed, now)
  if (!('problem' in verdict)) return verdict
  return { ...typed, problem: verdict.problem, first: verdict.newFirst ?? '', second: '' }
}

export interface EnrolmentView {
  readonly userName: string
  readonly device: NewDevice
  readonly state: EnrolmentState
  readonly now: number
  readonly screen: Screen
}

/** Lines for the whole screen: never more than it has, and none wider. */
export function drawEnrolment(view: EnrolmentView): string[] {
  const { device, screen } = view
  const drawings = device.links.map((link, index) => drawQrCode(link, screen, index === 0 ? undefined : narrowBorder))
  for (const drawing of screen.isUnicode ? drawings : []) {
    // A line is two rows of modules, and their number is odd.
    const codeColumns = 2 * drawing.length - 1
    const beside = screen.columns - codeColumns - gap - 1
    const words = beside < leastWordColumns ? [] : drawWords(view, beside)
    if (words.length > 0 && Math.max(drawing.length, words.length) <= screen.rows) {
      return placeBeside(drawing, codeColumns, words)
    }
    const below = [...drawing, ...drawWords(view, screen.columns - 1)]
    if (codeColumns < screen.columns && below.length <= screen.rows) return below
  }
  return drawWords(view, screen.columns - 1, whyNoCode(screen)).slice(0, screen.rows)
}

function whyNoCode({ isUnicode }: Screen): string {
  return isUnicode
    ? 'This window is too small for the QR code. Make it larger, press p for a picture of the code, or s for the secret to type in.'
    : 'This terminal is not set to UTF-8, so the QR code cannot be drawn. Press p for a picture of it, or s for the secret to type in.'
}

function drawWords({ userName, device, state, now, screen }: EnrolmentView, available: number, instead?: string) {
  const { account, seed } = device
  const columns = Math.min(available, mostWordColumns)
  const paragraph = (text: string, style?: Style) => {
    const lines = wrap(text.split(' '), columns)
    return style ? lines.map((line) => paint(style, line, screen)) : lines
  }
  const { secondsLeft } = codeAt(account, now)
  const bar = drawBar(secondsLeft / account.periodSeconds, columns - 5, secondsLeft, screen)
  const isFirst = state.first.length < digitsOfCode
  return [
    ...paragraph(`MFA device for ${printable(userName)}`, 'bold'),
    ...paragraph(printable(account.name ?? ''), 'dim'),
    '',
    ...paragraph(instead ?? 'Scan the code with the authenticator app on the phone.'),
    ...paragraph('Then type the code that the app shows, and the one after it.'),
    '',
    `${bar} ${String(secondsLeft).padStart(2)} s`,
    `First code   ${drawDigits(state.first)}`,
    `Second code  ${isFirst ? '' : drawDigits(state.second)}`,
    '',
    ...(state.problem ? paragraph(state.problem, 'red') : paragraph(hintAtNext(state, account, now), 'dim')),
    '',
    ...(state.isSecretShown ? [...paragraph(seed.replace(/(.{4})(?=.)/g, '$1 ')), ''] : []),
    ...paragraph(
      state.pictureFile === undefined
        ? 'p  picture of the code as a file'
        : `The picture is in ${printable(state.pictureFile)}.`,
    ),
    `s  ${state.isSecretShown ? 'hide' : 'show'} the secret`,
    'Ctrl-C  stop, and leave nothing',
  ]
}

function hintAtNext({ first }: EnrolmentState, account: TotpAccount, now: number): string {
  if (first.length < digitsOfCode) return ''
  const { code, secondsLeft } = codeAt(account, now)
  return code === first ? `The next code comes in ${secondsLeft} s.` : 'Now type the next code.'
}

function drawDigits(digits: string): string {
  return digits.padEnd(digitsOfCode, '_').replace(/^.{3}/, '$& ')
}

function placeBeside(drawing: readonly string[], columns: number, words: readonly string[]): string[] {
  const count = Math.max(drawing.length, words.length)
  return Array.from({ length: count }, (_, row) => {
    const code = drawing[row] ?? ' '.repeat(columns)
    return `${code}${' '.repeat(gap)}${words[row] ?? ''}`.trimEnd()
  })
}
