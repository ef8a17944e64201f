import { readFileSync } from 'node:fs'

/** The version of this package. The path holds for `src` and for `dist` alike. */
export const version = readVersion(new URL('../package.json', import.meta.url))

function readVersion(packageFile: URL): string {
  const content: unknown = JSON.parse(readFileSync(packageFile, 'utf8'))
  if (typeof content === 'object' && content !== null && 'version' in content) return String(content.version)
  throw new Error(`${packageFile.pathname} names no version`)
}
