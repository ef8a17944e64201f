/** Policy documents as operations take and answer them. */
import { findIdentityPolicyFault, findManagedPolicyFault, findTrustPolicyFault } from '../policy/check.ts'
import { AwsFault } from '../wire/faults.ts'

/** For the inline policies of users, groups and roles. @throws AwsFault MalformedPolicyDocument, in AWS's words */
export function requireIdentityPolicy(document: string): void {
  refuse(findIdentityPolicyFault(document))
}

/** For the versions of customer managed policies. @throws AwsFault MalformedPolicyDocument, in AWS's words */
export function requireManagedPolicy(document: string): void {
  refuse(findManagedPolicyFault(document))
}

/** @throws AwsFault MalformedPolicyDocument, in AWS's words */
export function requireTrustPolicy(document: string): void {
  refuse(findTrustPolicyFault(document))
}

/** IAM answers documents percent-encoded (RFC 3986), which the SDKs leave to their users to decode. */
export function encodePolicyDocument(document: string): string {
  return encodeURIComponent(document).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

function refuse(fault: string | undefined): void {
  if (fault !== undefined) throw new AwsFault('MalformedPolicyDocument', fault)
}
