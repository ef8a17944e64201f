/** The second step: a code of the device. And what helps when its clock has run away: two codes in a row. */
import { findMfaDevice, type MfaDeviceRow, resetConsecutiveFailures, updateMfaDevice } from '../storage/mfa-devices.ts'
import { notLookedAt } from '../verification/attempts.ts'
import { verifyCode } from '../verification/code.ts'
import { verifyCodePair } from '../verification/code-pair.ts'
import { keepCountedAttempts } from '../verification/counted-attempts.ts'
import { AwsFault } from '../wire/faults.ts'
import { recordMfaCheck, recordWrongFactor } from './events.ts'
import { listDevices, type Outcome, proceed, requireUnderWay, settle, type UnderWay } from './outcome.ts'
import { SignInProblem } from './problem.ts'
import { callOf, type SignInServer, type Visit } from './server.ts'

/** After so many wrong codes the device's clock may be what is wrong. */
const wrongCodesBeforeResync = 3

/**
 * The code is consumed in the transaction that begins the session: it opens one session, or is good still.
 * @throws SignInProblem WrongCode (with `offerResync`), SignInExpired, PasswordExpired
 */
export async function signInWithCode(
  server: SignInServer,
  secret: string | undefined,
  { serialNumber, code }: { readonly serialNumber: string; readonly code: string },
  visit: Visit,
): Promise<Outcome> {
  return tryCodes(server, secret, { serialNumber, wrong: wrongCode }, visit, async ({ signIn, person }, call) => {
    await rewordFault(verifyCode(call, { ownerId: person.principal.userId, serialNumber, code }))
    const device = await requireDevice(call, person.principal.userId, serialNumber)
    await recordMfaCheck(call.queries, server, visit, { principal: person.principal, kind: device.kind })
    return proceed(call.queries, server, person, { deviceId: device.device_id, at: visit.now }, visit, signIn)
  })
}

/**
 * Adjusts the device to the codes that it shows. It signs nobody in: a code is asked for still.
 * @throws SignInProblem WrongCode, SignInExpired
 */
export async function resynchronise(
  server: SignInServer,
  secret: string | undefined,
  pair: { readonly serialNumber: string; readonly firstCode: string; readonly secondCode: string },
  visit: Visit,
): Promise<Outcome> {
  const { serialNumber } = pair
  return tryCodes(server, secret, { serialNumber, wrong: wrongCode }, visit, async ({ person }, call) => {
    const device = await requireDevice(call, person.principal.userId, serialNumber)
    const codes = { firstCode: pair.firstCode, secondCode: pair.secondCode }
    const synchronisation = await verifyCodePair(call, device, { ...codes, around: 'device-time', mayUnlock: false })
    await updateMfaDevice(call.queries, device, synchronisation)
    await resetConsecutiveFailures(call.queries, device)
    return { answer: { step: 'mfa', devices: await listDevices(call.queries, person) } }
  })
}

type Call = ReturnType<typeof callOf>

/**
 * A wrong code is counted, on the device and in this sign-in, and the transaction is kept.
 * @param wrong what the person is told after so many of them
 */
export async function tryCodes(
  server: SignInServer,
  secret: string | undefined,
  { serialNumber, wrong }: { readonly serialNumber: string; wrong(count: number): SignInProblem },
  visit: Visit,
  attempt: (underWay: UnderWay, call: Call) => Promise<Outcome | SignInProblem>,
): Promise<Outcome> {
  const outcome = await server.storage.transaction(async (queries) => {
    const underWay = await requireUnderWay(queries, server, secret, visit.now)
    const call = callOf(server, queries, underWay.person.principal, visit)
    const result = await keepCountedAttempts(() => attempt(underWay, call))
    if (!(result instanceof AwsFault)) return result
    const { principal } = underWay.person
    const kind = (await findMfaDevice(queries, server.accountId, serialNumber))?.kind ?? 'virtual'
    const wrongCodes = await recordWrongFactor(queries, server, visit, underWay.signIn, { principal, kind })
    return result.cause === notLookedAt ? tooManyCodes() : wrong(wrongCodes)
  })
  return settle(outcome)
}

/** Not counted: nobody may use up what another's device has. */
async function rewordFault(verified: Promise<void>): Promise<void> {
  try {
    await verified
  } catch (error) {
    throw error instanceof AwsFault && !error.keepsWrites ? noSuchDevice() : error
  }
}

async function requireDevice({ queries, accountId }: Call, ownerId: string, serial: string): Promise<MfaDeviceRow> {
  const device = await findMfaDevice(queries, accountId, serial)
  if (device?.owner_id !== ownerId) throw noSuchDevice()
  return device
}

function noSuchDevice(): SignInProblem {
  return new SignInProblem('ValidationError', 'You have no such MFA device.')
}

/** Whoever gets here knows the password; and a right code would help nobody now. */
function tooManyCodes(): SignInProblem {
  return new SignInProblem(
    'TooManyAttempts',
    'Codes of this device were tried too often. Try again in three minutes. If that does not help, the device is locked: ask an administrator to resynchronize it.',
  )
}

function wrongCode(wrongCodes: number): SignInProblem {
  const offerResync = wrongCodes >= wrongCodesBeforeResync
  return new SignInProblem(
    'WrongCode',
    'The code is wrong, or was used already. Wait for the next one and try again.',
    {
      offerResync,
    },
  )
}
