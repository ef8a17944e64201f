/**
 * The policy for passwords in an account that has set none of its own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html#default-policy-details
 */

const minimumLength = 8
const maximumLength = 128
const requiredClasses = 3
const classes = [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*()_+\-=[\]{}|']/]

/**
 * The first rule that a password breaks, in words for the client; `undefined` when it breaks none.
 * `accountNames`: the account's alias and e-mail address, which a password must not be, in whatever case.
 */
export function describePasswordViolation(password: string, accountNames: readonly string[]): string | undefined {
  const length = [...password].length
  if (length < minimumLength) return `Password should have a minimum length of ${minimumLength}`
  if (length > maximumLength) return `Password should have a maximum length of ${maximumLength}`
  if (classes.filter((pattern) => pattern.test(password)).length < requiredClasses) {
    return "Password should have characters of at least three kinds: uppercase, lowercase, numbers, ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '"
  }
  const lowerCase = password.toLowerCase()
  if (accountNames.some((name) => name.toLowerCase() === lowerCase)) {
    return 'Password should not be the name or the e-mail address of the account'
  }
  return undefined
}
