/**
 * Principal and NotPrincipal of resource policies. An asterisk stands for everyone and never for a part of a name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { PrincipalElement } from './document.ts'
import type { PolicyPrincipal } from './request.ts'

/**
 * How a caller is named, the strongest last. What is granted to an account is for its identity policies to hand on; what is
 * granted to a role is limited by the boundary and the session policies of its sessions; what is granted to the user, the
 * session or everyone needs nothing else within the account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const naming = { none: 0, account: 1, role: 2, self: 3 } as const

export type Naming = (typeof naming)[keyof typeof naming]

/** How the element names the caller; `none`: not at all. */
export function findNaming(element: PrincipalElement, principal: PolicyPrincipal | undefined): Naming {
  if (element.isAnyone || element.byKind['AWS']?.includes('*')) return naming.self
  if (!principal) return naming.none
  const listed = element.byKind[principal.kind] ?? []
  if (listed.includes('*') || principal.names.some((name) => listed.includes(name))) return naming.self
  if (principal.actsFor?.some((name) => listed.includes(name))) return naming.role
  return principal.kind === 'AWS' && namesAccount(listed, principal) ? naming.account : naming.none
}

/**
 * Whether NotPrincipal spares the caller. AWS looks at the account, then the role, then the session, and each must be
 * listed. One with a permissions boundary is never spared.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isSpared(
  element: PrincipalElement,
  principal: PolicyPrincipal | undefined,
  isBounded: boolean,
): boolean {
  if (isBounded) return false
  if (element.isAnyone || element.byKind['AWS']?.includes('*')) return true
  if (!principal) return false
  const listed = element.byKind[principal.kind] ?? []
  if (listed.includes('*')) return true
  return (
    principal.names.some((name) => listed.includes(name)) &&
    (principal.actsFor?.some((name) => listed.includes(name)) ?? true) &&
    (principal.accountId === undefined || namesAccount(listed, principal))
  )
}

function namesAccount(listed: readonly string[], { accountId }: PolicyPrincipal): boolean {
  return listed.some((name) => name === accountId || rootOf(name) === accountId)
}

/** The account of `arn:aws:iam::123456789012:root`. */
function rootOf(arn: string): string | undefined {
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(arn)?.[1]
}
