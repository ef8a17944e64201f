import type { Call } from '../call.ts'
import { newAccessKeyId } from '../identity/unique-id.ts'
import { accessKeyIdentity, newSecretAccessKey } from '../secrets/access-key.ts'
import {
  type AccessKeyRow,
  deleteAccessKey as deleteAccessKeyRow,
  findAccessKey,
  insertAccessKey,
  type KeyOwner,
  listAccessKeys as listAccessKeyRows,
  setAccessKeyStatus,
} from '../storage/access-keys.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { accessKeyId, existingUserName, marker, maxItems, status } from '../wire/named-limits.ts'
import { ownerOf, userNameMember } from './credential-owner.ts'
import { requireSettableStatus } from './credential-status.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { permissionOnUser, targetUser } from './target-user.ts'

const accessKeysPerUser = 2

export const createAccessKey = iamOperation('CreateAccessKey', {
  limits: { UserName: existingUserName },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:CreateAccessKey', UserName),
  async run({ UserName }, call) {
    const user = await targetUser(call, UserName)
    const key = {
      AccessKeyId: newAccessKeyId('AKIA', call.accountId),
      Status: 'Active' as const,
      SecretAccessKey: newSecretAccessKey(),
    }
    await addAccessKey(call, ownerOf(call, user), key)
    return { AccessKey: { ...userNameMember(user?.name), ...key, CreateDate: call.now } }
  },
})

export interface NewAccessKey {
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly Status: 'Active' | 'Inactive'
}

/** @throws AwsFault LimitExceeded */
export async function addAccessKey(call: Call, owner: KeyOwner, key: NewAccessKey): Promise<void> {
  const present = await listAccessKeyRows(call.queries, owner, { after: undefined, limit: accessKeysPerUser })
  if (present.rows.length >= accessKeysPerUser) throw quotaExceeded('AccessKeysPerUser', accessKeysPerUser)
  await insertAccessKey(call.queries, {
    account_id: owner.account_id,
    owner_id: owner.owner_id,
    access_key_id: key.AccessKeyId,
    status: key.Status,
    sealed_secret: call.sealer.seal(key.SecretAccessKey, accessKeyIdentity(call.accountId, key.AccessKeyId)),
    created_at: call.now.getTime(),
  })
}

export const listAccessKeys = iamOperation('ListAccessKeys', {
  limits: { UserName: existingUserName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ListAccessKeys', UserName),
  async run({ UserName, ...input }, call) {
    const user = await targetUser(call, UserName)
    const page = await listAccessKeyRows(call.queries, ownerOf(call, user), pageRequest(input))
    return {
      AccessKeyMetadata: page.rows.map((row) => ({
        ...userNameMember(user?.name),
        AccessKeyId: row.access_key_id,
        Status: row.status,
        CreateDate: new Date(row.created_at),
      })),
      ...pageEnd(page),
    }
  },
})

export const updateAccessKey = iamOperation('UpdateAccessKey', {
  limits: { UserName: existingUserName, AccessKeyId: accessKeyId, Status: status },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:UpdateAccessKey', UserName),
  async run({ UserName, AccessKeyId, Status }, call) {
    const newStatus = requireSettableStatus(Status)
    const owner = ownerOf(call, await targetUser(call, UserName))
    if (!(await setAccessKeyStatus(call.queries, owner, AccessKeyId, newStatus))) throw noSuchKey(AccessKeyId)
    return {}
  },
})

export const deleteAccessKey = iamOperation('DeleteAccessKey', {
  limits: { UserName: existingUserName, AccessKeyId: accessKeyId },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:DeleteAccessKey', UserName),
  async run({ UserName, AccessKeyId }, call) {
    const owner = ownerOf(call, await targetUser(call, UserName))
    if (!(await deleteAccessKeyRow(call.queries, owner, AccessKeyId))) throw noSuchKey(AccessKeyId)
    return {}
  },
})

export const getAccessKeyLastUsed = iamOperation('GetAccessKeyLastUsed', {
  limits: { AccessKeyId: accessKeyId },
  access: 'read',
  async permissions({ AccessKeyId }, call) {
    const key = await findAccessKey(call.queries, AccessKeyId)
    const action = 'iam:GetAccessKeyLastUsed'
    const asked = key?.user_name ? await permissionOnUser(call, action, key.user_name) : [{ action, resource: '*' }]
    // Whoever found a key must not learn from a refusal whose it is.
    return asked.map((permission) => ({ ...permission, resourceName: `access key ${AccessKeyId}` }))
  },
  async run({ AccessKeyId }, call) {
    const key = await findAccessKey(call.queries, AccessKeyId)
    if (key?.account_id !== call.accountId) throw noSuchKey(AccessKeyId)
    return { ...userNameMember(key.user_name ?? undefined), AccessKeyLastUsed: lastUse(key) }
  },
})

/** A key that was never used has no date, and says N/A where the rest would stand. */
function lastUse(key: AccessKeyRow) {
  return {
    ...(key.last_used_at === null ? {} : { LastUsedDate: new Date(key.last_used_at) }),
    ServiceName: key.last_used_service ?? 'N/A',
    Region: key.last_used_region ?? 'N/A',
  }
}

function noSuchKey(id: string): AwsFault {
  return new AwsFault('NoSuchEntity', `The Access Key with id ${id} cannot be found`)
}
