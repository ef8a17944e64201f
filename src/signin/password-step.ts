/** The first step: who it is, and the password. */
import { verifyPassword } from '../secrets/password.ts'
import { recordFailedLogin } from './events.ts'
import { beginSignIn, type Outcome, settle } from './outcome.ts'
import { findPerson, findPersonById, type LoginName } from './person.ts'
import { SignInProblem, signInExpired } from './problem.ts'
import type { SignInServer, Visit } from './server.ts'
import { spendSignInAttempt } from './throttle.ts'

/**
 * A name that nobody has gets the same answer as a wrong password, after the same work.
 * @throws SignInProblem InvalidCredentials, TooManyAttempts, PasswordExpired
 */
export async function signInWithPassword(
  server: SignInServer,
  claimed: LoginName,
  password: string,
  visit: Visit,
): Promise<Outcome> {
  const { storage, accountId } = server
  const verdict = await storage.transaction(async (queries) => {
    const spent = await spendSignInAttempt(queries, server, claimed, visit)
    if (spent === 'refuse') {
      const principal = (await findPerson(queries, accountId, claimed))?.principal
      await recordFailedLogin(queries, server, visit, principal, 'Too many attempts')
    }
    return spent
  })
  if (verdict !== 'look') throw tooManyAttempts()
  const person = await storage.read((queries) => findPerson(queries, accountId, claimed))
  // Slow on purpose, so not in a transaction.
  const isRight = await verifyPassword(password, person?.passwordHash)
  if (!person || !isRight) {
    await storage.transaction((queries) => recordFailedLogin(queries, server, visit, person?.principal))
    throw wrongCredentials()
  }
  const outcome = await storage.transaction(async (queries) => {
    const now = await findPersonById(queries, accountId, person.principal.userId)
    // Set anew while we compared.
    if (now?.passwordMark !== person.passwordMark) throw signInExpired()
    return beginSignIn(queries, server, now, visit)
  })
  return settle(outcome)
}

function wrongCredentials(): SignInProblem {
  return new SignInProblem(
    'InvalidCredentials',
    'That account, user name and password do not go together. Check them and try again.',
  )
}

export function tooManyAttempts(): SignInProblem {
  return new SignInProblem('TooManyAttempts', 'This was tried too often. Please try again in three minutes.')
}
