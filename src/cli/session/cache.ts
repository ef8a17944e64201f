/**
 * Sessions on this machine: a file for each server and access key, with what `credential-process` prints. A session is as good
 * for whoever copies it, so that a file which others may read, or may have put there, is not used.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, rmSync, type Stats } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { systemClock } from '../../clock.ts'
import type { Environment } from '../../config.ts'
import { CommandFailure } from '../exit.ts'
import { replaceFile } from '../private-file.ts'
import type { SessionSource } from './source.ts'

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
export interface Session {
  readonly Version: 1
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken: string
  /** By the clock of this machine, with which whoever reads it compares it. */
  readonly Expiration: string
}

/**
 * Not for each device and duration: it is one user's session, however it was got, and `mfa session` shall leave the one that
 * `credential-process` finds.
 */
export function sessionFileOf({ connection, accessKey }: SessionSource, variables: Environment): string {
  const server = connection.endpoint === undefined ? 'aws' : new URL(connection.endpoint).href
  const name = createHash('sha256').update(`${server}\n${accessKey.id}`).digest('hex')
  const directory = join(variables['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'twinlock', 'sessions')
  return join(directory, `${name}.json`)
}

/** Undefined where there is none. @throws CommandFailure where others may have it, or may have written it */
export function readSession(file: string): Session | undefined {
  if (!isPrivate(dirname(file), 'directory') || !isPrivate(file, 'file')) return undefined
  const descriptor = openSync(file, 'r')
  try {
    // Whoever may write in a directory above could have exchanged it since: what counts is the file that is read.
    requirePrivate(file, fstatSync(descriptor), 'file')
    return parseSession(readFileSync(descriptor, 'utf8'))
  } finally {
    closeSync(descriptor)
  }
}

/** To be called after `readSession`, which knows that the place is private. @throws CommandFailure */
export function writeSession(file: string, session: Session): void {
  replaceFile(file, `${JSON.stringify(session)}\n`, { isSecret: true })
}

export function deleteSession(file: string): void {
  rmSync(file, { force: true })
}

/** @throws CommandFailure */
export function createSessionDirectory(file: string): void {
  const directory = dirname(file)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandFailure('failure', `${directory} cannot be made (${code})`, { cause: error })
  }
}

/** With less than this left a session is renewed while somebody can be asked: AWS's SDKs ask for the next one by then. */
const renewalMilliseconds = 5 * 60_000

export function isFresh(session: Session | undefined): session is Session {
  return session !== undefined && timeLeft(session) > renewalMilliseconds
}

export function isGood(session: Session | undefined): session is Session {
  return session !== undefined && timeLeft(session) > 0
}

function timeLeft({ Expiration }: Session): number {
  return Date.parse(Expiration) - systemClock.now()
}

/** False where nothing is there. @throws CommandFailure */
function isPrivate(path: string, kind: 'file' | 'directory'): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false })
  if (status) requirePrivate(path, status, kind)
  return status !== undefined
}

/** @throws CommandFailure */
function requirePrivate(path: string, status: Stats, kind: 'file' | 'directory'): void {
  const refuse = (problem: string) => {
    throw new CommandFailure('failure', `${path} ${problem}, so that it is not used. ${remedies[kind]}`)
  }
  const isOfKind = kind === 'file' ? status.isFile() : status.isDirectory()
  if (!isOfKind) refuse(status.isSymbolicLink() ? 'is a symbolic link' : `is not a ${kind}`)
  // Windows has neither.
  const own = process.getuid?.()
  if (own === undefined) return
  if (status.uid !== own) refuse('belongs to another user')
  if ((status.mode & 0o077) !== 0) refuse(`is open to others (mode ${(status.mode & 0o777).toString(8)})`)
}

const remedies = {
  directory: 'See what is in it, and delete it; or close it with chmod 700 where you know that nobody has been there',
  file: 'Delete it; where others may have read it, the session in it is good for them until it ends',
} as const

function parseSession(text: string): Session | undefined {
  try {
    const session: Record<string, unknown> = JSON.parse(text)
    const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = session
    const isComplete = [AccessKeyId, SecretAccessKey, SessionToken].every((value) => typeof value === 'string')
    return Version === 1 && isComplete && !Number.isNaN(Date.parse(String(Expiration)))
      ? (session as unknown as Session)
      : undefined
  } catch {
    return undefined
  }
}
