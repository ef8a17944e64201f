/** Somebody who has an access key and a phone, and a home directory with the key in ~/.aws/config. */
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Session } from '../../src/cli/session/cache.ts'
import { type Authenticator, createUserWithDevice, type TestServer, type TestUser } from '../twinlock.ts'
import { openPseudoTerminal, type PseudoTerminal } from './pseudo-terminal.ts'
import { executable, type Outcome, run, temporaryDirectory } from './twinlock-process.ts'

export const twinlock = `'${process.execPath}' '${executable}'`
export const question = 'Enter MFA code'

export interface SessionHome {
  readonly user: TestUser & { readonly device: Authenticator }
  readonly variables: Readonly<Record<string, string>>
  readonly path: string
  readonly config: { read(): string; write(text: string): void }
  /** Where sessions are kept. */
  readonly directory: string
  files(ending: 'json' | 'lock'): string[]
  /** Of the only session. */
  readSession(): Session
  writeSession(session: object): void
  /** Without a terminal. */
  run(args: readonly string[], variables?: Record<string, string>): Promise<Outcome>
  /** A command of the shell, on a terminal. */
  openTerminal(command: string): PseudoTerminal
  /** Until as many processes ask for the code, or wait for another one that does. */
  waitForCallers(count: number): Promise<void>
}

/** The profile `dev` has the key, `dev-mfa` the session. */
export async function createSessionHome(server: TestServer): Promise<SessionHome> {
  const user = await createUserWithDevice(server)
  const path = temporaryDirectory()
  const configFile = join(path, '.aws', 'config')
  mkdirSync(join(path, '.aws'))
  const config = {
    read: () => readFileSync(configFile, 'utf8'),
    write: (text: string) => writeFileSync(configFile, text),
  }
  config.write(`[profile dev]
aws_access_key_id = ${user.credentials.accessKeyId}
aws_secret_access_key = ${user.credentials.secretAccessKey}
mfa_serial = ${user.device.serialNumber}
region = us-east-1
endpoint_url = ${server.endpoint}

[profile dev-mfa]
region = us-east-1
endpoint_url = ${server.endpoint}
credential_process = ${twinlock} credential-process --profile dev
`)
  const variables = {
    HOME: path,
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: join(path, '.aws', 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const directory = join(path, '.cache', 'twinlock', 'sessions')
  const files: SessionHome['files'] = (ending) => {
    const names = existsSync(directory) ? readdirSync(directory) : []
    return names.filter((name) => name.endsWith(`.${ending}`)).map((name) => join(directory, name))
  }
  const sessionFile = () => files('json')[0] ?? ''
  return {
    user,
    variables,
    path,
    config,
    directory,
    files,
    readSession: () => JSON.parse(readFileSync(sessionFile(), 'utf8')),
    writeSession: (session) => writeFileSync(sessionFile(), JSON.stringify(session)),
    run: (args, more = {}) => run(args, { isDetached: true, variables: { ...variables, ...more } }),
    openTerminal: (command) => openPseudoTerminal(`cd '${path}'; ${command}`, variables),
    waitForCallers: async (count) => {
      await vi.waitUntil(() => processesWith(files('lock')[0]) === count, { timeout: 60_000, interval: 200 })
    },
  }
}

/** How many processes have the file open: a terminal that waits shows nothing. */
function processesWith(file: string | undefined): number {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && openFilesOf(pid).includes(file ?? '')).length
}

function openFilesOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((descriptor) => readlinkSync(`/proc/${pid}/fd/${descriptor}`))
  } catch {
    // It has ended, or is another user's.
    return []
  }
}
