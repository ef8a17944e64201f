/**
 * `twinlock mfa enroll --file team.csv`: a device and a page for each person of a team.
 *
 *  1. who                        `team-file.ts`, a CSV file
 *  2. where pages and journal go `page-directory.ts`, `journal.ts`
 *  3. what is to be done         `plan.ts`: the whole file is looked at before anything is made
 *  4. a device and a page each   `make-device.ts`, `page.ts`
 *  5. or all of it taken back    `undo.ts`
 */
import { type ConnectOptions, connect, type Services } from '../aws/call.ts'
import { exitCodeOf } from '../aws/command-error.ts'
import { processTerminal } from '../aws/terminal.ts'
import { CommandFailure } from '../exit.ts'
import { printableLines, stdoutTerminal } from '../terminal.ts'
import type { Place } from './journal.ts'
import { deviceMaker, isRefusal, type MakeDevice } from './make-device.ts'
import { drawPage } from './page.ts'
import { openPageDirectory, type PageDirectory } from './page-directory.ts'
import { isBegun, makePlan } from './plan.ts'
import { showProgress } from './progress.ts'
import { type Member, readTeamFile } from './team-file.ts'
import { deleteDevice, undo } from './undo.ts'
import { workThrough } from './work-through.ts'

export interface TeamOptions extends ConnectOptions {
  /** Not needed for `--undo`. */
  readonly file?: string
  readonly directory: string
  readonly undo?: true
}

/** @returns the exit code. @throws CommandFailure */
export async function enrollTeam(options: TeamOptions): Promise<number> {
  const { file, directory: path, undo: isUndo } = options
  if (file !== undefined && isUndo) {
    throw new CommandFailure('usage', '--undo goes without --file: what was made is written down in --directory')
  }
  const members = file === undefined ? [] : readTeamFile(file)
  return exitCodeOf(async () => {
    const services = await connect(options, processTerminal)
    const { Account: accountId = '' } = await services.sts('GetCallerIdentity', {})
    const place = { accountId, endpoint: services.connection.endpoint ?? 'AWS' }
    const directory = openPageDirectory(path, place, !isUndo)
    try {
      if (isUndo) return await undo(directory, services.iam)
      return await makeAll(members, directory, services, await deviceMaker(options, services, accountId), place)
    } finally {
      directory.close()
    }
  })
}

async function makeAll(
  members: readonly Member[],
  directory: PageDirectory,
  { iam }: Services,
  makeDevice: MakeDevice,
  { accountId }: Place,
): Promise<number> {
  const serialOf = ({ deviceName }: Member) => `arn:aws:iam::${accountId}:mfa/${deviceName}`
  const { toMake, done, skipped } = await makePlan(members, directory, serialOf, iam)
  for (const { member, reason } of skipped) print(`${member.userName} is left out: ${reason}.`)
  const interruption = new AbortController()
  const stop = () => interruption.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  const progress = showProgress(toMake.length, stdoutTerminal())
  let made = 0
  const make = async (member: Member) => {
    await makeOne(member, serialOf(member), directory, makeDevice, iam)
    progress.show(++made, `${member.userName}: ${directory.pathOf(member.userName)}`)
  }
  try {
    await workThrough(toMake, make, interruption.signal)
  } finally {
    progress.end()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
    print(summarize(made, done.length, toMake.length))
  }
  if (made < toMake.length) throw new CommandFailure('interrupted', 'You stopped it. The same command goes on.')
  return 0
}

function summarize(made: number, before: number, planned: number): string {
  const earlier = before > 0 ? `, ${before} were made before` : ''
  const missing = planned > made ? `, ${planned - made} are missing` : ''
  return `${made} made${earlier}${missing}. Each page holds a secret: print them, hand them over, and delete them.`
}

async function makeOne(
  member: Member,
  serialNumber: string,
  directory: PageDirectory,
  makeDevice: MakeDevice,
  iam: Services['iam'],
): Promise<void> {
  const { userName, fullName } = member
  const { journal } = directory
  // The secret of such a device was in an answer that no page has kept.
  if (isBegun(member, serialNumber, directory)) await deleteDevice(serialNumber, iam)
  // A page of an earlier device would be taken for that of the new one, should this run end here.
  directory.removePage(userName)
  journal.add({ userName, serialNumber, progress: 'making' })
  let device: Awaited<ReturnType<MakeDevice>>
  try {
    device = await makeDevice(member)
  } catch (error) {
    if (isRefusal(error)) journal.add({ userName, serialNumber, progress: 'refused' })
    throw error
  }
  directory.writePage(userName, drawPage({ ...device, userName, name: fullName ?? userName, serialNumber }))
  journal.add({ userName, serialNumber, progress: 'made' })
}

function print(text: string): void {
  process.stdout.write(`${printableLines(text)}\n`)
}
