/** The second step of somebody for whom a device was prepared: two codes of it, which enable it and are what was shown. */
import { beginChange } from '../storage/accounts.ts'
import { findDevicePreparedFor } from '../storage/mfa-devices.ts'
import { countDevicesOf } from '../storage/owned-devices.ts'
import { enableWithPair } from '../verification/enabling.ts'
import { tryCodes } from './code-step.ts'
import { recordHappening, recordMfaCheck } from './events.ts'
import { type Outcome, proceed, requireUnderWay } from './outcome.ts'
import { SignInProblem, signInExpired } from './problem.ts'
import type { SignInServer, Visit } from './server.ts'

/**
 * Whoever has the password alone gets no further: the secret is on the page that the person was given. The session has MFA,
 * so the codes are held to what a session asks of one: they are of now, and neither is good for anything afterwards.
 * @throws SignInProblem WrongCode, TooManyAttempts, SignInExpired, PasswordExpired
 */
export async function enrolPreparedDevice(
  server: SignInServer,
  secret: string | undefined,
  {
    serialNumber,
    ...codes
  }: { readonly serialNumber: string; readonly firstCode: string; readonly secondCode: string },
  visit: Visit,
): Promise<Outcome> {
  return tryCodes(server, secret, { serialNumber, wrong: wrongPair }, visit, async (_, call) => {
    // Enabling changes the account, so it takes its turn with all that does: the person is who that left.
    await beginChange(call.queries, server.accountId)
    const { signIn, person } = await requireUnderWay(call.queries, server, secret, visit.now)
    const { principal } = person
    const owner = { account_id: server.accountId, owner_id: principal.userId }
    const device = await findDevicePreparedFor(call.queries, owner)
    // Enabled meanwhile in another way, or taken back, or not asked for any more: whoever has a device shows that.
    const isAsked = (await countDevicesOf(call.queries, owner)) === 0
    if (!isAsked || device?.serial_number !== serialNumber) throw signInExpired()
    await enableWithPair(call, device, principal.userId, { ...codes, around: 'present' })
    const happening = { eventName: 'EnableMFADevice', serialNumber } as const
    await recordHappening(call.queries, server, visit, happening, { principal })
    await recordMfaCheck(call.queries, server, visit, { principal, kind: device.kind })
    return proceed(call.queries, server, person, { deviceId: device.device_id, at: visit.now }, visit, signIn)
  })
}

function wrongPair(): SignInProblem {
  return new SignInProblem(
    'WrongCode',
    'These are not two codes in a row of this device, or they are not of now. Begin with the code that the app shows, and see that the clock of the phone is right.',
  )
}
