/** What the audit log hears of somebody who signs in, in the transaction that counts the attempt or begins the session. */
import { recordEvent } from '../audit/event.ts'
import { failedAuthentication, type SignInHappening, type SignInOutcome, signInEvent } from '../audit/sign-in-event.ts'
import type { LongTermPrincipal } from '../identity/principal.ts'
import type { Queries } from '../storage/database.ts'
import type { OwnedDevice } from '../storage/owned-devices.ts'
import { countWrongCode, type SignInKey } from '../storage/sign-ins.ts'
import type { SignInServer, Visit } from './server.ts'

export async function recordHappening(
  queries: Queries,
  { accountId }: Pick<SignInServer, 'accountId'>,
  { request, now }: Visit,
  happening: SignInHappening,
  outcome: SignInOutcome,
): Promise<void> {
  await recordEvent(queries, signInEvent({ accountId, request, now }, happening, outcome))
}

/** @param principal - undefined: nobody has the name that was given */
export async function recordFailedLogin(
  queries: Queries,
  server: SignInServer,
  visit: Visit,
  principal: LongTermPrincipal | undefined,
  failure: string = failedAuthentication,
): Promise<void> {
  const happening = { eventName: 'ConsoleLogin', loginTo: consoleOf(server), mfaIdentifier: undefined } as const
  await recordHappening(queries, server, visit, happening, { principal, failure })
}

const mfaTypes = { virtual: 'Virtual MFA', hardware: 'Hardware MFA', fido: 'U2F MFA' } as const

/** The second step alone. @param failure - undefined: it was passed */
export async function recordMfaCheck(
  queries: Queries,
  server: SignInServer,
  visit: Visit,
  { principal, kind, failure }: { principal: LongTermPrincipal; kind: OwnedDevice['kind']; failure?: string },
): Promise<void> {
  const happening = { eventName: 'CheckMfa', mfaType: mfaTypes[kind] } as const
  await recordHappening(queries, server, visit, happening, { principal, ...(failure !== undefined && { failure }) })
}

/** Of one sign-in in the audit log: whoever has the password could fill it. */
const recordedFailures = 30

/** Counts a code or a passkey that was not accepted. @returns how many there were in this sign-in, this one among them */
export async function recordWrongFactor(
  queries: Queries,
  server: SignInServer,
  visit: Visit,
  signIn: SignInKey,
  of: { readonly principal: LongTermPrincipal; readonly kind: OwnedDevice['kind'] },
): Promise<number> {
  const failures = await countWrongCode(queries, signIn)
  if (failures <= recordedFailures) {
    await recordMfaCheck(queries, server, visit, { ...of, failure: failedAuthentication })
  }
  return failures
}

export function consoleOf({ publicUrl }: Pick<SignInServer, 'publicUrl'>): string {
  return `${publicUrl()}/console`
}
