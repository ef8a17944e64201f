import type * as Sts from '@aws-sdk/client-sts'
import { requireTrust, type TrustQuestion } from '../authorization/assume-role.ts'
import type { RuleRefusal } from '../authorization/rule-refusal.ts'
import type { Call } from '../call.ts'
import { assumedRoleArn, parseArn, roleArn } from '../identity/arn.ts'
import type { Session } from '../identity/principal.ts'
import type { Restrictions } from '../secrets/session-token.ts'
import { findRole, type RoleRow } from '../storage/roles.ts'
import { AwsFault } from '../wire/faults.ts'
import { listOf, structure, text } from '../wire/limits.ts'
import { tagKeyList, tagList } from '../wire/named-limits.ts'
import type { Input } from '../wire/operation.ts'
import { issueCredentials } from './credentials.ts'
import {
  arn,
  minimumSessionTokenSize,
  policyDescriptorList,
  roleDurationSeconds,
  roleSessionName,
  serialNumber,
  tokenCode,
} from './limits.ts'
import { verifyMfa } from './mfa-parameters.ts'
import { stsOperation } from './operation.ts'
import { measurePackedPolicy, readSessionPolicies } from './session-policies.ts'
import { readSessionTags, tagKeys } from './session-tags.ts'

const externalId = text({ min: 2, max: 1224, pattern: String.raw`[\w+=,.@:\/-]*` })
const sourceIdentity = text({ min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` })
/** Longer than other session policies: only the packed size limits it. */
const unrestrictedSessionPolicyDocument = text({ min: 1, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` })
const providedContextList = listOf(
  structure<Sts.ProvidedContext>({ ProviderArn: arn, ContextAssertion: text({ min: 4, max: 2048 }) }),
  { min: 1, max: 5 },
)

const defaultDurationSeconds = 3_600
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
const longestChainedSeconds = 3_600

export const assumeRole = stsOperation('AssumeRole', {
  limits: {
    RoleArn: arn,
    RoleSessionName: roleSessionName,
    PolicyArns: policyDescriptorList,
    Policy: unrestrictedSessionPolicyDocument,
    DurationSeconds: roleDurationSeconds,
    Tags: tagList,
    TransitiveTagKeys: tagKeyList,
    ExternalId: externalId,
    SerialNumber: serialNumber,
    TokenCode: tokenCode,
    SourceIdentity: sourceIdentity,
    ProvidedContexts: providedContextList,
    MinimumSessionTokenSize: minimumSessionTokenSize,
  },
  access: 'attempt',
  // Asked in `run`, of the trust policy too, which may want to know of the code.
  permissions: () => [],
  async run(input, call) {
    const { RoleArn, RoleSessionName, DurationSeconds = defaultDurationSeconds } = input
    const { session } = call.caller
    requireAssumableInput(input, call)
    const restrictions = { ...readSessionPolicies(input, call.accountId), ...readSessionTags(input, session) }
    const PackedPolicySize = measurePackedPolicy(restrictions)
    const SourceIdentity = readSourceIdentity(input.SourceIdentity, session)

    const verifiedAt = await verifyMfa(call, input.SerialNumber, input.TokenCode)
    const role = await findRoleByArn(call, RoleArn)
    if (!role) throw notAuthorized(call, RoleArn)
    await requireTrust(call, {
      role,
      actions: actionsOf(restrictions, SourceIdentity),
      mfaAuthenticatedAt: verifiedAt ?? session?.mfaAuthenticatedAt,
      context: {
        'sts:RoleSessionName': [RoleSessionName],
        ...present('sts:ExternalId', input.ExternalId),
        ...present('sts:SourceIdentity', SourceIdentity),
        ...present('sts:TransitiveTagKeys', restrictions.transitiveTagKeys),
        ...tagKeys(restrictions.tags),
      },
    })
    if (DurationSeconds > role.max_session_seconds) throw longerThanRoleAllows()

    const grant = {
      kind: 'role',
      principalId: role.role_id,
      sessionName: RoleSessionName,
      ...restrictions,
      sourceIdentity: SourceIdentity,
    } as const
    return {
      Credentials: issueCredentials(call, grant, DurationSeconds, input.MinimumSessionTokenSize),
      AssumedRoleUser: {
        AssumedRoleId: `${role.role_id}:${RoleSessionName}`,
        Arn: assumedRoleArn(call.accountId, role.name, RoleSessionName),
      },
      ...(PackedPolicySize === undefined ? {} : { PackedPolicySize }),
      ...(SourceIdentity === undefined ? {} : { SourceIdentity }),
    }
  },
})

/** What can be refused without looking at a code or a role. @throws AwsFault */
function requireAssumableInput(input: Input<typeof Sts, 'AssumeRole'>, { caller: { principal, session } }: Call): void {
  const { RoleArn, DurationSeconds = 0, ProvidedContexts = [] } = input
  if (principal.kind === 'root') throw new AwsFault('AccessDenied', 'Roles may not be assumed by root accounts.')
  if (!parseArn(RoleArn)) throw new AwsFault('ValidationError', `${RoleArn} is invalid`)
  if (ProvidedContexts.length > 0) {
    throw new AwsFault('ValidationError', 'ProvidedContexts are not supported: there is no context provider.')
  }
  if (session && DurationSeconds > longestChainedSeconds) {
    throw new AwsFault(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
}

/** Whoever set it first set it for the whole chain. @throws AwsFault ValidationError */
function readSourceIdentity(requested: string | undefined, calling: Session | undefined): string | undefined {
  const inherited = calling?.sourceIdentity
  if (inherited !== undefined && requested !== undefined && requested !== inherited) {
    throw new AwsFault('ValidationError', 'The source identity is already set for this assume role session')
  }
  return inherited ?? requested
}

/** What is inherited must be allowed like what is passed: so AWS does. */
function actionsOf({ tags }: Restrictions, source: string | undefined): TrustQuestion['actions'] {
  return [
    'sts:AssumeRole',
    ...(tags === undefined ? [] : (['sts:TagSession'] as const)),
    ...(source === undefined ? [] : (['sts:SetSourceIdentity'] as const)),
  ]
}

function present(key: string, value: string | readonly string[] | undefined): Record<string, readonly string[]> {
  if (value === undefined) return {}
  return { [key]: typeof value === 'string' ? [value] : value }
}

async function findRoleByArn({ queries, accountId }: Call, text: string): Promise<RoleRow | undefined> {
  const role = await findRole(queries, accountId, text.slice(text.lastIndexOf('/') + 1))
  return role && roleArn(accountId, role.path, role.name) === text ? role : undefined
}

/** The words for a role that is not there are those for one that trusts others. The code stays spent. */
function notAuthorized({ caller, now }: Call, resource: string): AwsFault {
  const cause: RuleRefusal = { rule: 'noSuchRole', caller, now, action: 'sts:AssumeRole', resource }
  const message = `User: ${caller.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${resource}`
  return new AwsFault('AccessDenied', message, { keepsWrites: true, cause })
}

function longerThanRoleAllows(): AwsFault {
  return new AwsFault(
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    { keepsWrites: true },
  )
}
