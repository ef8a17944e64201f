/**
 * The condition keys of a request, in lower case. A key without a value is left out: whether it is absent decides.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import { signInSessionArn } from '../identity/arn.ts'
import type { Caller, Principal } from '../identity/principal.ts'
import type { TagRow } from '../storage/tags.ts'
import type { Asking } from './asking.ts'

export type ContextMap = Map<string, readonly string[]>

/** What the caller and the request say, whatever is asked about. `tags` are those of the user or role. */
export function describeCaller(
  asking: Omit<Asking, 'queries' | 'policyCache' | 'isChange'>,
  tags: readonly TagRow[],
): ContextMap {
  const { caller, request, now } = asking
  const context: ContextMap = new Map([
    ['aws:currenttime', [isoTime(now)]],
    ['aws:epochtime', [epochSeconds(now)]],
    ['aws:securetransport', [String(request.isSecure)]],
    ['aws:sourceip', [request.sourceIp]],
    ['aws:requestedregion', [caller.region]],
    ['aws:principalisawsservice', ['false']],
    ['aws:resourceaccount', [asking.accountId]],
    ['aws:viaawsservice', ['false']],
    ...describePrincipal(caller.principal),
    ...describeSession(caller, now),
  ])
  if (request.userAgent !== undefined) context.set('aws:useragent', [request.userAgent])
  for (const { tag_key, tag_value } of tags) context.set(principalTag(tag_key), [tag_value])
  // The session's own tags stand before those of the user or role.
  for (const [key, value] of Object.entries(caller.session?.tags ?? {})) context.set(principalTag(key), [value])
  return context
}

function describePrincipal(principal: Principal): [string, readonly string[]][] {
  const { accountId, userId } = principal
  const common: [string, readonly string[]][] = [
    ['aws:principalaccount', [accountId]],
    ['aws:userid', [userId]],
  ]
  switch (principal.kind) {
    case 'root':
      return [...common, ['aws:principalarn', [principal.arn]], ['aws:principaltype', ['Account']]]
    case 'user':
      return [
        ...common,
        ['aws:principalarn', [principal.arn]],
        ['aws:principaltype', ['User']],
        ['aws:username', [principal.userName]],
      ]
    case 'role':
      // The role, not the session, which has no path: policies are written about roles.
      return [...common, ['aws:principalarn', [principal.roleArn]], ['aws:principaltype', ['AssumedRole']]]
    case 'federated':
      return [...common, ['aws:principalarn', [principal.arn]], ['aws:principaltype', ['FederatedUser']]]
  }
}

/**
 * A long-term key has no MFA keys at all; temporary credentials say true or false, and the age only if true.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
function describeSession({ session, principal }: Caller, now: Date): [string, readonly string[]][] {
  if (!session) return []
  const issued: [string, readonly string[]][] = [['aws:tokenissuetime', [isoTime(session.issuedAt)]]]
  if (session.sourceIdentity !== undefined) issued.push(['aws:sourceidentity', [session.sourceIdentity]])
  if (session.signIn) issued.push(['aws:signinsessionarn', [signInSessionArn(principal.accountId, session.signIn)]])
  return [...issued, ...describeMfa(session.mfaAuthenticatedAt, now)]
}

/** `authenticatedAt` undefined: temporary credentials, and no code was verified for them. */
export function describeMfa(authenticatedAt: Date | undefined, now: Date): [string, readonly string[]][] {
  if (!authenticatedAt) return [[mfaPresent, ['false']]]
  const age = Math.max(0, Math.floor((now.getTime() - authenticatedAt.getTime()) / 1000))
  return [
    [mfaPresent, ['true']],
    [mfaAge, [String(age)]],
  ]
}

export const mfaPresent = 'aws:multifactorauthpresent'
export const mfaAge = 'aws:multifactorauthage'

export function addRequestKeys(context: ContextMap, keys: Readonly<Record<string, readonly string[]>>): void {
  for (const [key, values] of Object.entries(keys)) context.set(key.toLowerCase(), values)
}

/** IAM's resources have their tags under both names. */
export function addResourceTags(context: ContextMap, tags: readonly TagRow[]): void {
  for (const { tag_key, tag_value } of tags) {
    context.set(`aws:resourcetag/${tag_key.toLowerCase()}`, [tag_value])
    context.set(`iam:resourcetag/${tag_key.toLowerCase()}`, [tag_value])
  }
}

function principalTag(key: string): string {
  return `aws:principaltag/${key.toLowerCase()}`
}

function isoTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

function epochSeconds(time: Date): string {
  return String(Math.floor(time.getTime() / 1000))
}
