/** The numbers of GetAccountSummary. */
import type { Queries, Tables } from './database.ts'

const countedTables = {
  users: 'users',
  groups: 'groups',
  roles: 'roles',
  instanceProfiles: 'instance_profiles',
  policies: 'managed_policies',
  policyVersions: 'managed_policy_versions',
  mfaDevices: 'mfa_devices',
  passkeys: 'passkeys',
  serverCertificates: 'server_certificates',
  openIDConnectProviders: 'openid_connect_providers',
  samlProviders: 'saml_providers',
} as const satisfies Record<string, keyof Tables>

export type AccountCounts = Readonly<
  Record<
    | keyof typeof countedTables
    | 'mfaDevicesInUse'
    | 'rootAccessKeys'
    | 'rootCodeDevices'
    | 'rootPasskeys'
    | 'rootSigningCertificates',
    number
  >
>

export async function countAccount(queries: Queries, accountId: string): Promise<AccountCounts> {
  const counts = await queries
    .selectNoFrom((eb) => {
      const rowsOf = (table: (typeof countedTables)[keyof typeof countedTables]) =>
        eb.selectFrom(table).where('account_id', '=', accountId).select(eb.fn.countAll().as('n'))
      const ofRoot = (table: 'access_keys' | 'mfa_devices' | 'passkeys' | 'signing_certificates') =>
        eb
          .selectFrom(table)
          .where('account_id', '=', accountId)
          .where('owner_id', '=', accountId)
          .select(eb.fn.countAll().as('n'))
      const devices = eb.selectFrom('mfa_devices').where('account_id', '=', accountId).select(eb.fn.countAll().as('n'))
      return [
        ...Object.entries(countedTables).map(([name, table]) => rowsOf(table).as(name)),
        devices.where('owner_id', 'is not', null).as('mfaDevicesInUse'),
        ofRoot('mfa_devices').as('rootCodeDevices'),
        ofRoot('passkeys').as('rootPasskeys'),
        ofRoot('signing_certificates').as('rootSigningCertificates'),
        ofRoot('access_keys').as('rootAccessKeys'),
      ]
    })
    .executeTakeFirstOrThrow()
  return Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, Number(n)])) as AccountCounts
}
