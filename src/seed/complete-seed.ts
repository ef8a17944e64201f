/** Makes what a seed leaves open. Once at start: after a reset keys, names and secrets are what they were. */
import { newAccessKeyId } from '../identity/unique-id.ts'
import { newSeed } from '../mfa/seed.ts'
import { newSecretAccessKey } from '../secrets/access-key.ts'
import type { Seed, SeedAccessKey, SeedDevice, SeedUser } from './seed.ts'
import type { Placed, WellFormed } from './shapes.ts'

type With<T, K extends keyof T> = Omit<T, K> & Required<Pick<T, K>>

export type CompleteAccessKey = With<WellFormed<SeedAccessKey>, 'AccessKeyId' | 'SecretAccessKey' | 'Status'>
export type CompleteDevice = With<WellFormed<SeedDevice>, 'VirtualMFADeviceName' | 'Path' | 'Base32StringSeed'>

export interface CompleteUser extends Omit<WellFormed<SeedUser>, 'AccessKeys' | 'MFADevices'> {
  readonly AccessKeys: readonly Placed<CompleteAccessKey>[]
  readonly MFADevices: readonly Placed<CompleteDevice>[]
}

export interface CompleteSeed extends Omit<WellFormed<Seed>, 'Root' | 'Users' | 'VirtualMFADevices'> {
  readonly Root: { readonly AccessKeyPresent: boolean; readonly MFADevices: readonly Placed<CompleteDevice>[] }
  readonly Users: readonly Placed<CompleteUser>[]
  readonly VirtualMFADevices: readonly Placed<CompleteDevice>[]
}

/** As AWS's console has called the root user's device. */
const rootDeviceName = 'root-account-mfa-device'

export function completeSeed(seed: WellFormed<Seed>, accountId: string): CompleteSeed {
  const { AccessKeyPresent = true, MFADevices } = seed.Root ?? {}
  return {
    ...seed,
    Root: { AccessKeyPresent, MFADevices: completeDevices(MFADevices, rootDeviceName) },
    Users: complete(seed.Users, (user) => ({
      ...user,
      AccessKeys: complete(user.AccessKeys, (key) => ({
        AccessKeyId: newAccessKeyId('AKIA', accountId),
        SecretAccessKey: newSecretAccessKey(),
        Status: 'Active' as const,
        ...key,
      })),
      MFADevices: completeDevices(user.MFADevices, user.UserName),
    })),
    VirtualMFADevices: completeDevices(seed.VirtualMFADevices, ''),
  }
}

function completeDevices(devices: readonly Placed<WellFormed<SeedDevice>>[] | undefined, name: string) {
  return complete(devices, (device) => ({
    VirtualMFADeviceName: name,
    Path: '/',
    Base32StringSeed: newSeed(),
    ...device,
  }))
}

function complete<T, R>(items: readonly Placed<T>[] = [], completeOne: (item: T) => R): readonly Placed<R>[] {
  return items.map(({ path, value }) => ({ path, value: completeOne(value) }))
}
