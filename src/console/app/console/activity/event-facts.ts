/** What a record of CloudTrail says, in the few words of a list. */
import type { AuditEvent } from '../api/administration.ts'

/** As `Username` finds it; undefined where the log does not name anybody. */
export function actorOf({ userIdentity }: AuditEvent): string | undefined {
  if (!userIdentity) return undefined
  const { type, arn = '', userName } = userIdentity
  if (type === 'Root') return 'root'
  // Somebody whose name nobody has; it may have been a password in the wrong field.
  if (userName === 'HIDDEN_DUE_TO_SECURITY_REASONS') return undefined
  return userName ?? (arn.slice(arn.lastIndexOf('/') + 1) || undefined)
}

export function accessKeyOf({ userIdentity }: AuditEvent): string | undefined {
  return textOf(userIdentity, 'accessKeyId')
}

const kinds: Readonly<Record<string, string>> = {
  Root: 'Root user',
  IAMUser: 'User',
  AssumedRole: 'Session of a role',
  FederatedUser: 'Federated user',
}

export function actorKindOf({ userIdentity }: AuditEvent): string {
  const type = userIdentity?.type ?? ''
  return kinds[type] ?? type
}

const targetNames = [
  'userName',
  'roleName',
  'groupName',
  'policyName',
  'policyArn',
  'roleArn',
  'serialNumber',
  'virtualMFADeviceName',
  'accountAlias',
  'accessKeyId',
]

/** To whom or what it was done. */
export function targetOf({ requestParameters }: AuditEvent): string | undefined {
  return targetNames.map((name) => textOf(requestParameters, name)).find((text) => text !== undefined)
}

export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'denied' | 'sign-in-failed' | 'failed'; readonly text: string }

export function outcomeOf({ errorCode, errorMessage, eventSource, eventName }: AuditEvent): Outcome {
  if (errorCode === undefined && errorMessage === undefined) return { kind: 'done' }
  if (errorCode?.startsWith('AccessDenied')) return { kind: 'denied', text: 'Access denied' }
  if (eventSource === 'signin.amazonaws.com') {
    return { kind: 'sign-in-failed', text: eventName === 'CheckMfa' ? 'MFA failed' : 'Sign-in failed' }
  }
  return { kind: 'failed', text: errorCode ?? 'Failed' }
}

/** Whether the session had shown a device; undefined where the record does not say. */
export function mfaOf(event: AuditEvent): boolean | undefined {
  const ofSession = event.userIdentity?.sessionContext?.attributes?.mfaAuthenticated
  const ofSignIn = textOf(event['additionalEventData'], 'MFAUsed')
  if (ofSession === undefined && ofSignIn === undefined) return undefined
  return ofSession === 'true' || ofSignIn === 'Yes'
}

function textOf(value: unknown, name: string): string | undefined {
  const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
  return typeof text === 'string' && text !== '' ? text : undefined
}
