import { writeCsv } from '../parts/csv.ts'
import { download } from '../parts/download.ts'
import { type MfaState, mfaStateOf, type SurveyedUser } from './survey.ts'

const states: Readonly<Record<MfaState, string>> = { with: 'yes', without: 'no', unknown: 'not checked' }

export function exportSurvey(users: readonly SurveyedUser[], accountId: string, at: Date): void {
  const rows = users.map((user) => [
    user.name,
    user.arn,
    states[mfaStateOf(user)],
    user.devices.map(({ serialNumber }) => serialNumber).join(' '),
    earliest(user),
    user.passwordLastUsed,
    user.createdAt,
  ])
  const head = ['user', 'arn', 'mfa', 'mfa_devices', 'mfa_enabled_at', 'password_last_used', 'created_at']
  download(`mfa-${accountId}-${at.toISOString().slice(0, 10)}.csv`, writeCsv([head, ...rows]))
}

function earliest({ devices }: SurveyedUser): Date | undefined {
  const times = devices.flatMap(({ enabledAt }) => (enabledAt ? [enabledAt.getTime()] : []))
  return times.length === 0 ? undefined : new Date(Math.min(...times))
}
