import type { CompleteUser } from '../seed/complete-seed.ts'
import { serialNumberOf } from '../seed/sow-device.ts'
import type { Authenticator } from './authenticator.ts'
import type { ClientOptions, TestCredentials } from './client-options.ts'

/** A user of the seed, with what the seed gave him: it stays the same when the server is reset. */
export class SeededUser {
  readonly userName: string
  /** One for each of the user's devices, in the order of the seed. */
  readonly authenticators: readonly Authenticator[]
  readonly #credentials: TestCredentials | undefined
  readonly #clientOptions: ClientOptions

  constructor(
    { UserName, AccessKeys: [key], MFADevices }: CompleteUser,
    server: {
      readonly accountId: string
      readonly clientOptions: ClientOptions
      authenticator(serialNumber: string): Authenticator
    },
  ) {
    this.userName = UserName
    this.authenticators = MFADevices.map(({ value }) => server.authenticator(serialNumberOf(value, server.accountId)))
    this.#credentials = key && { accessKeyId: key.value.AccessKeyId, secretAccessKey: key.value.SecretAccessKey }
    this.#clientOptions = server.clientOptions
  }

  /** The first access key. @throws Error when the seed gives none */
  get credentials(): TestCredentials {
    return this.#credentials ?? this.#missing('access key: give it one by AccessKeys: [{}]')
  }

  /** What an SDK client of this user needs. @throws Error when the seed gives no access key */
  get clientOptions(): ClientOptions {
    return { ...this.#clientOptions, credentials: this.credentials }
  }

  /** The phone with the first device. @throws Error when the seed gives none */
  get authenticator(): Authenticator {
    return this.authenticators[0] ?? this.#missing('MFA device: give it one by MFADevices: [{}]')
  }

  #missing(what: string): never {
    throw new Error(`The user ${this.userName} of the seed has no ${what}`)
  }
}
