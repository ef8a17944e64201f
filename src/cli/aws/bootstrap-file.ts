/** The file of `create-virtual-mfa-device --outfile`: only its owner may read it, and it is there before a device is made. */
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { CommandError, failure } from './command-error.ts'
import type { Answer } from './pagination.ts'
import { isRecord } from './python-text.ts'

/**
 * Asks for a device, saves the chosen member of the answer, and leaves both out of what is printed.
 *
 * @throws CommandError when the file cannot be written: before a device is made, if that can be known by then.
 */
export async function withBootstrapFile(path: string, method: string, ask: () => Promise<Answer>): Promise<Answer> {
  const file = await openFile(path)
  let answer: Answer
  try {
    answer = await ask()
  } catch (error) {
    await file.discard()
    throw error
  }
  const { VirtualMFADevice: device } = answer
  const content = isRecord(device) ? device[method] : undefined
  if (!isRecord(device) || typeof content !== 'string') {
    await file.discard()
    return answer
  }
  try {
    await file.write(Buffer.from(content, 'base64'))
  } catch (error) {
    await file.discard()
    const reason = `Unable to write to file: ${path} (${(error as NodeJS.ErrnoException).code})`
    throw failure(`${reason}. The device ${device['SerialNumber']} exists, and its seed is lost: delete it.`)
  }
  const { QRCodePNG: _picture, Base32StringSeed: _seed, ...shown } = device
  return { ...answer, VirtualMFADevice: shown }
}

interface BootstrapFile {
  /** Writes the bytes, and puts the file in its place. */
  write(bytes: Uint8Array): Promise<void>
  /** Leaves nothing behind, and what was there before as it was. */
  discard(): Promise<void>
}

async function openFile(path: string): Promise<BootstrapFile> {
  try {
    const target = await realpath(path).catch(() => path)
    const existing = await stat(target).catch(() => undefined)
    if (existing?.isDirectory()) throw new Error('It is a directory')
    // A pipe or /dev/stdout is written to; a file is replaced, so that an old one's mode does not show the seed to others.
    if (existing && !existing.isFile()) return direct(await open(target, 'w'))
    const temporary = `${target}.${process.pid}.tmp`
    return replacing(await open(temporary, 'wx', 0o600), temporary, target)
  } catch (error) {
    throw new CommandError('usage', `\nUnable to write to file: ${path}\n`, { cause: error })
  }
}

function direct(file: FileHandle): BootstrapFile {
  return {
    async write(bytes) {
      await file.writeFile(bytes)
      await file.close()
    },
    discard: () => file.close(),
  }
}

function replacing(file: FileHandle, temporary: string, target: string): BootstrapFile {
  return {
    async write(bytes) {
      await file.writeFile(bytes)
      await file.sync()
      await file.close()
      await rename(temporary, target)
    },
    async discard() {
      await file.close()
      await rm(temporary, { force: true })
    },
  }
}
