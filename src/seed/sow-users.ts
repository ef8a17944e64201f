import { addAccessKey } from '../iam/access-keys.ts'
import { addUserToGroup } from '../iam/groups.ts'
import { putUserPolicy } from '../iam/inline-policies.ts'
import { createLoginProfile } from '../iam/login-profiles.ts'
import { putUserPermissionsBoundary } from '../iam/permissions-boundaries.ts'
import { attachUserPolicy } from '../iam/policy-attachments.ts'
import { createUser } from '../iam/users.ts'
import { findAccessKey, type KeyOwner } from '../storage/access-keys.ts'
import { AwsFault } from '../wire/faults.ts'
import type { CompleteAccessKey, CompleteUser } from './complete-seed.ts'
import type { Placed } from './shapes.ts'
import { sowDevice } from './sow-device.ts'
import { sowPermissions, tagsMember } from './sow-permissions.ts'
import { asText, type Sowing } from './sowing.ts'

export async function sowUsers(sowing: Sowing, users: readonly Placed<CompleteUser>[]): Promise<void> {
  const logins: (() => Promise<unknown>)[] = []
  for (const { path, value: user } of users) {
    const then = sowing.at(user.CreateDate, path)
    if (!(await sowUser(then, path, user)) || !user.LoginProfile) continue
    const input = { UserName: user.UserName, ...user.LoginProfile }
    logins.push(() => then.perform(createLoginProfile, input, `${path}.LoginProfile`))
  }
  // Together, since each takes as long as two hashes.
  await Promise.all(logins.map((create) => create()))
}

/** @returns whether there is such a user now */
async function sowUser(sowing: Sowing, path: string, user: CompleteUser): Promise<boolean> {
  const { UserName, Path, PermissionsBoundary, Tags } = user
  const input = { UserName, ...(Path !== undefined && { Path }), ...tagsMember(Tags) }
  const created = await sowing.perform(createUser, input, path)
  if (!created?.User?.UserId) return false
  if (PermissionsBoundary !== undefined) {
    const boundary = { UserName, PermissionsBoundary }
    await sowing.perform(putUserPermissionsBoundary, boundary, `${path}.PermissionsBoundary`, asText)
  }
  for (const { path, value: GroupName } of user.Groups ?? []) {
    await sowing.perform(addUserToGroup, { GroupName, UserName }, path, asText)
  }
  await sowPermissions(user, {
    put: (policy, path) => sowing.perform(putUserPolicy, { UserName, ...policy }, path),
    attach: (policy, path) => sowing.perform(attachUserPolicy, { UserName, ...policy }, path, asText),
  })
  const holder = { account_id: sowing.call.accountId, owner_id: created.User.UserId, name: UserName }
  for (const key of user.AccessKeys) await sowAccessKey(sowing, key, holder)
  for (const device of user.MFADevices) await sowDevice(sowing, device, holder)
  return true
}

async function sowAccessKey(
  sowing: Sowing,
  { path, value: key }: Placed<CompleteAccessKey>,
  owner: KeyOwner,
): Promise<void> {
  const { call } = sowing.at(key.CreateDate, path)
  await sowing.attempt(path, async () => {
    // IAM makes ids that nobody has, so only a seed can name one twice.
    if (await findAccessKey(call.queries, key.AccessKeyId)) {
      throw new AwsFault('EntityAlreadyExists', `There is an access key ${key.AccessKeyId} already.`)
    }
    await addAccessKey(call, owner, key)
  })
}
