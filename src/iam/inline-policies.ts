import type { Call } from '../call.ts'
import { policySize } from '../policy/check.ts'
import {
  deleteInlinePolicy,
  findInlinePolicies,
  findInlinePolicy,
  listInlinePolicies,
  type PolicyOwner,
  putInlinePolicy,
} from '../storage/inline-policies.ts'
import { AwsFault } from '../wire/faults.ts'
import {
  existingUserName,
  groupName,
  marker,
  maxItems,
  policyDocument,
  policyName,
  roleName,
} from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { type PagedInput, pageEnd, pageRequest } from './paging.ts'
import { encodePolicyDocument, requireIdentityPolicy } from './policy-documents.ts'
import { permissionOnBoundedRole, permissionOnRole, requireModifiableRole, requireRole } from './role.ts'
import { permissionOnGroup, requireGroup } from './target-group.ts'
import { permissionOnBoundedUser, permissionOnUser, requireUser } from './target-user.ts'

export const putUserPolicy = iamOperation('PutUserPolicy', {
  limits: { UserName: existingUserName, PolicyName: policyName, PolicyDocument: policyDocument },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnBoundedUser(call, 'iam:PutUserPolicy', UserName),
  async run({ UserName, ...policy }, call) {
    return putPolicy(call, userOwner(await requireUser(call, UserName)), policy)
  },
})

export const getUserPolicy = iamOperation('GetUserPolicy', {
  limits: { UserName: existingUserName, PolicyName: policyName },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:GetUserPolicy', UserName),
  async run({ UserName, PolicyName }, call) {
    const user = await requireUser(call, UserName)
    return { UserName: user.name, ...(await getPolicy(call, userOwner(user), PolicyName)) }
  },
})

export const listUserPolicies = iamOperation('ListUserPolicies', {
  limits: { UserName: existingUserName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ListUserPolicies', UserName),
  async run({ UserName, ...input }, call) {
    return listPolicies(call, userOwner(await requireUser(call, UserName)), input)
  },
})

export const deleteUserPolicy = iamOperation('DeleteUserPolicy', {
  limits: { UserName: existingUserName, PolicyName: policyName },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnBoundedUser(call, 'iam:DeleteUserPolicy', UserName),
  async run({ UserName, PolicyName }, call) {
    return deletePolicy(call, userOwner(await requireUser(call, UserName)), PolicyName)
  },
})

export const putGroupPolicy = iamOperation('PutGroupPolicy', {
  limits: { GroupName: groupName, PolicyName: policyName, PolicyDocument: policyDocument },
  access: 'write',
  permissions: ({ GroupName }, call) => permissionOnGroup(call, 'iam:PutGroupPolicy', GroupName),
  async run({ GroupName, ...policy }, call) {
    return putPolicy(call, groupOwner(await requireGroup(call, GroupName)), policy)
  },
})

export const getGroupPolicy = iamOperation('GetGroupPolicy', {
  limits: { GroupName: groupName, PolicyName: policyName },
  access: 'read',
  permissions: ({ GroupName }, call) => permissionOnGroup(call, 'iam:GetGroupPolicy', GroupName),
  async run({ GroupName, PolicyName }, call) {
    const group = await requireGroup(call, GroupName)
    return { GroupName: group.name, ...(await getPolicy(call, groupOwner(group), PolicyName)) }
  },
})

export const listGroupPolicies = iamOperation('ListGroupPolicies', {
  limits: { GroupName: groupName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ GroupName }, call) => permissionOnGroup(call, 'iam:ListGroupPolicies', GroupName),
  async run({ GroupName, ...input }, call) {
    return listPolicies(call, groupOwner(await requireGroup(call, GroupName)), input)
  },
})

export const deleteGroupPolicy = iamOperation('DeleteGroupPolicy', {
  limits: { GroupName: groupName, PolicyName: policyName },
  access: 'write',
  permissions: ({ GroupName }, call) => permissionOnGroup(call, 'iam:DeleteGroupPolicy', GroupName),
  async run({ GroupName, PolicyName }, call) {
    return deletePolicy(call, groupOwner(await requireGroup(call, GroupName)), PolicyName)
  },
})

export const putRolePolicy = iamOperation('PutRolePolicy', {
  limits: { RoleName: roleName, PolicyName: policyName, PolicyDocument: policyDocument },
  access: 'write',
  permissions: ({ RoleName }, call) => permissionOnBoundedRole(call, 'iam:PutRolePolicy', RoleName),
  async run({ RoleName, ...policy }, call) {
    return putPolicy(call, roleOwner(await requireModifiableRole(call, RoleName)), policy)
  },
})

export const getRolePolicy = iamOperation('GetRolePolicy', {
  limits: { RoleName: roleName, PolicyName: policyName },
  access: 'read',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:GetRolePolicy', RoleName),
  async run({ RoleName, PolicyName }, call) {
    const role = await requireRole(call, RoleName)
    return { RoleName: role.name, ...(await getPolicy(call, roleOwner(role), PolicyName)) }
  },
})

export const listRolePolicies = iamOperation('ListRolePolicies', {
  limits: { RoleName: roleName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:ListRolePolicies', RoleName),
  async run({ RoleName, ...input }, call) {
    return listPolicies(call, roleOwner(await requireRole(call, RoleName)), input)
  },
})

export const deleteRolePolicy = iamOperation('DeleteRolePolicy', {
  limits: { RoleName: roleName, PolicyName: policyName },
  access: 'write',
  permissions: ({ RoleName }, call) => permissionOnBoundedRole(call, 'iam:DeleteRolePolicy', RoleName),
  async run({ RoleName, PolicyName }, call) {
    return deletePolicy(call, roleOwner(await requireModifiableRole(call, RoleName)), PolicyName)
  },
})

interface Owner extends PolicyOwner {
  readonly kind: 'user' | 'group' | 'role'
  readonly name: string
  /** Of all inline policies together: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  readonly maxSize: number
}

interface Entity {
  readonly account_id: string
  readonly name: string
}

function userOwner({ account_id, name, user_id }: Entity & { readonly user_id: string }): Owner {
  return { account_id, entity_id: user_id, kind: 'user', name, maxSize: 2048 }
}

function groupOwner({ account_id, name, group_id }: Entity & { readonly group_id: string }): Owner {
  return { account_id, entity_id: group_id, kind: 'group', name, maxSize: 5120 }
}

function roleOwner({ account_id, name, role_id }: Entity & { readonly role_id: string }): Owner {
  return { account_id, entity_id: role_id, kind: 'role', name, maxSize: 10240 }
}

/** @throws AwsFault MalformedPolicyDocument, LimitExceeded */
async function putPolicy(
  { queries }: Call,
  { account_id, entity_id, kind, name, maxSize }: Owner,
  { PolicyName, PolicyDocument }: { readonly PolicyName: string; readonly PolicyDocument: string },
): Promise<object> {
  requireIdentityPolicy(PolicyDocument)
  const present = await findInlinePolicies(queries, account_id, [entity_id])
  const others = present.filter((policy) => policy.name_key !== PolicyName.toLowerCase())
  const size = [PolicyDocument, ...others.map(({ document }) => document)]
    .map(policySize)
    .reduce((sum, part) => sum + part)
  if (size > maxSize) {
    throw new AwsFault('LimitExceeded', `Maximum policy size of ${maxSize} bytes exceeded for ${kind} ${name}`)
  }
  await putInlinePolicy(queries, { account_id, entity_id, name: PolicyName, document: PolicyDocument })
  return {}
}

/** The name is answered as the request spells it, lists keep the first spelling: so does AWS. */
async function getPolicy({ queries }: Call, owner: Owner, PolicyName: string) {
  const policy = await findInlinePolicy(queries, owner, PolicyName)
  if (!policy) throw noSuchPolicy(owner, PolicyName)
  return { PolicyName, PolicyDocument: encodePolicyDocument(policy.document) }
}

async function listPolicies({ queries }: Call, owner: Owner, input: PagedInput) {
  const page = await listInlinePolicies(queries, owner, pageRequest(input))
  return { PolicyNames: page.rows.map(({ name }) => name), ...pageEnd(page) }
}

async function deletePolicy({ queries }: Call, owner: Owner, name: string): Promise<object> {
  if (!(await deleteInlinePolicy(queries, owner, name))) throw noSuchPolicy(owner, name)
  return {}
}

function noSuchPolicy({ kind }: Owner, name: string): AwsFault {
  return new AwsFault('NoSuchEntity', `The ${kind} policy with name ${name} cannot be found.`)
}
