/** Where a caller stands: the policies that apply to him, and what they may ask about him. */

import { policyArn } from '../identity/arn.ts'
import type { Principal } from '../identity/principal.ts'
import { awsManagedPolicyDocument, findAwsManagedPolicy } from '../policy/aws-managed.ts'
import type { AppliedPolicy, PolicySet } from '../policy/evaluate.ts'
import { findDefaultVersionsNamed } from '../storage/applied-policies.ts'
import type { TagRow } from '../storage/tags.ts'
import { compileDocument, findAppliedPolicies } from './applied-policies.ts'
import type { Asking } from './asking.ts'
import { type ContextMap, describeCaller } from './context.ts'

export interface Standing {
  readonly policies: PolicySet
  readonly context: ContextMap
}

const everything: AppliedPolicy = {
  name: 'everything',
  policy: compileDocument('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'),
}

/** The root user stands above all policies, and is allowed everything by one of ours. */
export async function findStanding(asking: Asking): Promise<Standing> {
  const { identity, boundary, tags } = await findOwnPolicies(asking, asking.caller.principal)
  const session = await findSessionPolicies(asking)
  return {
    policies: { identity, ...(boundary && { boundary }), ...(session && { session }) },
    context: describeCaller(asking, tags),
  }
}

async function findOwnPolicies(asking: Asking, principal: Principal): ReturnType<typeof findAppliedPolicies> {
  switch (principal.kind) {
    case 'root':
      return { identity: [everything], boundary: undefined, tags: noTags }
    case 'user':
      return findAppliedPolicies(asking, 'user', principal.userId)
    case 'role':
      return findAppliedPolicies(asking, 'role', principal.roleId)
    case 'federated':
      return findOwnPolicies(asking, principal.issuer)
  }
}

const noTags: readonly TagRow[] = []

/**
 * Undefined: nothing narrows the session. A federated user has no permission but what a session policy gives, so that none
 * at all gives nothing. Policies that are gone by now give nothing either.
 */
async function findSessionPolicies({ caller, queries, accountId }: Asking): Promise<AppliedPolicy[] | undefined> {
  const { document, policyArns = [] } = caller.session?.sessionPolicies ?? {}
  if (document === undefined && policyArns.length === 0) return caller.principal.kind === 'federated' ? [] : undefined
  const policies: AppliedPolicy[] = []
  if (document !== undefined) policies.push({ name: 'session policy', policy: compileDocument(document) })
  for (const arn of policyArns) {
    const ofAws = findAwsManagedPolicy(arn)
    if (ofAws) policies.push({ name: ofAws.name, arn, policy: compileDocument(awsManagedPolicyDocument(ofAws)) })
  }
  const names = policyArns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1))
  for (const row of await findDefaultVersionsNamed(queries, accountId, names)) {
    const arn = policyArn(accountId, row.path, row.name)
    if (policyArns.includes(arn)) policies.push({ name: row.name, arn, policy: compileDocument(row.document) })
  }
  return policies
}
