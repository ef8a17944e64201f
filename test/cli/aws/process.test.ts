/** Ours as a user starts it: a process of its own, files, profiles, a terminal. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { RunningServer } from '../../../src/main.ts'
import { hasPseudoTerminal, openPseudoTerminal } from '../pseudo-terminal.ts'
import { executable, run, temporaryDirectory } from '../twinlock-process.ts'
import { type CannedServer, startCannedServer } from './canned-answers.ts'
import { runHere } from './in-process.ts'
import { rootVariables, startLocalServer, variablesFor } from './server.ts'

let server: RunningServer
let canned: CannedServer
beforeAll(async () => {
  server = await startLocalServer()
  canned = await startCannedServer()
})
afterAll(async () => {
  canned.close()
  await server.close()
})

const twinlock = (line: string, cwd: string, variables: Record<string, string> = {}) => {
  return run(line.split(' '), { cwd, variables: { ...variablesFor(server.endpoint), HOME: cwd, ...variables } })
}
const done = (stdout = '') => ({ code: 0, stdout, stderr: '' })

describe('the file of a device', () => {
  const create = (name: string, outfile: string) => {
    return `iam create-virtual-mfa-device --virtual-mfa-device-name ${name} --outfile ${outfile} --bootstrap-method Base32StringSeed`
  }
  const here = (line: string) => runHere(line.split(' '), variablesFor(server.endpoint))
  const devices = async () =>
    (await here('iam list-virtual-mfa-devices --query VirtualMFADevices[].SerialNumber')).stdout

  it('replaces an old one, and others cannot read it then', async () => {
    const directory = temporaryDirectory()
    const file = join(directory, 'old')
    writeFileSync(file, 'what was there before, and much longer than a seed is: '.repeat(9), { mode: 0o644 })
    expect(await here(create('replacing', file))).toMatchObject({ code: 0 })
    expect(readFileSync(file, 'utf8')).toMatch(/^[A-Z2-7]+$/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(directory)).toEqual(['old'])
  })

  it.each(['nowhere/file', '.', 'file/below'])(
    'that cannot be written (%s) leaves no device behind',
    async (outfile) => {
      const directory = temporaryDirectory()
      writeFileSync(join(directory, 'file'), 'kept')
      const path = `${directory}/${outfile}`
      const refused = await here(create('never', path))
      expect(refused).toEqual({ code: 252, stdout: '', stderr: `\nUnable to write to file: ${path}\n` })
      expect(await devices()).not.toContain('never')
      expect(readdirSync(directory)).toEqual(['file'])
    },
  )

  it('is not there, or stays as it was, when the server refuses', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'file'), 'kept')
    await here(create('twice', '/dev/null'))
    expect(await here(create('twice', join(directory, 'file')))).toMatchObject({ code: 254 })
    expect(await here(create('twice', join(directory, 'new')))).toMatchObject({ code: 254 })
    expect(readFileSync(join(directory, 'file'), 'utf8')).toBe('kept')
    expect(readdirSync(directory)).toEqual(['file'])
  })
})

describe('without a way to answer', () => {
  it('nobody listens: 255', async () => {
    const refused = { ...rootVariables, AWS_ENDPOINT_URL: 'http://localhost:9' }
    expect(await twinlock('iam list-users', temporaryDirectory(), refused)).toEqual({
      code: 255,
      stdout: '',
      stderr: '\nCould not connect to the endpoint URL: "http://localhost:9/"\n',
    })
  })

  it('no credentials: 253', async () => {
    const without = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
    expect(await twinlock('iam list-users', temporaryDirectory(), without)).toMatchObject({
      code: 253,
      stdout: '',
      stderr: expect.stringMatching(
        /^\nUnable to locate credentials\. You can configure credentials by running "aws configure"\.\n/,
      ),
    })
  })

  it('an unknown profile', async () => {
    expect(await twinlock('iam list-users --profile nobody', temporaryDirectory())).toEqual({
      code: 255,
      stdout: '',
      stderr: '\nThe config profile (nobody) could not be found\n',
    })
  })

  it('formats that are not built', async () => {
    const refused = await runHere(['iam', 'list-users', '--output', 'yaml'], variablesFor(server.endpoint))
    expect(refused).toEqual({ code: 252, stdout: '', stderr: '\n--output yaml is not built: use json\n' })
  })
})

it('--aws does not end at the endpoint that is configured', { timeout: 60_000 }, async () => {
  // There is no such host: nothing is sent to AWS.
  const line = 'sts get-caller-identity --aws --region nowhere-1'
  const asked = canned.forms.length
  const outcome = await twinlock(line, temporaryDirectory(), { AWS_ENDPOINT_URL: canned.endpoint })
  expect(outcome).toMatchObject({ code: 255, stdout: '' })
  expect(outcome.stderr).toBe(
    'twinlock: talking to AWS (profile default)\n\nCould not connect to the endpoint URL: that of AWS\n',
  )
  expect(canned.forms.length).toBe(asked)
})

describe('a profile', () => {
  const configure = (directory: string) => {
    const config = join(directory, 'config')
    const lines = [
      '[profile base]',
      `aws_access_key_id = ${rootVariables.AWS_ACCESS_KEY_ID}`,
      `aws_secret_access_key = ${rootVariables.AWS_SECRET_ACCESS_KEY}`,
      `endpoint_url = ${server.endpoint}`,
      'output = text',
      '[profile mfa]',
      'role_arn = arn:aws:iam::123456789012:role/deploy',
      'source_profile = base',
      'mfa_serial = arn:aws:iam::123456789012:mfa/phone',
      `endpoint_url = ${canned.endpoint}`,
    ]
    writeFileSync(config, `${lines.join('\n')}\n`)
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: directory,
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: config,
    }
  }

  it('gives credentials, endpoint and format; the option wins over the variables', async () => {
    const directory = temporaryDirectory()
    const wrong = { AWS_ACCESS_KEY_ID: 'AKIAWRONGWRONGWRONGW', AWS_SECRET_ACCESS_KEY: 'wrong' }
    const line = 'sts get-caller-identity --query Arn'.split(' ')
    const variables = configure(directory)
    const root = done('arn:aws:iam::123456789012:root\n')
    expect(await run([...line, '--profile', 'base'], { variables: { ...variables, ...wrong } })).toEqual(root)
    expect(await run(line, { variables: { ...variables, AWS_PROFILE: 'base' } })).toEqual(root)
    // As in the AWS CLI, a profile of a variable does not.
    const mixed = await run(line, { variables: { ...variables, ...wrong, AWS_PROFILE: 'base' } })
    expect(mixed).toMatchObject({ code: 254, stderr: expect.stringContaining('InvalidClientTokenId') })
  })

  it('with mfa_serial asks for the code, of stdin where there is no terminal', async () => {
    const variables = configure(temporaryDirectory())
    // A session of its own has no terminal, wherever the tests run.
    const child = spawn(
      process.execPath,
      [executable, 'iam', 'get-role', '--role-name', 'x', '--profile', 'mfa', '--query', 'Role.Path'],
      {
        env: variables,
        detached: true,
      },
    )
    onTestFinished(() => void child.kill('SIGKILL'))
    child.stdin.end('123456\n')
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
    expect([stdout, stderr]).toEqual(['"/"\n', 'Enter MFA code for arn:aws:iam::123456789012:mfa/phone: '])
    const assumed = canned.forms.findLast((form) => form.get('Action') === 'AssumeRole')
    expect(assumed?.get('SerialNumber')).toBe('arn:aws:iam::123456789012:mfa/phone')
    expect(assumed?.get('TokenCode')).toBe('123456')
    expect(canned.forms.at(-1)?.get('Action')).toBe('GetRole')
  })

  it.runIf(hasPseudoTerminal)('on a terminal it shows no code, wherever stdout goes', { timeout: 30_000 }, async () => {
    const directory = temporaryDirectory()
    const command = `'${process.execPath}' '${executable}' iam get-role --role-name x --profile mfa --query Role.Path`
    const terminal = openPseudoTerminal(`cd '${directory}'; ${command} > out`, configure(directory))
    await terminal.shows('mfa/phone: ')
    terminal.type('654321')
    await terminal.exited
    expect(terminal.screen().replaceAll('\r', '')).toBe('Enter MFA code for arn:aws:iam::123456789012:mfa/phone: \n')
    expect(readFileSync(join(directory, 'out'), 'utf8')).toBe('"/"\n')
    expect(canned.forms.findLast((form) => form.get('Action') === 'AssumeRole')?.get('TokenCode')).toBe('654321')
  })
})

describe('help', () => {
  const here = (line: string) => runHere(line.split(' '), {})

  it('lists the operations, and says what each takes', async () => {
    const service = await here('iam help')
    expect(service).toMatchObject({ code: 0, stderr: '' })
    expect(service.stdout).toContain('\n  create-virtual-mfa-device\n')
    const operation = await here('iam update-access-key help')
    expect(operation.stdout).toContain('--access-key-id <string> (required)\n')
    expect(operation.stdout).toContain('--status <Active | Inactive | Expired> (required)\n')
    expect((await here('iam create-user --help')).stdout).toContain('--tags <Key=string,Value=string ...>\n')
    expect((await here('iam --help')).stdout).toBe(service.stdout)
  })
})
