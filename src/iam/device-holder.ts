/** Whose MFA devices an operation is about. */
import type { Call } from '../call.ts'
import type { DeviceOwner } from '../storage/owned-devices.ts'
import { requireUser, targetUser } from './target-user.ts'

export interface DeviceHolder extends DeviceOwner {
  /** As lists name it: the root user goes by the account id. */
  readonly name: string
}

/**
 * The user of that name; in a console session of the root user, the account id means the root user. AWS as well has its
 * root user manage the own devices in the console only.
 * @throws AwsFault NoSuchEntity
 */
export async function requireHolder(call: Call, userName: string): Promise<DeviceHolder> {
  if (isRootInConsole(call) && userName === call.accountId) return rootHolder(call)
  const { account_id, user_id, name } = await requireUser(call, userName)
  return { account_id, owner_id: user_id, name }
}

/** Without a name: the caller. @throws AwsFault NoSuchEntity, ValidationError */
export async function targetHolder(call: Call, userName: string | undefined): Promise<DeviceHolder> {
  if (userName !== undefined) return requireHolder(call, userName)
  const user = await targetUser(call, userName)
  return user ? { account_id: user.account_id, owner_id: user.user_id, name: user.name } : rootHolder(call)
}

/** Whether the devices of this holder may be changed here. */
export function isManagedHere(call: Call, holder: DeviceHolder): boolean {
  return holder.owner_id !== call.accountId || isRootInConsole(call)
}

function isRootInConsole({ caller: { principal, session } }: Call): boolean {
  return principal.kind === 'root' && session?.signIn?.kind === 'console'
}

export function rootHolder({ accountId }: Pick<Call, 'accountId'>): DeviceHolder {
  return { account_id: accountId, owner_id: accountId, name: accountId }
}
