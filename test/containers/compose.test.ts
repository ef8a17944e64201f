/** compose.yaml without a container engine: what it says, and the two servers side by side where moto is installed. */
import { execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { serve, temporaryDirectory } from '../cli/twinlock-process.ts'
import { awsCommands } from '../compat/clients.ts'
import { findFreePort } from '../free-port.ts'
import { root } from './installation.ts'

interface Service {
  readonly image?: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly profiles?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
}

const { services } = parse(readFileSync(join(root, 'compose.yaml'), 'utf8')) as { services: Record<string, Service> }
const { twinlock = {}, moto = {}, aws = {} } = services
const client = aws.environment ?? {}
const [, aws1] = awsCommands[0] ?? []
const canRunBoth = aws1 !== undefined && spawnSync('python3', ['-c', 'import moto.server']).status === 0

describe('compose.yaml', () => {
  it('builds Twinlock, has fixed versions of the others, and leaves test mode to this machine', () => {
    expect(Object.keys(services)).toEqual(['twinlock', 'moto', 'aws'])
    expect(existsSync(join(root, twinlock.build ?? '', 'Dockerfile'))).toBe(true)
    for (const { image } of [moto, aws]) expect(image).toMatch(/^[a-z-]+\/[a-z-]+:\d+\.\d+\.\d+$/)
    for (const { ports } of [twinlock, moto]) expect(ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:(\d+):\1$/)])
    expect(Object.keys(aws.depends_on ?? {})).toEqual(['twinlock', 'moto'])
  })

  it('gives the client the root key, IAM and STS here and the rest there', () => {
    expect(client).toEqual({
      AWS_ENDPOINT_URL: 'http://moto:5000',
      AWS_ENDPOINT_URL_IAM: 'http://twinlock:6320',
      AWS_ENDPOINT_URL_STS: 'http://twinlock:6320',
      AWS_ACCESS_KEY_ID: twinlock.environment?.['TWINLOCK_ROOT_ACCESS_KEY_ID'],
      AWS_SECRET_ACCESS_KEY: twinlock.environment?.['TWINLOCK_ROOT_SECRET_ACCESS_KEY'],
      AWS_DEFAULT_REGION: 'us-east-1',
    })
  })

  it('has two servers that get along', { timeout: 180_000 }, async (context) => {
    if (aws1 === undefined || !canRunBoth) return context.skip('moto or aws is not installed')
    const variables = twinlock.environment ?? {}
    const { endpoint } = await serve([...(twinlock.command ?? []).slice(1)], { variables })
    const emulator = await startMoto()
    const here = Object.entries(client).map(([name, value]) => [
      name,
      value.replace('http://twinlock:6320', endpoint).replace('http://moto:5000', emulator),
    ])
    const env = { PATH: process.env['PATH'], AWS_CONFIG_FILE: '/nowhere', AWS_PAGER: '', ...Object.fromEntries(here) }
    const run = async (line: string) => (await promisify(execFile)(aws1, line.split(' '), { env })).stdout
    expect(await run('sts get-caller-identity --query Arn --output text')).toBe('arn:aws:iam::123456789012:root\n')
    // A file of its own: the AWS CLI makes what it writes to private, /dev/null as well.
    const outfile = join(temporaryDirectory(), 'QRCode.png')
    await run(
      `iam create-virtual-mfa-device --virtual-mfa-device-name phone --outfile ${outfile} --bootstrap-method QRCodePNG`,
    )
    await run('s3 mb s3://example')
    expect(await run('s3 ls')).toMatch(/ example\n$/)
  })
})

async function startMoto(): Promise<string> {
  const port = await findFreePort()
  const args = ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)]
  const child = spawn('python3', args, { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const address = `http://127.0.0.1:${port}`
  await expect
    .poll(
      () =>
        fetch(address).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 90_000 },
    )
    .toBe(true)
  return address
}
