/** Whose credentials are shown: the person's own, or those of a user whom somebody looks after. */
import type { Session } from '../api/session.ts'

export interface Owner {
  /** Undefined: the root user. */
  readonly userName: string | undefined
  readonly isSelf: boolean
  /** As the actions on MFA devices name the owner: to them the root user goes by the account id. */
  readonly deviceUser: string
}

export function selfOf({ principal, accountId }: Session): Owner {
  return { userName: principal.userName, isSelf: true, deviceUser: principal.userName ?? accountId }
}

export function userOf({ principal }: Session, userName: string): Owner {
  return { userName, isSelf: principal.userName === userName, deviceUser: userName }
}

/** For actions that mean the caller when no name is given. */
export function nameInput({ userName }: Owner): { readonly UserName?: string } {
  return userName === undefined ? {} : { UserName: userName }
}
