/** `twinlock mfa code`: an authenticator for the terminal. */
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { systemClock } from '../clock.ts'
import { codeAt, InvalidOtpauth, parseOtpauthUri, parseSecret, type TotpAccount } from '../mfa/otpauth.ts'
import { drawCode } from './code-screen.ts'
import { CommandFailure } from './exit.ts'
import { readInputFile } from './input-file.ts'
import { readQrCodeFile } from './qr-code-file.ts'
import { stdoutTerminal } from './terminal.ts'

export interface CodeOptions {
  /** A PNG file. */
  readonly qr?: string
  readonly secret?: string
  /** A file, or `-` for stdin. */
  readonly secretFile?: string
  readonly watch?: true
  /** What EnableMFADevice asks for. */
  readonly pair?: true
}

/** Prints the code alone where no person looks, so that `$(twinlock mfa code …)` is a code. @throws CommandFailure */
export async function mfaCode(options: CodeOptions): Promise<void> {
  const terminal = stdoutTerminal()
  if (options.watch && !terminal.isTerminal) {
    throw new CommandFailure('usage', '--watch draws on a terminal, and the output is none: leave it out')
  }
  if (options.watch && options.pair) throw new CommandFailure('usage', '--watch and --pair exclude each other')
  const account = await readAccount(options)
  if (options.watch) return watch(account)
  const now = systemClock.now()
  if (options.pair) return printPair(account, now)
  const lines = terminal.isTerminal
    ? [...drawCode(account, now, { terminal, showsNext: false }), '']
    : [codeAt(account, now).code]
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** For scripts, which need not wait for a code to change: the one before is as good. */
function printPair(account: TotpAccount, now: number): void {
  const { code } = codeAt(account, now - account.periodSeconds * 1000)
  process.stdout.write(`${code}\n${codeAt(account, now).code}\n`)
}

async function readAccount({ qr, secret, secretFile }: CodeOptions): Promise<TotpAccount> {
  if ([qr, secret, secretFile].filter((given) => given !== undefined).length !== 1) {
    throw new CommandFailure('usage', 'Say where the secret is, by one of --qr, --secret-file and --secret')
  }
  if (qr !== undefined)
    return parse(parseOtpauthUri, readQrCodeFile(qr), `The QR code in ${qr} is not for an authenticator`)
  const given = secret ?? (await readSecretFile(secretFile ?? '-'))
  const parser = /^\s*otpauth:/i.test(given) ? parseOtpauthUri : parseSecret
  return parse(parser, given, 'There is no code for this secret')
}

function parse(parser: (text: string) => TotpAccount, given: string, problem: string): TotpAccount {
  try {
    return parser(given)
  } catch (error) {
    if (!(error instanceof InvalidOtpauth)) throw error
    throw new CommandFailure('failure', `${problem}: ${error.message}`, { cause: error })
  }
}

async function readSecretFile(file: string): Promise<string> {
  if (file === '-') {
    if (process.stdin.isTTY) process.stderr.write('Type the secret, Enter, then Ctrl-D:\n')
    return text(process.stdin)
  }
  return readInputFile(file).toString()
}

const hideCursor = '\x1b[?25l'
const showCursor = '\x1b[?25h'

/** Redraws at every full second until a signal ends it, and leaves the last code on the screen. */
async function watch(account: TotpAccount): Promise<void> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  process.stdout.write(hideCursor)
  let drawn = 0
  while (!stopping.signal.aborted) {
    const now = systemClock.now()
    const lines = drawCode(account, now, { terminal: stdoutTerminal(), showsNext: true })
    // Back to the first line, and everything below goes: one write, so that nothing flickers.
    process.stdout.write(`${drawn > 0 ? `\x1b[${drawn}A` : ''}\r\x1b[J${lines.join('\n')}\n`)
    drawn = lines.length
    await setTimeout(1000 - (now % 1000), undefined, { signal: stopping.signal }).catch(() => {})
  }
  process.stdout.write(`\r${showCursor}`)
}
