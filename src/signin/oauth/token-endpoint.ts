/** POST /v1/token, from what the client sends to what it gets. */
import { headerOf } from '../../http/json.ts'
import type { HttpRequest } from '../../http/message.ts'
import type { SignInServer, Visit } from '../server.ts'
import { issueSignInCredentials, type SignInCredentials } from './credentials.ts'
import { checkProof } from './dpop-proof.ts'
import { tokenEvent } from './events.ts'
import type { Grant } from './grant.ts'
import { signIdToken } from './id-token.ts'
import { redeemCode } from './redeem-code.ts'
import { refresh } from './refresh.ts'
import { countFailure, requireBudget } from './token-budget.ts'
import { TokenProblem } from './token-problem.ts'
import { readTokenRequest, type TokenRequest } from './token-request.ts'

export interface TokenAnswer extends SignInCredentials {
  readonly tokenType: 'aws_sigv4'
  readonly refreshToken: string
  /** With a code only: a session that goes on is whose it was. */
  readonly idToken?: string
}

/** @throws TokenProblem */
export async function grantTokens(server: SignInServer, request: HttpRequest, visit: Visit): Promise<TokenAnswer> {
  const read = tryToRead(request)
  const tokenRequest = read instanceof TokenProblem ? undefined : read
  await requireBudget(server, tokenRequest, visit)
  try {
    if (read instanceof TokenProblem) throw read
    const proof = await checkProof(readProof(request), { publicUrl: server.publicUrl(), now: visit.now })
    const grant =
      read.grantType === 'refresh_token'
        ? await refresh(server, read, proof, visit)
        : await redeemCode(server, read, proof, visit)
    return await answerOf(server, grant, read, visit)
  } catch (error) {
    if (!(error instanceof TokenProblem)) throw error
    await countFailure(server, tokenRequest, error, visit)
    const { actor, message } = error
    if (tokenRequest && actor) error.event = tokenEvent(server, tokenRequest, actor, visit, message)
    throw error
  }
}

function tryToRead(request: HttpRequest): TokenRequest | TokenProblem {
  try {
    return readTokenRequest(request)
  } catch (error) {
    if (error instanceof TokenProblem) return error
    throw error
  }
}

/** Two proofs are none: https://www.rfc-editor.org/rfc/rfc9449#section-4.3 */
function readProof(request: HttpRequest): string | undefined {
  const proofs = request.headers.filter(([name]) => name.toLowerCase() === 'dpop')
  if (proofs.length > 1) throw new TokenProblem('INVALID_REQUEST', 'The header DPoP is given more than once.')
  return headerOf(request, 'dpop')
}

async function answerOf(
  server: SignInServer,
  { session, person, refreshToken, isNew }: Grant,
  { clientId }: TokenRequest,
  { now }: Visit,
): Promise<TokenAnswer> {
  const { arn } = person.principal
  return {
    ...issueSignInCredentials(server, session, now),
    tokenType: 'aws_sigv4',
    refreshToken,
    ...(isNew && { idToken: await signIdToken(server, { arn, clientId, now }) }),
  }
}
