/** Where the master key comes from. Losing it loses every secret in the database, so it is never made anew for an old one. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { DataDirectory } from '../storage/data-directory.ts'

const fileName = 'master.key'
const keyLength = 32

export interface MasterKeySource {
  /** From TWINLOCK_MASTER_KEY. */
  readonly configured: Uint8Array | undefined
  /** Undefined when everything is in memory. */
  readonly directory: DataDirectory | undefined
  /** Nothing in the database is sealed yet. */
  readonly isFirstRun: boolean
}

/** @throws Error that says what to do */
export function obtainMasterKey({ configured, directory, isFirstRun }: MasterKeySource): Uint8Array {
  if (configured) return configured
  if (!directory) return randomBytes(keyLength)
  const text = directory.readSecretFile(fileName)
  const file = join(directory.path, fileName)
  if (text !== undefined) return parseKey(text, file)
  if (!isFirstRun) {
    throw new Error(
      `The master key ${file} is missing, and the secrets in the database cannot be opened without it. ` +
        'Restore the file, or set TWINLOCK_MASTER_KEY.',
    )
  }
  const key = randomBytes(keyLength)
  directory.writeSecretFile(fileName, `${key.toString('base64')}\n`)
  return key
}

function parseKey(text: string, file: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length === keyLength && key.toString('base64') === text.trim()) return key
  throw new Error(`The master key ${file} is damaged: it must hold 32 bytes in base64. Restore it from a backup.`)
}
