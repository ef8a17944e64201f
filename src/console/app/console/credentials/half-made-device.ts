/** A virtual MFA device between its creation and the two codes that enable it. */
import { Problem } from '../../browser/request.ts'
import { iam } from '../api/call.ts'

export interface HalfMadeDevice {
  readonly name: string
  readonly serialNumber: string
  /** Base32, as it is typed into an app. */
  readonly secret: string
  /** A `data:` address of the image. */
  readonly qrCode: string
}

/** @param mayRename - the name was not chosen by a person, so a number behind it will do where it is taken */
export async function createDevice(name: string, mayRename: boolean): Promise<HalfMadeDevice> {
  for (let attempt = 1; ; attempt++) {
    const tried = attempt === 1 ? name : `${name}-${attempt}`
    try {
      const { VirtualMFADevice: device } = await iam('CreateVirtualMFADevice', { VirtualMFADeviceName: tried })
      if (!device?.Base32StringSeed || !device.QRCodePNG) throw new Error('The answer has no secret')
      return {
        name: tried,
        serialNumber: device.SerialNumber,
        secret: new TextDecoder().decode(device.Base32StringSeed),
        qrCode: `data:image/png;base64,${btoa(String.fromCharCode(...device.QRCodePNG))}`,
      }
    } catch (error) {
      const isTaken = error instanceof Problem && error.code === 'EntityAlreadyExists'
      if (!isTaken || !mayRename || attempt === 20) throw error
    }
  }
}

/** Who may not delete it leaves it behind: it has no owner, so it opens nothing. */
export function deleteHalfMade({ serialNumber }: HalfMadeDevice): void {
  iam('DeleteVirtualMFADevice', { SerialNumber: serialNumber }, { isQuiet: true, keepalive: true }).catch(
    () => undefined,
  )
}
