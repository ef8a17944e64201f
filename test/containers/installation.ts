/** An installation as an image has it: some folders of this checkout, and the packages that are not for development. */
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory } from '../cli/twinlock-process.ts'

export const root = join(import.meta.dirname, '../..')

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>
}

/** @returns its directory, which is removed after the test */
export function install(folders: readonly string[]): string {
  const directory = temporaryDirectory()
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
  const needed = Object.keys(packages).filter((path) => path !== '' && !isForDevelopment(packages[path]))
  for (const path of ['package.json', ...folders, ...needed]) {
    cpSync(join(root, path), join(directory, path), { recursive: true })
  }
  return directory
}

function isForDevelopment(entry: Lock['packages'][string] | undefined): boolean {
  return entry?.dev === true || entry?.devOptional === true
}
