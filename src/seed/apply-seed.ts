import { createAccountAlias } from '../iam/account.ts'
import { updateAccountPasswordPolicy } from '../iam/account-password-policy.ts'
import { rootHolder } from '../iam/device-holder.ts'
import { createGroup } from '../iam/groups.ts'
import { putGroupPolicy, putRolePolicy } from '../iam/inline-policies.ts'
import { createPolicy } from '../iam/managed-policies.ts'
import { putRolePermissionsBoundary } from '../iam/permissions-boundaries.ts'
import { attachGroupPolicy, attachRolePolicy } from '../iam/policy-attachments.ts'
import { createRole } from '../iam/roles.ts'
import { deleteAccessKey, listAccessKeys } from '../storage/access-keys.ts'
import { beginChange } from '../storage/accounts.ts'
import type { CompleteSeed } from './complete-seed.ts'
import type { ReadSeed } from './read-seed.ts'
import type { SeedGroup, SeedManagedPolicy, SeedRole } from './seed.ts'
import { SeedError } from './seed-error.ts'
import type { Placed, WellFormed } from './shapes.ts'
import { sowDevice } from './sow-device.ts'
import { sowPermissions, tagsMember, toPolicy } from './sow-permissions.ts'
import { sowUsers } from './sow-users.ts'
import { asText, callOfRoot, type SeedableAccount, Sowing } from './sowing.ts'

/**
 * Whatever has no date of its own is a minute old when the test begins. So every code that a device shows from then on is newer
 * than the pair with which it was enabled: good for a session, and as half of another pair.
 */
const ageMilliseconds = 60_000

/**
 * Puts the seed into an account that has nothing but its root user, wholly or not at all.
 * @throws SeedError that names all that is wrong with it
 */
export async function applySeed({ seed, problems, file }: ReadSeed, account: SeedableAccount): Promise<void> {
  const now = account.clock.now()
  const aMinuteAgo = new Date(now - ageMilliseconds)
  await account.storage.transaction(async (queries) => {
    const sowing = new Sowing(callOfRoot(account, queries, aMinuteAgo), [...problems], new Date(now))
    await beginChange(queries, account.accountId)
    await sowAccount(sowing, seed)
    for (const policy of seed.ManagedPolicies ?? []) await sowPolicy(sowing, policy)
    for (const group of seed.Groups ?? []) await sowGroup(sowing, group)
    await sowUsers(sowing, seed.Users)
    for (const role of seed.Roles ?? []) await sowRole(sowing, role)
    for (const device of seed.VirtualMFADevices) await sowDevice(sowing, device, undefined)
    await sowRoot(sowing, seed.Root)
    if (sowing.problems.length > 0) throw new SeedError(sowing.problems, file)
  })
}

async function sowAccount(sowing: Sowing, { AccountAlias, PasswordPolicy }: CompleteSeed): Promise<void> {
  if (AccountAlias !== undefined) await sowing.perform(createAccountAlias, { AccountAlias }, 'AccountAlias', asText)
  if (PasswordPolicy) await sowing.perform(updateAccountPasswordPolicy, PasswordPolicy, 'PasswordPolicy')
}

async function sowPolicy(sowing: Sowing, { path, value }: Placed<WellFormed<SeedManagedPolicy>>): Promise<void> {
  const { Tags, ...policy } = value
  await sowing.perform(createPolicy, { ...policy, ...toPolicy(value), ...tagsMember(Tags) }, path)
}

async function sowGroup(sowing: Sowing, { path, value: group }: Placed<WellFormed<SeedGroup>>): Promise<void> {
  const { GroupName, Path } = group
  const input = { GroupName, ...(Path !== undefined && { Path }) }
  if (!(await sowing.perform(createGroup, input, path))) return
  await sowPermissions(group, {
    put: (policy, path) => sowing.perform(putGroupPolicy, { GroupName, ...policy }, path),
    attach: (policy, path) => sowing.perform(attachGroupPolicy, { GroupName, ...policy }, path, asText),
  })
}

async function sowRole(sowing: Sowing, { path, value: role }: Placed<WellFormed<SeedRole>>): Promise<void> {
  const { Policies, ManagedPolicyArns, PermissionsBoundary, Tags, ...rest } = role
  const { RoleName } = rest
  const AssumeRolePolicyDocument = JSON.stringify(rest.AssumeRolePolicyDocument)
  const input = { ...rest, AssumeRolePolicyDocument, ...tagsMember(Tags) }
  if (!(await sowing.perform(createRole, input, path))) return
  if (PermissionsBoundary !== undefined) {
    const boundary = { RoleName, PermissionsBoundary }
    await sowing.perform(putRolePermissionsBoundary, boundary, `${path}.PermissionsBoundary`, asText)
  }
  await sowPermissions(role, {
    put: (policy, path) => sowing.perform(putRolePolicy, { RoleName, ...policy }, path),
    attach: (policy, path) => sowing.perform(attachRolePolicy, { RoleName, ...policy }, path, asText),
  })
}

async function sowRoot(sowing: Sowing, { AccessKeyPresent, MFADevices }: CompleteSeed['Root']): Promise<void> {
  const { call } = sowing
  const root = rootHolder(call)
  for (const device of MFADevices) await sowDevice(sowing, device, root)
  if (AccessKeyPresent) return
  const keys = await listAccessKeys(call.queries, root, { after: undefined, limit: 2 })
  for (const key of keys.rows) await deleteAccessKey(call.queries, root, key.access_key_id)
}
