/** The users of the account and its virtual devices, page by page; what was stopped goes on where it was. */
import { type Problem, problemOf } from '../../browser/request.ts'
import { iam } from '../api/call.ts'
import { nextMarker } from '../loading/use-pages.ts'
import type { Device, Person } from './person.ts'

const pageSize = 1000

interface Place {
  marker: string | undefined
  isDone: boolean
  problem: Problem | undefined
}

const start = (): Place => ({ marker: undefined, isDone: false, problem: undefined })

export class UserList {
  readonly people: Person[] = []
  readonly #byName = new Map<string, Person>()
  /** Of users who have not come yet. */
  readonly #early = new Map<string, Device[]>()
  readonly #users = start()
  readonly #devices = start()

  get problems(): readonly Problem[] {
    return [this.#users.problem, this.#devices.problem].filter((problem) => problem !== undefined)
  }

  /** Without the list of devices there is still each user to ask. */
  get isDone(): boolean {
    return this.#users.isDone && (this.#devices.isDone || this.#devices.problem !== undefined)
  }

  /** Both lists at once. Never rejects: what goes wrong is among the problems. */
  async load(isStopped: () => boolean, onProgress: () => void): Promise<void> {
    await Promise.all([
      this.#follow(this.#users, isStopped, async (page) => {
        const answer = await iam('ListUsers', page)
        for (const user of answer.Users ?? []) this.#add(user)
        onProgress()
        return nextMarker(answer)
      }),
      this.#follow(this.#devices, isStopped, async (page) => {
        const answer = await iam('ListVirtualMFADevices', { AssignmentStatus: 'Assigned', ...page }, { isQuiet: true })
        for (const { SerialNumber = '', EnableDate, User } of answer.VirtualMFADevices ?? []) {
          // The root user has no name there.
          if (User?.UserName) this.#give(User.UserName, { serialNumber: SerialNumber, enabledAt: EnableDate })
        }
        return nextMarker(answer)
      }),
    ])
  }

  async #follow(
    place: Place,
    isStopped: () => boolean,
    fetchPage: (page: { readonly MaxItems: number; readonly Marker?: string }) => Promise<string | undefined>,
  ): Promise<void> {
    place.problem = undefined
    try {
      while (!place.isDone && !isStopped()) {
        place.marker = await fetchPage({ MaxItems: pageSize, ...(place.marker && { Marker: place.marker }) })
        place.isDone = place.marker === undefined
      }
    } catch (error) {
      place.problem = problemOf(error)
    }
  }

  #add(user: { UserName?: string; Path?: string; Arn?: string; CreateDate?: Date; PasswordLastUsed?: Date }): void {
    const { UserName: name = '', Path: path = '/', Arn: arn = '', CreateDate: createdAt, PasswordLastUsed } = user
    // A list that is begun anew in the middle may repeat itself.
    if (this.#byName.has(name)) return
    const person: Person = {
      name,
      path,
      arn,
      createdAt,
      passwordLastUsed: PasswordLastUsed,
      devices: this.#early.get(name) ?? [],
      areDevicesKnown: undefined,
      activeKeys: undefined,
      hasPassword: undefined,
    }
    this.#early.delete(name)
    this.#byName.set(name, person)
    this.people.push(person)
  }

  #give(name: string, device: Device): void {
    const person = this.#byName.get(name)
    if (person) {
      if (person.areDevicesKnown !== true && !has(person.devices, device)) person.devices = [...person.devices, device]
      return
    }
    const early = this.#early.get(name) ?? []
    if (!has(early, device)) early.push(device)
    this.#early.set(name, early)
  }
}

function has(devices: readonly Device[], { serialNumber }: Device): boolean {
  return devices.some((device) => device.serialNumber === serialNumber)
}
