/** The directory of a run: its pages, its journal, and the lock that keeps a second run out. Its owner's alone. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { CommandFailure } from '../exit.ts'
import { replaceFile } from '../private-file.ts'
import { type Journal, openJournal, type Place } from './journal.ts'

export interface PageDirectory {
  readonly journal: Journal
  pathOf(userName: string): string
  hasPage(userName: string): boolean
  writePage(userName: string, html: string): void
  removePage(userName: string): void
  /** The directory too, where nothing else is in it. */
  removeAll(): void
  close(): void
}

const journalName = 'enrolment.jsonl'
const lockName = 'lock'

/** @param isNew whether it may be made. @throws CommandFailure for what is not this command's */
export function openPageDirectory(path: string, place: Place, isNew: boolean): PageDirectory {
  const journalPath = join(path, journalName)
  if (!isNew && !existsSync(journalPath)) {
    throw new CommandFailure(
      'failure',
      `There is no run of this command in ${path}: name its directory with --directory`,
    )
  }
  makeOwn(path)
  const unlock = lock(join(path, lockName))
  const pathOf = (userName: string) => join(path, `${userName}.html`)
  try {
    removeHalfWritten(path)
    return {
      journal: openJournal(journalPath, place),
      pathOf,
      hasPage: (userName) => existsSync(pathOf(userName)),
      writePage: (userName, html) => replaceFile(pathOf(userName), html),
      removePage: (userName) => rmSync(pathOf(userName), { force: true }),
      removeAll() {
        rmSync(journalPath, { force: true })
        unlock()
        if (readdirSync(path).length === 0) rmdirSync(path)
      },
      close: unlock,
    }
  } catch (error) {
    unlock()
    throw error
  }
}

function makeOwn(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const others = readdirSync(path).filter((name) => name !== lockName)
    if (others.length > 0 && !others.includes(journalName)) {
      throw new CommandFailure('failure', `${path} holds other files. Take a directory that is new or empty.`)
    }
    if (others.includes(journalName)) requireOwn(path)
    chmodSync(path, 0o700)
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure('failure', `${path} cannot be used as a directory: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** Others could have put a journal there, which says what has to be printed and what deleted. */
function requireOwn(path: string): void {
  const { uid, mode } = statSync(path)
  // Windows has neither.
  const own = process.getuid?.()
  if (own === undefined || (uid === own && (mode & 0o022) === 0)) return
  throw new CommandFailure('failure', `Others may write in ${path}, so that it is not used. Take another directory.`)
}

/** A run that was killed has left it; one that goes on is there still. @returns what gives it back */
function lock(path: string): () => void {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const pid = Number(readFileSync(path, 'utf8'))
    if (isRunning(pid)) {
      throw new CommandFailure(
        'failure',
        `Another run works in this directory (process ${pid}). If it does not, delete ${path}.`,
      )
    }
    rmSync(path, { force: true })
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What replaceFile was writing when it was killed: it has a secret in it. */
function removeHalfWritten(path: string): void {
  for (const name of readdirSync(path)) if (/^\..+\.html\.\d+$/.test(name)) rmSync(join(path, name))
}
