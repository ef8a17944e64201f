/** `--undo`: what a run has made goes, but for devices that have become somebody's second factor meanwhile. */
import type { Services } from '../aws/call.ts'
import { answeredFault } from '../aws/explain-error.ts'
import type { Entry } from './journal.ts'
import { retryThrottled } from './make-device.ts'
import type { PageDirectory } from './page-directory.ts'
import { workThrough } from './work-through.ts'

/** @returns the exit code. @throws CommandError for what could not be deleted: the same command goes on */
export async function undo(directory: PageDirectory, iam: Services['iam']): Promise<number> {
  const { journal } = directory
  const entries = [...journal.entries.values()].filter(({ progress }) => progress === 'made' || progress === 'making')
  const kept: string[] = []
  const takeBack = async (entry: Entry) => {
    const { userName, serialNumber } = entry
    try {
      await deleteDevice(serialNumber, iam)
    } catch (error) {
      if (answeredFault(error)?.code !== 'DeleteConflict') throw error
      kept.push(
        `${userName} uses the device ${serialNumber} by now, so it stays. Its page holds the secret still: ${directory.pathOf(userName)}`,
      )
      return
    }
    directory.removePage(userName)
    journal.add({ userName, serialNumber, progress: 'undone' })
  }
  await workThrough(entries, takeBack)
  for (const line of kept.sort()) process.stdout.write(`${line}\n`)
  process.stdout.write(`${entries.length - kept.length} taken back${kept.length > 0 ? `, ${kept.length} left` : ''}.\n`)
  if (kept.length === 0) directory.removeAll()
  return 0
}

/** One that is gone is as good as deleted. @throws CommandError */
export async function deleteDevice(serialNumber: string, iam: Services['iam']): Promise<void> {
  try {
    await retryThrottled(() => iam('DeleteVirtualMFADevice', { SerialNumber: serialNumber }))
  } catch (error) {
    if (answeredFault(error)?.code !== 'NoSuchEntity') throw error
  }
}
