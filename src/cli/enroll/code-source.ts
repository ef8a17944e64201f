/** Where codes and answers come from: a person at a terminal, or the lines that a script writes. */
import type { RightPair } from './judge-codes.ts'
import type { NewDevice } from './new-device.ts'

export interface CodeSource {
  /**
   * Two codes that follow one another, as far as this side can tell.
   * @param problem what the server had against the last ones; '' at first
   * @throws CommandFailure when nobody answers; the signal's reason when it is aborted
   */
  askPair(device: NewDevice, problem: string): Promise<RightPair>
  /** One more line. @throws CommandFailure when nobody answers */
  askCode(question: string): Promise<string>
  /** Whether a person says yes; in a script nobody does. */
  confirm(question: string): Promise<boolean>
  close(): void
}
