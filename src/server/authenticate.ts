/** Who sends a request: the signature's claim, the key or session token behind it, and the principal that they belong to. */
import type { KeyObject } from 'node:crypto'
import type { Claimant } from '../audit/user-identity.ts'
import type { HttpRequest } from '../http/message.ts'
import { rootPrincipal, userPrincipal } from '../identity/long-term-principal.ts'
import { type Caller, type Principal, type Session, type SignIn, unrestricted } from '../identity/principal.ts'
import { accessKeyIdentity } from '../secrets/access-key.ts'
import { openSessionToken, type SessionClaims } from '../secrets/session-token.ts'
import type { SignatureClaim } from '../sigv4/claim.ts'
import { deriveSigningKey, isSignatureValid, readClaim } from '../sigv4/verify.ts'
import { type AccessKeyWithOwner, findAccessKey } from '../storage/access-keys.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App } from './app.ts'
import { ClaimedIdentity } from './claimed-identity.ts'
import { recordUseOfKey, recordUseOfRole } from './last-use.ts'
import { findSessionPrincipal, invalidToken } from './principals.ts'
import { findSignInOf } from './sign-in-credentials.ts'

/** What a credential must be scoped to: AWS's services, and our own administration. */
export type SignedService = 'iam' | 'sts' | 'cloudtrail' | 'twinlock'

/**
 * @throws AwsFault in AWS's order: what is wrong with the claim, then a bad or expired token, an unknown or inactive key,
 * and last the signature
 */
export async function authenticate(request: HttpRequest, service: SignedService, app: App): Promise<Caller> {
  const claim = readClaim(request, { now: new Date(app.clock.now()), service })
  if (claim.sessionToken !== undefined) return authenticateSession(request, claim, claim.sessionToken, app)
  return authenticateAccessKey(request, claim, app)
}

async function authenticateAccessKey(request: HttpRequest, claim: SignatureClaim, app: App): Promise<Caller> {
  // Whatever else stands there is no key id, and need not reach the database.
  const isKeyId = /^\w{16,128}$/.test(claim.accessKeyId)
  const found = isKeyId ? await app.storage.read((queries) => findAccessKey(queries, claim.accessKeyId)) : undefined
  const key = found?.account_id === app.accountId ? found : undefined
  if (key?.status !== 'Active') {
    const cause = key && new ClaimedIdentity({ ...claim, holder: ownerOf(key) })
    throw new AwsFault('InvalidClientTokenId', 'The security token included in the request is invalid.', { cause })
  }
  const cacheName = [key.sealed_secret, claim.date, claim.region, claim.service].join('/')
  const signingKey = signingKeys.get(cacheName) ?? openSigningKey(key, claim, app)
  requireSignature(request, claim, signingKey, () => ({ ...claim, holder: ownerOf(key) }))
  rememberSigningKey(cacheName, signingKey)
  await recordUseOfKey(key, claim, app)
  return { principal: ownerOf(key), accessKeyId: key.access_key_id, region: claim.region, session: undefined }
}

async function authenticateSession(
  request: HttpRequest,
  claim: SignatureClaim,
  token: string,
  app: App,
): Promise<Caller> {
  const opened = openSessionToken(token, app.sessionTokenKeys)
  if (opened?.claims.accessKeyId !== claim.accessKeyId) throw invalidToken()
  const { claims, secretAccessKey } = opened
  const claimant = { ...claim, holder: { kind: claims.kind, userId: sessionHolderId(claims, app.accountId) } }
  const expired = () => {
    const cause = new ClaimedIdentity(claimant)
    return new AwsFault('ExpiredToken', 'The security token included in the request is expired', { cause })
  }
  if (claims.expiresAt <= app.clock.now()) throw expired()
  requireSignature(request, claim, deriveSigningKey(secretAccessKey, claim), () => claimant)
  const found = await findSession(claims, app)
  // Clients ask for new credentials then, and are told there why there are none.
  if (!found) throw expired()
  const { principal, signIn } = found
  if (principal.kind === 'role') await recordUseOfRole(principal, claim, app)
  return { principal, accessKeyId: claims.accessKeyId, region: claim.region, session: sessionOf(claims, signIn) }
}

/** As the principal has it: `AROA…:session`. */
function sessionHolderId(claims: SessionClaims, accountId: string): string {
  if (claims.kind === 'role') return `${claims.principalId}:${claims.sessionName}`
  return claims.kind === 'federated' ? `${accountId}:${claims.name}` : claims.principalId
}

/** Most sessions have no row; those of `aws login` have one, and are good while it is there. Undefined: it has ended. */
async function findSession(
  claims: SessionClaims,
  app: App,
): Promise<{ readonly principal: Principal; readonly signIn: SignIn | undefined } | undefined> {
  if (claims.kind === 'session' && claims.signInSessionId !== undefined) {
    return findSignInOf(claims.signInSessionId, app)
  }
  const principal = await app.storage.read((queries) => findSessionPrincipal(queries, app.accountId, claims))
  return { principal, signIn: undefined }
}

function sessionOf(claims: SessionClaims, signIn: SignIn | undefined): Session {
  const { issuedAt, expiresAt } = claims
  const times = { issuedAt: new Date(issuedAt), expiresAt: new Date(expiresAt) }
  if (claims.kind === 'session') {
    const { mfaAuthenticatedAt: at } = claims
    const mfaAuthenticatedAt = at === undefined ? undefined : new Date(at)
    return { ...times, mfaAuthenticatedAt, ...unrestricted, signIn }
  }
  const { policy, policyArns = [], tags = {}, transitiveTagKeys = [] } = claims
  return {
    ...times,
    mfaAuthenticatedAt: undefined,
    sessionPolicies: policy === undefined ? { policyArns } : { document: policy, policyArns },
    tags,
    transitiveTagKeys,
    sourceIdentity: claims.kind === 'role' ? claims.sourceIdentity : undefined,
    signIn,
  }
}

function requireSignature(request: HttpRequest, claim: SignatureClaim, key: KeyObject, claimant: () => Claimant): void {
  if (isSignatureValid(request, claim, key)) return
  throw new AwsFault(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    { cause: new ClaimedIdentity(claimant()) },
  )
}

/**
 * Unsealing and deriving cost more than all the rest of the verification, and the same key signs for a whole day. Named by
 * the sealed secret: another secret under the same id is another entry, and so is another master key's. Only keys that have
 * verified a signature come in here, so that nobody fills the memory who knows but a key id.
 */
const signingKeys = new Map<string, KeyObject>()
const cachedSigningKeys = 10_000

function openSigningKey(key: AccessKeyWithOwner, claim: SignatureClaim, { sealer }: App): KeyObject {
  const identity = accessKeyIdentity(key.account_id, key.access_key_id)
  return deriveSigningKey(sealer.unseal(key.sealed_secret, identity).toString(), claim)
}

function rememberSigningKey(name: string, signingKey: KeyObject): void {
  if (signingKeys.has(name)) return
  const oldest = signingKeys.keys().next()
  if (signingKeys.size >= cachedSigningKeys && !oldest.done) signingKeys.delete(oldest.value)
  signingKeys.set(name, signingKey)
}

function ownerOf({ account_id, owner_id, user_name, user_path }: AccessKeyWithOwner): Principal {
  if (owner_id === account_id) return rootPrincipal(account_id)
  if (user_name === null || user_path === null) throw invalidToken()
  return userPrincipal(account_id, owner_id, user_name, user_path)
}
