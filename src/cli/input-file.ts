import { readFileSync } from 'node:fs'
import { CommandFailure } from './exit.ts'

/** A file that the command line names. @throws CommandFailure */
export function readInputFile(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const problem = code === 'ENOENT' ? `There is no file ${file}` : `${file} cannot be read: ${message}`
    throw new CommandFailure('failure', problem, { cause: error })
  }
}
