/**
 * What an operator does that AWS's API has no action for, behind `twinlock admin`: signed JSON requests, with `twinlock` as
 * the service of the credential scope. What changes the server is the root user's; policies decide on the rest.
 */

import { randomUUID } from 'node:crypto'
import { jsonResponse, parseJsonObject } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { InvalidSeed, normaliseSeed } from '../mfa/seed.ts'
import { visitOf } from '../signin/server.ts'
import { isUniqueViolation } from '../storage/errors.ts'
import { findMfaDevice, insertMfaDevice, resetConsecutiveFailures } from '../storage/mfa-devices.ts'
import { newDeviceId, sealSeed } from '../verification/seeds.ts'
import { AwsFault } from '../wire/faults.ts'
import { type AdministrationName, administrationOperations, readInput } from './administration-operations.ts'
import type { App } from './app.ts'
import type { AskedBy } from './asked-by.ts'
import { authenticate } from './authenticate.ts'
import { lookUpEvents } from './event-lookup.ts'
import { readEventQuestion } from './event-question.ts'
import { explainRefusal } from './explain-refusal.ts'
import { prepareMfaDevice } from './prepare-mfa-device.ts'
import { RequestTrail } from './request-trail.ts'
import { requireUsableSession } from './session-rules.ts'
import { endSession, listSessions } from './sign-in-sessions.ts'

export const administrationPath = '/_twinlock/admin/'

type Content = Readonly<Record<string, unknown>>

/** Answers JSON, or throws an AwsFault. Each says itself who may. */
type AdministrationCommand = (content: Content, app: App, by: AskedBy) => Promise<object>

const commands: Readonly<Record<AdministrationName, AdministrationCommand>> = {
  'end-sign-in-session': (content, app, by) => endSession(readText(content, 'sessionId'), by, app),
  'explain-refusal': (content, app, by) => explainRefusal(readText(content, 'requestId'), by, app),
  'list-sign-in-sessions': (content, app, by) => listSessions(readOptionalText(content, 'userName'), by, app),
  'lookup-events': lookUp,
  'prepare-mfa-device': (content, app, by) => {
    const names = { userName: readText(content, 'userName'), deviceName: readText(content, 'deviceName') }
    return prepareMfaDevice(names, by, app)
  },
  'register-hardware-token': forRoot(registerHardwareToken),
  'unlock-device': forRoot(unlockDevice),
}

/** Never rejects: what fails is answered and, when it is not the client's fault, logged. */
export async function administer(
  request: HttpRequest,
  app: App,
  name = request.path.slice(administrationPath.length),
  authenticateCaller = () => authenticate(request, 'twinlock', app),
): Promise<HttpResponse> {
  const visit = visitOf(request, app)
  const trail = new RequestTrail({ ...visit, requestId: randomUUID() }, app)
  try {
    if (!isCommand(name) || request.method !== 'POST')
      throw new AwsFault('InvalidAction', `There is no POST ${request.path}`)
    trail.model = administrationOperations[name]
    const caller = await authenticateCaller()
    trail.caller = caller
    requireUsableSession(caller, { service: 'iam', action: name, now: visit.now })
    const content = parseJsonObject(request)
    if (!content) throw new AwsFault('ValidationError', 'The body must be a JSON object')
    trail.input = readInput(trail.model, content)
    const answer = await commands[name](content, app, { ...visit, caller, trail })
    trail.finish(answer)
    return jsonResponse(200, answer)
  } catch (error) {
    const fault = error instanceof AwsFault ? error : unknownFailure(error, app)
    trail.finish(fault)
    return jsonResponse(fault.status, { error: { code: fault.code, message: fault.message } })
  }
}

function isCommand(name: string): name is AdministrationName {
  return Object.hasOwn(commands, name)
}

function unknownFailure(error: unknown, { log }: App): AwsFault {
  log.error({ err: error }, 'An administration request failed')
  return new AwsFault('InternalFailure', 'The request failed for a reason that is in the server’s log')
}

function forRoot(command: AdministrationCommand): AdministrationCommand {
  return (content, app, by) => {
    const { principal } = by.caller
    if (principal.kind === 'root') return command(content, app, by)
    throw new AwsFault('AccessDenied', `${principal.arn} may not administer the server: only the root user may`)
  }
}

/** The records themselves, newest first. */
async function lookUp(content: Content, app: App, by: AskedBy): Promise<object> {
  const { events, nextToken } = await lookUpEvents(readEventQuestion(content), by, app)
  return { events: events.map(({ record }) => JSON.parse(record)), nextToken }
}

/** A token that shows codes of a seed which its vendor delivered; from then on users enable it like any device. */
async function registerHardwareToken(content: Content, app: App, { trail }: AskedBy): Promise<object> {
  const serialNumber = hardwareSerialNumber(content)
  const seed = readSeed(content)
  const deviceId = newDeviceId()
  const device = {
    account_id: app.accountId,
    device_id: deviceId,
    serial_number: serialNumber,
    kind: 'hardware',
    sealed_seed: sealSeed(app.sealer, seed, app.accountId, deviceId),
    created_at: app.clock.now(),
  } as const
  try {
    await app.storage.transaction(async (queries) => {
      await insertMfaDevice(queries, device)
      await trail.record(queries, {})
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AwsFault('EntityAlreadyExists', `There is an MFA device with the serial number ${serialNumber} already`)
  }
  return { serialNumber }
}

/** Lets a device be tried again that was locked after too many wrong codes. */
async function unlockDevice(content: Content, { accountId, storage }: App, { trail }: AskedBy): Promise<object> {
  const serialNumber = readSerialNumber(content)
  const wasLocked = await storage.transaction(async (queries) => {
    const device = await findMfaDevice(queries, accountId, serialNumber)
    if (!device) throw new AwsFault('NoSuchEntity', `There is no MFA device with the serial number ${serialNumber}`)
    await trail.record(queries, {})
    return resetConsecutiveFailures(queries, device)
  })
  return { serialNumber, hadFailures: wasLocked }
}

function readSerialNumber(content: Content): string {
  const serialNumber = readText(content, 'serialNumber')
  if (!/^[\w+=/:,.@-]{9,256}$/.test(serialNumber)) {
    throw new AwsFault(
      'ValidationError',
      'serialNumber must have 9 to 256 of the characters A-Z a-z 0-9 _ + = / : , . @ -',
    )
  }
  return serialNumber
}

function hardwareSerialNumber(content: Content): string {
  const serialNumber = readSerialNumber(content)
  // An ARN would pass for a virtual device.
  if (/^arn:/i.test(serialNumber)) throw new AwsFault('ValidationError', 'serialNumber must not be an ARN')
  return serialNumber
}

function readSeed(content: Content): string {
  const encoding = content['seedHex'] === undefined ? 'base32' : 'hex'
  if (encoding === 'hex' && content['seed'] !== undefined) {
    throw new AwsFault('ValidationError', 'Give seed (base32) or seedHex, not both')
  }
  const text = readText(content, encoding === 'hex' ? 'seedHex' : 'seed')
  try {
    return normaliseSeed(text, encoding)
  } catch (error) {
    if (!(error instanceof InvalidSeed)) throw error
    throw new AwsFault('ValidationError', error.message)
  }
}

function readOptionalText(content: Content, name: string): string | undefined {
  return content[name] === undefined ? undefined : readText(content, name)
}

function readText(content: Content, name: string): string {
  const value = content[name]
  // PostgreSQL has no NUL in its texts.
  if (typeof value === 'string' && value !== '' && !value.includes('\0')) return value
  throw new AwsFault('ValidationError', `${name} is missing, or is not a text, or has a NUL in it`)
}
