/** The user that an operation is about: the one named, or the caller. */
import type { Call } from '../call.ts'
import { userArn } from '../identity/arn.ts'
import type { LongTermPrincipal } from '../identity/principal.ts'
import { findUser, findUserById, type UserRow } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'
import { boundaryContext } from './permissions-boundary.ts'

/** @throws AwsFault NoSuchEntity */
export async function requireUser(call: Call, userName: string): Promise<UserRow> {
  const user = await findUser(call.queries, call.accountId, userName)
  if (!user) throw noSuchUser(userName)
  return user
}

/**
 * Without a name: the user who signed the request; undefined for the root user.
 * @throws AwsFault NoSuchEntity, ValidationError
 */
export async function targetUser(call: Call, userName: string | undefined): Promise<UserRow | undefined> {
  if (userName !== undefined) return requireUser(call, userName)
  const principal = requireLongTermPrincipal(call)
  if (principal.kind === 'root') return undefined
  const user = await findUserById(call.queries, call.accountId, principal.userId)
  if (!user) throw noSuchUser(principal.userName)
  return user
}

/** For what the root user cannot have. Its password, say, is no login profile. @throws AwsFault NoSuchEntity, ValidationError */
export async function requireTargetUser(call: Call, userName: string | undefined): Promise<UserRow> {
  const user = await targetUser(call, userName)
  if (!user) throw mustSpecifyUserName()
  return user
}

/**
 * Asks about a user under the path that is stored now, however the request spells the name.
 * @throws AwsFault ValidationError: without a name there is nothing to ask about, so the policies are not asked
 */
export async function permissionOnUser(
  call: Call,
  action: string,
  userName: string | undefined,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  if (userName === undefined) {
    const principal = requireLongTermPrincipal(call)
    const user =
      principal.kind === 'user' ? { resourceName: `user ${principal.userName}`, resourceId: principal.userId } : {}
    return [{ action, resource: principal.arn, ...user, context }]
  }
  const user = await findUser(call.queries, call.accountId, userName)
  return [{ action, ...userResource(call, userName, user), context }]
}

/** The same, with `iam:PermissionsBoundary`: for what changes the user's policies. */
export async function permissionOnBoundedUser(
  call: Call,
  action: string,
  userName: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const user = await findUser(call.queries, call.accountId, userName)
  const boundary = await boundaryContext(call, user)
  return [{ action, ...userResource(call, userName, user), context: { ...context, ...boundary } }]
}

/** How policies are asked about a user, who may not exist: a refusal, which names him as the request does, must not tell. */
export function userResource(call: Call, userName: string, user: UserRow | undefined): Omit<Permission, 'action'> {
  return {
    resource: userArn(call.accountId, user?.path ?? '/', user?.name ?? userName),
    resourceName: `user ${userName}`,
    ...(user ? { resourceId: user.user_id } : {}),
  }
}

/** Sessions of roles and federated users are no user's own: there is nobody that a request without a name could mean. */
function requireLongTermPrincipal({ caller: { principal } }: Call): LongTermPrincipal {
  if (principal.kind === 'root' || principal.kind === 'user') return principal
  throw mustSpecifyUserName()
}

function mustSpecifyUserName(): AwsFault {
  return new AwsFault('ValidationError', 'Must specify userName when calling with non-User credentials')
}

function noSuchUser(userName: string): AwsFault {
  return new AwsFault('NoSuchEntity', `The user with name ${userName} cannot be found.`)
}
