/** The start that the README shows, typed as it stands there; `aws` is our own command, which takes the same. */
import { execFile } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readQrCodeFile } from '../../src/cli/qr-code-file.ts'
import type { RunningServer } from '../../src/main.ts'
import { codeAt, parseOtpauthUri } from '../../src/mfa/otpauth.ts'
import { rootVariables, startLocalServer, variablesFor } from '../cli/aws/server.ts'
import { executable, temporaryDirectory } from '../cli/twinlock-process.ts'

const root = join(import.meta.dirname, '../..')
const [, start = ''] = /\n## Start\n(.*?)\n## /s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
const blocks = Array.from(start.matchAll(/```sh\n(.*?)```/gs), ([, block = '']) => block)
const [, create = '', enable = '', session = ''] = blocks

let server: RunningServer
beforeAll(async () => {
  server = await startLocalServer()
})
afterAll(() => server.close())

it('the start of the README leads to a session with MFA', { timeout: 240_000 }, async () => {
  const cwd = temporaryDirectory()
  symlinkSync(join(root, 'docs'), join(cwd, 'docs'))
  const bash = async (commands: string, variables: Record<string, string> = {}) => {
    const script = `set -e\naws() { '${process.execPath}' '${executable}' "$@"; }\n${commands}`
    const env = { PATH: process.env['PATH'], HOME: cwd, ...variablesFor(server.endpoint), ...variables }
    return (await promisify(execFile)('bash', ['-c', script], { cwd, env })).stdout
  }

  const credentials = `AWS_ACCESS_KEY_ID=${rootVariables.AWS_ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${rootVariables.AWS_SECRET_ACCESS_KEY}`
  await bash(
    create
      .replace('http://localhost:6320', server.endpoint)
      .replace('AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…', credentials),
  )
  const account = parseOtpauthUri(readQrCodeFile(join(cwd, 'QRCode.png')))
  const code = (step: number) => codeAt(account, Date.now() + step * 30_000).code
  // With the space before it: the account's id has the same digits.
  const pair = enable.replace(' 123456', ` ${code(-1)}`).replace(' 789012', ` ${code(0)}`)
  expect(await bash(pair)).toContain('"UserName": "johndoe"')

  const [createKey = '', listUsers = '', getSession = '', listAgain = ''] = session.trim().split('\n')
  const { AccessKey } = JSON.parse(await bash(createKey))
  const key = { AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId, AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey }
  await expect(bash(listUsers, key)).rejects.toThrow('with an explicit deny in an identity-based policy')
  const { Credentials } = JSON.parse(await bash(getSession.replace('135790', code(0)), key))
  const withMfa = {
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
  }
  expect(await bash(listAgain, withMfa)).toContain('"UserName": "johndoe"')
})
