/** Types the shell blocks of a page, in one shell and in their order, against a server of their own. */
import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rootVariables, variablesFor } from '../cli/aws/server.ts'
import { serve, temporaryDirectory } from '../cli/twinlock-process.ts'
import { isOutput, type ShellBlock, scriptOf } from './page-blocks.ts'

const root = join(import.meta.dirname, '../..')
const patience = 240_000

export interface Page {
  readonly name: string
  readonly text: string
  readonly blocks: readonly ShellBlock[]
  /** What the page takes for granted, typed as root. */
  readonly before?: string | undefined
}

/** @throws Error that names the page and the line: a command failed, was not refused, or printed something else */
export async function runPage({ name, text, blocks, before = ':' }: Page): Promise<void> {
  const { endpoint } = await serve(['--test-mode'], { variables: serverVariables })
  await stopClock(endpoint)
  const directory = temporaryDirectory()
  const output = join(directory, 'output')
  mkdirSync(output)
  symlinkSync(join(root, 'docs'), join(directory, 'docs'))
  writeFileSync(join(directory, '.curlrc'), 'fail-with-body\nsilent\n')
  // In a file: by -c bash would take our socket for that of rshd, and read ~/.bashrc instead of BASH_ENV.
  writeFileSync(join(directory, 'before'), before)
  writeFileSync(
    join(directory, 'page'),
    withPhone(scriptOf(text, blocks)).replaceAll('localhost:6320', new URL(endpoint).host),
  )

  const { AWS_CONFIG_FILE: _, AWS_SHARED_CREDENTIALS_FILE: __, ...variables } = variablesFor(endpoint)
  const env = {
    ...variables,
    PATH: process.env['PATH'],
    HOME: directory,
    BASH_ENV: join(import.meta.dirname, 'shell-blocks.bash'),
    NODE: process.execPath,
    DOCS: import.meta.dirname,
    OUTPUT: output,
    TEST_SERVER: endpoint,
  }
  const bash = (...args: string[]) => promisify(execFile)('bash', args, { cwd: directory, env, timeout: patience })
  try {
    await bash('before')
    await bash('page')
  } catch (error) {
    throw new Error(`${name}, ${describeFailure(error, output)}`)
  }
  for (const { line, output: expected } of blocks) {
    const printed = readFileSync(join(output, String(line)), 'utf8')
    if (expected === undefined || isOutput(expected, printed)) continue
    throw new Error(`${name}, line ${line}: says\n${expected}\nand prints\n${printed}`)
  }
}

/** Only `sleep` moves it, so that two codes which it separates are consecutive however long the commands take. */
async function stopClock(endpoint: string): Promise<void> {
  const withinStep = Date.now() - (Date.now() % 30_000) + 10_000
  const body = JSON.stringify({ now: new Date(withinStep).toISOString(), frozen: true })
  const answer = await fetch(`${endpoint}/_twinlock/clock`, { method: 'POST', body })
  if (!answer.ok) throw new Error(await answer.text())
}

const serverVariables = {
  TWINLOCK_ROOT_ACCESS_KEY_ID: rootVariables.AWS_ACCESS_KEY_ID,
  TWINLOCK_ROOT_SECRET_ACCESS_KEY: rootVariables.AWS_SECRET_ACCESS_KEY,
}

/** The reader holds the phone: codes in the text stand for what it shows, the second one half a minute later. */
function withPhone(script: string): string {
  return script
    .replace(/(--authentication-code1|--token-code) \d{6}\b/g, '$1 "$(phone)"')
    .replace(/--authentication-code2 \d{6}\b/g, '--authentication-code2 "$(sleep 30; phone)"')
}

function describeFailure(error: unknown, output: string): string {
  const { killed, stderr } = error as { killed?: boolean; stderr?: string }
  const lastBlock = Math.max(...readdirSync(output).map(Number).filter(Number.isInteger))
  return killed ? `line ${lastBlock}: no end after ${patience / 1000} seconds` : (stderr ?? String(error))
}
