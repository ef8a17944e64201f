/** The shell blocks of the README and of docs, page by page, typed as they stand there. */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { shellBlocksOf } from './page-blocks.ts'
import { runPage } from './run-page.ts'

const root = join(import.meta.dirname, '../..')
const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root, exclude: ['docs/decisions/**'] })].sort()
const hasCurl = spawnSync('curl', ['--version']).error === undefined

const before: Readonly<Record<string, string>> = {
  'docs/aws-login.md': 'aws iam create-user --user-name alice',
}

describe('the shell blocks run, and print what the page says:', () => {
  for (const name of pages) {
    const text = readFileSync(join(root, name), 'utf8')
    const all = shellBlocksOf(name, text).map((block) =>
      !hasCurl && block.lines.some((line) => line.startsWith('curl '))
        ? { ...block, skipped: 'curl is not installed' }
        : block,
    )
    for (const { line, skipped } of all) if (skipped !== undefined) console.log(`not run: ${name}:${line}: ${skipped}`)
    const blocks = all.filter(({ skipped }) => skipped === undefined)
    if (blocks.length > 0) {
      it(name, { timeout: 300_000 }, () => runPage({ name, text, blocks, before: before[name] }))
    }
  }
})
