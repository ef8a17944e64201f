import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { STS } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { executable, run, serve, temporaryDirectory } from './twinlock-process.ts'

const masterKey = (byte: number) => Buffer.alloc(32, byte).toString('base64')

function readCredentials(directory: string): { accessKeyId: string; secretAccessKey: string } {
  const text = readFileSync(join(directory, 'twinlock-data', 'root-credentials'), 'utf8')
  const [, accessKeyId, secretAccessKey] = /^aws_access_key_id = (.+)\naws_secret_access_key = (.+)$/m.exec(text) ?? []
  return { accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' }
}

async function callerArn(endpoint: string, credentials: ReturnType<typeof readCredentials>) {
  const sts = new STS({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  return (await sts.getCallerIdentity()).Arn
}

describe('the first run and the next', () => {
  it('leaves the credentials in a file for the owner alone, and nothing secret in the output', async () => {
    const cwd = temporaryDirectory()
    const server = await serve([], { cwd })
    const data = join(cwd, 'twinlock-data')
    expect(statSync(data).mode & 0o777).toBe(0o700)
    for (const name of ['root-credentials', 'master.key', 'twinlock.db']) {
      expect(statSync(join(data, name)).mode & 0o777).toBe(0o600)
    }
    const credentials = readCredentials(cwd)
    expect(credentials.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(await callerArn(server.endpoint, credentials)).toBe('arn:aws:iam::123456789012:root')
    const password = /^# password: (.+)$/m.exec(readFileSync(join(data, 'root-credentials'), 'utf8'))?.[1] ?? ''
    expect(password).toHaveLength(24)
    for (const secret of [
      credentials.secretAccessKey,
      password,
      readFileSync(join(data, 'master.key'), 'utf8').trim(),
    ]) {
      expect(server.log.join('\n') + server.stdout()).not.toContain(secret)
    }
    expect(server.log.at(-1)).toContain('signatures verified, policies enforced')
    expect(await server.stop()).toBe(0)

    const again = await serve([], { cwd })
    expect(readCredentials(cwd).accessKeyId).toBe(credentials.accessKeyId)
    expect(await callerArn(again.endpoint, credentials)).toBe('arn:aws:iam::123456789012:root')
    expect(await again.stop('SIGINT')).toBe(0)
  })

  it('uses the credentials of the owner, and does not repeat them', async () => {
    const cwd = temporaryDirectory()
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret-of-the-owner' }
    const variables = {
      TWINLOCK_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
      TWINLOCK_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      TWINLOCK_ROOT_PASSWORD: 'password-of-the-owner',
      TWINLOCK_MASTER_KEY: masterKey(1),
    }
    const server = await serve([], { cwd, variables })
    expect(readdirSync(join(cwd, 'twinlock-data'))).not.toContain('root-credentials')
    expect(readdirSync(join(cwd, 'twinlock-data'))).not.toContain('master.key')
    expect(await callerArn(server.endpoint, credentials)).toBe('arn:aws:iam::123456789012:root')
    await server.stop()

    const other = { ...variables, TWINLOCK_ROOT_PASSWORD: 'another-password', TWINLOCK_ROOT_EMAIL: 'x@example.com' }
    const again = await serve([], { cwd, variables: other })
    expect(again.log.join('\n')).toContain('"ignored":["TWINLOCK_ROOT_EMAIL","TWINLOCK_ROOT_PASSWORD"]')
    await again.stop()
  })

  it('prints what is in memory, because it is nowhere else', async () => {
    const server = await serve(['--ephemeral'])
    const [, accessKeyId, secretAccessKey] =
      /AWS_ACCESS_KEY_ID=(\S+)\n +export AWS_SECRET_ACCESS_KEY=(\S+)/.exec(server.stdout()) ?? []
    const credentials = { accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' }
    expect(await callerArn(server.endpoint, credentials)).toBe('arn:aws:iam::123456789012:root')
  })
})

describe('what is refused', () => {
  it('is a second process on the same data', async () => {
    const cwd = temporaryDirectory()
    await serve([], { cwd })
    const second = await run(['serve', '--port', '0'], { cwd })
    expect(second.code).toBe(1)
    expect(second.stderr).toContain('twinlock: Another Twinlock process is using the data directory')
  })

  it('is another master key, a lost one, and another account', async () => {
    const cwd = temporaryDirectory()
    await (await serve([], { cwd })).stop()
    const another = await run(['serve', '--port', '0'], { cwd, variables: { TWINLOCK_MASTER_KEY: masterKey(2) } })
    expect(another).toMatchObject({ code: 1, stderr: expect.stringContaining('The master key is not the one') })
    const account = await run(['serve', '--port', '0', '--account-id', '111122223333'], { cwd })
    expect(account.stderr).toContain('The database belongs to account 123456789012, not to 111122223333.')
    rmSync(join(cwd, 'twinlock-data', 'master.key'))
    const lost = await run(['serve', '--port', '0'], { cwd })
    expect(lost).toMatchObject({ code: 1, stderr: expect.stringMatching(/The master key .* is missing/) })
    expect(readdirSync(join(cwd, 'twinlock-data'))).not.toContain('master.key')
  })

  it('is a wrong configuration, with everything that is wrong', async () => {
    const { code, stderr, stdout } = await run(['serve', '--port', 'x'], { variables: { TWINLOCK_DATADIR: 'd' } })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(
      'twinlock: The configuration is not valid:\n' +
        '  - TWINLOCK_DATADIR is not a setting: is TWINLOCK_DATA_DIR meant?\n' +
        '  - --port must be a whole number from 0 to 65535, not "x"\n',
    )
  })

  it('is a flag that does not exist', async () => {
    const { code, stderr } = await run(['serve', '--prot', '1'])
    expect(code).toBe(252)
    expect(stderr).toContain('Did you mean --port?')
  })
})

describe('the end', () => {
  it('does not wait for connections on which nothing happens', async () => {
    const server = await serve(['--test-mode'])
    const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1')
    // A server that leaves while a request is half sent may reset the connection.
    socket.on('error', () => {})
    socket.write('POST / HTTP/1.1\r\nHost: h\r\n')
    await new Promise((resolve) => socket.once('ready', resolve))
    const before = performance.now()
    expect(await server.stop()).toBe(0)
    expect(performance.now() - before).toBeLessThan(5000)
    socket.destroy()
  })

  it('comes at once with the second signal', async () => {
    const server = await serve(['--test-mode'])
    // A request whose body never comes keeps the server from leaving by itself.
    const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
    const exited = server.stop()
    const again = setInterval(() => process.kill(server.pid, 'SIGTERM'), 200)
    expect(await exited).toBe(1)
    clearInterval(again)
    socket.destroy()
  })
})

describe('the launcher', () => {
  it('tells an old Node what it needs', () => {
    const script = `Object.defineProperty(process, 'versions', { value: { node: '20.19.0' } }); require(${JSON.stringify(executable)})`
    const { status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toContain('twinlock: needs Node.js 24.7 or newer, and this is 20.19.0.')
  })

  it('prints version and help without loading the SDK', () => {
    const loaded = `import { registerHooks } from 'node:module'
      registerHooks({ resolve(name, context, next) { if (/aws-sdk|kysely|pino/.test(name)) throw new Error(name); return next(name, context) } })`
    const args = ['--import', `data:text/javascript,${encodeURIComponent(loaded)}`, executable]
    expect(execFileSync(process.execPath, [...args, '--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(execFileSync(process.execPath, [...args, 'serve', '--help'], { encoding: 'utf8' })).toContain('--data-dir')
  })
})
