/** The numbers of GetAccountSummary. */
import type { Queries } from './database.ts'

export interface AccountCounts {
  readonly users: number
  readonly mfaDevices: number
  readonly mfaDevicesInUse: number
  readonly rootAccessKeys: number
  readonly rootMfaDevices: number
}

export async function countAccount(queries: Queries, accountId: string): Promise<AccountCounts> {
  const counts = await queries
    .selectNoFrom((eb) => {
      const devices = eb.selectFrom('mfa_devices').where('account_id', '=', accountId).select(eb.fn.countAll().as('n'))
      return [
        eb.selectFrom('users').where('account_id', '=', accountId).select(eb.fn.countAll().as('n')).as('users'),
        devices.as('mfaDevices'),
        devices.where('owner_id', 'is not', null).as('mfaDevicesInUse'),
        devices.where('owner_id', '=', accountId).as('rootMfaDevices'),
        eb
          .selectFrom('access_keys')
          .where('owner_id', '=', accountId)
          .select(eb.fn.countAll().as('n'))
          .as('rootAccessKeys'),
      ]
    })
    .executeTakeFirstOrThrow()
  return {
    users: Number(counts.users),
    mfaDevices: Number(counts.mfaDevices),
    mfaDevicesInUse: Number(counts.mfaDevicesInUse),
    rootAccessKeys: Number(counts.rootAccessKeys),
    rootMfaDevices: Number(counts.rootMfaDevices),
  }
}
