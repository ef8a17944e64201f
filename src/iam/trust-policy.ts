/**
 * The trust policies of roles, on their way into the database and out of it. In between, users, roles and role sessions of
 * the account stand in them by unique id (`AIDA…`, `AROA…`, `AROA…:session`): whoever is created again under the same name
 * is not trusted. `sts/` decides on the stored text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { Call } from '../call.ts'
import { assumedRoleArn, roleArn, rootArn, userArn } from '../identity/arn.ts'
import { policySize } from '../policy/check.ts'
import { awsPrincipalsOf, replaceAwsPrincipals } from '../policy/trusted-principals.ts'
import { findRole } from '../storage/roles.ts'
import { findTrustedPrincipals, type TrustedPrincipalRow } from '../storage/trusted-principals.ts'
import { findUser } from '../storage/users.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { encodePolicyDocument, requireTrustPolicy } from './policy-documents.ts'

const sizeQuota = 2048

/**
 * The document as it is to be stored.
 * @throws AwsFault MalformedPolicyDocument, also for a user or role that does not exist; LimitExceeded
 */
export async function resolveTrustPolicy(call: Call, document: string): Promise<string> {
  requireTrustPolicy(document)
  if (policySize(document) > sizeQuota) throw quotaExceeded('ACLSizePerRole', sizeQuota)
  const resolved = new Map<string, string>()
  for (const principal of awsPrincipalsOf(document)) {
    const stored = await resolvePrincipal(call, principal)
    if (stored === undefined) {
      throw new AwsFault('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${principal}"`)
    }
    resolved.set(principal, stored)
  }
  return replaceAwsPrincipals(document, resolved)
}

/** `AssumeRolePolicyDocument` of each role as IAM answers it: ARNs where the principal still exists, percent-encoded. */
export async function showTrustPolicies(
  { queries, accountId }: Call,
  roles: readonly { readonly trust_policy: string }[],
): Promise<readonly string[]> {
  const stored = new Set(roles.flatMap((role) => awsPrincipalsOf(role.trust_policy)))
  const sought = new Set(Array.from(stored, idOf).filter((id) => id !== undefined))
  const found = await findTrustedPrincipals(queries, accountId, [...sought])
  const byId = new Map(found.map((row) => [row.id, row]))
  const shown = new Map<string, string>()
  for (const principal of stored) {
    const row = byId.get(idOf(principal) ?? '')
    if (row) shown.set(principal, arnOf(accountId, row, principal))
  }
  return roles.map((role) => encodePolicyDocument(replaceAwsPrincipals(role.trust_policy, shown)))
}

export async function showTrustPolicy(call: Call, role: { readonly trust_policy: string }): Promise<string> {
  const [shown = ''] = await showTrustPolicies(call, [role])
  return shown
}

/** What is stored for a principal; undefined when there is no such thing. */
async function resolvePrincipal(call: Call, principal: string): Promise<string | undefined> {
  if (principal === '*') return principal
  if (/^[0-9]{12}$/.test(principal)) return rootArn(principal)
  const id = idOf(principal)
  if (id !== undefined) {
    const [row] = await findTrustedPrincipals(call.queries, call.accountId, [id])
    return row && (row.kind === 'role' || principal === id) ? principal : undefined
  }
  const { service, owner, kind, names } = principalArn.exec(principal)?.groups ?? {}
  if (kind === undefined || (kind === 'root') !== (names === undefined)) return undefined
  if ((service === 'sts') !== (kind === 'assumed-role' || kind === 'federated-user')) return undefined
  // Nobody signs in here who belongs to another account. A federated user has no unique id.
  if (owner !== call.accountId || kind === 'root' || kind === 'federated-user') return principal
  return resolveOwnArn(call, principal, kind, names?.split('/') ?? [])
}

const principalArn =
  /^arn:aws:(?<service>iam|sts)::(?<owner>[0-9]{12}):(?<kind>root|user|role|assumed-role|federated-user)(?:\/(?<names>[^*?]+))?$/

/** Names are looked up ignoring case, but an ARN has to be written as IAM writes it. */
async function resolveOwnArn(
  { queries, accountId }: Call,
  arn: string,
  kind: string,
  names: readonly string[],
): Promise<string | undefined> {
  if (kind === 'user') {
    const user = await findUser(queries, accountId, names.at(-1) ?? '')
    return user && userArn(accountId, user.path, user.name) === arn ? user.user_id : undefined
  }
  if (kind === 'role') {
    const role = await findRole(queries, accountId, names.at(-1) ?? '')
    return role && roleArn(accountId, role.path, role.name) === arn ? role.role_id : undefined
  }
  const [name = '', session = ''] = names
  const role = await findRole(queries, accountId, name)
  const isSession = role && /^[\w+=,.@-]{2,64}$/.test(session) && assumedRoleArn(accountId, role.name, session) === arn
  return isSession ? `${role.role_id}:${session}` : undefined
}

/** The unique id in `AIDA…`, `AROA…` and `AROA…:session`; undefined in whatever else. */
function idOf(principal: string): string | undefined {
  return /^((?:AIDA|AROA)[A-Z0-9]{12,124})(?::[\w+=,.@-]+)?$/.exec(principal)?.[1]
}

function arnOf(accountId: string, { kind, path, name, id }: TrustedPrincipalRow, principal: string): string {
  if (principal !== id) return assumedRoleArn(accountId, name, principal.slice(id.length + 1))
  return kind === 'user' ? userArn(accountId, path, name) : roleArn(accountId, path, name)
}
