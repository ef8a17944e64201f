import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import pino from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { Browser } from '../signin/browser.ts'
import type { TestServer } from '../twinlock.ts'
import { run, start, temporaryDirectory } from './twinlock-process.ts'

const password = 'Test-root-password-1'
const rootArn = 'arn:aws:iam::123456789012:root'
/** A home of its own, with this ~/.aws/config. */
function createHome(config?: string) {
  const home = temporaryDirectory()
  const configFile = join(home, '.aws', 'config')
  mkdirSync(join(home, '.aws'))
  if (config !== undefined) writeFileSync(configFile, config)
  const own = {
    HOME: home,
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
  }
  const cache = join(home, '.aws', 'login', 'cache')
  const sessionFile = join(cache, `${createHash('sha256').update(rootArn).digest('hex')}.json`)
  return {
    variables: own,
    cache,
    sessionFile,
    readConfig: () => (existsSync(configFile) ? readFileSync(configFile, 'utf8') : undefined),
    readSession: () => JSON.parse(readFileSync(sessionFile, 'utf8')),
    run: (args: string[], more: Record<string, string> = {}, stdin?: string) =>
      run(args, { variables: { ...own, ...more }, ...(stdin !== undefined && { stdin }) }),
    /** `twinlock login`, with somebody who does what it says. */
    async login(args: readonly string[], person: (url: string) => Promise<string | undefined>, answers: string[] = []) {
      const child = start(['login', '--no-browser', ...args], { variables: own })
      const { stdout, stderr, stdin } = child
      if (!stdout || !stderr || !stdin) throw new Error('The process has no output')
      const errors = text(stderr)
      let printed = ''
      stdout.setEncoding('utf8').on('data', async (chunk: string) => {
        const before = printed
        printed += chunk
        const [url] = /https?:\S+\/v1\/authorize\S+/.exec(printed) ?? []
        if (url === undefined || /\/v1\/authorize\S+\s/.test(before)) return
        const pasted = await person(url)
        stdin.end([...(pasted === undefined ? [] : [pasted]), ...answers].map((line) => `${line}\n`).join(''))
      })
      const [code] = await once(child, 'exit')
      return { code, stdout: printed, stderr: await errors }
    },
  }
}

describe('twinlock login', () => {
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

  async function listSessions(): Promise<string[]> {
    const { content } = await browser.post('/console/admin/list-sign-in-sessions', {})
    return (content['sessions'] as { sessionId: string }[]).map(({ sessionId }) => sessionId)
  }

  /** Allows it, and goes where the page would lead. */
  async function allow(url: string): Promise<string | undefined> {
    const query = new URL(url).search
    expect((await browser.get(`/v1/authorize/request${query}`)).content).toMatchObject({ principalArn: rootArn })
    const { content } = await browser.post('/v1/authorize/decision', { query, allow: true })
    const destination = new URL(String(content['redirectTo']), server.endpoint)
    if (destination.origin === server.endpoint) {
      const { searchParams } = destination
      return Buffer.from(`state=${searchParams.get('state')}&code=${searchParams.get('code')}`).toString('base64')
    }
    const answer = await fetch(destination)
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('You can close this tab')])
    return undefined
  }

  it('leaves a session that twinlock, and whatever uses AWS’s SDK, goes on with', async () => {
    const home = createHome()
    const args = ['--profile', 'dev', '--endpoint-url', server.endpoint]
    const outcome = await home.login(args, allow)
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout).toContain(
      `The profile dev is ${rootArn} now, region = us-east-1, endpoint_url = ${server.endpoint}.`,
    )
    expect(home.readConfig()).toBe(
      `[profile dev]\nlogin_session = ${rootArn}\nregion = us-east-1\nendpoint_url = ${server.endpoint}\n`,
    )
    expect(readdirSync(home.cache)).toHaveLength(1)
    expect(statSync(home.sessionFile).mode & 0o777).toBe(0o600)
    expect(statSync(home.cache).mode & 0o777).toBe(0o700)
    const session = home.readSession()
    expect(session).toEqual({
      accessToken: {
        accessKeyId: expect.stringMatching(/^ASIA/),
        secretAccessKey: expect.any(String),
        sessionToken: expect.any(String),
        accountId: '123456789012',
        expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
      tokenType: 'aws_sigv4',
      clientId: 'arn:aws:signin:::devtools/same-device',
      refreshToken: expect.any(String),
      idToken: expect.any(String),
      dpopKey: expect.stringMatching(/^-----BEGIN EC PRIVATE KEY-----\n/),
    })
    const whoAmI = await home.run(['sts', 'get-caller-identity', '--profile', 'dev'])
    expect([whoAmI.code, JSON.parse(whoAmI.stdout || '{}').Arn]).toEqual([0, rootArn])

    // Expired: AWS's SDK refreshes it, at the endpoint of this profile and not of the default one.
    const expired = { ...session, accessToken: { ...session.accessToken, expiresAt: '2020-01-01T00:00:00Z' } }
    writeFileSync(home.sessionFile, JSON.stringify(expired))
    const listed = await home.run(['iam', 'list-users', '--profile', 'dev'])
    expect(listed).toMatchObject({ code: 0, stderr: '' })
    const refreshed = home.readSession()
    expect(refreshed.accessToken.accessKeyId).not.toBe(session.accessToken.accessKeyId)
    expect(refreshed.refreshToken).toBe(session.refreshToken)

    writeFileSync(home.sessionFile, JSON.stringify(expired))
    const sessions = await home.run(['admin', 'list-sign-in-sessions', '--profile', 'dev'])
    expect(sessions).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(sessions.stdout).sessions).toContainEqual(
      expect.objectContaining({ kind: 'cli', isCurrent: true }),
    )
  })

  it('takes the code from another device, pasted', async () => {
    const home = createHome()
    const outcome = await home.login(['--remote', '--endpoint-url', server.endpoint], allow)
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining(`The profile default is ${rootArn} now`) })
    expect(home.readSession()).toMatchObject({ clientId: 'arn:aws:signin:::devtools/cross-device' })
    expect(home.readConfig()).toMatch(/^\[default]\n/)
  })

  it.each([
    ['nonsense', 'nonsense', 'copy all of it'],
    ['another state', Buffer.from('state=another&code=x').toString('base64'), 'another sign-in'],
    ['nothing', '', 'copy all of it'],
  ])('does not take %s', async (_, pasted, message) => {
    const home = createHome()
    const outcome = await home.login(['--remote', '--endpoint-url', server.endpoint], async () => pasted)
    expect(outcome).toMatchObject({ code: 255, stderr: expect.stringContaining(message) })
    expect(home.readConfig()).toBeUndefined()
  })

  it('hears only the answer to its own question', async () => {
    const home = createHome()
    const outcome = await home.login(['--endpoint-url', server.endpoint], async (url) => {
      const callback = new URL(url).searchParams.get('redirect_uri') ?? ''
      expect(new URL(callback).hostname).toBe('127.0.0.1')
      for (const other of ['?code=x&state=y', '?code=x', '?error=denied&state=y', '']) {
        expect((await fetch(callback + other)).status, other).toBe(400)
      }
      expect((await fetch(callback.replace('/oauth/callback', '/'))).status).toBe(400)
      return allow(url)
    })
    expect(outcome).toMatchObject({ code: 0 })
  })

  it('says when the person does not allow it', async () => {
    const home = createHome()
    const outcome = await home.login(['--endpoint-url', server.endpoint], async (url) => {
      const query = new URL(url).search
      const { content } = await browser.post('/v1/authorize/decision', { query, allow: false })
      await fetch(String(content['redirectTo']))
      return undefined
    })
    expect(outcome).toMatchObject({
      code: 255,
      stderr: 'twinlock: The sign-in was refused: access_denied: you did not allow it\n',
    })
    expect(existsSync(home.cache)).toBe(false)
  })

  it('keeps what else is in the configuration as it was written', async () => {
    const config = `# mine
[default]
region=eu-central-1   ; home

[profile "dev"]  # the server
output = text
s3 =
  endpoint_url = http://localhost:9000

# of somebody else
[profile other]
region = eu-west-1
`
    const home = createHome(config)
    expect((await home.login(['--profile', 'dev', '--endpoint-url', server.endpoint], allow)).code).toBe(0)
    expect(home.readConfig()).toBe(
      config.replace(
        '  endpoint_url = http://localhost:9000\n',
        `  endpoint_url = http://localhost:9000\nlogin_session = ${rootArn}\nregion = us-east-1\nendpoint_url = ${server.endpoint}\n`,
      ),
    )
    const again = await home.login(['--profile', 'dev'], allow)
    expect(again).toMatchObject({ code: 0 })
    expect(home.readConfig()?.match(/login_session/g)).toHaveLength(1)
    expect((await home.run(['sts', 'get-caller-identity', '--profile', 'dev'])).code).toBe(0)
  })

  it.each([
    ['aws_access_key_id', 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE'],
    ['role_arn', 'role_arn = arn:aws:iam::123456789012:role/r\nsource_profile = default'],
    ['sso_session', 'sso_session = s'],
    ['credential_process', 'credential_process = /bin/true'],
    ['web_identity_token_file', 'web_identity_token_file = /token'],
  ])('does not touch a profile with %s', async (name, line) => {
    const config = `[profile dev]\n${line}\n`
    const home = createHome(config)
    const outcome = await home.run(['login', '--profile', 'dev', '--endpoint-url', server.endpoint])
    expect(outcome).toMatchObject({ code: 255, stdout: '' })
    expect(outcome.stderr).toContain(`The profile dev has other credentials already (${name})`)
    expect(home.readConfig()).toBe(config)
  })

  it('asks before the profile becomes another’s, and ends the session when that is not wanted', async () => {
    const other = 'arn:aws:iam::123456789012:user/other'
    const config = `[profile dev]\nlogin_session = ${other}\nendpoint_url = ${server.endpoint}\nregion = us-east-1\n`
    const home = createHome(config)
    const no = await home.login(['--profile', 'dev'], allow, ['n'])
    expect(no).toMatchObject({ code: 255, stderr: expect.stringContaining(`Make it ${rootArn}? [y/N]`) })
    expect(home.readConfig()).toBe(config)
    expect(existsSync(home.sessionFile)).toBe(false)
    const nobody = await home.login(['--profile', 'dev'], allow)
    expect(nobody).toMatchObject({ code: 255, stderr: expect.stringContaining('Nothing was changed') })
    const yes = await home.login(['--profile', 'dev', '--remote'], allow, ['y'])
    expect(yes.code).toBe(0)
    expect(home.readConfig()).toBe(config.replace(other, rootArn))
  })

  it('asks before the profile goes to another server', async () => {
    const config = '[profile dev]\nendpoint_url = http://localhost:1\nregion = us-east-1\n'
    const home = createHome(config)
    const args = ['login', '--no-browser', '--profile', 'dev', '--endpoint-url', server.endpoint]
    const no = await home.run(args, {}, 'n\n')
    expect(no).toMatchObject({ code: 255, stderr: expect.stringContaining('has endpoint_url = http://localhost:1') })
    expect(home.readConfig()).toBe(config)
    const services = createHome(
      '[profile dev]\nservices = s\n[services s]\nsignin =\n  endpoint_url = http://localhost:1\n',
    )
    expect(await services.run(args)).toMatchObject({ code: 255, stderr: expect.stringContaining('[services s]') })
  })

  it('says what is wrong with where it should go', async () => {
    const home = createHome()
    const aws = await home.run(['login', '--endpoint-url', 'https://us-east-1.signin.amazonaws.com'])
    expect(aws).toMatchObject({ code: 252, stderr: expect.stringContaining('use aws login') })
    expect(await home.run(['login', '--endpoint-url', 'server'])).toMatchObject({ code: 255 })
    expect(await home.run(['login', '--profile', 'a b'])).toMatchObject({ code: 252 })
    const nowhere = await home.login(['--remote', '--endpoint-url', 'http://127.0.0.1:1'], async (url) => {
      return Buffer.from(`state=${new URL(url).searchParams.get('state')}&code=x`).toString('base64')
    })
    expect(nowhere).toMatchObject({
      code: 255,
      stderr: expect.stringContaining('Cannot connect to http://127.0.0.1:1'),
    })
    const expired = await home.login(['--remote', '--endpoint-url', server.endpoint], async (url) => {
      return Buffer.from(`state=${new URL(url).searchParams.get('state')}&code=x`).toString('base64')
    })
    expect(expired).toMatchObject({
      code: 254,
      stderr: expect.stringContaining('The authorization code is unknown, was used already or has expired'),
    })
  })

  it('says when the session cannot be written, and leaves none at the server', async () => {
    const home = createHome()
    const before = await listSessions()
    writeFileSync(join(home.variables.HOME, '.aws', 'login'), 'a file, no directory')
    const outcome = await home.login(['--endpoint-url', server.endpoint], allow)
    expect(outcome).toMatchObject({ code: 255, stderr: expect.stringMatching(/login\/cache\S+ cannot be written \(E/) })
    expect(home.readConfig()).toBeUndefined()
    expect(await listSessions()).toEqual(before)
  })

  describe('twinlock logout', () => {
    it('ends the session on this machine and at the server', async () => {
      const home = createHome()
      await home.login(['--profile', 'dev', '--endpoint-url', server.endpoint], allow)
      const session = readFileSync(home.sessionFile, 'utf8')
      expect(await home.run(['logout', '--profile', 'dev'])).toMatchObject({
        code: 0,
        stdout: `The profile dev is signed out: the session of ${rootArn} has ended.\n`,
        stderr: '',
      })
      expect(existsSync(home.sessionFile)).toBe(false)
      expect(home.readConfig()).toContain('login_session')
      // Whoever has a copy has nothing.
      writeFileSync(home.sessionFile, session)
      const copy = await home.run(['sts', 'get-caller-identity', '--profile', 'dev'])
      expect(copy).toMatchObject({ code: 254, stderr: expect.stringContaining('ExpiredToken') })
    })

    it('ends it here when the server does not answer, and says so', async () => {
      const home = createHome()
      await home.login(['--profile', 'dev', '--endpoint-url', server.endpoint], allow)
      const gone = await home.run(['logout', '--profile', 'dev', '--endpoint-url', 'http://127.0.0.1:1'])
      expect(gone).toMatchObject({ code: 0, stderr: expect.stringContaining('Cannot connect to http://127.0.0.1:1') })
      expect(existsSync(home.sessionFile)).toBe(false)
    })

    it('says when there is nothing to end', async () => {
      const home = createHome('[profile dev]\nregion = us-east-1\n')
      expect(await home.run(['logout', '--profile', 'dev'])).toMatchObject({
        code: 255,
        stderr: 'twinlock: The profile dev has no session of twinlock login or aws login\n',
      })
    })
  })
})
