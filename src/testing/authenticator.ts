import { counterAt, hotp } from '../mfa/totp.ts'
import type { TestMode } from '../server/test-mode.ts'
import { type Duration, millisecondsOf } from './duration.ts'

/** An authenticator app on a phone, whose clock goes with the server's until it is made to drift. */
export class Authenticator {
  readonly serialNumber: string
  readonly #server: Pick<TestMode, 'clock' | 'findDevice'>
  #drift = 0

  constructor(serialNumber: string, server: Pick<TestMode, 'clock' | 'findDevice'>) {
    this.serialNumber = serialNumber
    this.#server = server
  }

  /** The six digits that the phone shows now. @throws Error when there is no such device */
  async code(): Promise<string> {
    return this.#codeAt(0)
  }

  /**
   * Two consecutive codes, the one that the phone shows and the next: what EnableMFADevice and ResyncMFADevice ask for.
   * @throws Error when there is no such device
   */
  async nextTwoCodes(): Promise<[AuthenticationCode1: string, AuthenticationCode2: string]> {
    return [await this.#codeAt(0), await this.#codeAt(1)]
  }

  /** Sets the phone's clock that far ahead of the server's, or behind it: `-90s`. @throws RangeError */
  drift(by: Duration): void {
    this.#drift = millisecondsOf(by)
  }

  async #codeAt(offset: number): Promise<string> {
    const device = await this.#server.findDevice(this.serialNumber)
    if (!device) throw new Error(`There is no MFA device with the serial number ${this.serialNumber}`)
    const phoneTime = this.#server.clock.now() + this.#drift
    return hotp(device.key, counterAt(new Date(phoneTime)) + offset)
  }
}
