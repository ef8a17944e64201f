import { readFileSync } from 'node:fs'
import { SeedError } from './seed-error.ts'

/** @throws SeedError */
export function readSeedFile(path: string): unknown {
  const refuse = (message: string) => new SeedError([{ path: '', message }], path)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw refuse(`it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    // It quotes some characters of the file, and no other tells where to look.
    throw refuse(`it is no JSON: ${(error as Error).message}`)
  }
}
