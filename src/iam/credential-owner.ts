/** Whose access keys and signing certificates they are: a user's or the root user's. */
import type { Call } from '../call.ts'
import type { KeyOwner } from '../storage/access-keys.ts'
import type { UserRow } from '../storage/users.ts'

/** @param user - undefined: the root user, whose credentials hang on the account id */
export function ownerOf(call: Call, user: UserRow | undefined): KeyOwner {
  return { account_id: call.accountId, owner_id: user?.user_id ?? call.accountId }
}

/** The root user has no name, which the SDK's types do not know. */
export function userNameMember(name: string | undefined): { UserName: string } {
  return (name === undefined ? {} : { UserName: name }) as { UserName: string }
}
