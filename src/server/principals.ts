/** The principals as they are now. By unique ids: whoever is created again under the same name gains nothing. */
import { assumedRoleArn, federatedUserArn, roleArn } from '../identity/arn.ts'
import { rootPrincipal, userPrincipal } from '../identity/long-term-principal.ts'
import type { FederatedPrincipal, LongTermPrincipal, Principal, RolePrincipal } from '../identity/principal.ts'
import type { SessionClaims } from '../secrets/session-token.ts'
import type { Queries } from '../storage/database.ts'
import { findRoleById, type RoleRow } from '../storage/roles.ts'
import { findUserById } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'

/** Whose session it is. @throws AwsFault InvalidClientTokenId when the user or role is gone */
export async function findSessionPrincipal(
  queries: Queries,
  accountId: string,
  claims: SessionClaims,
): Promise<Principal> {
  switch (claims.kind) {
    case 'session':
      return findLongTermPrincipal(queries, accountId, claims.principalId)
    case 'role':
      return findRolePrincipal(queries, accountId, claims.principalId, claims.sessionName)
    case 'federated':
      return federatedPrincipal(claims.name, await findLongTermPrincipal(queries, accountId, claims.principalId))
  }
}

/** The same principal again, as it may have changed since. @throws AwsFault InvalidClientTokenId when it is gone */
export async function refreshPrincipal(queries: Queries, principal: Principal): Promise<Principal> {
  const { accountId } = principal
  switch (principal.kind) {
    case 'root':
      return principal
    case 'user':
      return findLongTermPrincipal(queries, accountId, principal.userId)
    case 'role':
      return findRolePrincipal(queries, accountId, principal.roleId, principal.sessionName)
    case 'federated':
      return federatedPrincipal(
        principal.name,
        await findLongTermPrincipal(queries, accountId, principal.issuer.userId),
      )
  }
}

async function findLongTermPrincipal(queries: Queries, accountId: string, id: string): Promise<LongTermPrincipal> {
  if (id === accountId) return rootPrincipal(accountId)
  const user = await findUserById(queries, accountId, id)
  if (!user) throw invalidToken()
  return userPrincipal(accountId, user.user_id, user.name, user.path)
}

async function findRolePrincipal(
  queries: Queries,
  accountId: string,
  roleId: string,
  sessionName: string,
): Promise<RolePrincipal> {
  const role = await findRoleById(queries, accountId, roleId)
  if (!role) throw invalidToken()
  return rolePrincipal(role, sessionName)
}

function rolePrincipal({ account_id, role_id, name, path }: RoleRow, sessionName: string): RolePrincipal {
  return {
    kind: 'role',
    accountId: account_id,
    arn: assumedRoleArn(account_id, name, sessionName),
    userId: `${role_id}:${sessionName}`,
    roleId: role_id,
    roleName: name,
    roleArn: roleArn(account_id, path, name),
    sessionName,
  }
}

function federatedPrincipal(name: string, issuer: LongTermPrincipal): FederatedPrincipal {
  const { accountId } = issuer
  return {
    kind: 'federated',
    accountId,
    arn: federatedUserArn(accountId, name),
    userId: `${accountId}:${name}`,
    name,
    issuer,
  }
}

/** Without the full stop, where the token is what is wrong. */
export function invalidToken(cause?: unknown): AwsFault {
  return new AwsFault('InvalidClientTokenId', 'The security token included in the request is invalid', { cause })
}
