/** What AWS accepts as a policy document, and how it says what it does not. */

/** AWS's message for the first fault of a document that is attached to a user, group or role; undefined: it has none. */
export function findIdentityPolicyFault(text: string): string | undefined {
  return isJson(text) ? undefined : 'Syntax errors in policy.'
}

/** The same for the trust policy of a role. */
export function findTrustPolicyFault(text: string): string | undefined {
  return isJson(text) ? undefined : 'This policy contains invalid Json'
}

/** The same for a session policy. */
export function findSessionPolicyFault(text: string): string | undefined {
  return findIdentityPolicyFault(text)
}

/** The characters that count for quotas: AWS does not count white space. */
export function policySize(text: string): number {
  return text.replace(/\s/g, '').length
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
