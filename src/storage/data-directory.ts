/** The data directory: one process at a time, and the secret files beside the database. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5

/** Garbage collection closes a database that nobody refers to, and with it would go the lock. */
const locks = new Set<DatabaseSync>()

export interface DataDirectory {
  /** Absolute. */
  readonly path: string
  readonly databaseFile: string
  /** The content of the file, `undefined` where there is none. */
  readSecretFile(name: string): string | undefined
  /** Writes a file that only its owner can read: whole and durable when this returns, or not at all. Throws where it exists. */
  writeSecretFile(name: string, content: string): void
  /** Lets another process have the directory. */
  release(): void
}

/**
 * Creates the directory where it is missing and takes it for this process until `release()` or the process's end.
 * Throws an Error that says what to do when it is no directory, cannot be written, or another process has it.
 */
export function openDataDirectory(directory: string): DataDirectory {
  const path = resolve(directory)
  create(path)
  const lock = takeLock(path)
  return {
    path,
    databaseFile: join(path, 'twinlock.db'),
    readSecretFile(name) {
      const file = join(path, name)
      if (!existsSync(file)) return undefined
      if (process.getuid && (statSync(file).mode & 0o007) !== 0) {
        throw new Error(`${file} can be read by every user of the machine. Replace it, or make it private (chmod 600).`)
      }
      return readFileSync(file, 'utf8')
    },
    writeSecretFile: (name, content) => writeSecretFile(path, name, content),
    release() {
      if (locks.delete(lock)) lock.close()
    },
  }
}

function create(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const status = statSync(path)
    if (!status.isDirectory()) throw new Error('It is not a directory.')
    refuseForeign(status)
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `The data directory ${path} cannot be used: ${reason} ` +
        'Choose another one with --data-dir, or let the user that runs Twinlock write there.',
      { cause },
    )
  }
}

/** Whoever can write there can put a master key of their own in place, and with it forge sessions of the root user. */
function refuseForeign({ uid, mode }: Stats): void {
  const own = process.getuid?.()
  if (own === undefined) return
  if (uid !== own && uid !== 0) throw new Error('It belongs to another user.')
  if ((mode & 0o002) !== 0) throw new Error('Every user of the machine can write there.')
}

/** The lock is the kernel's, held by an open SQLite transaction: it ends with the process, however that ends. */
function takeLock(path: string): DatabaseSync {
  const file = join(path, 'twinlock.lock')
  closeSync(openSync(file, 'a', 0o600))
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    // No journal file beside it, since nothing is ever written.
    lock.exec('PRAGMA journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
    locks.add(lock)
    return lock
  } catch (error) {
    lock.close()
    if (!(error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy)) throw error
    throw new Error(
      `Another Twinlock process is using the data directory ${path}. ` +
        'Stop it first, or choose another directory with --data-dir.',
      { cause: error },
    )
  }
}

function writeSecretFile(path: string, name: string, content: string): void {
  const file = join(path, name)
  if (existsSync(file)) throw new Error(`${file} exists already and is not overwritten.`)
  // What a crash left of the temporary file, or somebody put there, is not written through.
  const temporary = `${file}.new`
  rmSync(temporary, { force: true })
  const descriptor = openSync(temporary, 'wx', 0o600)
  try {
    writeFileSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(temporary, file)
  syncDirectory(path)
}

/** Makes the new name durable: https://man7.org/linux/man-pages/man2/fsync.2.html. Windows has no such call, nor the need. */
function syncDirectory(path: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
