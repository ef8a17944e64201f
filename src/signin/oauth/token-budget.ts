/**
 * How often the token endpoint may be tried in vain, per address, and per code or refresh token. Whoever makes no mistakes
 * is not counted: there is no limit on how many commands refresh.
 */
import { countSignInAttempt, findSignInAttempts } from '../../storage/attempts.ts'
import { attemptsPerWindow, windowOf } from '../../verification/attempts.ts'
import { hashSecret } from '../secret.ts'
import type { SignInServer, Visit } from '../server.ts'
import { networkOf } from '../throttle.ts'
import { TokenProblem } from './token-problem.ts'
import type { TokenRequest } from './token-request.ts'

/** Many people share the address of an office, and each has scripts that go on after their session is over. */
const triesPerAddress = 300

/** @throws TokenProblem TooManyRequestsError */
export async function requireBudget(
  { storage, accountId }: SignInServer,
  request: TokenRequest | undefined,
  visit: Visit,
): Promise<void> {
  const address = addressSubject(visit)
  const secret = request && secretSubject(request)
  const subjects = secret === undefined ? [address] : [address, secret]
  const tries = await storage.read((queries) =>
    findSignInAttempts(queries, { account_id: accountId, subjects, ...windowOf(visit.now) }),
  )
  const isOver = (subject: string | undefined, most: number) =>
    subject !== undefined && (tries.get(subject) ?? 0) >= most
  if (isOver(address, triesPerAddress) || isOver(secret, attemptsPerWindow)) {
    throw new TokenProblem('TOO_MANY_REQUESTS', 'This was tried too often in vain. Try again in three minutes.')
  }
}

/** A session that is over is no attack on it: what still has its token is told so each time. */
export async function countFailure(
  { storage, accountId }: SignInServer,
  request: TokenRequest | undefined,
  { kind }: TokenProblem,
  visit: Visit,
): Promise<void> {
  if (kind === 'TOO_MANY_REQUESTS' || kind === 'INSUFFICIENT_PERMISSIONS') return
  const subjects = [addressSubject(visit)]
  if (request && kind === 'INVALID_REQUEST') subjects.push(secretSubject(request))
  await storage.transaction(async (queries) => {
    for (const subject of subjects) {
      await countSignInAttempt(queries, { account_id: accountId, subject, ...windowOf(visit.now) })
    }
  })
}

function addressSubject({ request }: Visit): string {
  return `token-address:${networkOf(request.sourceIp)}`
}

function secretSubject(request: TokenRequest): string {
  return `token:${hashSecret(request.grantType === 'refresh_token' ? request.refreshToken : request.code)}`
}
