/** What only the user alone can be asked for, one request each. */
import { Problem } from '../../browser/request.ts'
import { iam } from '../api/call.ts'
import type { Person } from './person.ts'

type Question = 'ListMFADevices' | 'ListAccessKeys' | 'GetLoginProfile'

/** Policies may allow a question about some users only; after so many refusals and no answer it is not asked any more. */
const enoughRefusals = 5

export class Questions {
  readonly #answered = new Set<Question>()
  readonly #refusals = new Map<Question, { readonly problem: Problem; readonly count: number }>()

  /** The first refusal of each question. */
  get problems(): readonly Problem[] {
    return Array.from(this.#refusals.values(), ({ problem }) => problem)
  }

  /** @throws Problem, other than of policies */
  async askForDevices(person: Person): Promise<void> {
    if (person.areDevicesKnown !== undefined) return
    const answer = await this.#ask('ListMFADevices', () => iam('ListMFADevices', { UserName: person.name }, quiet))
    person.areDevicesKnown = answer === 'denied' ? 'denied' : true
    if (answer === 'denied') return
    person.devices = (answer?.MFADevices ?? []).map(({ SerialNumber = '', EnableDate }) => ({
      serialNumber: SerialNumber,
      enabledAt: EnableDate,
    }))
  }

  /** @throws Problem, other than of policies */
  async askForKeys(person: Person): Promise<void> {
    if (person.activeKeys !== undefined) return
    const answer = await this.#ask('ListAccessKeys', () => iam('ListAccessKeys', { UserName: person.name }, quiet))
    const active = answer === 'denied' ? [] : answer?.AccessKeyMetadata?.filter(({ Status }) => Status === 'Active')
    person.activeKeys = answer === 'denied' ? 'denied' : (active?.length ?? 0)
  }

  /** @throws Problem, other than of policies */
  async askForPassword(person: Person): Promise<void> {
    if (person.hasPassword !== undefined) return
    const answer = await this.#ask('GetLoginProfile', () => iam('GetLoginProfile', { UserName: person.name }, quiet))
    person.hasPassword = answer === 'denied' ? 'denied' : answer !== undefined
  }

  /** Undefined: there is no such thing, or no such user any more. */
  async #ask<Answer>(question: Question, request: () => Promise<Answer>): Promise<Answer | 'denied' | undefined> {
    const { problem: first, count = 0 } = this.#refusals.get(question) ?? {}
    if (count >= enoughRefusals && !this.#answered.has(question)) return 'denied'
    try {
      const answer = await request()
      this.#answered.add(question)
      return answer
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'NoSuchEntity') {
        this.#answered.add(question)
        return undefined
      }
      if (error.code !== 'AccessDenied') throw error
      this.#refusals.set(question, { problem: first ?? error, count: count + 1 })
      return 'denied'
    }
  }
}

/** One refusal is told for all of them. */
const quiet = { isQuiet: true }
