/** The session behind credentials, ended at the server: AWS's clients only forget what they have of it. */
import type { SigningCredentials } from '../../sigv4/sign.ts'
import { administerAs } from '../administration-client.ts'
import { isRecord } from '../aws/python-text.ts'

/** Everybody may end sessions of his own. @throws CommandFailure */
export async function endOwnSession(endpoint: URL, credentials: SigningCredentials): Promise<void> {
  const signer = { credentials, region: 'us-east-1' }
  const answer = await administerAs(signer, 'list-sign-in-sessions', {}, endpoint)
  const sessions = isRecord(answer) && Array.isArray(answer['sessions']) ? answer['sessions'] : []
  const own = sessions.find((session: unknown) => isRecord(session) && session['isCurrent'] === true)
  if (!isRecord(own)) return
  await administerAs(signer, 'end-sign-in-session', { sessionId: own['sessionId'] }, endpoint)
}
