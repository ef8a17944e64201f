/** A user, with as much as is known of what the user signs in with. */
import { type DeviceKind, deviceKind } from '../credentials/device-kind.ts'

export interface Device {
  readonly serialNumber: string
  readonly enabledAt: Date | undefined
}

/** Undefined: nobody has asked yet. */
type Answer<Value> = Value | 'denied' | undefined

export interface Person {
  readonly name: string
  readonly path: string
  readonly arn: string
  readonly createdAt: Date | undefined
  readonly passwordLastUsed: Date | undefined
  /** Virtual ones from the list of the account; the others once somebody has looked. */
  devices: readonly Device[]
  /** Whether passkeys and hardware tokens would be among them. */
  areDevicesKnown: Answer<true>
  activeKeys: Answer<number>
  hasPassword: Answer<boolean>
}

export type MfaState = 'with' | 'without' | 'unknown'

export function mfaStateOf({ devices, areDevicesKnown }: Person): MfaState {
  if (devices.length > 0) return 'with'
  return areDevicesKnown === true ? 'without' : 'unknown'
}

/** Whether there is a password or an active key, by which somebody could come in without a device. */
export function canSignIn({ hasPassword, passwordLastUsed, activeKeys }: Person): boolean | undefined {
  if (hasPassword === true || (typeof activeKeys === 'number' && activeKeys > 0)) return true
  if (hasPassword === undefined && passwordLastUsed) return true
  return hasPassword === false && activeKeys === 0 ? false : undefined
}

export function enabledAtOf({ devices }: Person): Date | undefined {
  let first: Date | undefined
  for (const { enabledAt } of devices) if (enabledAt && (!first || enabledAt < first)) first = enabledAt
  return first
}

function countKinds({ devices }: Person, kinds = new Map<DeviceKind, number>()): ReadonlyMap<DeviceKind, number> {
  for (const { serialNumber } of devices) {
    const kind = deviceKind(serialNumber)
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  return kinds
}

export function describeKinds(person: Person): string {
  return Array.from(countKinds(person), ([kind, number]) => (number === 1 ? kind : `${number} × ${kind}`)).join(', ')
}

const ranks = 5

function rankOf(person: Person): number {
  const state = mfaStateOf(person)
  if (state === 'with') return 4
  const isOpen = canSignIn(person)
  if (isOpen) return state === 'without' ? 0 : 1
  return isOpen === undefined ? 2 : 3
}

/** Who could be got at by a password or a key alone comes first; within that the order stays. */
export function byRisk(people: readonly Person[]): Person[] {
  const buckets = Array.from({ length: ranks }, (): Person[] => [])
  for (const person of people) buckets[rankOf(person)]?.push(person)
  return buckets.flat()
}

export interface Totals {
  readonly users: number
  readonly withMfa: number
  readonly withoutMfa: number
  readonly unknown: number
  /** Of those without, who has a password or an active key, and of whom nobody knows. */
  readonly open: number
  readonly undecided: number
  readonly kinds: ReadonlyMap<DeviceKind, number>
}

export function totalsOf(people: readonly Person[]): Totals {
  const counts = { with: 0, without: 0, unknown: 0 }
  let [open, undecided] = [0, 0]
  const kinds = new Map<DeviceKind, number>()
  for (const person of people) {
    const state = mfaStateOf(person)
    counts[state]++
    const isOpen = state === 'without' ? canSignIn(person) : false
    if (isOpen) open++
    if (isOpen === undefined) undecided++
    countKinds(person, kinds)
  }
  const { with: withMfa, without: withoutMfa, unknown } = counts
  return { users: people.length, withMfa, withoutMfa, unknown, open, undecided, kinds }
}
