/**
 * What a password must look like: by the rules of its account, or by AWS's default where the account has none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */

export type CharacterClass = 'uppercase' | 'lowercase' | 'number' | 'symbol'

export interface PasswordRules {
  /** In characters; the longest is 128 under every policy. */
  readonly minimumLength: number
  /** Of each of these a password needs at least one character. */
  readonly requiredClasses: readonly CharacterClass[]
  /** Of how many of the four classes, whichever they are. */
  readonly minimumClasses: number
}

/** The default policy, to which the root user's password is always held. */
export const defaultPasswordRules: PasswordRules = { minimumLength: 8, requiredClasses: [], minimumClasses: 3 }

const maximumLength = 128
const symbols = "! @ # $ % ^ & * ( ) _ + - = [ ] { } | '"
const classes: Readonly<Record<CharacterClass, { readonly pattern: RegExp; readonly name: string }>> = {
  uppercase: { pattern: /[A-Z]/, name: 'uppercase letter' },
  lowercase: { pattern: /[a-z]/, name: 'lowercase letter' },
  number: { pattern: /[0-9]/, name: 'number' },
  symbol: { pattern: /[!@#$%^&*()_+\-=[\]{}|']/, name: `of the symbols ${symbols}` },
}

/**
 * The first rule that a password breaks, in words for the client; `undefined` when it breaks none.
 * `accountNames`: the account's alias and e-mail address, which a password must not be, in whatever case.
 */
export function describePasswordViolation(
  password: string,
  { minimumLength, requiredClasses, minimumClasses }: PasswordRules,
  accountNames: readonly string[],
): string | undefined {
  const length = [...password].length
  if (length < minimumLength) return `Password should have a minimum length of ${minimumLength}`
  if (length > maximumLength) return `Password should have a maximum length of ${maximumLength}`
  const missing = requiredClasses.find((name) => !classes[name].pattern.test(password))
  if (missing) return `Password should have at least one ${classes[missing].name}`
  if (Object.values(classes).filter(({ pattern }) => pattern.test(password)).length < minimumClasses) {
    return `Password should have characters of at least three kinds: uppercase, lowercase, numbers, ${symbols}`
  }
  const lowerCase = password.toLowerCase()
  if (accountNames.some((name) => name.toLowerCase() === lowerCase)) {
    return 'Password should not be the name or the e-mail address of the account'
  }
  return undefined
}
