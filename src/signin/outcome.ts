/** What comes next in a sign-in, and what the page is told of it. */
import type { Queries } from '../storage/database.ts'
import { findDevicePreparedFor } from '../storage/mfa-devices.ts'
import { type DeviceOwner, findOwnedDevice, listDevicesOf, type OwnedDevice } from '../storage/owned-devices.ts'
import { findPasswordPolicy } from '../storage/password-policies.ts'
import {
  deleteExpiredSignIns,
  deleteSignIn,
  findSignIn,
  insertSignIn,
  type SignInKey,
  type SignInRow,
  updateSignIn,
} from '../storage/sign-ins.ts'
import { type PasswordStanding, passwordStanding } from '../verification/password-standing.ts'
import { consoleOf, recordFailedLogin, recordHappening } from './events.ts'
import { findPersonById, type Person } from './person.ts'
import { SignInProblem, signInExpired } from './problem.ts'
import { hashSecret, newSecret } from './secret.ts'
import type { SignInServer, Visit } from './server.ts'
import { beginConsoleSession, type ShownDevice } from './session.ts'

/** A sign-in has to end within: room for an e-mail with a new password, less than `aws login` waits. */
const signInMilliseconds = 15 * 60_000

export type SignInStep =
  | { readonly step: 'done' }
  | FactorStep
  | { readonly step: 'new-password'; readonly reason: 'reset required' | 'expired' }

/** What is asked for besides the password: a factor that the person has, or two codes of the one that waits. */
export type FactorStep =
  | { readonly step: 'mfa'; readonly devices: readonly OfferedDevice[] }
  | { readonly step: 'enrol'; readonly device: OfferedDevice }

export interface OfferedDevice {
  readonly serialNumber: string
  readonly kind: 'virtual' | 'hardware' | 'fido'
  /** What its owner called it. */
  readonly name: string
}

/** With the secret that the browser shows next: of the sign-in, or at the end of the session. */
export interface Outcome {
  readonly answer: SignInStep
  readonly signInSecret?: string
  readonly sessionSecret?: string
}

/** A sign-in that is under way, and whose it is. */
export interface UnderWay {
  readonly signIn: SignInRow
  readonly person: Person
}

/** After the right password. */
export async function beginSignIn(
  queries: Queries,
  server: SignInServer,
  person: Person,
  visit: Visit,
): Promise<Outcome | SignInProblem> {
  const answer = await findFactor(queries, person)
  if (!answer) return proceed(queries, server, person, undefined, visit)
  return { answer, signInSecret: await storeSignIn(queries, server, person, visit) }
}

/** Undefined: the password is enough, since there is no device, and none was prepared. */
export async function findFactor(queries: Queries, person: Person): Promise<FactorStep | undefined> {
  const devices = await listDevices(queries, person)
  if (devices.length > 0) return { step: 'mfa', devices }
  const prepared = await findDevicePreparedFor(queries, ownerOf(person))
  return prepared && { step: 'enrol', device: toOffered(prepared) }
}

/**
 * After a right code: what was shown is `device`, and the sign-in under way is over, or waits for a new password. A problem
 * is returned, not thrown: the code stays used, and what happened stays written down.
 */
export async function proceed(
  queries: Queries,
  server: SignInServer,
  person: Person,
  device: ShownDevice | undefined,
  visit: Visit,
  signIn?: SignInKey,
): Promise<Outcome | SignInProblem> {
  const reason = await reasonForNewPassword(queries, person, visit.now)
  if (reason === 'expired for good') {
    const problem = passwordExpired()
    await recordFailedLogin(queries, server, visit, person.principal, problem.message)
    return problem
  }
  if (reason !== undefined) {
    const answer = { step: 'new-password', reason } as const
    if (!signIn) return { answer, signInSecret: await storeSignIn(queries, server, person, visit) }
    await updateSignIn(queries, signIn, {
      mfa_device_id: device?.deviceId ?? null,
      mfa_authenticated_at: device?.at.getTime() ?? null,
      challenge: null,
    })
    return { answer }
  }
  return finish(queries, server, person, device, visit, signIn)
}

/** All that was asked for has been shown. Of two requests that get here with one sign-in, one begins a session. */
export async function finish(
  queries: Queries,
  server: SignInServer,
  person: Pick<Person, 'principal' | 'passwordMark'>,
  device: ShownDevice | undefined,
  visit: Visit,
  signIn?: SignInKey,
): Promise<Outcome> {
  if (signIn && !(await deleteSignIn(queries, signIn))) throw signInExpired()
  const { secret, session } = await beginConsoleSession(queries, server, person, device, visit)
  const shown = device && { account_id: server.accountId, device_id: device.deviceId }
  const mfaIdentifier = shown && (await findOwnedDevice(queries, shown))?.serial_number
  const happening = { eventName: 'ConsoleLogin', loginTo: consoleOf(server), mfaIdentifier } as const
  const { principal } = person
  await recordHappening(queries, server, visit, happening, { principal, accessKeyId: session.access_key_id })
  return { answer: { step: 'done' }, sessionSecret: secret }
}

/** For the end of the transaction. @throws SignInProblem */
export function settle(outcome: Outcome | SignInProblem): Outcome {
  if (outcome instanceof SignInProblem) throw outcome
  return outcome
}

/** @throws SignInProblem PasswordExpired; SignInExpired when no new password is due */
export async function requireNewPasswordDue(queries: Queries, person: Person, now: Date): Promise<void> {
  const reason = await reasonForNewPassword(queries, person, now)
  if (reason === undefined) throw signInExpired()
  if (reason === 'expired for good') throw passwordExpired()
}

async function reasonForNewPassword(
  queries: Queries,
  person: Person,
  now: Date,
): Promise<Exclude<PasswordStanding, 'good'> | undefined> {
  if (person.kind === 'root') return undefined
  const policy = await findPasswordPolicy(queries, person.principal.accountId)
  const standing = passwordStanding(person.profile, policy, now)
  return standing === 'good' ? undefined : standing
}

function passwordExpired(): SignInProblem {
  return new SignInProblem(
    'PasswordExpired',
    'Your password has expired, and this account does not let you change it here. Ask an administrator to set a new one.',
  )
}

/** @throws SignInProblem SignInExpired when there is none, or what it began with has changed since */
export async function requireUnderWay(
  queries: Queries,
  { accountId }: SignInServer,
  secret: string | undefined,
  now: Date,
): Promise<UnderWay> {
  const key = { account_id: accountId, secret_hash: hashSecret(secret ?? '') }
  const signIn = secret === undefined ? undefined : await findSignIn(queries, key)
  if (!signIn || signIn.expires_at <= now.getTime()) throw signInExpired()
  const person = await findPersonById(queries, accountId, signIn.principal_id)
  if (person?.passwordMark !== signIn.password_mark) throw signInExpired()
  return { signIn, person }
}

async function storeSignIn(
  queries: Queries,
  { accountId }: SignInServer,
  { principal, passwordMark }: Person,
  { now }: Visit,
): Promise<string> {
  await deleteExpiredSignIns(queries, accountId, now)
  const secret = newSecret()
  await insertSignIn(queries, {
    account_id: accountId,
    secret_hash: hashSecret(secret),
    principal_id: principal.userId,
    password_mark: passwordMark,
    mfa_device_id: null,
    mfa_authenticated_at: null,
    wrong_codes: 0,
    challenge: null,
    expires_at: now.getTime() + signInMilliseconds,
  })
  return secret
}

export async function listDevices(queries: Queries, person: Person): Promise<OfferedDevice[]> {
  const { rows } = await listDevicesOf(queries, ownerOf(person))
  return rows.map(toOffered)
}

function ownerOf({ principal }: Person): DeviceOwner {
  return { account_id: principal.accountId, owner_id: principal.userId }
}

function toOffered({ serial_number, kind }: Pick<OwnedDevice, 'serial_number' | 'kind'>): OfferedDevice {
  return { serialNumber: serial_number, kind, name: nameOf(serial_number, kind) }
}

/** `phone` for `arn:aws:iam::123456789012:mfa/phone`; a hardware token has but its number. */
function nameOf(serialNumber: string, kind: OfferedDevice['kind']): string {
  const last = serialNumber.slice(serialNumber.lastIndexOf('/') + 1)
  return kind === 'fido' ? last.slice(0, last.lastIndexOf('-')) : last
}
