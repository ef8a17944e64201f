/** A terminal with somebody at it: `script` of util-linux, which nearly every Linux has, gives a command one of its own. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { onTestFinished } from 'vitest'

/** macOS has another `script`. */
export const hasPseudoTerminal = isThere()

function isThere(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux')
  } catch {
    return false
  }
}

export interface PseudoTerminal {
  /** All that it has shown. */
  readonly screen: () => string
  /** Until there is something to be found in what it has shown. Rejects when the command has ended instead. */
  find<T>(look: (shown: string) => T | undefined): Promise<T>
  /** Until it has shown this so many times. */
  shows(text: string, times?: number): Promise<void>
  /** A line, as a person types it. */
  type(line: string): void
  press(key: string): void
  /** With the exit code. */
  readonly exited: Promise<number | null>
}

export const ctrlC = '\x03'

/** Runs a command of the shell on it. */
export function openPseudoTerminal(command: string, variables: Readonly<Record<string, string>>): PseudoTerminal {
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], SHELL: '/bin/sh', ...variables },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let shown = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk
  })
  const exited = once(child, 'close').then(([code]) => code as number | null)
  const press = (key: string) => void child.stdin.write(key)
  const find = <T>(look: (shown: string) => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const lookAgain = () => {
        const found = look(shown)
        if (found !== undefined) resolve(found)
      }
      child.stdout.on('data', lookAgain)
      lookAgain()
      exited.then(() => reject(new Error(`The command has ended, after showing: ${shown}`)))
    })
  return {
    screen: () => shown,
    find,
    shows: async (text, times = 1) => void (await find((shown) => shown.split(text).length > times || undefined)),
    press,
    type: (line) => press(`${line}\r`),
    exited,
  }
}
