import type { Call } from '../call.ts'
import {
  countPolicyVersions,
  deletePolicyVersion as deletePolicyVersionRow,
  findPolicyVersion,
  insertPolicyVersion,
  listPolicyVersions as listPolicyVersionRows,
  type PolicyVersionRow,
  setDefaultVersion,
} from '../storage/policy-versions.ts'
import { AwsFault } from '../wire/faults.ts'
import { anything, text } from '../wire/limits.ts'
import { arn, marker, maxItems, policyDocument } from '../wire/named-limits.ts'
import { requireManagedPolicyDocument } from './managed-policies.ts'
import { type ManagedPolicy, permissionOnPolicy, requireOwnPolicy, requirePolicy } from './managed-policy.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { encodePolicyDocument } from './policy-documents.ts'

const policyVersionId = text({ pattern: String.raw`v[1-9][0-9]*(\.[A-Za-z0-9-]*)?` })

const versionsPerPolicy = 5

export const createPolicyVersion = iamOperation('CreatePolicyVersion', {
  limits: { PolicyArn: arn, PolicyDocument: policyDocument, SetAsDefault: anything },
  access: 'write',
  permissions: ({ PolicyArn }, call) => permissionOnPolicy(call, 'iam:CreatePolicyVersion', PolicyArn),
  async run({ PolicyArn, PolicyDocument, SetAsDefault = false }, call) {
    const { row } = await requireOwnPolicy(call, PolicyArn)
    requireManagedPolicyDocument(PolicyDocument)
    if ((await countPolicyVersions(call.queries, row)) >= versionsPerPolicy) {
      throw new AwsFault(
        'LimitExceeded',
        `A managed policy can have up to ${versionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
      )
    }
    const version = await insertPolicyVersion(call.queries, row, {
      document: PolicyDocument,
      created_at: call.now.getTime(),
      isDefault: SetAsDefault,
    })
    return { PolicyVersion: { VersionId: `v${version}`, IsDefaultVersion: SetAsDefault, CreateDate: call.now } }
  },
})

export const getPolicyVersion = iamOperation('GetPolicyVersion', {
  limits: { PolicyArn: arn, VersionId: policyVersionId },
  access: 'read',
  permissions: ({ PolicyArn }, call) => permissionOnPolicy(call, 'iam:GetPolicyVersion', PolicyArn),
  async run({ PolicyArn, VersionId }, call) {
    const policy = await requirePolicy(call, PolicyArn)
    const ofAws = toWholeAwsVersion(policy)
    if (ofAws) {
      if (VersionId !== policy.defaultVersionId) throw versionNotFound(PolicyArn, VersionId)
      return { PolicyVersion: ofAws }
    }
    return { PolicyVersion: toWholeVersion(await requireVersion(call, policy, VersionId), policy) }
  },
})

export const listPolicyVersions = iamOperation('ListPolicyVersions', {
  limits: { PolicyArn: arn, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ PolicyArn }, call) => permissionOnPolicy(call, 'iam:ListPolicyVersions', PolicyArn),
  async run({ PolicyArn, ...input }, call) {
    const policy = await requirePolicy(call, PolicyArn)
    if (!policy.row) return { Versions: [toAwsVersion(policy)], IsTruncated: false }
    const page = await listPolicyVersionRows(call.queries, policy.row, pageRequest(input))
    return { Versions: page.rows.map((version) => toVersion(version, policy)), ...pageEnd(page) }
  },
})

export const setDefaultPolicyVersion = iamOperation('SetDefaultPolicyVersion', {
  limits: { PolicyArn: arn, VersionId: policyVersionId },
  access: 'write',
  permissions: ({ PolicyArn }, call) => permissionOnPolicy(call, 'iam:SetDefaultPolicyVersion', PolicyArn),
  async run({ PolicyArn, VersionId }, call) {
    const policy = await requireOwnPolicy(call, PolicyArn)
    const { version } = await requireVersion(call, policy, VersionId)
    await setDefaultVersion(call.queries, policy.row, version)
    return {}
  },
})

export const deletePolicyVersion = iamOperation('DeletePolicyVersion', {
  limits: { PolicyArn: arn, VersionId: policyVersionId },
  access: 'write',
  permissions: ({ PolicyArn }, call) => permissionOnPolicy(call, 'iam:DeletePolicyVersion', PolicyArn),
  async run({ PolicyArn, VersionId }, call) {
    const policy = await requireOwnPolicy(call, PolicyArn)
    const { version } = await requireVersion(call, policy, VersionId)
    if (version === policy.row.default_version) {
      throw new AwsFault('DeleteConflict', 'Cannot delete the default version of a policy.')
    }
    await deletePolicyVersionRow(call.queries, policy.row, version)
    return {}
  },
})

/** @throws AwsFault NoSuchEntity */
async function requireVersion(call: Call, { row, arn }: ManagedPolicy, versionId: string): Promise<PolicyVersionRow> {
  // No policy will have as many versions as have more digits.
  const number = /^v([0-9]{1,9})$/.exec(versionId)?.[1]
  const version = row && number && (await findPolicyVersion(call.queries, row, Number(number)))
  if (!version) throw versionNotFound(arn, versionId)
  return version
}

function versionNotFound(policyArn: string, versionId: string): AwsFault {
  const message = `Policy ${policyArn} version ${versionId} does not exist or is not attachable.`
  return new AwsFault('NoSuchEntity', message)
}

function toVersion({ version, created_at }: PolicyVersionRow, { defaultVersionId }: ManagedPolicy) {
  const VersionId = `v${version}`
  return { VersionId, IsDefaultVersion: VersionId === defaultVersionId, CreateDate: new Date(created_at) }
}

export function toWholeVersion(version: PolicyVersionRow, policy: ManagedPolicy) {
  return { Document: encodePolicyDocument(version.document), ...toVersion(version, policy) }
}

/** Undefined for a policy that is not AWS's. */
export function toWholeAwsVersion(policy: ManagedPolicy) {
  const document = policy.awsDocument()
  return document === undefined ? undefined : { Document: encodePolicyDocument(document), ...toAwsVersion(policy) }
}

/** Of AWS's own policies only the version that applies is known. */
function toAwsVersion({ defaultVersionId, updatedAt }: ManagedPolicy) {
  return { VersionId: defaultVersionId, IsDefaultVersion: true, CreateDate: updatedAt }
}
