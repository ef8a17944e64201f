/** What both ways to credentials have in common. */
import type { SignInSessionRow } from '../../storage/sign-in-sessions.ts'
import { AwsFault } from '../../wire/faults.ts'
import type { Person } from '../person.ts'
import type { SignInServer, Visit } from '../server.ts'
import { callerOf } from '../session.ts'
import { findClient } from './clients.ts'
import { requireClientPermission } from './permission.ts'
import { invalidRequest, TokenProblem } from './token-problem.ts'

/** Credentials are due for this session. */
export interface Grant {
  /** Of kind `cli`. */
  readonly session: SignInSessionRow
  readonly person: Pick<Person, 'principal'>
  readonly refreshToken: string
  /** It begins with these; otherwise it goes on. */
  readonly isNew: boolean
}

/** @throws TokenProblem INSUFFICIENT_PERMISSIONS, whose cause is that of the AwsFault */
export async function requireTokenPermission(
  server: SignInServer,
  session: SignInSessionRow,
  person: Pick<Person, 'principal'>,
  clientId: string,
  visit: Visit,
): Promise<void> {
  const client = findClient(clientId)
  if (!client) throw invalidRequest('There is no such clientId any more')
  try {
    await requireClientPermission(server, 'signin:CreateOAuth2Token', client, callerOf(session, person), visit)
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error
    throw new TokenProblem('INSUFFICIENT_PERMISSIONS', error.message, { cause: error.cause })
  }
}
