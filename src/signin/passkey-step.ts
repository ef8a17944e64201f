/**
 * The second step with a passkey or security key. https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
 *
 * The checks of WebAuthn are SimpleWebAuthn's. Here: each challenge is good for one try, and no two uses of a counter win.
 */
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server'
import { advanceSignCount, listPasskeys, type PasskeyRow } from '../storage/passkeys.ts'
import { updateSignIn } from '../storage/sign-ins.ts'
import { recordMfaCheck, recordWrongFactor } from './events.ts'
import { type Outcome, proceed, requireUnderWay, settle, type UnderWay } from './outcome.ts'
import { SignInProblem } from './problem.ts'
import { relyingParty } from './relying-party.ts'
import type { Fields } from './request-fields.ts'
import type { SignInServer, Visit } from './server.ts'

/** @returns what the browser hands to the authenticator, PublicKeyCredentialRequestOptionsJSON */
export async function offerPasskeys(server: SignInServer, secret: string | undefined, { now }: Visit): Promise<object> {
  const { id } = relyingParty(server)
  const passkeys = await server.storage.read(async (queries) => {
    const { person } = await requireUnderWay(queries, server, secret, now)
    return listPasskeys(queries, ownerOf(server, person.principal.userId))
  })
  if (passkeys.length === 0) throw new SignInProblem('ValidationError', 'You have no passkey here.')
  // A second factor: who holds it is enough, and a security key without a PIN will do.
  const options = await generateAuthenticationOptions({
    rpID: id,
    userVerification: 'discouraged',
    allowCredentials: passkeys.map((passkey) => ({ id: passkey.credential_id, transports: transportsOf(passkey) })),
  })
  await server.storage.transaction(async (queries) => {
    const { signIn } = await requireUnderWay(queries, server, secret, now)
    await updateSignIn(queries, signIn, { challenge: options.challenge })
  })
  return options
}

/** @throws SignInProblem WrongCode, SignInExpired, PasswordExpired */
export async function signInWithPasskey(
  server: SignInServer,
  secret: string | undefined,
  fields: Fields,
  visit: Visit,
): Promise<Outcome> {
  const response = readResponse(fields)
  const { challenge, passkey, underWay } = await takeChallenge(server, secret, response.id, visit)
  const signCount = challenge && passkey ? await verify(server, response, challenge, passkey) : undefined
  if (!passkey || signCount === undefined) {
    const of = { principal: underWay.person.principal, kind: 'fido' } as const
    await server.storage.transaction((queries) => recordWrongFactor(queries, server, visit, underWay.signIn, of))
    throw notAccepted()
  }
  const outcome = await server.storage.transaction(async (queries) => {
    const { signIn, person } = await requireUnderWay(queries, server, secret, visit.now)
    if (!(await advanceSignCount(queries, passkey, passkey.sign_count, signCount))) throw notAccepted()
    await recordMfaCheck(queries, server, visit, { principal: person.principal, kind: 'fido' })
    return proceed(queries, server, person, { deviceId: passkey.device_id, at: visit.now }, visit, signIn)
  })
  return settle(outcome)
}

/** Null or undefined where there is none: neither is good for anything. */
async function takeChallenge(
  server: SignInServer,
  secret: string | undefined,
  credentialId: string,
  { now }: Visit,
): Promise<{ challenge: string | null; passkey: PasskeyRow | undefined; underWay: UnderWay }> {
  return server.storage.transaction(async (queries) => {
    const underWay = await requireUnderWay(queries, server, secret, now)
    const { signIn, person } = underWay
    await updateSignIn(queries, signIn, { challenge: null })
    const passkeys = await listPasskeys(queries, ownerOf(server, person.principal.userId))
    const passkey = passkeys.find((each) => each.credential_id === credentialId)
    return { challenge: signIn.challenge, passkey, underWay }
  })
}

/** @returns the authenticator's count after this use; undefined when it is not accepted */
async function verify(
  server: SignInServer,
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
  passkey: PasskeyRow,
): Promise<number | undefined> {
  const { id, origin } = relyingParty(server)
  const credential = {
    id: passkey.credential_id,
    publicKey: Uint8Array.from(Buffer.from(passkey.public_key, 'base64url')),
    counter: passkey.sign_count,
    transports: transportsOf(passkey),
  }
  const verification = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: id,
    credential,
    requireUserVerification: false,
  }).catch(() => undefined)
  return verification?.verified ? verification.authenticationInfo.newCounter : undefined
}

/** What is wrong inside of it is the library's to find. */
function readResponse({ response }: Fields): AuthenticationResponseJSON {
  const isObject = typeof response === 'object' && response !== null
  if (isObject && 'id' in response && typeof response.id === 'string') return response as AuthenticationResponseJSON
  throw new SignInProblem('ValidationError', 'response must be what the browser’s authenticator answered.')
}

function notAccepted(): SignInProblem {
  return new SignInProblem('WrongCode', 'The passkey was not accepted. Try again.', { offerResync: false })
}

function ownerOf({ accountId }: SignInServer, principalId: string) {
  return { account_id: accountId, owner_id: principalId }
}

export function transportsOf({ transports }: Pick<PasskeyRow, 'transports'>): string[] {
  return transports === '' ? [] : transports.split(',')
}
