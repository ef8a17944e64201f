/** Who is signed in here, and for how long. */
import { createContext, use } from 'react'
import { getJson } from '../../browser/request.ts'
import { connectWith } from './connection.ts'
import { noteUse } from './last-use.ts'

export interface Session {
  readonly accountId: string
  readonly accountAlias: string | null
  readonly principal: {
    readonly kind: 'root' | 'user'
    readonly arn: string
    readonly userId: string
    readonly userName?: string
    readonly path?: string
  }
  readonly mfaAuthenticatedAt: string | null
  readonly signedInAt: string
  readonly expiresAt: string
  readonly idleTimeoutSeconds: number
  readonly csrfToken: string
}

/** To ask is to use the session: it idles from now on. @throws Problem SignInExpired */
export async function openSession(): Promise<Session> {
  const session = await getJson<Session>('/console/session')
  connectWith(session.csrfToken)
  noteUse()
  return session
}

let show: (session: Session) => void = () => undefined

export function whenSessionChanges(callback: (session: Session) => void): void {
  show = callback
}

/** Once something has changed that every page shows of the account. What goes wrong only leaves the old on the screen. */
export function refreshSession(): void {
  openSession().then(show, () => undefined)
}

export const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('Outside of a session')
  return session
}

export function isOwnName(session: Session, userName: string | undefined): boolean {
  return userName === undefined || session.principal.userName === userName
}
