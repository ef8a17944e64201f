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
      const devices = eb.selectFrom('mfa_devices').where('account_id', '=', accountId).select(eb.fn.countAll().as('n'))
      return [
        ...Object.entries(countedTables).map(([name, table]) => rowsOf(table).as(name)),
        devices.where('owner_id', 'is not', null).as('mfaDevicesInUse'),
        devices.where('owner_id', '=', accountId).as('rootCodeDevices'),
        eb
          .selectFrom('passkeys')
          .where('account_id', '=', accountId)
          .where('owner_id', '=', accountId)
          .select(eb.fn.countAll().as('n'))
          .as('rootPasskeys'),
        eb
          .selectFrom('signing_certificates')
          .where('account_id', '=', accountId)
          .where('owner_id', '=', accountId)
          .select(eb.fn.countAll().as('n'))
          .as('rootSigningCertificates'),
        eb
          .selectFrom('access_keys')
          .where('owner_id', '=', accountId)
          .select(eb.fn.countAll().as('n'))
          .as('rootAccessKeys'),
      ]
    })
    .executeTakeFirstOrThrow()
  return Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, Number(n)])) as AccountCounts
}
