/**
 * How often passwords may be tried: per name, so that nobody guesses at one, and per address, so that nobody tries one
 * password on many. Counted before anything is looked at, and alike for names that nobody has.
 */

import { countSignInAttempt } from '../storage/attempts.ts'
import type { Queries } from '../storage/database.ts'
import { attemptsPerWindow, windowOf } from '../verification/attempts.ts'
import type { LoginName } from './person.ts'
import { hashSecret } from './secret.ts'
import type { SignInServer, Visit } from './server.ts'

/** Many people share the address of an office. */
const attemptsPerAddress = 100

/**
 * `look`: the attempt is still to be looked at. `refuse`: it is the first of its window that is not. `ignore`: it is one more,
 * of which there may be as many as somebody can send.
 */
export type Verdict = 'look' | 'refuse' | 'ignore'

export async function spendSignInAttempt(
  queries: Queries,
  { accountId }: SignInServer,
  claimed: LoginName,
  { request, now }: Visit,
): Promise<Verdict> {
  const count = (subject: string) => countSignInAttempt(queries, { account_id: accountId, subject, ...windowOf(now) })
  // In this order always: two that lock the same rows must not wait for one another.
  const byAddress = await count(`address:${networkOf(request.sourceIp)}`)
  // Whoever has used up his own attempts must not use up everybody's, nor leave a row for each name that he thinks of.
  if (byAddress > attemptsPerAddress) return byAddress === attemptsPerAddress + 1 ? 'refuse' : 'ignore'
  const byName = await count(`name:${hashSecret(nameOf(claimed))}`)
  if (byName <= attemptsPerWindow) return 'look'
  return byName === attemptsPerWindow + 1 ? 'refuse' : 'ignore'
}

/** Names that mean the same person count as one. */
function nameOf(claimed: LoginName): string {
  return claimed.kind === 'root' ? `root:${claimed.email.toLowerCase()}` : `user:${claimed.userName.toLowerCase()}`
}

/** Who has one IPv6 address has its whole /64: https://datatracker.ietf.org/doc/html/rfc4291#section-2.5.4 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
