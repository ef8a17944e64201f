import { federatedUserArn } from '../identity/arn.ts'
import { text } from '../wire/limits.ts'
import { tagList } from '../wire/named-limits.ts'
import { issueCredentials } from './credentials.ts'
import { durationSeconds, minimumSessionTokenSize, policyDescriptorList, sessionPolicyDocument } from './limits.ts'
import { longTermSessionSeconds, requireLongTermPrincipal } from './long-term-principal.ts'
import { stsOperation } from './operation.ts'
import { measurePackedPolicy, readSessionPolicies } from './session-policies.ts'
import { readSessionTags, tagKeys } from './session-tags.ts'

/** The session may do what its policies and the issuer's allow: nothing, when it is given none. */
export const getFederationToken = stsOperation('GetFederationToken', {
  limits: {
    Name: text({ min: 2, max: 32, pattern: String.raw`[\w+=,.@-]*` }),
    Policy: sessionPolicyDocument,
    PolicyArns: policyDescriptorList,
    DurationSeconds: durationSeconds,
    Tags: tagList,
    MinimumSessionTokenSize: minimumSessionTokenSize,
  },
  access: 'read',
  permissions({ Name, Tags = [] }, { accountId }) {
    const resource = federatedUserArn(accountId, Name)
    const context = tagKeys(Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])))
    const actions = ['sts:GetFederationToken', ...(Tags.length > 0 ? ['sts:TagSession'] : [])]
    return actions.map((action) => ({ action, resource, context }))
  },
  async run({ Name, DurationSeconds, MinimumSessionTokenSize, ...input }, call) {
    const principal = requireLongTermPrincipal(call, 'GetFederationToken')
    const restrictions = { ...readSessionPolicies(input, call.accountId), ...readSessionTags(input, undefined) }
    const PackedPolicySize = measurePackedPolicy(restrictions) ?? 0
    const grant = { kind: 'federated', principalId: principal.userId, name: Name, ...restrictions } as const
    const seconds = longTermSessionSeconds(principal, DurationSeconds)
    return {
      Credentials: issueCredentials(call, grant, seconds, MinimumSessionTokenSize),
      FederatedUser: {
        FederatedUserId: `${call.accountId}:${Name}`,
        Arn: federatedUserArn(call.accountId, Name),
      },
      PackedPolicySize,
    }
  },
})
