/**
 * What is wrong with codes, said by whoever made the seed, before one of the few attempts at the server is spent on them.
 * The server judges all the same: only it can enable a device.
 */
import type { TotpAccount } from '../../mfa/otpauth.ts'
import { type Counter, counterAt, matchConsecutiveCodes, matchSingleCode } from '../../mfa/totp.ts'

/** As far as the server looks: eight hours either way. */
const searchedSteps = 1000

/** A code that was shown a minute ago, or an authenticator that is a minute fast, is nothing to speak of. */
const unremarkableSteps = 3

export interface CodePair {
  readonly first: string
  readonly second: string
}

export interface RightPair extends CodePair {
  /** Whole minutes by which the authenticator is ahead of the given time; below 0 behind; 0 where they agree. */
  readonly minutesAhead: number
}

export interface WrongPair {
  readonly problem: string
  /** The one of both that is good as the first of another pair. */
  readonly newFirst: string | undefined
}

/** @returns what is wrong with the first code alone */
export function judgeFirstCode(account: TotpAccount, first: string, now: number): string | undefined {
  return countersOf(account, first, now).length > 0 ? undefined : `The first code is wrong. ${lookAtEntry(account)}`
}

/** @param now milliseconds since 1970 */
export function judgeCodePair(account: TotpAccount, { first, second }: CodePair, now: number): RightPair | WrongPair {
  const right = matchConsecutiveCodes({
    key: account.secret,
    firstCode: first,
    secondCode: second,
    counterNow: counterAt(now),
    lastPairCounter: undefined,
  })
  if (right) return { first, second, minutesAhead: toMinutes(right.adjustment) }
  const [firstCounter] = countersOf(account, first, now)
  const [secondCounter] = countersOf(account, second, now)
  if (firstCounter === undefined && secondCounter === undefined) {
    return { problem: `Both codes are wrong. ${lookAtEntry(account)}`, newFirst: undefined }
  }
  if (firstCounter === undefined) {
    return { problem: 'The first code is wrong, the second is right.', newFirst: second }
  }
  if (first === second) {
    return { problem: 'Both codes are the same one. The second is the code that the app shows next.', newFirst: first }
  }
  if (secondCounter === undefined) {
    return { problem: `The second code is wrong, the first is right. ${lookAtEntry(account)}`, newFirst: first }
  }
  if (secondCounter < firstCounter) {
    return { problem: 'The second code is older than the first: the older one comes first.', newFirst: first }
  }
  const problem = 'Between the two codes there was another. They have to follow one another.'
  return { problem, newFirst: second }
}

/** Those whose code this is, the nearest first. One wrong code of 500 has one by chance; two that follow one another none. */
function countersOf({ secret }: TotpAccount, code: string, now: number): readonly Counter[] {
  return matchSingleCode({ key: secret, code, counterNow: counterAt(now), window: searchedSteps })
}

function lookAtEntry({ name }: TotpAccount): string {
  return `Look at the entry of ${name} in the app.`
}

function toMinutes(steps: number): number {
  return Math.abs(steps) <= unremarkableSteps ? 0 : Math.round(steps / 2)
}
