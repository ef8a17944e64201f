/** The instance profile that an operation is about, and how it is answered. */
import type { Call } from '../call.ts'
import { instanceProfileArn } from '../identity/arn.ts'
import { findInstanceProfile, findRolesIn, type InstanceProfileRow } from '../storage/instance-profiles.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'
import { toBriefRole } from './role.ts'
import { showTrustPolicies } from './trust-policy.ts'

/** @throws AwsFault NoSuchEntity */
export async function requireInstanceProfile({ queries, accountId }: Call, name: string): Promise<InstanceProfileRow> {
  const profile = await findInstanceProfile(queries, accountId, name)
  if (!profile) throw new AwsFault('NoSuchEntity', `Instance Profile ${name} cannot be found.`)
  return profile
}

/** Asks about a profile under the path that is stored now, however the request spells the name. */
export async function permissionOnInstanceProfile(
  { queries, accountId }: Call,
  action: string,
  profileName: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const profile = await findInstanceProfile(queries, accountId, profileName)
  return [
    {
      action,
      resource: instanceProfileArn(accountId, profile?.path ?? '/', profile?.name ?? profileName),
      resourceName: `instance profile ${profileName}`,
      ...(profile && { resourceId: profile.instance_profile_id }),
      context,
    },
  ]
}

/** Profiles in their order as IAM answers them, the role inside. */
export async function showInstanceProfiles(call: Call, profiles: readonly InstanceProfileRow[]) {
  const roles = await findRolesIn(call.queries, call.accountId, profiles)
  const trustPolicies = await showTrustPolicies(call, [...roles.values()])
  const shown = new Map(
    Array.from(roles.values(), (role, index) => [role.role_id, toBriefRole(role, trustPolicies[index] ?? '')]),
  )
  return profiles.map((profile) => {
    const role = shown.get(profile.role_id ?? '')
    return toInstanceProfile(profile, role ? [role] : [])
  })
}

export function toInstanceProfile(
  profile: Omit<InstanceProfileRow, 'name_key'>,
  roles: ReturnType<typeof toBriefRole>[],
) {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.instance_profile_id,
    Arn: instanceProfileArn(profile.account_id, profile.path, profile.name),
    CreateDate: new Date(profile.created_at),
    Roles: roles,
  }
}
