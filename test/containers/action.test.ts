/** action.yml without GitHub: its steps, run as a runner runs them, with what it would put in for the expressions. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { IAM } from '@aws-sdk/client-iam'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { temporaryDirectory } from '../cli/twinlock-process.ts'
import { install, root } from './installation.ts'

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

interface Step {
  readonly id?: string
  readonly shell: string
  readonly run: string
  readonly env?: Readonly<Record<string, string>>
}

const { inputs, outputs, runs } = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action
const [installing, starting] = runs.steps

/** The step that starts the server, in the checkout of a job that has our files, by an `npx` that has Node 24 already. */
async function runStart(given: Readonly<Record<string, string>>) {
  const actionPath = install(['bin', 'src'])
  const workspace = temporaryDirectory()
  const bin = join(workspace, 'bin')
  const pidFile = join(workspace, 'pid')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\n[ "$1 $2" = "--yes node@24" ] || exit 64\nshift 2\necho $$ > '${pidFile}'\nexec '${process.execPath}' "$@"\n`,
  )
  chmodSync(join(bin, 'npx'), 0o755)
  onTestFinished(() => {
    if (existsSync(pidFile)) stop(Number(readFileSync(pidFile, 'utf8')))
  })

  const expressions: Record<string, string> = { 'github.action_path': actionPath, 'runner.temp': workspace }
  for (const [name, { default: value }] of Object.entries(inputs)) expressions[`inputs.${name}`] = given[name] ?? value
  const fill = (value: string) =>
    value.replace(/\$\{\{ (.+?) \}\}/g, (_, name: string) => expressions[name] ?? `no ${name}`)
  const files = { GITHUB_ENV: join(workspace, 'env'), GITHUB_OUTPUT: join(workspace, 'output') }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const variables = Object.entries(starting?.env ?? {}).map(([name, value]) => [name, fill(value)])
  const env = { PATH: `${bin}:${process.env['PATH']}`, ...files, ...Object.fromEntries(variables) }
  // https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', starting?.run ?? '']
  const child = spawn('bash', args, { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] })
  const [[code], printed] = await Promise.all([once(child, 'exit'), text(child.stdout)])
  return { code, printed, set: readPairs(files.GITHUB_ENV), output: readPairs(files.GITHUB_OUTPUT) }
}

function stop(pid: number): void {
  try {
    process.kill(pid)
  } catch {
    // It has left.
  }
}

function readPairs(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return Object.fromEntries(lines.filter((line) => line !== '').map((line) => line.split('=') as [string, string]))
}

describe('action.yml', { timeout: 240_000 }, () => {
  it('says what a composite action has to', () => {
    expect(runs.using).toBe('composite')
    expect(runs.steps.every(({ shell, run }) => shell === 'bash' && run !== '')).toBe(true)
    expect(installing?.run).toMatch(/^npm ci --omit=dev --ignore-scripts /)
    expect(Object.values({ ...inputs, ...outputs }).every(({ description }) => description !== '')).toBe(true)
    expect(Object.values(outputs).map(({ value }) => value)).toEqual([`\${{ steps.${starting?.id}.outputs.endpoint }}`])
  })

  it('starts a server with the seed and leads the job’s clients there', async () => {
    const { code, set, output } = await runStart({ port: '0', seed: 'examples/pytest/seed.json' })
    expect(code).toBe(0)
    expect(output).toEqual({ endpoint: expect.stringMatching(/^http:\/\/localhost:\d+$/) })
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', ...others } = set
    const endpoint = output['endpoint'] ?? ''
    expect(others).toEqual({
      AWS_ENDPOINT_URL_IAM: endpoint,
      AWS_ENDPOINT_URL_STS: endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
    })
    const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY }
    const { Users = [] } = await new IAM({ endpoint, region: 'us-east-1', credentials }).listUsers({})
    expect(Users.map(({ UserName }) => UserName)).toContain('alice')
  })

  it('fails with what the server says when there is no such seed', async () => {
    const { code, printed, set } = await runStart({ port: '0', seed: 'nowhere.json' })
    expect([code, set]).toEqual([1, {}])
    expect(printed).toContain('nowhere.json')
  })
})
