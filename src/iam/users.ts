import type * as Iam from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { rootArn, userArn } from '../identity/arn.ts'
import { newUniqueId } from '../identity/unique-id.ts'
import { listAccessKeys } from '../storage/access-keys.ts'
import { findAccount } from '../storage/accounts.ts'
import { findGroupIdsOf } from '../storage/groups.ts'
import { findLoginProfile } from '../storage/login-profiles.ts'
import { withdrawPreparedDevice } from '../storage/mfa-devices.ts'
import { countDevicesOf } from '../storage/owned-devices.ts'
import { listServiceSpecificCredentials } from '../storage/service-specific-credentials.ts'
import { listSigningCertificates } from '../storage/signing-certificates.ts'
import { listSSHPublicKeys } from '../storage/ssh-public-keys.ts'
import { deleteAllTags } from '../storage/tags.ts'
import type { UserRow } from '../storage/users.ts'
import {
  deleteUser as deleteUserRow,
  findUser,
  insertUser,
  listUsers as listUserRows,
  renameUser,
} from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'
import { arn, existingUserName, marker, maxItems, path, pathPrefix, tagList, userName } from '../wire/named-limits.ts'
import type { Output } from '../wire/operation.ts'
import { deleteConflict, requireNoPolicies } from './delete-conflict.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { boundaryMember, newBoundaryContext, requireBoundary } from './permissions-boundary.ts'
import { permissionsToCreate, putTags, tagsMember } from './tagging.ts'
import { permissionOnUser, requireUser, targetUser, userResource } from './target-user.ts'

/** A user as IAM's answers show it. Boundary and tags only where the operation says so. */
export function toUser(user: Omit<UserRow, 'name_key' | 'permissions_boundary_id'>) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.user_id,
    Arn: userArn(user.account_id, user.path, user.name),
    CreateDate: new Date(user.created_at),
    ...(user.password_last_used_at === null ? {} : { PasswordLastUsed: new Date(user.password_last_used_at) }),
  }
}

async function toWholeUser(call: Call, user: Omit<UserRow, 'name_key'>) {
  return { ...toUser(user), ...(await boundaryMember(call, user)), ...(await tagsMember(call, user.user_id)) }
}

export const createUser = iamOperation('CreateUser', {
  limits: { Path: path, UserName: userName, PermissionsBoundary: arn, Tags: tagList },
  access: 'write',
  async permissions({ UserName, Path = '/', PermissionsBoundary, Tags }, call) {
    const context = await newBoundaryContext(call, PermissionsBoundary)
    const on = { resource: userArn(call.accountId, Path, UserName), resourceName: `user ${UserName}`, context }
    return permissionsToCreate(['iam:CreateUser', 'iam:TagUser'], on, Tags)
  },
  async run({ UserName, Path = '/', PermissionsBoundary, Tags = [] }, call) {
    if (await findUser(call.queries, call.accountId, UserName)) throw userExists(UserName)
    const boundary = PermissionsBoundary === undefined ? undefined : await requireBoundary(call, PermissionsBoundary)
    const user = {
      account_id: call.accountId,
      user_id: newUniqueId('AIDA', call.accountId),
      name: UserName,
      path: Path,
      created_at: call.now.getTime(),
      password_last_used_at: null,
      permissions_boundary_id: boundary?.policyId ?? null,
    }
    await insertUser(call.queries, user)
    await putTags(call, user.user_id, Tags)
    return { User: await toWholeUser(call, user) }
  },
})

export const getUser = iamOperation('GetUser', {
  limits: { UserName: existingUserName },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:GetUser', UserName),
  async run({ UserName }, call) {
    const user = await targetUser(call, UserName)
    return { User: user ? await toWholeUser(call, user) : await rootUser(call) }
  },
})

/** The root user has neither name nor path, which the SDK's type does not know. */
async function rootUser({ queries, accountId }: Call) {
  const account = await findAccount(queries, accountId)
  if (!account) throw new Error(`The account ${accountId} has no row`)
  const lastUsed = account.root_password_last_used_at
  return {
    UserId: accountId,
    Arn: rootArn(accountId),
    CreateDate: new Date(account.created_at),
    ...(lastUsed === null ? {} : { PasswordLastUsed: new Date(lastUsed) }),
  } as Output<typeof Iam, 'GetUser'>['User']
}

export const listUsers = iamOperation('ListUsers', {
  limits: { PathPrefix: pathPrefix, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ PathPrefix = '/' }, { accountId }) => [
    { action: 'iam:ListUsers', resource: userArn(accountId, PathPrefix, '') },
  ],
  async run({ PathPrefix = '/', ...input }, { queries, accountId }) {
    const page = await listUserRows(queries, accountId, PathPrefix, pageRequest(input))
    return { Users: page.rows.map(toUser), ...pageEnd(page) }
  },
})

export const updateUser = iamOperation('UpdateUser', {
  limits: { UserName: existingUserName, NewPath: path, NewUserName: userName },
  access: 'write',
  // AWS asks about the user as it is and as it will be.
  async permissions({ UserName, NewPath, NewUserName }, call) {
    const present = await findUser(call.queries, call.accountId, UserName)
    const future = present && { ...present, path: NewPath ?? present.path, name: NewUserName ?? present.name }
    return [
      { action: 'iam:UpdateUser', ...userResource(call, UserName, present) },
      { action: 'iam:UpdateUser', ...userResource(call, NewUserName ?? UserName, future) },
    ]
  },
  async run({ UserName, NewPath, NewUserName }, call) {
    const user = await requireUser(call, UserName)
    if (NewUserName !== undefined) {
      const holder = await findUser(call.queries, call.accountId, NewUserName)
      if (holder && holder.user_id !== user.user_id) throw userExists(NewUserName)
    }
    await renameUser(call.queries, user, { name: NewUserName ?? user.name, path: NewPath ?? user.path })
    return {}
  },
})

export const deleteUser = iamOperation('DeleteUser', {
  limits: { UserName: existingUserName },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:DeleteUser', UserName),
  async run({ UserName }, call) {
    const user = await requireUser(call, UserName)
    const owner = { account_id: user.account_id, owner_id: user.user_id }
    if ((await countDevicesOf(call.queries, owner)) > 0) throw deleteConflict('remove tokens from principal')
    const first = { after: undefined, limit: 1 }
    const keys = await listAccessKeys(call.queries, owner, first)
    if (keys.rows.length > 0) throw deleteConflict('delete access keys')
    const certificates = await listSigningCertificates(call.queries, owner, first)
    if (certificates.rows.length > 0) throw deleteConflict('delete certificates')
    const sshKeys = await listSSHPublicKeys(call.queries, user, first)
    const ofUser = { userId: user.user_id }
    const forServices = await listServiceSpecificCredentials(call.queries, call.accountId, ofUser, first)
    if (sshKeys.rows.length + forServices.rows.length > 0) throw deleteConflict('remove referenced objects')
    if (await findLoginProfile(call.queries, user)) throw deleteConflict('delete login profile')
    if ((await findGroupIdsOf(call.queries, user)).length > 0) throw deleteConflict('remove users from group')
    await requireNoPolicies(call.queries, { ...user, entity_id: user.user_id })
    await withdrawPreparedDevice(call.queries, owner)
    // A permissions boundary goes with the user.
    await deleteAllTags(call.queries, { account_id: user.account_id, resource_id: user.user_id })
    await deleteUserRow(call.queries, user)
    return {}
  },
})

function userExists(name: string): AwsFault {
  return new AwsFault('EntityAlreadyExists', `User with name ${name} already exists.`)
}
