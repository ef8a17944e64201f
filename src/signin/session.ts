/** Sessions of people who signed in: how they begin, and when they are over. */
import { randomUUID } from 'node:crypto'
import { signInRegion } from '../identity/arn.ts'
import { type Caller, type Session, unrestricted } from '../identity/principal.ts'
import { newAccessKeyId } from '../identity/unique-id.ts'
import { recordRootPasswordUse } from '../storage/accounts.ts'
import type { Queries } from '../storage/database.ts'
import { findOwnedDevice } from '../storage/owned-devices.ts'
import {
  deleteExpiredSignInSessions,
  deleteLeastUsedSignInSessions,
  findSignInSession,
  insertSignInSession,
  type SignInSessionRow,
  updateSignInSession,
} from '../storage/sign-in-sessions.ts'
import { recordPasswordUse } from '../storage/users.ts'
import { findPersonById, type Person } from './person.ts'
import { hashSecret, newSecret } from './secret.ts'
import type { SessionLimits, SignInServer, Visit } from './server.ts'

/** The device that was shown. */
export interface ShownDevice {
  readonly deviceId: string
  readonly at: Date
}

/**
 * Begins a console session, in the transaction that has checked the last factor.
 * @returns what the browser shows from now on: always a new secret, so that none that was known before is worth anything
 */
export async function beginConsoleSession(
  queries: Queries,
  { accountId, sessionLimits }: SignInServer,
  person: Pick<Person, 'principal' | 'passwordMark'>,
  device: ShownDevice | undefined,
  { request, now }: Visit,
): Promise<{ readonly secret: string; readonly session: SignInSessionRow }> {
  const secret = newSecret()
  const session: SignInSessionRow = {
    account_id: accountId,
    session_id: randomUUID(),
    kind: 'console',
    secret_hash: hashSecret(secret),
    access_key_id: newAccessKeyId('ASIA', accountId),
    principal_id: person.principal.userId,
    password_mark: person.passwordMark,
    mfa_device_id: device?.deviceId ?? null,
    mfa_authenticated_at: device?.at.getTime() ?? null,
    created_at: now.getTime(),
    last_used_at: now.getTime(),
    expires_at: now.getTime() + sessionLimits.absolute,
    source_ip: request.sourceIp,
    user_agent: request.userAgent ?? null,
    client_id: null,
    dpop_thumbprint: null,
    challenge: null,
  }
  await storeSession(queries, session, now)
  await (person.principal.kind === 'root'
    ? recordRootPasswordUse(queries, accountId, now)
    : recordPasswordUse(queries, { account_id: accountId, user_id: person.principal.userId }, now))
  return { secret, session }
}

/** More than anybody has browsers and commands. Each is looked at when they are listed, so there must be an end of them. */
const sessionsPerPrincipal = 100

/** The ones that were not used for longest make room. */
export async function storeSession(queries: Queries, session: SignInSessionRow, now: Date): Promise<void> {
  await deleteExpiredSignInSessions(queries, session.account_id, now)
  await deleteLeastUsedSignInSessions(queries, session, sessionsPerPrincipal - 1)
  await insertSignInSession(queries, session)
}

/** Why a session is over. */
export type SessionEnd = 'expired' | 'credentials changed'

/**
 * Asked for each use of a session: whoever changes a password, removes a device or deletes a user need not know of the
 * sessions that end with it.
 */
export async function findStanding(
  queries: Queries,
  session: SignInSessionRow,
  limits: SessionLimits,
  now: Date,
): Promise<Person | SessionEnd> {
  const isIdle = session.kind === 'console' && session.last_used_at + limits.idle <= now.getTime()
  if (isIdle || session.expires_at <= now.getTime()) return 'expired'
  const person = await findPersonById(queries, session.account_id, session.principal_id)
  if (person?.passwordMark !== session.password_mark) return 'credentials changed'
  return (await isDeviceThere(queries, session)) ? person : 'credentials changed'
}

/**
 * Asked once more before something is changed: a request may have waited for its turn, and the session have ended meanwhile.
 * Undefined: it has.
 */
export async function findSignedIn(
  queries: Queries,
  { accountId, sessionLimits }: Pick<SignInServer, 'accountId' | 'sessionLimits'>,
  sessionId: string,
  now: Date,
): Promise<Person | undefined> {
  const session = await findSignInSession(queries, accountId, sessionId)
  const standing = session && (await findStanding(queries, session, sessionLimits, now))
  return typeof standing === 'string' ? undefined : standing
}

/** A device that was removed and enabled again since is not the one that was shown. */
async function isDeviceThere(queries: Queries, session: SignInSessionRow): Promise<boolean> {
  const { account_id, mfa_device_id, mfa_authenticated_at, principal_id } = session
  if (mfa_device_id === null || mfa_authenticated_at === null) return true
  const device = await findOwnedDevice(queries, { account_id, device_id: mfa_device_id })
  return device?.owner_id === principal_id && device.enabled_at <= mfa_authenticated_at
}

/** A use is written down once a minute: what idles is measured in minutes too. */
const freshMilliseconds = 60_000

/** A session and whose it is, and this use of it written down. Undefined: there is none of that kind, or it has ended. */
export async function takeSession(
  server: SignInServer,
  kind: SignInSessionRow['kind'],
  find: (queries: Queries) => Promise<SignInSessionRow | undefined>,
): Promise<{ readonly session: SignInSessionRow; readonly person: Person } | undefined> {
  const now = new Date(server.clock.now())
  const found = await server.storage.read(async (queries) => {
    const session = await find(queries)
    if (session?.kind !== kind) return undefined
    const person = await findStanding(queries, session, server.sessionLimits, now)
    return typeof person === 'string' ? undefined : { session, person }
  })
  if (found) await recordUse(server, found.session, now)
  return found
}

async function recordUse(server: SignInServer, session: SignInSessionRow, now: Date): Promise<void> {
  if (Math.abs(now.getTime() - session.last_used_at) < freshMilliseconds) return
  await server.storage.transaction((queries) => updateSignInSession(queries, session, { last_used_at: now.getTime() }))
}

/** Whoever signed in, as policies and operations see it. */
export type SignedInCaller = Caller & Pick<Person, 'principal'>

export function callerOf(row: SignInSessionRow, person: Pick<Person, 'principal'>): SignedInCaller {
  return { principal: person.principal, accessKeyId: row.access_key_id, region: signInRegion, session: sessionOf(row) }
}

export function sessionOf(row: SignInSessionRow): Session {
  return {
    issuedAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    mfaAuthenticatedAt: row.mfa_authenticated_at === null ? undefined : new Date(row.mfa_authenticated_at),
    ...unrestricted,
    signIn: { sessionId: row.session_id, kind: row.kind },
  }
}
