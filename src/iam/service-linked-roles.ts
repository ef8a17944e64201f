import { randomUUID } from 'node:crypto'
import { roleArn } from '../identity/arn.ts'
import { newUniqueId } from '../identity/unique-id.ts'
import { findAwsManagedPolicy } from '../policy/aws-managed.ts'
import { deleteRole, findRole, insertRole } from '../storage/roles.ts'
import {
  attachServicePolicy,
  detachServicePolicies,
  findDeletionTask,
  insertDeletionTask,
} from '../storage/service-linked-roles.ts'
import { deleteAllTags } from '../storage/tags.ts'
import { AwsFault } from '../wire/faults.ts'
import { text } from '../wire/limits.ts'
import { description, groupName, roleName } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { isServiceLinked, permissionOnRole, requireRole, serviceLinkedPath, toBriefRole } from './role.ts'
import { findServiceLinkedRoleKind } from './service-linked-role-kinds.ts'
import { showTrustPolicy } from './trust-policy.ts'

const customSuffix = text({ min: 1, max: 64, pattern: String.raw`[\w+=,.@-]+` })
const deletionTaskId = text({ min: 1, max: 1000 })

const longestName = 64

export const createServiceLinkedRole = iamOperation('CreateServiceLinkedRole', {
  limits: { AWSServiceName: groupName, Description: description, CustomSuffix: customSuffix },
  access: 'write',
  permissions: ({ AWSServiceName, CustomSuffix }, { accountId }) => {
    const name = serviceLinkedRoleName(AWSServiceName, CustomSuffix)
    return [
      {
        action: 'iam:CreateServiceLinkedRole',
        resource: roleArn(accountId, `${serviceLinkedPath}${AWSServiceName}/`, name),
        context: { 'iam:AWSServiceName': [AWSServiceName] },
      },
    ]
  },
  async run({ AWSServiceName, Description, CustomSuffix }, call) {
    const kind = findServiceLinkedRoleKind(AWSServiceName)
    if (!kind) throw invalid(`${AWSServiceName} is not a service that service-linked roles can be created for.`)
    if (CustomSuffix !== undefined && !kind.isSuffixAllowed) {
      throw invalid(`Custom suffix is not allowed for ${AWSServiceName}`)
    }
    const name = serviceLinkedRoleName(AWSServiceName, CustomSuffix)
    if (name.length > longestName) throw invalid(`The role name ${name} is longer than ${longestName} characters.`)
    if (await findRole(call.queries, call.accountId, name)) {
      throw invalid(`Service role name ${name} has been taken in this account, please try a different suffix.`)
    }
    const role = {
      account_id: call.accountId,
      role_id: newUniqueId('AROA', call.accountId),
      name,
      path: `${serviceLinkedPath}${AWSServiceName}/`,
      created_at: call.now.getTime(),
      trust_policy: trustPolicyFor(AWSServiceName),
      description: Description ?? null,
      max_session_seconds: 3600,
      permissions_boundary_id: null,
      last_used_at: null,
      last_used_region: null,
    }
    await insertRole(call.queries, role)
    const policy = findAwsManagedPolicy(kind.policyArn)
    if (policy) await attachServicePolicy(call.queries, role, policy.policyId)
    return { Role: toBriefRole(role, await showTrustPolicy(call, role)) }
  },
})

/** AWS asks the service whether it still needs the role; here no service does, and the task is done at once. */
export const deleteServiceLinkedRole = iamOperation('DeleteServiceLinkedRole', {
  limits: { RoleName: roleName },
  access: 'write',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:DeleteServiceLinkedRole', RoleName),
  async run({ RoleName }, call) {
    const role = await requireRole(call, RoleName)
    if (!isServiceLinked(role)) {
      throw new AwsFault('NoSuchEntity', `The service-linked role with name ${RoleName} cannot be found.`)
    }
    await detachServicePolicies(call.queries, role)
    await deleteAllTags(call.queries, { account_id: role.account_id, resource_id: role.role_id })
    await deleteRole(call.queries, role)
    const task = {
      account_id: call.accountId,
      deletion_task_id: `task${role.path}${role.name}/${randomUUID()}`,
      created_at: call.now.getTime(),
    }
    await insertDeletionTask(call.queries, task)
    return { DeletionTaskId: task.deletion_task_id }
  },
})

export const getServiceLinkedRoleDeletionStatus = iamOperation('GetServiceLinkedRoleDeletionStatus', {
  limits: { DeletionTaskId: deletionTaskId },
  access: 'read',
  permissions: ({ DeletionTaskId }, { accountId }) => {
    const { service = '', name = '' } = taskId.exec(DeletionTaskId)?.groups ?? {}
    const resource = service === '' ? '*' : roleArn(accountId, `${serviceLinkedPath}${service}/`, name)
    return [{ action: 'iam:GetServiceLinkedRoleDeletionStatus', resource }]
  },
  async run({ DeletionTaskId }, { queries, accountId }) {
    if (!taskId.test(DeletionTaskId)) throw invalid(`The deletion task id ${DeletionTaskId} is not valid.`)
    if (!(await findDeletionTask(queries, accountId, DeletionTaskId))) {
      throw new AwsFault('NoSuchEntity', `The deletion task with id ${DeletionTaskId} cannot be found.`)
    }
    return { Status: 'SUCCEEDED' as const }
  },
})

const taskId = /^task\/aws-service-role\/(?<service>[\w.-]+)\/(?<name>[\w+=,.@-]+)\/[0-9a-f-]{36}$/

function serviceLinkedRoleName(serviceName: string, suffix: string | undefined): string {
  // An unknown service has no role; the question to the policies needs a name all the same.
  const { roleName = 'AWSServiceRoleFor' } = findServiceLinkedRoleKind(serviceName) ?? {}
  return suffix === undefined ? roleName : `${roleName}_${suffix}`
}

/** Element by element as AWS writes it. */
function trustPolicyFor(service: string): string {
  const statement = { Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

function invalid(message: string): AwsFault {
  return new AwsFault('InvalidInput', message)
}
