/** The clock of test mode: follows the real one, or is set, moved and stopped. */
import type { Clock } from '../clock.ts'

/** Session tokens write the day of their issue in 16 bits, which end in 2149, and a code has to have one before it. */
const earliest = Date.UTC(2000, 0, 1)
const latest = Date.UTC(2100, 0, 1)

export class TestClock implements Clock {
  readonly #real: Clock
  readonly #beginning: number | undefined
  #offset = 0
  #frozenAt: number | undefined

  /**
   * @param beginning - where it stands still at first; undefined: it goes with the real one
   * @throws RangeError outside of 2000 to 2099
   */
  constructor(real: Clock, beginning?: number) {
    this.#real = real
    if (beginning !== undefined) requireRange(beginning)
    this.#beginning = beginning
    this.#frozenAt = beginning
  }

  now(): number {
    return this.#frozenAt ?? this.#real.now() + this.#offset
  }

  /** @throws RangeError outside of 2000 to 2099 */
  set(time: number): void {
    requireRange(time)
    if (this.#frozenAt !== undefined) this.#frozenAt = time
    else this.#offset = time - this.#real.now()
  }

  freeze(): void {
    this.#frozenAt = this.now()
  }

  /** Goes on from the time at which it stands. */
  unfreeze(): void {
    const time = this.now()
    this.#frozenAt = undefined
    this.set(time)
  }

  /** As it was at first. */
  reset(): void {
    this.#offset = 0
    this.#frozenAt = this.#beginning
  }

  describe(): { now: string; offsetSeconds: number; frozen: boolean } {
    const real = this.#real.now()
    const now = this.#frozenAt ?? real + this.#offset
    return {
      now: new Date(now).toISOString(),
      offsetSeconds: (now - real) / 1000,
      frozen: this.#frozenAt !== undefined,
    }
  }
}

function requireRange(time: number): void {
  if (time >= earliest && time < latest) return
  throw new RangeError('The clock can only be set to the years 2000 to 2099')
}
