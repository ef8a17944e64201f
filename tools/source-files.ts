import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** The text of every TypeScript file in `src`, by its path from the root, such as `src/main.ts`. */
export function readSources(): Map<string, string> {
  const paths = globSync('src/**/*.{ts,tsx}', { cwd: root }).sort()
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]))
}

/** Ends the process: with 1 and the problems, one a line, or quietly. */
export function report(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
}
