/** How a seed gets into the account: by IAM's own operations, as if the root user had asked for each. */
import type * as Iam from '@aws-sdk/client-iam'
import { policyCacheOf } from '../authorization/policy-cache.ts'
import type { Call } from '../call.ts'
import type { Clock } from '../clock.ts'
import { signInRegion } from '../identity/arn.ts'
import { rootPrincipal } from '../identity/long-term-principal.ts'
import type { Queries, Storage } from '../storage/database.ts'
import { AwsFault } from '../wire/faults.ts'
import { messageName, type Violation } from '../wire/limits.ts'
import { type IamAction, operationModel } from '../wire/model.ts'
import type { Input, Operation, Output } from '../wire/operation.ts'
import { findViolations } from '../wire/validation.ts'
import type { SeedProblem } from './seed-error.ts'

/** What is known of the server whose account it is. */
export interface SeedableAccount extends Pick<Call, 'accountId' | 'sealer' | 'sessionTokenKeys' | 'mfaLockout'> {
  readonly storage: Storage
  readonly clock: Clock
}

export interface PerformOptions<Prepared> {
  /** Instead of what the operation would prepare. */
  readonly prepared?: Prepared
  /** In the seed it is a text alone, and no object with the members of the input. */
  readonly isText?: boolean
}

export const asText = { isText: true } as const

/** Whatever is refused is noted, and the rest goes on: the transaction is rolled back when anything was. */
export class Sowing {
  readonly call: Call
  readonly problems: SeedProblem[]
  readonly #latest: Date

  /** @param latest - the time of the clock: nothing can be newer */
  constructor(call: Call, problems: SeedProblem[], latest: Date) {
    this.call = call
    this.problems = problems
    this.#latest = latest
  }

  /** The same at the date of something; undefined leaves the time as it is. */
  at(date: string | undefined, path: string): Sowing {
    if (date === undefined) return this
    const now = new Date(date)
    if (now > this.#latest) this.problems.push({ path: `${path}.CreateDate`, message: 'is later than the clock' })
    return new Sowing({ ...this.call, now }, this.problems, this.#latest)
  }

  /**
   * What breaks a limit and may be left out is left out, so that what hangs on the rest is looked at as well.
   * @param path - of what the operation makes
   * @returns undefined when the operation refuses the input
   */
  async perform<A extends IamAction, Prepared>(
    operation: Operation<typeof Iam, A, Call, Prepared>,
    input: Input<typeof Iam, A> & object,
    path: string,
    { prepared, isText = false }: PerformOptions<Prepared> = {},
  ): Promise<Output<typeof Iam, A> | undefined> {
    const model = operationModel('iam', operation.action)
    const violations = findViolations(operation.limits, input, model)
    for (const { member, violation } of violations) {
      const place = isText ? path : `${path}.${member}${placeInside(violation)}`
      this.problems.push({ path: place, message: violation.message?.(messageName(member)) ?? violation.constraint })
    }
    const broken = new Set(violations.map(({ member }) => member))
    if (model.input.members.some(({ name, isRequired }) => isRequired && broken.has(name))) return undefined
    const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !broken.has(name))) as typeof input
    const work = async () => {
      // What is slow may happen inside of the transaction: nobody else is in this database yet.
      const ready = prepared ?? ((await operation.prepare?.(rest, this.call)) as Prepared)
      return operation.run(rest, this.call, ready)
    }
    return this.attempt(violations.length === 0 ? path : undefined, work)
  }

  /**
   * @param path - undefined: nobody need know of a refusal
   * @returns undefined when it is refused
   */
  async attempt<T>(path: string | undefined, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error
      if (path !== undefined) this.problems.push({ path, message: error.message })
      return undefined
    }
  }
}

/** `[0].Key` for AWS's `.1.member.key`. */
function placeInside({ path }: Violation): string {
  const counted = path.replace(/\.(\d+)\.member/g, (_, number) => `[${Number(number) - 1}]`)
  return counted.replace(/\.[a-z]/g, (name) => name.toUpperCase())
}

export function callOfRoot(account: SeedableAccount, queries: Queries, now: Date): Call {
  const { accountId, sealer, sessionTokenKeys, mfaLockout } = account
  return {
    accountId,
    sealer,
    sessionTokenKeys,
    mfaLockout,
    caller: { principal: rootPrincipal(accountId), accessKeyId: '', region: signInRegion, session: undefined },
    request: { sourceIp: '127.0.0.1', isSecure: false, userAgent: undefined },
    now,
    queries,
    policyCache: policyCacheOf(account.storage),
    isChange: true,
  }
}
