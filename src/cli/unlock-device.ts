/** `twinlock admin unlock-device` */
import { administer, type ConnectionOptions } from './administration-client.ts'

export interface UnlockOptions extends ConnectionOptions {
  readonly serialNumber: string
}

export async function unlockDevice({ serialNumber, ...connection }: UnlockOptions): Promise<void> {
  await administer('unlock-device', { serialNumber }, connection)
  process.stdout.write(`Unlocked ${serialNumber}: its count of wrong codes is zero.\n`)
}
