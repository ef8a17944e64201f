/** AWS's own clients and people's tools, where this machine has them. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import pino from 'pino'
import { afterAll } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import type { TestDatabase } from '../databases.ts'
import { rootCredentials } from '../twinlock.ts'

const run = promisify(execFile)

/** Different `aws` commands that are installed, by their version: `aws-cli/1.45.11`. */
export const awsCommands: readonly (readonly [version: string, command: string])[] = [
  ...new Map(['aws', '/usr/bin/aws', '/usr/local/bin/aws'].flatMap((command) => versionOf(command))),
]
export const hasBoto3 = succeeds('python3', ['-c', 'import boto3'])
export const hasPytest = succeeds('python3', ['-c', 'import boto3, pytest'])
export const hasZbarimg = succeeds('zbarimg', ['--version'])
export const hasOathtool = succeeds('oathtool', ['--version'])

/** A policy that the README gives to users. */
export const manageOwnMfa = join(import.meta.dirname, '../../docs/policies/manage-own-mfa.json')

function versionOf(command: string): [string, string][] {
  try {
    const [version = ''] = execFileSync(command, ['--version'], { encoding: 'utf8' }).split(' ')
    return [[version, command]]
  } catch {
    return []
  }
}

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export interface Shell {
  readonly endpoint: string
  readonly directory: string
  /** Runs a command with AWS's variables set; resolves with what it printed. */
  run(command: string, args: readonly string[], variables?: Record<string, string>): Promise<string>
  /** The same for a command that asks a question; it has no terminal to ask on. Resolves with all that it printed. */
  answer(answer: string, command: string, args: readonly string[]): Promise<string>
}

/** A server on real time, and a shell that is set up for it as root. */
export async function startShell(database: TestDatabase): Promise<Shell> {
  const config = readConfig(
    { port: '0', ephemeral: true },
    {
      TWINLOCK_ROOT_ACCESS_KEY_ID: rootCredentials.accessKeyId,
      TWINLOCK_ROOT_SECRET_ACCESS_KEY: rootCredentials.secretAccessKey,
    },
  )
  const server = await startServer({ config, log: pino({ level: 'silent' }), storage: await database.open() })
  afterAll(() => server.close())
  const directory = mkdtempSync(join(tmpdir(), 'twinlock-compat-'))
  const { PATH = '' } = process.env
  const env = {
    PATH,
    HOME: directory,
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: rootCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: rootCredentials.secretAccessKey,
    AWS_PAGER: '',
  }
  return {
    endpoint: server.endpoint,
    directory,
    async run(command, args, variables = {}) {
      const { stdout } = await run(command, args, { env: { ...env, ...variables }, cwd: directory })
      return stdout
    },
    async answer(answer, command, args) {
      const child = spawn(command, args, { env, cwd: directory, detached: true })
      child.stdin.end(`${answer}\n`)
      const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
      return output + errors
    },
  }
}

/** The codes of two consecutive steps, the second one current, as the person reads them off the phone. */
export async function twoCodes(shell: Shell, seed: string): Promise<[string, string]> {
  const codes = await shell.run('oathtool', ['--totp', '--base32', '--now', '30 seconds ago', '--window', '1', seed])
  const [first = '', second = ''] = codes.trim().split('\n')
  return [first, second]
}
