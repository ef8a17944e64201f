import { writeCsv } from '../parts/csv.ts'
import { canSignIn, describeKinds, enabledAtOf, mfaStateOf, type Person } from './person.ts'

/** As it is known: what nobody has asked yet says so. */
export function peopleAsCsv(people: readonly Person[]): string {
  return writeCsv([
    [
      'user',
      'path',
      'arn',
      'mfa',
      'devices',
      'mfa_enabled',
      'password',
      'active_access_keys',
      'open_without_mfa',
      'password_last_used',
      'created',
    ],
    ...people.map((person) => [
      person.name,
      person.path,
      person.arn,
      words[mfaStateOf(person)],
      describeKinds(person),
      enabledAtOf(person),
      wordOf(person.hasPassword),
      wordOf(person.activeKeys),
      mfaStateOf(person) === 'without' ? wordOf(canSignIn(person)) : '',
      person.passwordLastUsed,
      person.createdAt,
    ]),
  ])
}

const words = { with: 'yes', without: 'no', unknown: 'unknown' }

function wordOf(value: boolean | number | 'denied' | undefined): string | number {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value === 'denied') return 'not allowed to see'
  return value ?? 'unknown'
}
