/** Whether the device does what it is for: a code of it gives a session with MFA. */
import { setTimeout } from 'node:timers/promises'
import type { Services } from '../aws/call.ts'
import { answeredFault } from '../aws/explain-error.ts'

/** AWS's STS hears of a new device some 8 to 14 seconds after IAM has said yes. Each attempt is one of nine in three minutes. */
const attempts = 5
const millisecondsBetween = 5000

export interface Proof {
  readonly isProved: boolean
  /** For the person. */
  readonly story: string
}

/**
 * The session itself is thrown away: it was never more than a question.
 * @param codes those that enabled the device: each is good for one session still, and the older one is missed least
 * @param askCode asks for another, when they have become too old
 * @throws CommandError for what is no answer about the code
 */
export async function proveDevice(
  sts: Services['sts'],
  serialNumber: string,
  codes: readonly string[],
  askCode: () => Promise<string | undefined>,
  wait: (milliseconds: number) => Promise<unknown> = setTimeout,
): Promise<Proof> {
  const [code, ...others] = codes
  const left = [...others]
  let tokenCode = code
  for (let attempt = 1; attempt <= attempts && tokenCode !== undefined; attempt++) {
    const fault = await tryCode(sts, serialNumber, tokenCode)
    if (!fault) return { isProved: true, story: 'A code of it gave a session with MFA: it works.' }
    if (/with session credentials/.test(fault.message)) {
      return { isProved: true, story: 'It was not tried with GetSessionToken, which takes access keys only.' }
    }
    if (/invalid MFA one time pass code/.test(fault.message)) tokenCode = left.shift() ?? (await askCode())
    else await wait(millisecondsBetween)
  }
  return { isProved: false, story: 'It is enabled, but none of its codes has given a session yet.' }
}

async function tryCode(sts: Services['sts'], SerialNumber: string, TokenCode: string) {
  try {
    await sts('GetSessionToken', { SerialNumber, TokenCode, DurationSeconds: 900 })
    return undefined
  } catch (error) {
    const fault = answeredFault(error)
    if (fault?.code !== 'AccessDenied') throw error
    return fault
  }
}
