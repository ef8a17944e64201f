/** What every request of the console carries, and what becomes of the page when its session is over. */
import { signInAddress } from '../../browser/continue-to.ts'
import { Problem } from '../../browser/request.ts'
import { noteUse } from './last-use.ts'

let csrfToken = ''

export function connectWith(token: string): void {
  csrfToken = token
}

/** The token that shows the server that one of its own pages asks. */
export function csrfHeader(): Readonly<Record<string, string>> {
  noteUse()
  return { 'X-CSRF-Token': csrfToken }
}

/** Leads to the sign-in when the session is over; what was thrown goes on. */
export function leaveWhenExpired(error: unknown): never {
  const isOver = error instanceof Problem && ['SignInExpired', 'ExpiredToken'].includes(error.code)
  if (isOver) location.assign(signInAddress())
  throw error
}
