import { roleArn } from '../identity/arn.ts'
import { newUniqueId } from '../identity/unique-id.ts'
import { listInstanceProfiles } from '../storage/instance-profiles.ts'
import {
  countRoles,
  deleteRole as deleteRoleRow,
  findRole,
  insertRole,
  listRoles as listRoleRows,
  updateRole as updateRoleRow,
} from '../storage/roles.ts'
import { deleteAllTags } from '../storage/tags.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { integer } from '../wire/limits.ts'
import {
  arn,
  description,
  marker,
  maxItems,
  path,
  pathPrefix,
  policyDocument,
  roleName,
  tagList,
} from '../wire/named-limits.ts'
import { deleteConflict, requireNoPolicies } from './delete-conflict.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { newBoundaryContext, requireBoundary } from './permissions-boundary.ts'
import { encodePolicyDocument } from './policy-documents.ts'
import {
  boundaryAndTags,
  isServiceLinked,
  permissionOnRole,
  protectedRole,
  requireModifiableRole,
  requireRole,
  roleLastUsed,
  serviceLinkedPath,
  toBriefRole,
  toListedRole,
} from './role.ts'
import { permissionsToCreate, putTags } from './tagging.ts'
import { resolveTrustPolicy, showTrustPolicies, showTrustPolicy } from './trust-policy.ts'

const maxSessionDuration = integer({ min: 3600, max: 43200 })
const defaultSessionSeconds = 3600

const rolesPerAccount = 1000

export const createRole = iamOperation('CreateRole', {
  limits: {
    RoleName: roleName,
    AssumeRolePolicyDocument: policyDocument,
    Path: path,
    Description: description,
    MaxSessionDuration: maxSessionDuration,
    PermissionsBoundary: arn,
    Tags: tagList,
  },
  access: 'write',
  async permissions({ RoleName, Path = '/', PermissionsBoundary, Tags }, call) {
    const context = await newBoundaryContext(call, PermissionsBoundary)
    const on = { resource: roleArn(call.accountId, Path, RoleName), resourceName: `role ${RoleName}`, context }
    return permissionsToCreate(['iam:CreateRole', 'iam:TagRole'], on, Tags)
  },
  async run(input, call) {
    const { RoleName, AssumeRolePolicyDocument, Path = '/', Description, PermissionsBoundary, Tags = [] } = input
    if (Path.startsWith(serviceLinkedPath)) {
      const message = `Path prefix '${serviceLinkedPath}' can only be used for AWS Service linked Roles`
      throw new AwsFault('InvalidInput', message)
    }
    if (await findRole(call.queries, call.accountId, RoleName)) {
      throw new AwsFault('EntityAlreadyExists', `Role with name ${RoleName} already exists.`)
    }
    if ((await countRoles(call.queries, call.accountId)) >= rolesPerAccount) {
      throw quotaExceeded('RolesPerAccount', rolesPerAccount)
    }
    const boundary = PermissionsBoundary === undefined ? undefined : await requireBoundary(call, PermissionsBoundary)
    const role = {
      account_id: call.accountId,
      role_id: newUniqueId('AROA', call.accountId),
      name: RoleName,
      path: Path,
      created_at: call.now.getTime(),
      trust_policy: await resolveTrustPolicy(call, AssumeRolePolicyDocument),
      description: Description ?? null,
      max_session_seconds: input.MaxSessionDuration ?? defaultSessionSeconds,
      permissions_boundary_id: boundary?.policyId ?? null,
      last_used_at: null,
      last_used_region: null,
    }
    await insertRole(call.queries, role)
    await putTags(call, role.role_id, Tags)
    // AWS answers the document as it was sent, and neither description nor duration.
    const shown = toBriefRole(role, encodePolicyDocument(AssumeRolePolicyDocument))
    return { Role: { ...shown, ...(await boundaryAndTags(call, role)) } }
  },
})

export const getRole = iamOperation('GetRole', {
  limits: { RoleName: roleName },
  access: 'read',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:GetRole', RoleName),
  async run({ RoleName }, call) {
    const role = await requireRole(call, RoleName)
    const shown = toListedRole(role, await showTrustPolicy(call, role))
    return { Role: { ...shown, ...(await boundaryAndTags(call, role)), RoleLastUsed: roleLastUsed(role) } }
  },
})

export const listRoles = iamOperation('ListRoles', {
  limits: { PathPrefix: pathPrefix, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ PathPrefix = '/' }, { accountId }) => [
    { action: 'iam:ListRoles', resource: roleArn(accountId, PathPrefix, '') },
  ],
  async run({ PathPrefix = '/', ...input }, call) {
    const page = await listRoleRows(call.queries, call.accountId, PathPrefix, pageRequest(input))
    const trustPolicies = await showTrustPolicies(call, page.rows)
    return { Roles: page.rows.map((role, index) => toListedRole(role, trustPolicies[index] ?? '')), ...pageEnd(page) }
  },
})

export const updateRole = iamOperation('UpdateRole', {
  limits: { RoleName: roleName, Description: description, MaxSessionDuration: maxSessionDuration },
  access: 'write',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:UpdateRole', RoleName),
  async run({ RoleName, Description, MaxSessionDuration }, call) {
    const role = await requireRole(call, RoleName)
    // Of a service-linked role IAM lets the description be edited, and nothing else.
    if (isServiceLinked(role) && MaxSessionDuration !== undefined) throw protectedRole(role)
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html: without a duration, the default of one hour.
    await updateRoleRow(call.queries, role, {
      max_session_seconds: MaxSessionDuration ?? defaultSessionSeconds,
      ...(Description === undefined ? {} : { description: Description }),
    })
    return {}
  },
})

export const updateRoleDescription = iamOperation('UpdateRoleDescription', {
  limits: { RoleName: roleName, Description: description },
  access: 'write',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:UpdateRoleDescription', RoleName),
  async run({ RoleName, Description }, call) {
    const role = await requireRole(call, RoleName)
    await updateRoleRow(call.queries, role, { description: Description })
    return { Role: toListedRole({ ...role, description: Description }, await showTrustPolicy(call, role)) }
  },
})

export const updateAssumeRolePolicy = iamOperation('UpdateAssumeRolePolicy', {
  limits: { RoleName: roleName, PolicyDocument: policyDocument },
  access: 'write',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:UpdateAssumeRolePolicy', RoleName),
  async run({ RoleName, PolicyDocument }, call) {
    const role = await requireModifiableRole(call, RoleName)
    await updateRoleRow(call.queries, role, { trust_policy: await resolveTrustPolicy(call, PolicyDocument) })
    return {}
  },
})

export const deleteRole = iamOperation('DeleteRole', {
  limits: { RoleName: roleName },
  access: 'write',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:DeleteRole', RoleName),
  async run({ RoleName }, call) {
    const role = await requireModifiableRole(call, RoleName)
    const one = { after: undefined, limit: 1 }
    const profiles = await listInstanceProfiles(call.queries, call.accountId, { roleId: role.role_id }, one)
    if (profiles.rows.length > 0) throw deleteConflict('remove roles from instance profile')
    await requireNoPolicies(call.queries, { ...role, entity_id: role.role_id })
    await deleteAllTags(call.queries, { account_id: role.account_id, resource_id: role.role_id })
    await deleteRoleRow(call.queries, role)
    return {}
  },
})
