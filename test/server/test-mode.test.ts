import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import pino from 'pino'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuditLog } from '../../src/audit/audit-log.ts'
import { readConfig } from '../../src/config.ts'
import { startServer } from '../../src/main.ts'
import { parseSeed } from '../../src/mfa/seed.ts'
import { counterAt, hotp } from '../../src/mfa/totp.ts'
import type { App } from '../../src/server/app.ts'
import { CurrentApp } from '../../src/server/current-app.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'

const credentials = { accessKeyId: 'AKIATESTMODEROOTUSER', secretAccessKey: 'test-mode-secret-access-key' }
const variables = {
  TWINLOCK_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
  TWINLOCK_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  TWINLOCK_ROOT_PASSWORD: 'test-mode-password-1',
}
const log = pino({ level: 'silent' })
const server = await startServer({ config: readConfig({ testMode: true, port: '0' }, variables), log })
const { endpoint } = server
const iam = new IAM({ endpoint, region: 'us-east-1', credentials, maxAttempts: 2 })
const sts = new STS({ endpoint, region: 'us-east-1', credentials, maxAttempts: 2 })

beforeEach(async () => {
  await post('reset')
})
afterAll(() => server.close())

interface Answer {
  readonly error: string
  readonly now: string
  readonly frozen: boolean
  readonly offsetSeconds: number
  readonly code: string
  readonly previousCode: string
}

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${endpoint}/_twinlock/${path}`, { headers })
  return { status: response.status, date: response.headers.get('date'), content: (await response.json()) as Answer }
}

async function post(path: string, content: unknown = {}, headers: Record<string, string> = {}) {
  const body = typeof content === 'string' ? content : JSON.stringify(content)
  const response = await fetch(`${endpoint}/_twinlock/${path}`, { method: 'POST', headers, body })
  return { status: response.status, content: (await response.json()) as Answer }
}

describe('the clock', () => {
  it('shows real time at first', async () => {
    const before = Date.now()
    const { content } = await get('clock')
    expect(Date.parse(content.now)).toBeGreaterThanOrEqual(before)
    expect(content).toMatchObject({ offsetSeconds: 0, frozen: false })
  })

  it('is set, moved and frozen in one request', async () => {
    const { status, content } = await post('clock', { now: '2030-01-01T00:00:00Z', advance: '2h', frozen: true })
    expect(status).toBe(200)
    expect(content).toMatchObject({ now: '2030-01-01T02:00:00.000Z', frozen: true })
    expect((await get('clock')).content.now).toBe('2030-01-01T02:00:00.000Z')
    expect((await post('clock', { advance: 90 })).content.now).toBe('2030-01-01T02:01:30.000Z')
  })

  it('goes on from where it stood', async () => {
    await post('clock', { now: '2030-01-01T00:00:00Z', frozen: true })
    const { content } = await post('clock', { frozen: false })
    expect(content.frozen).toBe(false)
    expect(content.now).toMatch(/^2030-01-01T00:00:0/)
  })

  it.each([
    ['30s', '00:00:30'],
    ['-30s', '23:59:30'],
    ['1.5m', '00:01:30'],
    ['5m', '00:05:00'],
    ['2h', '02:00:00'],
    ['1d', '00:00:00'],
  ])('advances by %s', async (advance, time) => {
    await post('clock', { now: '2030-01-01T00:00:00Z', frozen: true })
    expect((await post('clock', { advance })).content.now).toContain(`T${time}.000Z`)
  })

  it('is the one by which signatures are judged, and that the Date header shows', async () => {
    await post('clock', { now: '2031-05-05T05:05:05Z', frozen: true })
    expect((await get('clock')).date).toBe('Mon, 05 May 2031 05:05:05 GMT')
    const plain = new STS({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
    await expect(plain.getCallerIdentity()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  })

  it.each([
    ['{', 'The body must be a JSON object'],
    [[], 'The body must be a JSON object'],
    [{}, 'There is nothing to change'],
    [{ time: 1 }, 'There is no "time"'],
    [{ now: 'tomorrow' }, '"now" must be a time such as "2026-01-31T12:00:00Z"'],
    [{ now: '2026-02-31T25:00:00Z' }, '"now" must be a time'],
    [{ advance: '5 minutes' }, '"advance" must be a number of seconds, or a duration'],
    [{ frozen: 'yes' }, '"frozen" must be true or false'],
    [{ now: '1970-01-01T00:00:00Z' }, 'The clock can only be set to the years 2000 to 2099'],
    [{ advance: 1e300 }, 'The clock can only be set to the years 2000 to 2099'],
  ])('refuses %j and says what is right', async (change, message) => {
    const { status, content } = await post('clock', change)
    expect(status).toBe(400)
    expect(content.error).toContain(message)
    expect((await get('clock')).content.offsetSeconds).toBe(0)
  })
})

describe('the code of a device', () => {
  it('is what an authenticator shows at the server’s time, and good to enable the device', async () => {
    const { VirtualMFADevice: device } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'phone' })
    const seed = parseSeed(Buffer.from(device?.Base32StringSeed ?? []).toString())
    const now = Date.parse('2030-01-01T00:00:12Z')
    await post('clock', { now: '2030-01-01T00:00:12Z', frozen: true })
    const serialNumber = device?.SerialNumber ?? ''
    const { content } = await get(`devices/${encodeURIComponent(serialNumber)}/code`)
    expect(content).toEqual({
      serialNumber,
      code: hotp(seed, counterAt(now)),
      previousCode: hotp(seed, counterAt(now) - 1),
      nextCode: hotp(seed, counterAt(now) + 1),
      validForSeconds: 18,
    })
    expect((await get(`devices/${serialNumber}/code`)).content).toEqual(content)

    await sts.getCallerIdentity() // The SDK learns the server's time from the first refusal, and tries again.
    const admin = new IAM({ endpoint, region: 'us-east-1', credentials, maxAttempts: 2 })
    await admin.createUser({ UserName: 'ann' })
    const codes = { AuthenticationCode1: content.previousCode, AuthenticationCode2: content.code }
    await admin.enableMFADevice({ UserName: 'ann', SerialNumber: serialNumber, ...codes })
    expect((await admin.listMFADevices({ UserName: 'ann' })).MFADevices).toHaveLength(1)
  })

  it('is told of no device that does not exist', async () => {
    expect(await get('devices/unknown/code')).toMatchObject({
      status: 404,
      content: { error: 'There is no MFA device with the serial number unknown' },
    })
  })
})

describe('reset', () => {
  it('goes back to the first run: nothing but the same root user, in real time', async () => {
    await iam.createUser({ UserName: 'ann' })
    await post('clock', { frozen: true })
    expect(await post('reset')).toEqual({ status: 200, content: {} })
    expect((await iam.listUsers()).Users).toEqual([])
    expect((await get('clock')).content).toMatchObject({ offsetSeconds: 0, frozen: false })
  })

  it('leaves no user behind when many resets run at once', async () => {
    await iam.createUser({ UserName: 'ann' })
    const resets = await Promise.all(Array.from({ length: 5 }, () => post('reset')))
    expect(resets.every(({ status }) => status === 200)).toBe(true)
    expect((await iam.listUsers()).Users).toEqual([])
  })

  it('lets a request end on the data with which it began', async () => {
    const [before, after] = [await openSqlite({ memory: true }), await openSqlite({ memory: true })]
    const auditLog = { close: async () => {} } as AuditLog
    const current = new CurrentApp({ storage: before, auditLog } as App)
    const pause = Promise.withResolvers<void>()
    const running = current.use(async (app) => {
      await pause.promise
      await app.storage.ping()
      return app.storage
    })
    await current.replace({ storage: after, auditLog } as App)
    expect(await current.use(async (app) => app.storage)).toBe(after)
    pause.resolve()
    expect(await running).toBe(before)
    await expect(before.ping()).rejects.toThrow()
    await after.close()
  })
})

describe('web pages', () => {
  it.each([{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }])(
    'are refused: %j',
    async (headers) => {
      expect((await post('reset', {}, headers)).status).toBe(403)
      expect((await post('clock', { frozen: true }, headers)).status).toBe(403)
      expect((await get('devices/x/code', headers)).status).toBe(403)
    },
  )

  it('do not include an address that somebody types', async () => {
    expect((await get('clock', { 'Sec-Fetch-Site': 'none' })).status).toBe(200)
  })
})

describe('methods', () => {
  it('answers 405 to others', async () => {
    expect((await get('reset')).status).toBe(405)
    expect((await post('devices/x/code')).status).toBe(405)
  })
})

describe('without test mode', () => {
  it('has none of this', async () => {
    const plain = await startServer({ config: readConfig({ ephemeral: true, port: '0' }, variables), log })
    try {
      for (const path of ['reset', 'clock', 'devices/x/code']) {
        const response = await fetch(`${plain.endpoint}/_twinlock/${path}`, { method: 'POST', body: '{}' })
        expect(response.status).toBe(404)
      }
    } finally {
      await plain.close()
    }
  })
})
