/**
 * Enrolling a passkey or security key, which AWS too offers in its console only. The rules are those of EnableMFADevice.
 * https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential
 */
import { randomUUID } from 'node:crypto'
import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { requirePermissions } from '../authorization/decide.ts'
import type { Call } from '../call.ts'
import { passkeyArn } from '../identity/arn.ts'
import { encodeBase32 } from '../identity/base32.ts'
import type { LongTermPrincipal } from '../identity/principal.ts'
import { drawRandomBytes } from '../identity/random.ts'
import { beginChange } from '../storage/accounts.ts'
import type { Queries } from '../storage/database.ts'
import { isUniqueViolation } from '../storage/errors.ts'
import type { DeviceOwner } from '../storage/owned-devices.ts'
import { insertPasskey, listPasskeys } from '../storage/passkeys.ts'
import { type SignInSessionRow, takeChallenge, updateSignInSession } from '../storage/sign-in-sessions.ts'
import { requireMfaForOwnDevices, requireRoomForDevice } from '../verification/self-management.ts'
import { namesItsMaker } from './attestation.ts'
import { recordHappening } from './events.ts'
import { transportsOf } from './passkey-step.ts'
import { SignInProblem, signInExpired } from './problem.ts'
import { relyingParty } from './relying-party.ts'
import { type Fields, readText } from './request-fields.ts'
import { callOf, type SignInServer, type Visit } from './server.ts'
import { findSignedIn, sessionOf } from './session.ts'

/** @returns what the browser hands to the authenticator, PublicKeyCredentialCreationOptionsJSON */
export async function offerEnrolment(server: SignInServer, session: SignInSessionRow, visit: Visit): Promise<object> {
  const { id } = relyingParty(server)
  const { principal, enrolled } = await server.storage.read(async (queries) => {
    const { principal, owner } = await requireMayEnrol(queries, server, session, visit, false)
    return { principal, enrolled: await listPasskeys(queries, owner) }
  })
  const userName = principal.kind === 'user' ? principal.userName : 'root'
  const options = await generateRegistrationOptions({
    rpName: 'Twinlock',
    rpID: id,
    userName: `${userName} (${server.accountId})`,
    userDisplayName: userName,
    userID: Uint8Array.from(Buffer.from(principal.userId)),
    attestationType: 'none',
    excludeCredentials: enrolled.map((passkey) => ({ id: passkey.credential_id, transports: transportsOf(passkey) })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'discouraged' },
  })
  await server.storage.transaction((queries) => updateSignInSession(queries, session, { challenge: options.challenge }))
  return options
}

/** @throws SignInProblem ValidationError; AwsFault AccessDenied, LimitExceeded, EntityAlreadyExists */
export async function enrolPasskey(
  server: SignInServer,
  session: SignInSessionRow,
  fields: Fields,
  visit: Visit,
): Promise<object> {
  const name = readName(fields)
  const challenge = await server.storage.transaction((queries) => takeChallenge(queries, session))
  const credential = await verify(server, fields, challenge)
  const serial = { account_id: server.accountId, device_id: randomUUID() }
  try {
    return await server.storage.transaction(async (queries) => {
      await beginChange(queries, server.accountId)
      const { principal, owner } = await requireMayEnrol(queries, server, session, visit, true)
      // As AWS has it, the name is the person's, and what follows makes it unlike any other.
      const userName = principal.kind === 'user' ? principal.userName : undefined
      const serialNumber = passkeyArn(server.accountId, userName, `${name}-${encodeBase32(drawRandomBytes(16))}`)
      await insertPasskey(queries, {
        ...serial,
        owner_id: owner.owner_id,
        serial_number: serialNumber,
        enabled_at: visit.now.getTime(),
        credential_id: credential.id,
        public_key: Buffer.from(credential.publicKey).toString('base64url'),
        sign_count: credential.counter,
        transports: credential.transports,
      })
      const happening = { eventName: 'EnableMFADevice', serialNumber } as const
      await recordHappening(queries, server, visit, happening, { principal, accessKeyId: session.access_key_id })
      return { serialNumber }
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new SignInProblem('ValidationError', 'This passkey is enrolled already.')
  }
}

async function requireMayEnrol(
  queries: Queries,
  server: SignInServer,
  session: SignInSessionRow,
  visit: Visit,
  isChange: boolean,
): Promise<{ readonly principal: LongTermPrincipal; readonly owner: DeviceOwner }> {
  const person = await findSignedIn(queries, server, session.session_id, visit.now)
  if (!person) throw signInExpired()
  const { principal } = person
  const call: Call = { ...callOf(server, queries, principal, visit, sessionOf(session)), isChange }
  const owner = { account_id: server.accountId, owner_id: principal.userId }
  await requirePermissions(call, [
    { action: 'iam:EnableMFADevice', resource: principal.arn, resourceId: principal.userId },
  ])
  await requireMfaForOwnDevices(call, principal.userId, 'iam:EnableMFADevice')
  await requireRoomForDevice(call, owner)
  return { principal, owner }
}

async function verify(server: SignInServer, { response }: Fields, expectedChallenge: string | null) {
  const { id, origin } = relyingParty(server)
  if (expectedChallenge === null || typeof response !== 'object' || response === null) throw notEnrolled()
  requireNoCertificates(response)
  const verification = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: false,
  }).catch((error: unknown) => {
    throw notEnrolled(error)
  })
  if (!verification.verified) throw notEnrolled()
  const { credential } = verification.registrationInfo
  if (credential.id.length > longestId || credential.publicKey.length > longestPublicKey) {
    throw notEnrolled(new Error('its id or its public key is longer than those of any authenticator'))
  }
  return { ...credential, transports: readTransports(credential.transports) }
}

/** WebAuthn's 1,023 bytes, in base64url. PostgreSQL has no room in an index for much more. */
const longestId = 1364
/** In bytes: RSA with 8,192 bits takes half of it. */
const longestPublicKey = 2048

/** The browser's hint for next time, in words that are not verified. */
function readTransports(transports: unknown): string {
  if (!Array.isArray(transports)) return ''
  return transports
    .filter((each) => typeof each === 'string' && /^[a-z-]{1,20}$/.test(each))
    .slice(0, 10)
    .join(',')
}

function requireNoCertificates(response: object): void {
  let isNamed: boolean
  try {
    isNamed = namesItsMaker(response)
  } catch (error) {
    throw notEnrolled(error)
  }
  if (isNamed) throw notEnrolled(new Error('it came with certificates of its maker, which nobody has asked for'))
}

function readName(fields: Fields): string {
  const name = readText(fields, 'name', 64)
  if (/^[\w+=,.@-]+$/.test(name)) return name
  throw new SignInProblem('ValidationError', 'A name has letters, digits and + = , . @ - _ only.')
}

/** The library's words tell an operator who has misconfigured the public URL. */
function notEnrolled(error?: unknown): SignInProblem {
  const why = error instanceof Error ? error.message : 'there was no such enrolment under way'
  return new SignInProblem('ValidationError', `The passkey was not enrolled: ${why}. Begin again.`)
}
