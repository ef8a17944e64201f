/** The example for pytest as it stands, with boto3 against a server that its own fixture starts and ends. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../cli/twinlock-process.ts'
import { hasPytest } from './clients.ts'

const directory = join(import.meta.dirname, '../../examples/pytest')

it('the example for pytest', { timeout: 120_000 }, async (context) => {
  if (!hasPytest) context.skip('pytest and boto3 are not installed')
  const temporary = temporaryDirectory()
  const args = ['-m', 'pytest', '-p', 'no:cacheprovider', '--basetemp', join(temporary, 'pytest'), directory]
  const env = { PATH: process.env['PATH'], HOME: temporary, PYTHONDONTWRITEBYTECODE: '1' }
  const { stdout } = await promisify(execFile)('python3', args, { cwd: directory, env })
  expect(stdout).toMatch(/ 3 passed in /)
  // It is not left behind. It may leave a moment after npx, which is what the fixture waits for.
  const log = join(temporary, 'pytest/twinlock0/log')
  await expect.poll(() => readFileSync(log, 'utf8'), { timeout: 10_000 }).toContain('"msg":"Stopped"')
})
