/** Files that hold what nobody else may read, or that others must never find half written. */
import { chmodSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CommandFailure } from './exit.ts'

/** The text; undefined when there is no such file. @throws CommandFailure when it cannot be read */
export function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new CommandFailure('failure', `${path} cannot be read (${codeOf(error)})`, { cause: error })
  }
}

/**
 * Replaces the file as a whole, so that whoever reads it meanwhile reads the old one or the new one. A new file is its
 * owner's alone; one that was there keeps its mode, and stays where a link leads to.
 * @param isSecret - never goes where a link leads to, and never keeps a mode: whoever may write in a directory above could
 * have put another file there since it was looked at
 * @throws CommandFailure
 */
export function replaceFile(path: string, text: string, { isSecret = false } = {}): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const target = isSecret ? path : resolveLink(path)
    const next = join(dirname(target), `.${basename(target)}.${process.pid}`)
    try {
      writeFileSync(next, text, { flag: 'wx', mode: 0o600, flush: true })
      if (!isSecret) chmodSync(next, modeOf(target))
      renameSync(next, target)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') rmSync(next, { force: true })
      throw error
    }
  } catch (error) {
    throw new CommandFailure('failure', `${path} cannot be written (${codeOf(error)})`, { cause: error })
  }
}

function resolveLink(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode & 0o777
  } catch {
    return 0o600
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? error)
}
