/** The QR code as a file that its owner alone may read. It never takes the place of another: that may be somebody's only one. */
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { CommandFailure } from '../exit.ts'

export interface PictureFile {
  readonly path: string
  write(picture: Uint8Array): void
  remove(): void
}

/** Opens it before a device is made, so that none is made in vain. @throws CommandFailure */
export function openPictureFile(path: string): PictureFile {
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const problem =
      code === 'EEXIST' ? 'it is there already, and may be the picture of another device' : String(code ?? error)
    throw new CommandFailure('failure', `${path} cannot be made: ${problem}`, { cause: error })
  }
  return {
    path,
    write(picture) {
      writeFileSync(file, picture)
      closeSync(file)
    },
    remove: () => rmSync(path, { force: true }),
  }
}
