/** The examples of docs/test-kit.md and of the README, as they stand there: compiled strictly, and the tests among them run. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
// Where the packages of the examples are found.
const directory = mkdtempSync(join(root, '.docs-examples-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const kit = join(root, 'src/testing/start.ts')
const files = {
  'vitest.config.mjs': `export default { resolve: { alias: { 'twinlock/testing': ${JSON.stringify(kit)} } } }`,
  'tsconfig.json': JSON.stringify({
    extends: '../tsconfig.json',
    compilerOptions: { paths: { 'twinlock/testing': [kit] } },
    include: ['*.ts'],
  }),
}
for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)

/** @returns how many there were */
function writeExamples(page: string, name: (index: number) => string): number {
  const blocks = Array.from(readFileSync(join(root, page), 'utf8').matchAll(/```ts\n(.*?)```/gs), ([, block]) => block)
  blocks.forEach((block, index) => {
    writeFileSync(join(directory, name(index)), block ?? '')
  })
  return blocks.length
}

const tests = writeExamples('docs/test-kit.md', (index) => `kit-${index}.test.ts`)
const others = writeExamples('README.md', (index) => `readme-${index}.ts`)

async function run(command: 'tsc' | 'vitest', args: readonly string[]) {
  const { PATH, HOME } = process.env
  const binary = join(root, 'node_modules/.bin', command)
  const env = { PATH, HOME, NO_COLOR: '1' }
  return promisify(execFile)(binary, args, { cwd: directory, env }).catch(({ stdout, stderr }) => ({ stdout, stderr }))
}

it('the page shows the example as it is', () => {
  const example = readFileSync(join(root, 'examples/vitest/mfa.test.ts'), 'utf8')
  expect(readFileSync(join(directory, 'kit-1.test.ts'), 'utf8')).toBe(example)
})

it('the examples compile', { timeout: 60_000 }, async () => {
  expect([tests, others]).toEqual([2, 1])
  expect(await run('tsc', ['--noEmit', '-p', directory])).toEqual({ stdout: '', stderr: '' })
})

it('the examples that are tests pass', { timeout: 60_000 }, async () => {
  const { stdout, stderr } = await run('vitest', ['run', '--root', directory])
  expect(stdout + stderr).toMatch(/Tests {2}2 passed \(2\)/)
})
