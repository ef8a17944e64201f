/** `twinlock admin list-sign-in-sessions` and `end-sign-in-session` */
import { administer, type ConnectionOptions } from './administration-client.ts'

export interface ListOptions extends ConnectionOptions {
  readonly userName?: string
}

/** As JSON: what it shows is for scripts as well. */
export async function listSignInSessions({ userName, ...connection }: ListOptions): Promise<void> {
  const answer = await administer('list-sign-in-sessions', userName === undefined ? {} : { userName }, connection)
  process.stdout.write(`${JSON.stringify(answer, null, 4)}\n`)
}

export interface EndOptions extends ConnectionOptions {
  readonly sessionId: string
}

export async function endSignInSession({ sessionId, ...connection }: EndOptions): Promise<void> {
  await administer('end-sign-in-session', { sessionId }, connection)
  process.stdout.write(`Ended ${sessionId}: whoever used it has to sign in again.\n`)
}
