/** `userIdentity`: who did it. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
import type { Caller, LongTermPrincipal, Principal, Session } from '../identity/principal.ts'
import { isoTime } from './times.ts'

/** Whoever names a key without proving to have it. */
export interface Claimant {
  readonly accessKeyId: string
  readonly region: string
  /** Whose key it is; of a session, as much as its token says. */
  readonly holder: Principal | { readonly kind: 'session' | 'role' | 'federated'; readonly userId: string }
}

/** Who has signed in, or is about to. */
export interface SigningIn {
  readonly principal: LongTermPrincipal
  /** Undefined until there is a session. */
  readonly accessKeyId?: string
}

export function identityOfCaller({ principal, accessKeyId, session }: Caller): object {
  const identity = identityOfPrincipal(principal, accessKeyId)
  if (!session) return identity
  const isFromConsole = session.signIn?.kind === 'console'
  return {
    ...identity,
    sessionContext: sessionContext(principal, session),
    ...(isFromConsole && { sessionCredentialFromConsole: 'true' }),
  }
}

export function identityOfClaimant({ holder, accessKeyId }: Claimant, accountId: string): object {
  if ('arn' in holder) return identityOfPrincipal(holder, accessKeyId)
  return { type: typeOf(holder.kind, holder.userId, accountId), principalId: holder.userId, accountId, accessKeyId }
}

export function identityOfPrincipal(principal: Principal, accessKeyId?: string): object {
  const { kind, accountId, arn, userId } = principal
  return {
    type: typeOf(kind, userId, accountId),
    principalId: userId,
    arn,
    accountId,
    accessKeyId,
    userName: kind === 'user' ? principal.userName : undefined,
  }
}

/** What CloudTrail looks up as `Username`. */
export function userNameOf(principal: Principal): string {
  switch (principal.kind) {
    case 'root':
      return 'root'
    case 'user':
      return principal.userName
    case 'role':
      return principal.sessionName
    case 'federated':
      return principal.name
  }
}

function typeOf(kind: Claimant['holder']['kind'], userId: string, accountId: string): string {
  switch (kind) {
    case 'role':
      return 'AssumedRole'
    case 'federated':
      return 'FederatedUser'
    default:
      return userId === accountId ? 'Root' : 'IAMUser'
  }
}

function sessionContext(principal: Principal, { issuedAt, mfaAuthenticatedAt, sourceIdentity }: Session): object {
  return {
    sessionIssuer: issuerOf(principal),
    attributes: { creationDate: isoTime(issuedAt), mfaAuthenticated: String(mfaAuthenticatedAt !== undefined) },
    sourceIdentity,
  }
}

function issuerOf(principal: Principal): object | undefined {
  const { accountId } = principal
  if (principal.kind === 'role') {
    const { roleId, roleArn, roleName } = principal
    return { type: 'Role', principalId: roleId, arn: roleArn, accountId, userName: roleName }
  }
  return principal.kind === 'federated' ? identityOfPrincipal(principal.issuer) : undefined
}
