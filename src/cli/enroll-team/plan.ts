/** What is to be done for each member, looked up before anything is. */
import type { Services } from '../aws/call.ts'
import { answeredFault } from '../aws/explain-error.ts'
import { listAll } from '../aws/list-all.ts'
import { CommandFailure } from '../exit.ts'
import { retryThrottled } from './make-device.ts'
import type { PageDirectory } from './page-directory.ts'
import type { Member } from './team-file.ts'
import { workThrough } from './work-through.ts'

export interface Plan {
  readonly toMake: readonly Member[]
  /** Of an earlier run. */
  readonly done: readonly Member[]
  readonly skipped: readonly { readonly member: Member; readonly reason: string }[]
}

/** @throws CommandFailure that names all that stands in the way */
export async function makePlan(
  members: readonly Member[],
  directory: PageDirectory,
  serialOf: (member: Member) => string,
  iam: Services['iam'],
): Promise<Plan> {
  const done = members.filter((member) => isDone(member, directory))
  const others = members.filter((member) => !done.includes(member))
  const taken = others.length === 0 ? new Set<string>() : await listSerialNumbers(iam)
  const problems = new Map<Member, string>()
  const skipped = new Map<Member, string>()
  const look = async (member: Member) => {
    const { line, userName, deviceName } = member
    const devices = await findDevices(userName, iam)
    if (devices === undefined) problems.set(member, `line ${line}: there is no user ${userName}`)
    else if (devices.length > 0) skipped.set(member, `has a device already (${devices[0]})`)
    else if (taken.has(serialOf(member).toLowerCase()) && !isBegun(member, serialOf(member), directory)) {
      problems.set(
        member,
        `line ${line}: there is a device ${deviceName} already: delete it, or give another device_name`,
      )
    }
  }
  await workThrough(others, look)
  if (problems.size > 0) {
    const told = others.flatMap((member) => problems.get(member) ?? [])
    throw new CommandFailure('failure', `Nothing was made:\n${told.join('\n')}`)
  }
  return {
    toMake: others.filter((member) => !skipped.has(member)),
    done,
    skipped: others.flatMap((member) => {
      const reason = skipped.get(member)
      return reason === undefined ? [] : [{ member, reason }]
    }),
  }
}

/** A page is written when its device is made, so whoever has one is done, even where the run ended before it said so. */
function isDone({ userName }: Member, { journal, hasPage }: PageDirectory): boolean {
  const progress = journal.entries.get(userName.toLowerCase())?.progress
  return progress === 'made' || (progress === 'making' && hasPage(userName))
}

/** With this device: since then the file may have been changed, and another one is somebody else's. */
export function isBegun({ userName }: Member, serial: string, { journal }: PageDirectory): boolean {
  const { progress, serialNumber } = journal.entries.get(userName.toLowerCase()) ?? {}
  return progress === 'making' && serialNumber?.toLowerCase() === serial.toLowerCase()
}

/** Undefined: there is no such user. */
async function findDevices(userName: string, iam: Services['iam']): Promise<(string | undefined)[] | undefined> {
  try {
    const { MFADevices = [] } = await retryThrottled(() => iam('ListMFADevices', { UserName: userName }))
    return MFADevices.map(({ SerialNumber }) => SerialNumber)
  } catch (error) {
    if (answeredFault(error)?.code === 'NoSuchEntity') return undefined
    throw error
  }
}

async function listSerialNumbers(iam: Services['iam']): Promise<Set<string>> {
  const devices = await listAll(
    (page) => retryThrottled(() => iam('ListVirtualMFADevices', { MaxItems: 1000, ...page })),
    ({ VirtualMFADevices }) => VirtualMFADevices,
  )
  return new Set(devices.map(({ SerialNumber = '' }) => SerialNumber.toLowerCase()))
}
