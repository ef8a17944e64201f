/** What the sign-in page sends, checked as it comes in. */
import type { LoginName } from './person.ts'
import { SignInProblem } from './problem.ts'

export type Fields = Readonly<Record<string, unknown>>

/** @throws SignInProblem ValidationError */
export function readText(fields: Fields, name: string, longest: number): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '' || value.length > longest) {
    throw new SignInProblem('ValidationError', `${name} must be a text of 1 to ${longest} characters.`)
  }
  // PostgreSQL has no NUL in its texts, and nothing that is asked for here has one.
  if (value.includes('\0')) throw new SignInProblem('ValidationError', `${name} must not have a NUL in it.`)
  return value
}

/** Six digits; people type the space that the phone shows. */
export function readCode(fields: Fields, name: string): string {
  const code = readText(fields, name, 20).replaceAll(/[\s-]/g, '')
  if (/^\d{6}$/.test(code)) return code
  throw new SignInProblem('ValidationError', 'A code has six digits.')
}

/** A name that no user can have is nobody's, and is told so like any other. */
export function readIdentity(fields: Fields): LoginName {
  if (fields['rootEmail'] !== undefined) return { kind: 'root', email: readText(fields, 'rootEmail', 320).trim() }
  const account = readText(fields, 'account', 320)
    .trim()
    .replaceAll(/(?<=\d)[\s-](?=\d)/g, '')
  return { kind: 'user', account, userName: readText(fields, 'userName', 320).trim() }
}
