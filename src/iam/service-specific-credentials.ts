import type { Call } from '../call.ts'
import { userArn } from '../identity/arn.ts'
import { newUniqueId } from '../identity/unique-id.ts'
import { hashServicePassword, newServicePassword } from '../secrets/service-password.ts'
import {
  deleteServiceSpecificCredential as deleteServiceSpecificCredentialRow,
  hasLoginName,
  insertServiceSpecificCredential,
  listServiceSpecificCredentials as listServiceSpecificCredentialRows,
  updateServiceSpecificCredential as updateServiceSpecificCredentialRow,
} from '../storage/service-specific-credentials.ts'
import type { UserRow } from '../storage/users.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { anything, integer, text } from '../wire/limits.ts'
import { marker, maxItems, status, userName } from '../wire/named-limits.ts'
import { requireSettableStatus } from './credential-status.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import {
  canonicalService,
  passwordMember,
  permissionOnCredential,
  requireCredential,
  requireService,
  serviceContext,
  toCredentialMetadata,
} from './service-specific-credential.ts'
import { permissionOnUser, requireTargetUser, requireUser } from './target-user.ts'

const serviceSpecificCredentialId = text({ min: 20, max: 128, pattern: String.raw`[\w]+` })
const credentialAgeDays = integer({ min: 1, max: 36600 })

/** For one service. */
const credentialsPerUser = 2
const millisecondsPerDay = 86_400_000

export const createServiceSpecificCredential = iamOperation('CreateServiceSpecificCredential', {
  limits: { UserName: userName, ServiceName: anything, CredentialAgeDays: credentialAgeDays },
  access: 'write',
  permissions: ({ UserName, ServiceName, CredentialAgeDays: days }, call) =>
    permissionOnUser(call, 'iam:CreateServiceSpecificCredential', UserName, {
      ...serviceContext(canonicalService(ServiceName)),
      ...(days === undefined ? {} : { 'iam:ServiceSpecificCredentialAgeDays': [String(days)] }),
    }),
  async run({ UserName, ServiceName, CredentialAgeDays }, call) {
    const user = await requireUser(call, UserName)
    const serviceName = requireService(ServiceName)
    const filter = { userId: user.user_id, serviceName }
    const page = { after: undefined, limit: credentialsPerUser }
    const { rows } = await listServiceSpecificCredentialRows(call.queries, call.accountId, filter, page)
    if (rows.length >= credentialsPerUser) {
      throw quotaExceeded('ContextSpecificCredentialsPerUserPerContext', credentialsPerUser)
    }
    const password = newServicePassword()
    const now = call.now.getTime()
    const credential = {
      account_id: call.accountId,
      credential_id: newUniqueId('ACCA', call.accountId),
      user_id: user.user_id,
      service_name: serviceName,
      login_name: await newLoginName(call, serviceName, user),
      secret_hash: hashServicePassword(password),
      status: 'Active' as const,
      created_at: now,
      expires_at: CredentialAgeDays === undefined ? null : now + CredentialAgeDays * millisecondsPerDay,
    }
    await insertServiceSpecificCredential(call.queries, credential)
    return {
      ServiceSpecificCredential: {
        ...toCredentialMetadata(user.name, credential, call.now),
        ...passwordMember(credential, password),
      },
    }
  },
})

/** `bob-at-123456789012`, then `bob+1-at-…`. A user who was renamed keeps the names, so another bob begins with the next one. */
async function newLoginName({ queries, accountId }: Call, serviceName: string, user: UserRow): Promise<string> {
  for (let number = 0; ; number++) {
    const loginName = `${user.name}${number === 0 ? '' : `+${number}`}-at-${accountId}`
    if (!(await hasLoginName(queries, accountId, serviceName, loginName))) return loginName
  }
}

export const listServiceSpecificCredentials = iamOperation('ListServiceSpecificCredentials', {
  limits: { UserName: userName, ServiceName: anything, AllUsers: anything, Marker: marker, MaxItems: maxItems },
  access: 'read',
  async permissions({ UserName, AllUsers = false }, call) {
    const action = 'iam:ListServiceSpecificCredentials'
    if (AllUsers) return [{ action, resource: userArn(call.accountId, '/', '*') }]
    return permissionOnUser(call, action, UserName)
  },
  async run({ UserName, ServiceName = '', AllUsers = false, ...input }, call) {
    if (AllUsers && UserName !== undefined) {
      throw new AwsFault('InvalidInput', 'Cannot list credentials for all users if a username is given')
    }
    const userId = AllUsers ? undefined : (await requireTargetUser(call, UserName)).user_id
    const filter = { userId, serviceName: ServiceName === '' ? undefined : requireService(ServiceName) }
    const page = await listServiceSpecificCredentialRows(call.queries, call.accountId, filter, pageRequest(input))
    return {
      ServiceSpecificCredentials: page.rows.map((row) => toCredentialMetadata(row.user_name, row, call.now)),
      ...pageEnd(page),
    }
  },
})

export const updateServiceSpecificCredential = iamOperation('UpdateServiceSpecificCredential', {
  limits: { ServiceSpecificCredentialId: serviceSpecificCredentialId, Status: status, UserName: userName },
  access: 'write',
  permissions: ({ ServiceSpecificCredentialId, UserName }, call) =>
    permissionOnCredential(call, 'iam:UpdateServiceSpecificCredential', UserName, ServiceSpecificCredentialId),
  async run({ ServiceSpecificCredentialId, Status, UserName }, call) {
    const newStatus = requireSettableStatus(Status)
    const { credential } = await requireCredential(call, UserName, ServiceSpecificCredentialId)
    await updateServiceSpecificCredentialRow(call.queries, credential, { status: newStatus })
    return {}
  },
})

export const resetServiceSpecificCredential = iamOperation('ResetServiceSpecificCredential', {
  limits: { ServiceSpecificCredentialId: serviceSpecificCredentialId, UserName: userName },
  access: 'write',
  permissions: ({ ServiceSpecificCredentialId, UserName }, call) =>
    permissionOnCredential(call, 'iam:ResetServiceSpecificCredential', UserName, ServiceSpecificCredentialId),
  // Name, status and times stay.
  async run({ ServiceSpecificCredentialId, UserName }, call) {
    const { user, credential } = await requireCredential(call, UserName, ServiceSpecificCredentialId)
    const password = newServicePassword()
    const secretHash = hashServicePassword(password)
    await updateServiceSpecificCredentialRow(call.queries, credential, { secret_hash: secretHash })
    return {
      ServiceSpecificCredential: {
        ...toCredentialMetadata(user.name, credential, call.now),
        ...passwordMember(credential, password),
      },
    }
  },
})

export const deleteServiceSpecificCredential = iamOperation('DeleteServiceSpecificCredential', {
  limits: { ServiceSpecificCredentialId: serviceSpecificCredentialId, UserName: userName },
  access: 'write',
  permissions: ({ ServiceSpecificCredentialId, UserName }, call) =>
    permissionOnCredential(call, 'iam:DeleteServiceSpecificCredential', UserName, ServiceSpecificCredentialId),
  async run({ ServiceSpecificCredentialId, UserName }, call) {
    const { credential } = await requireCredential(call, UserName, ServiceSpecificCredentialId)
    await deleteServiceSpecificCredentialRow(call.queries, credential)
    return {}
  },
})
