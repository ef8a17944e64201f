/**
 * The endpoints of `--test-mode`: reset, clock, and the code that any device shows. They ask for no credentials, which is
 * why the mode keeps everything in memory and refuses a database.
 */

import type { KeyObject } from 'node:crypto'
import type { AuditRecord } from '../audit/record.ts'
import { headerOf, jsonResponse, parseJsonObject } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { counterAt, hotp } from '../mfa/totp.ts'
import { isTime } from '../setting-values.ts'
import { findMfaDevice } from '../storage/mfa-devices.ts'
import { openSeed } from '../verification/seeds.ts'
import type { App } from './app.ts'
import type { TestClock } from './test-clock.ts'

export interface TestMode {
  readonly clock: TestClock
  /** Back to the first run, with the same root user and master key, and real time. */
  reset(): Promise<void>
  /** Undefined when there is no such device. */
  findDevice(serialNumber: string): Promise<OpenDevice | undefined>
  /** Oldest first, with all that was answered before the call. */
  auditEvents(): Promise<AuditRecord[]>
}

/** A device with the key that its codes are made of. */
export interface OpenDevice {
  readonly serialNumber: string
  readonly key: KeyObject
}

/** Undefined when the path is none of test mode's. */
export async function routeTestMode(
  request: HttpRequest,
  { clock, reset, findDevice }: TestMode,
): Promise<HttpResponse | undefined> {
  const { method, path } = request
  const serialNumber = /^\/_twinlock\/devices\/(.+)\/code$/.exec(path)?.[1]
  if (path !== '/_twinlock/reset' && path !== '/_twinlock/clock' && serialNumber === undefined) return undefined
  if (isFromForeignPage(request)) return refuse(403, 'Web pages may not use the endpoints of test mode')
  if (serialNumber !== undefined) {
    return method === 'GET' ? tellCode(decodePath(serialNumber), findDevice, clock.now()) : allowOnly('GET')
  }
  if (path === '/_twinlock/reset') {
    if (method !== 'POST') return allowOnly('POST')
    await reset()
    return jsonResponse(200, {})
  }
  if (method === 'POST') return changeClock(request, clock)
  return method === 'GET' ? jsonResponse(200, clock.describe()) : allowOnly('GET, POST')
}

/**
 * A page that the developer happens to visit could otherwise post here (CSRF). Scripts and test suites send neither header.
 * https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
function isFromForeignPage(request: HttpRequest): boolean {
  const site = headerOf(request, 'sec-fetch-site') ?? 'none'
  const isForeign = headerOf(request, 'origin') !== undefined || (site !== 'none' && site !== 'same-origin')
  return isForeign || !isLocalName(headerOf(request, 'host') ?? '')
}

/**
 * A page can have its own name resolved to this machine (DNS rebinding), and is of the same origin then. So the name must
 * be one that the public DNS does not give away: an address, a single label, or one of the reserved domains.
 */
function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return /^(\[[0-9a-f:.]+\]|[\d.]+|[^.]*|.+\.(localhost|internal|local|test))$/.test(name)
}

function changeClock(request: HttpRequest, clock: TestClock): HttpResponse {
  const change = parseJsonObject(request)
  const wrong = change === undefined ? 'The body must be a JSON object' : describeWrongChange(change)
  if (change === undefined || wrong !== undefined) {
    return refuse(400, `${wrong}. Send "now", "advance" and "frozen", one or several of them.`)
  }
  const start = typeof change['now'] === 'string' ? Date.parse(change['now']) : clock.now()
  const time = start + (change['advance'] === undefined ? 0 : (parseDuration(change['advance']) ?? 0))
  const isMoved = change['now'] !== undefined || change['advance'] !== undefined
  try {
    if (isMoved) clock.set(time)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return refuse(400, `${error.message}.`)
  }
  if (change['frozen'] === true) clock.freeze()
  // While it runs it may have moved on by a millisecond.
  if (change['frozen'] === true && isMoved) clock.set(time)
  if (change['frozen'] === false) clock.unfreeze()
  return jsonResponse(200, clock.describe())
}

function describeWrongChange(change: Readonly<Record<string, unknown>>): string | undefined {
  const { now, advance, frozen, ...others } = change
  const other = Object.keys(others)[0]
  if (other !== undefined) return `There is no ${JSON.stringify(other)}`
  if (Object.keys(change).length === 0) return 'There is nothing to change'
  if (now !== undefined && !isTime(now)) return '"now" must be a time such as "2026-01-31T12:00:00Z"'
  if (advance !== undefined && parseDuration(advance) === undefined) {
    return '"advance" must be a number of seconds, or a duration such as "30s", "5m" or "2h"'
  }
  return frozen === undefined || typeof frozen === 'boolean' ? undefined : '"frozen" must be true or false'
}

const unitMilliseconds: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds; undefined when it is no duration. */
function parseDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.round(value * 1000)
  const [, amount, unit] = /^(-?\d{1,9}(?:\.\d{1,3})?)([smhd])$/.exec(typeof value === 'string' ? value : '') ?? []
  if (amount === undefined || unit === undefined) return undefined
  return Math.round(Number(amount) * (unitMilliseconds[unit] ?? 0))
}

/** What the device shows at the server's time. Nothing is consumed: the code can still be used once. */
async function tellCode(serialNumber: string, findDevice: TestMode['findDevice'], now: number): Promise<HttpResponse> {
  const device = await findDevice(serialNumber)
  if (!device) return refuse(404, `There is no MFA device with the serial number ${serialNumber}`)
  const { key } = device
  const counter = counterAt(now)
  return jsonResponse(200, {
    serialNumber: device.serialNumber,
    code: hotp(key, counter),
    previousCode: hotp(key, counter - 1),
    nextCode: hotp(key, counter + 1),
    validForSeconds: 30 - Math.floor((now % 30_000) / 1000),
  })
}

export async function findOpenDevice(
  serialNumber: string,
  { storage, accountId, sealer }: Pick<App, 'storage' | 'accountId' | 'sealer'>,
): Promise<OpenDevice | undefined> {
  const device = await storage.read((queries) => findMfaDevice(queries, accountId, serialNumber))
  return device && { serialNumber: device.serial_number, key: openSeed(sealer, device) }
}

/** A serial number may come percent-encoded or with its slashes as they are. */
function decodePath(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function allowOnly(methods: string): HttpResponse {
  const response = refuse(405, `Only ${methods} is answered here`)
  return { ...response, headers: { ...response.headers, Allow: methods } }
}

function refuse(status: number, error: string): HttpResponse {
  return jsonResponse(status, { error })
}
