import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run, serve, temporaryDirectory } from './twinlock-process.ts'

const root = {
  TWINLOCK_ROOT_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  TWINLOCK_ROOT_SECRET_ACCESS_KEY: 'secret-of-the-owner',
}
const variables = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-of-the-owner' }
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const register = ['admin', 'register-hardware-token', '--serial-number']

describe('twinlock admin', () => {
  it('registers a token with its seed from stdin or from a file, and unlocks it', async () => {
    const { endpoint } = await serve(['--test-mode'], { variables: root })
    const withEndpoint = { ...variables, AWS_ENDPOINT_URL: endpoint }
    const fromStdin = await run([...register, 'GAHT-12345'], { variables: withEndpoint, stdin: `${seed}\n` })
    expect(fromStdin).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Registered GAHT-12345.') })

    const file = join(temporaryDirectory(), 'seed')
    writeFileSync(file, '3132333435363738393031323334353637383930\n')
    const options = ['--seed-file', file, '--hex', '--endpoint-url', endpoint]
    expect(await run([...register, 'GAHT-67890', ...options], { variables })).toMatchObject({ code: 0 })
    // The two encodings are of the same seed, so both show the same code.
    const codes = ['GAHT-12345', 'GAHT-67890'].map(async (serialNumber) => {
      await fetch(`${endpoint}/_twinlock/clock`, { method: 'POST', body: JSON.stringify({ frozen: true }) })
      const response = await fetch(`${endpoint}/_twinlock/devices/${serialNumber}/code`)
      return ((await response.json()) as { code: string }).code
    })
    const [first, second] = await Promise.all(codes)
    expect(first).toMatch(/^\d{6}$/)
    expect(second).toBe(first)

    await fetch(`${endpoint}/_twinlock/clock`, { method: 'POST', body: JSON.stringify({ frozen: false }) })
    const unlocked = await run(['admin', 'unlock-device', '--serial-number', 'GAHT-12345'], { variables: withEndpoint })
    expect(unlocked).toMatchObject({ code: 0, stdout: expect.stringContaining('Unlocked GAHT-12345') })

    const twice = await run([...register, 'GAHT-12345'], { variables: withEndpoint, stdin: seed })
    expect(twice).toEqual({
      code: 254,
      stdout: '',
      stderr: 'twinlock: EntityAlreadyExists: There is an MFA device with the serial number GAHT-12345 already\n',
    })
  })

  it('prints the audit log, the newest last', async () => {
    const { endpoint } = await serve(['--test-mode'], { variables: root })
    const withEndpoint = { ...variables, AWS_ENDPOINT_URL: endpoint }
    await run(['iam', 'create-user', '--user-name', 'ada'], { variables: withEndpoint })
    await run(['iam', 'delete-user', '--user-name', 'nobody'], { variables: withEndpoint })
    await run(['iam', 'delete-user', '--user-name', 'ada'], { variables: withEndpoint })
    const events = async (...options: string[]) => {
      const { stdout, code } = await run(['admin', 'events', ...options], { variables: withEndpoint })
      expect(code).toBe(0)
      const records = stdout.split('\n').filter((line) => line !== '')
      return records.map((line) => JSON.parse(line)).map(({ eventName, errorCode }) => [eventName, errorCode])
    }
    const deletions = [
      ['DeleteUser', 'NoSuchEntityException'],
      ['DeleteUser', undefined],
    ]
    expect(await events()).toEqual([['CreateUser', undefined], ...deletions])
    expect(await events('--event-name', 'DeleteUser')).toEqual(deletions)
    expect(await events('--user-name', 'root', '--event-name', 'DeleteUser', '--max-items', '1')).toEqual([
      deletions[1],
    ])
    expect(await events('--user-name', 'ada')).toEqual([])
    expect(await events('--end-time', '2020-01-01')).toEqual([])
    expect(await run(['admin', 'events', '--max-items', '0'], { variables: withEndpoint })).toMatchObject({
      code: 252,
      stderr: 'twinlock: --max-items must be a whole number from 1, not 0\n',
    })
    expect(await run(['admin', 'events', '--start-time', 'yesterday'], { variables: withEndpoint })).toMatchObject({
      code: 254,
      stderr: 'twinlock: ValidationError: startTime must be a time such as 2026-01-15T12:00:00Z\n',
    })
  })

  it('says what to do without a server, without credentials, without a seed', async () => {
    const nobody = ['--endpoint-url', 'http://127.0.0.1:1']
    const unreachable = await run([...register, 'GAHT-12345', ...nobody], { variables, stdin: seed })
    expect(unreachable.code).toBe(255)
    expect(unreachable.stderr).toMatch(/^twinlock: Cannot connect to http:\/\/127\.0\.0\.1:1 .*--endpoint-url\n$/)

    const anonymous = await run([...register, 'GAHT-12345', ...nobody], { stdin: seed })
    expect(anonymous.code).toBe(255)
    expect(anonymous.stderr).toMatch(/^twinlock: No credentials: set AWS_ACCESS_KEY_ID/)

    expect(await run([...register, 'GAHT-12345'], { variables })).toMatchObject({
      code: 252,
      stderr: expect.stringContaining('There is no seed'),
    })
    expect((await run(['admin', 'unlock-device'])).code).toBe(252)
    expect((await run([...register, 'x', '--seed', seed])).code).toBe(252)
  })
})
