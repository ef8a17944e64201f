/** The lines of the credential report. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
import { setImmediate as takeTurns } from 'node:timers/promises'
import type { Call } from '../call.ts'
import { rootArn, userArn } from '../identity/arn.ts'
import { type AccessKeyRow, listAccessKeys } from '../storage/access-keys.ts'
import { findAccount } from '../storage/accounts.ts'
import { listUserCredentials, type UserCredentials } from '../storage/credential-reports.ts'
import { countDevicesOf } from '../storage/owned-devices.ts'
import { findPasswordPolicy } from '../storage/password-policies.ts'
import { listSigningCertificateStates, type SigningCertificateState } from '../storage/signing-certificates.ts'

/** The guide has one more, `additional_credentials_info`; the reports of AWS do not. */
const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const

type Row = Readonly<Record<(typeof columns)[number], string>>

const usersAtOnce = 1000
const day = 86_400_000

/** The whole report: the root user first, then the users sorted by name, ignoring case. Others have their turns meanwhile. */
export async function writeCredentialReport(call: Call): Promise<string> {
  const { queries, accountId } = call
  const { max_age_days: maxAge = null } = (await findPasswordPolicy(queries, accountId)) ?? {}
  const certificates = Map.groupBy(await listSigningCertificateStates(queries, accountId), ({ owner_id }) => owner_id)
  const lines: { readonly name: string; readonly line: string }[] = []
  let after: string | undefined
  do {
    const page = await listUserCredentials(queries, accountId, { after, limit: usersAtOnce })
    for (const credentials of page.rows) {
      const { user_id, name_key } = credentials.user
      const row = userRow(credentials, maxAge, certificates.get(user_id))
      lines.push({ name: name_key, line: toLine(row) })
    }
    after = page.next
    await takeTurns()
  } while (after !== undefined)
  lines.sort((one, other) => (one.name < other.name ? -1 : 1))
  const root = toLine(await rootRow(call, certificates.get(accountId)))
  return [columns.join(','), root, ...lines.map(({ line }) => line)].join('\n')
}

function userRow(
  { user, profile, keys, hasDevice }: UserCredentials,
  maxAgeDays: number | null,
  certificates?: readonly SigningCertificateState[],
): Row {
  const changedAt = profile?.password_changed_at ?? null
  const rotation = changedAt === null || maxAgeDays === null ? null : changedAt + maxAgeDays * day
  return {
    user: user.name,
    arn: userArn(user.account_id, user.path, user.name),
    user_creation_time: timeText(user.created_at),
    password_enabled: String(profile !== undefined),
    password_last_used: profile ? passwordUseText(user.password_last_used_at) : none,
    password_last_changed: timeText(changedAt),
    password_next_rotation: timeText(rotation),
    mfa_active: String(hasDevice),
    ...keyColumns(keys),
    ...certificateColumns(certificates),
  }
}

async function rootRow({ queries, accountId }: Call, certificates?: readonly SigningCertificateState[]): Promise<Row> {
  const account = await findAccount(queries, accountId)
  if (!account) throw new Error(`The account ${accountId} has no row`)
  const owner = { account_id: accountId, owner_id: accountId }
  const keys = await listAccessKeys(queries, owner, { after: undefined, limit: 2 })
  return {
    user: '<root_account>',
    arn: rootArn(accountId),
    user_creation_time: timeText(account.created_at),
    password_enabled: 'true',
    password_last_used: passwordUseText(account.root_password_last_used_at),
    // It is the one that the account was created with.
    password_last_changed: timeText(account.created_at),
    password_next_rotation: 'not_supported',
    mfa_active: String((await countDevicesOf(queries, owner)) > 0),
    ...keyColumns(keys.rows),
    ...certificateColumns(certificates),
  }
}

const none = 'N/A'

function passwordUseText(lastUsedAt: number | null): string {
  return lastUsedAt === null ? 'no_information' : timeText(lastUsedAt)
}

function keyColumns([first, second]: readonly AccessKeyRow[]) {
  return { ...oneKey('access_key_1', first), ...oneKey('access_key_2', second) }
}

function oneKey<Name extends string>(name: Name, key: AccessKeyRow | undefined) {
  return {
    [`${name}_active`]: String(key?.status === 'Active'),
    [`${name}_last_rotated`]: timeText(key?.created_at ?? null),
    [`${name}_last_used_date`]: timeText(key?.last_used_at ?? null),
    [`${name}_last_used_region`]: key?.last_used_region ?? none,
    [`${name}_last_used_service`]: key?.last_used_service ?? none,
  } as Record<`${Name}_${'active' | `last_${'rotated' | 'used_date' | 'used_region' | 'used_service'}`}`, string>
}

function certificateColumns([first, second]: readonly SigningCertificateState[] = []) {
  return {
    cert_1_active: String(first?.status === 'Active'),
    cert_1_last_rotated: timeText(first?.uploaded_at ?? null),
    cert_2_active: String(second?.status === 'Active'),
    cert_2_last_rotated: timeText(second?.uploaded_at ?? null),
  }
}

function timeText(milliseconds: number | null): string {
  return milliseconds === null ? none : `${new Date(milliseconds).toISOString().slice(0, -'.000Z'.length)}Z`
}

/** Names may have commas, paths quotes too: https://www.rfc-editor.org/rfc/rfc4180#section-2 */
function toLine(row: Row): string {
  return columns.map((column) => quote(row[column])).join(',')
}

function quote(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
