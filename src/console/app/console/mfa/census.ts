/**
 * Who has MFA, for accounts of any size: the lists come in large pages, and what only each user alone can be asked for comes
 * for the rows in view; for all users at once in a small account, and else when somebody asks for it.
 */
import { type Problem, problemOf } from '../../browser/request.ts'
import { byRisk, mfaStateOf, type Person, type Totals, totalsOf } from './person.ts'
import { Questions } from './questions.ts'
import { UserList } from './user-list.ts'

/** Up to so many users are looked at without being asked to. */
const fewUsers = 1000
const requestsAtOnce = 6

export type Work =
  | { readonly kind: 'listing' }
  | { readonly kind: 'looking' | 'passwords'; readonly done: number; readonly of: number }

export interface Picture {
  /** Those at risk first. */
  readonly people: readonly Person[]
  readonly totals: Totals
  /** What is being done now. */
  readonly work: Work | undefined
  readonly isListed: boolean
  /** How many a look at all of them would ask about. */
  readonly unseen: number
  /** Of those without MFA, how many nobody has asked about their password. */
  readonly unaskedPasswords: number
  readonly problems: readonly Problem[]
}

export class Census {
  readonly #list = new UserList()
  readonly #questions = new Questions()
  readonly #listeners = new Set<() => void>()
  readonly #inView: Person[] = []
  readonly #asked = new Set<Person>()
  #viewers = 0
  /** Whoever starts or stops takes the turn from what is under way. */
  #turn = 0
  #work: Work | undefined
  #failure: Problem | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #picture: Picture = draw([], { work: undefined, isListed: false, problems: [] })

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): Picture => this.#picture

  /** Begins, or goes on. */
  readonly begin = async (): Promise<void> => {
    const turn = this.#start({ kind: 'listing' })
    await this.#list.load(
      () => turn !== this.#turn,
      () => this.#showSoon(),
    )
    if (turn !== this.#turn) return
    const { people } = this.#list
    if (people.length <= fewUsers && people.length > 0) return this.#ask('looking', people, this.#look)
    this.#finish()
  }

  readonly stop = (): void => {
    this.#turn++
    this.#finish()
  }

  /** Everybody of whom no device is known yet. */
  readonly lookAtAll = (): Promise<void> => this.#ask('looking', this.#list.people.filter(isUnseen), this.#look)

  readonly askForPasswords = (): Promise<void> =>
    this.#ask('passwords', this.#list.people.filter(isPasswordUnasked), (person) =>
      this.#questions.askForPassword(person),
    )

  /** For a row that is in view, once the lists are there; whoever looks at all of them comes to it as well. */
  readonly lookAt = (person: Person): void => {
    if (this.#work || this.#asked.has(person) || isComplete(person)) return
    this.#asked.add(person)
    this.#inView.push(person)
    if (this.#viewers < requestsAtOnce / 2) void this.#lookAtView()
  }

  async #lookAtView(): Promise<void> {
    this.#viewers++
    for (let person = this.#inView.shift(); person; person = this.#inView.shift()) {
      try {
        await this.#look(person)
      } catch (error) {
        this.#asked.delete(person)
        this.#failure = problemOf(error)
        this.#inView.length = 0
      }
      this.#showSoon()
    }
    this.#viewers--
  }

  readonly #look = async (person: Person): Promise<void> => {
    await Promise.all([this.#questions.askForDevices(person), this.#questions.askForKeys(person)])
  }

  async #ask(
    kind: 'looking' | 'passwords',
    people: readonly Person[],
    work: (person: Person) => Promise<void>,
  ): Promise<void> {
    const turn = this.#start({ kind, done: 0, of: people.length })
    let [next, done] = [0, 0]
    const worker = async () => {
      for (let person = people[next++]; person && turn === this.#turn; person = people[next++]) {
        await work(person)
        if (turn !== this.#turn) return
        this.#work = { kind, done: ++done, of: people.length }
        this.#showSoon()
      }
    }
    try {
      await Promise.all(Array.from({ length: requestsAtOnce }, worker))
      if (turn === this.#turn) this.#finish()
    } catch (error) {
      if (turn !== this.#turn) return
      this.#turn++
      this.#finish(problemOf(error))
    }
  }

  #start(work: Work): number {
    this.#work = work
    this.#failure = undefined
    this.#show()
    return ++this.#turn
  }

  #finish(failure?: Problem): void {
    this.#work = undefined
    this.#failure = failure
    this.#show()
  }

  /** To draw anew for each answer would be all that the page does; with many users each time takes longer. */
  #showSoon(): void {
    const milliseconds = this.#list.people.length > 10_000 ? 1500 : 400
    this.#timer ??= setTimeout(() => this.#show(), milliseconds)
  }

  #show(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { people, isDone, problems } = this.#list
    this.#picture = draw(people, {
      work: this.#work,
      isListed: isDone,
      problems: [...problems, ...this.#questions.problems, ...(this.#failure ? [this.#failure] : [])],
    })
    for (const listener of this.#listeners) listener()
  }
}

function draw(people: readonly Person[], state: Pick<Picture, 'work' | 'isListed' | 'problems'>): Picture {
  return {
    ...state,
    people: byRisk(people),
    totals: totalsOf(people),
    unseen: count(people, isUnseen),
    unaskedPasswords: count(people, isPasswordUnasked),
  }
}

function count(people: readonly Person[], is: (person: Person) => boolean): number {
  let number = 0
  for (const person of people) if (is(person)) number++
  return number
}

function isUnseen(person: Person): boolean {
  return person.devices.length === 0 && !isComplete(person)
}

function isComplete({ areDevicesKnown, activeKeys }: Person): boolean {
  return areDevicesKnown !== undefined && activeKeys !== undefined
}

function isPasswordUnasked(person: Person): boolean {
  return person.hasPassword === undefined && mfaStateOf(person) === 'without'
}
