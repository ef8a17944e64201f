/** The command as a process of its own, as a user starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export const executable = join(import.meta.dirname, '../../bin/twinlock.cjs')

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly variables?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly stdin?: string
  /** Away from the terminal that the tests may run on. */
  readonly isDetached?: boolean
  /** Instead of the one of this checkout. */
  readonly executable?: string
}

/** Nothing of the machine's own AWS or Twinlock configuration. */
function environmentOf(variables: Readonly<Record<string, string>>): Record<string, string> {
  const nowhere = join(tmpdir(), 'twinlock-no-such-file')
  return {
    PATH: process.env['PATH'] ?? '',
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...variables,
  }
}

export function start(args: readonly string[], options: RunOptions): ChildProcess {
  const { variables = {}, cwd = tmpdir(), isDetached = false, executable: command = executable } = options
  const settings = { cwd, env: environmentOf(variables), detached: isDetached }
  const child = spawn(process.execPath, [command, ...args], settings)
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

export async function run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = start(args, options)
  child.stdin?.end(options.stdin ?? '')
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('The process has no output')
  const [[code], out, err] = await Promise.all([once(child, 'exit'), text(stdout), text(stderr)])
  return { code, stdout: out, stderr: err }
}

export interface ServeProcess {
  readonly pid: number
  readonly endpoint: string
  /** What was logged until the server was ready, a line each. */
  readonly log: readonly string[]
  readonly stdout: () => string
  /** Sends the signal; resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** `twinlock serve` at a port of the system's choice, once it is ready. */
export async function serve(args: readonly string[] = [], options: RunOptions = {}): Promise<ServeProcess> {
  const child = start(['serve', '--port', '0', ...args], options)
  const { stdout, stderr, pid } = child
  if (!stdout || !stderr || pid === undefined) throw new Error('The process did not start')
  let printed = ''
  stdout.on('data', (chunk) => {
    printed += chunk
  })
  const exited = once(child, 'exit')
  const log: string[] = []
  const endpoint = await new Promise<string>((resolve, reject) => {
    createInterface(stderr).on('line', (line) => {
      log.push(line)
      const endpoint = /"endpoint":"([^"]+)"/.exec(line)?.[1]
      if (endpoint !== undefined) resolve(endpoint)
    })
    exited.then(([code]) => reject(new Error(`The server left with ${code}: ${log.join('\n')}`)))
  })
  return {
    pid,
    endpoint,
    log,
    stdout: () => printed,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      return (await exited)[0]
    },
  }
}

/** A directory that is removed after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'twinlock-cli-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
