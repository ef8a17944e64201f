/** The user that an operation is about: the one named, or the caller. */
import type { Call } from '../call.ts'
import { userArn } from '../identity/arn.ts'
import { findUser, findUserById, type UserRow } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission } from '../wire/operation.ts'

/** @throws AwsFault NoSuchEntity */
export async function requireUser(call: Call, userName: string): Promise<UserRow> {
  const user = await findUser(call.queries, call.accountId, userName)
  if (!user) throw noSuchUser(userName)
  return user
}

/**
 * Without a name: the user who signed the request; undefined for the root user.
 * @throws AwsFault NoSuchEntity
 */
export async function targetUser(call: Call, userName: string | undefined): Promise<UserRow | undefined> {
  if (userName !== undefined) return requireUser(call, userName)
  const { principal } = call.caller
  if (principal.kind === 'root') return undefined
  const user = await findUserById(call.queries, call.accountId, principal.userId)
  if (!user) throw noSuchUser(principal.userName)
  return user
}

/** Asks about a user under the path that is stored now, however the request spells the name. */
export async function permissionOnUser(
  call: Call,
  action: string,
  userName: string | undefined,
): Promise<readonly Permission[]> {
  const { principal } = call.caller
  if (userName === undefined) {
    const resourceName = principal.kind === 'user' ? `user ${principal.userName}` : principal.arn
    return [{ action, resource: principal.arn, resourceName }]
  }
  const user = await findUser(call.queries, call.accountId, userName)
  const resource = userArn(call.accountId, user?.path ?? '/', user?.name ?? userName)
  return [{ action, resource, resourceName: `user ${user?.name ?? userName}` }]
}

function noSuchUser(userName: string): AwsFault {
  return new AwsFault('NoSuchEntity', `The user with name ${userName} cannot be found.`)
}
