/** `aws login` and what AWS's own clients make of its session, where this machine has them. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pino from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { run as runTwinlock } from '../cli/twinlock-process.ts'
import { Browser } from '../signin/browser.ts'
import type { TestServer } from '../twinlock.ts'
import { awsCommands } from './clients.ts'

const run = promisify(execFile)
const password = 'Test-root-password-1'
const arn = 'arn:aws:iam::123456789012:root'
const aws = awsCommands.find(([version]) => /^aws-cli\/2\.(3[2-9]|[4-9]\d|\d{3})\b/.test(version))?.[1]

/** Its provider of such sessions signs with AWS's C library, which is a package of its own. */
function hasBotocoreWithCrt(): boolean {
  try {
    execFileSync(
      'python3',
      ['-c', 'from botocore.compat import EC; from botocore.credentials import LoginProvider; assert EC'],
      {
        stdio: 'ignore',
      },
    )
    return true
  } catch {
    return false
  }
}

describe('A session of aws login', () => {
  let server: RunningServer
  let browser: Browser
  beforeAll(async () => {
    const config = readConfig({ ephemeral: true, port: '0' }, { TWINLOCK_ROOT_PASSWORD: password })
    server = await startServer({ config, log: pino({ level: 'silent' }) })
    browser = new Browser({ endpoint: server.endpoint } as TestServer)
    await browser.post('/signin/password', { rootEmail: 'root@localhost', password })
    await browser.openConsole()
    return () => server.close()
  })

  function createHome() {
    const home = mkdtempSync(join(tmpdir(), 'twinlock-login-'))
    const cache = join(home, '.aws', 'login', 'cache')
    mkdirSync(join(home, '.aws'))
    writeFileSync(
      join(home, '.aws', 'config'),
      `[profile dev]\nregion = eu-central-1\nendpoint_url = ${server.endpoint}\n`,
    )
    const { PATH = '' } = process.env
    const sessionFile = () => join(cache, readdirSync(cache)[0] ?? '')
    return {
      env: {
        PATH,
        HOME: home,
        AWS_PROFILE: 'dev',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_PAGER: '',
        BROWSER: '/bin/true',
      },
      readSession: () => JSON.parse(readFileSync(sessionFile(), 'utf8')),
      expire() {
        const session = JSON.parse(readFileSync(sessionFile(), 'utf8'))
        session.accessToken.expiresAt = '2020-01-01T00:00:00Z'
        writeFileSync(sessionFile(), JSON.stringify(session))
      },
    }
  }

  /** Runs a command that prints the address of the page, and allows what it asks. */
  async function logIn(command: string, args: readonly string[], env: Record<string, string>): Promise<string> {
    const child = spawn(command, args, { env })
    let printed = ''
    let isAsked = false
    const read = async (chunk: string) => {
      printed += chunk
      const [url] = /https?:\S+\/v1\/authorize\S+(?=\s)/.exec(printed) ?? []
      if (url === undefined || isAsked) return
      isAsked = true
      const query = new URL(url).search
      const { content } = await browser.post('/v1/authorize/decision', { query, allow: true })
      const destination = new URL(String(content['redirectTo']), server.endpoint)
      if (destination.hostname === '127.0.0.1') return void (await fetch(destination)).body?.cancel()
      const { searchParams } = destination
      const answer = `state=${searchParams.get('state')}&code=${searchParams.get('code')}`
      child.stdin.end(`${Buffer.from(answer).toString('base64')}\n`)
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read)
    const [code] = await once(child, 'exit')
    expect([code, printed]).toEqual([0, expect.any(String)])
    return printed
  }

  const logInWithTwinlock = (env: Record<string, string>) =>
    logIn(
      process.execPath,
      [join(import.meta.dirname, '../../bin/twinlock.cjs'), 'login', '--no-browser', '--profile', 'dev'],
      env,
    )

  it('is refreshed by AWS’s SDK for JavaScript, as it is', { timeout: 60_000 }, async () => {
    const home = createHome()
    await logInWithTwinlock(home.env)
    const script = `
      import { STS } from '@aws-sdk/client-sts'
      import { IAM } from '@aws-sdk/client-iam'
      console.log((await new STS({}).getCallerIdentity({})).Arn)
      console.log((await new IAM({}).listUsers({})).Users.length)`
    const ask = () =>
      run(process.execPath, ['--input-type=module', '-e', script], {
        env: home.env,
        cwd: join(import.meta.dirname, '../..'),
      })
    expect((await ask()).stdout).toBe(`${arn}\n0\n`)
    const before = home.readSession()
    home.expire()
    expect((await ask()).stdout).toBe(`${arn}\n0\n`)
    const after = home.readSession()
    expect(after.accessToken.accessKeyId).not.toBe(before.accessToken.accessKeyId)
    expect(after.refreshToken).toBe(before.refreshToken)
    // What it has written is what twinlock reads.
    const identity = await runTwinlock(['sts', 'get-caller-identity'], {
      variables: { ...home.env, AWS_CONFIG_FILE: join(home.env.HOME, '.aws', 'config') },
    })
    expect(JSON.parse(identity.stdout)).toMatchObject({ Arn: arn })
  })

  it('is refreshed by botocore', { timeout: 60_000 }, async (context) => {
    if (!hasBotocoreWithCrt()) return context.skip('botocore[crt] is not installed')
    const home = createHome()
    await logInWithTwinlock(home.env)
    home.expire()
    const script = 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])'
    expect((await run('python3', ['-c', script], { env: home.env })).stdout).toBe(`${arn}\n`)
  })

  describe.each([[[]], [['--remote']]])('with the AWS CLI', (options) => {
    it(`begins with aws login ${options.join(' ')}`, { timeout: 120_000 }, async (context) => {
      if (aws === undefined) return context.skip('no AWS CLI of version 2.32 or later is installed')
      const home = createHome()
      const printed = await logIn(aws, ['login', ...options], home.env)
      expect(printed).toContain(`Updated profile dev to use ${arn} credentials`)
      const ask = () => run(aws, ['sts', 'get-caller-identity', '--output', 'json'], { env: home.env })
      expect(JSON.parse((await ask()).stdout)).toMatchObject({ Arn: arn })
      home.expire()
      expect(JSON.parse((await ask()).stdout)).toMatchObject({ Arn: arn })
    })
  })
})
