/** Whoever has a password: a user with a login profile, or the root user. */
import { rootPrincipal, userPrincipal } from '../identity/long-term-principal.ts'
import type { LongTermPrincipal } from '../identity/principal.ts'
import { markPassword } from '../secrets/password.ts'
import { type AccountRow, findAccount } from '../storage/accounts.ts'
import type { Queries } from '../storage/database.ts'
import { findLoginProfile, type LoginProfileRow } from '../storage/login-profiles.ts'
import { findUser, findUserById, type UserRow } from '../storage/users.ts'

export type Person = RootPerson | UserPerson

interface Common {
  readonly principal: LongTermPrincipal
  readonly passwordHash: string
  /** Another one whenever a password is set. */
  readonly passwordMark: string
}

export interface RootPerson extends Common {
  readonly kind: 'root'
}

export interface UserPerson extends Common {
  readonly kind: 'user'
  readonly user: UserRow
  readonly profile: LoginProfileRow
}

/** As the page was told who it is. */
export type LoginName =
  | { readonly kind: 'root'; readonly email: string }
  | { readonly kind: 'user'; readonly account: string; readonly userName: string }

/** Undefined: there is nobody who could sign in as that. */
export async function findPerson(queries: Queries, accountId: string, claimed: LoginName): Promise<Person | undefined> {
  const account = await findAccount(queries, accountId)
  if (claimed.kind === 'root') {
    return account?.root_email.toLowerCase() === claimed.email.toLowerCase() ? rootPerson(account) : undefined
  }
  const isThisAccount = claimed.account === accountId || claimed.account.toLowerCase() === account?.alias
  const user = await findUser(queries, accountId, claimed.userName)
  return isThisAccount && user ? userPerson(queries, user) : undefined
}

/** @param principalId - AIDA…, or the account id */
export async function findPersonById(
  queries: Queries,
  accountId: string,
  principalId: string,
): Promise<Person | undefined> {
  if (principalId === accountId) {
    const account = await findAccount(queries, accountId)
    return account && rootPerson(account)
  }
  const user = await findUserById(queries, accountId, principalId)
  return user && userPerson(queries, user)
}

function rootPerson({ account_id, root_password_hash }: AccountRow): RootPerson {
  const passwordMark = markPassword(root_password_hash)
  return { kind: 'root', principal: rootPrincipal(account_id), passwordHash: root_password_hash, passwordMark }
}

async function userPerson(queries: Queries, user: UserRow): Promise<UserPerson | undefined> {
  const profile = await findLoginProfile(queries, user)
  if (!profile) return undefined
  return {
    kind: 'user',
    principal: userPrincipal(user.account_id, user.user_id, user.name, user.path),
    passwordHash: profile.password_hash,
    passwordMark: markPassword(profile.password_hash),
    user,
    profile,
  }
}
