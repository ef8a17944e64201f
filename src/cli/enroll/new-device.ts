/** A virtual device from the moment it is made until it is enabled, or is removed because it was not. */
import { InvalidOtpauth, parseOtpauthUri, type TotpAccount } from '../../mfa/otpauth.ts'
import { otpauthUri, shortOtpauthUri } from '../../mfa/virtual-device.ts'
import type { Services } from '../aws/call.ts'
import { answeredFault } from '../aws/explain-error.ts'
import { listAll } from '../aws/list-all.ts'
import { CommandFailure } from '../exit.ts'
import type { Person } from './person.ts'

export interface NewDevice {
  readonly serialNumber: string
  /** Base32. */
  readonly seed: string
  /** For a QR code, the full one first. */
  readonly links: readonly [string, string]
  readonly account: TotpAccount
  /** A PNG. */
  readonly picture: Uint8Array
}

type Iam = Services['iam']

/** `alice-2` to `alice-9`: nobody has more than eight. */
const lastNumber = 9

/**
 * Without a given name the device is called like the person, or `alice-2` and so on when that is taken.
 * @param confirm asks whether to delete a device that nobody uses: of an enrolment that was broken off, as a rule
 * @throws CommandFailure, CommandError
 */
export async function createDevice(
  given: string | undefined,
  { userName, accountId }: Person,
  iam: Iam,
  confirm: (question: string) => Promise<boolean>,
): Promise<NewDevice> {
  const preferred = given ?? userName
  const serialNumber = `arn:aws:iam::${accountId}:mfa/${preferred}`
  const create = (name: string) => tryToCreate(name, accountId, iam)
  const created = await create(preferred)
  if (created) return created
  const isUnused = await isUnassigned(serialNumber, iam)
  const question = `The device ${serialNumber} is there, and nobody uses it: an enrolment that was broken off leaves one, or it was prepared for somebody. Its secret cannot be shown again. Delete it and make a new one? [y/N] `
  if (isUnused && (await confirm(question)) && (await deleteUnused(serialNumber, iam))) {
    const again = await create(preferred)
    if (again) return again
  }
  for (let number = 2; given === undefined && number <= lastNumber; number++) {
    const other = await create(`${userName}-${number}`)
    if (other) return other
  }
  const advice = isUnused
    ? `Nobody uses it. Delete it with: twinlock iam delete-virtual-mfa-device --serial-number ${serialNumber}`
    : 'It may be in use.'
  throw new CommandFailure(
    'failure',
    `There is a device ${serialNumber} already. ${advice} Or choose another name with --device-name.`,
  )
}

/** Undefined when the name is taken. */
async function tryToCreate(deviceName: string, accountId: string, iam: Iam): Promise<NewDevice | undefined> {
  let created: Awaited<ReturnType<typeof create>>
  const create = () => iam('CreateVirtualMFADevice', { VirtualMFADeviceName: deviceName })
  try {
    created = await create()
  } catch (error) {
    if (answeredFault(error)?.code === 'EntityAlreadyExists') return undefined
    throw error
  }
  const {
    SerialNumber: serialNumber = '',
    Base32StringSeed,
    QRCodePNG: picture = Buffer.of(),
  } = created.VirtualMFADevice ?? {}
  const seed = Buffer.from(Base32StringSeed ?? []).toString()
  // It is written to ~/.aws/config, where another line could name a program to be run.
  if (!/^[\w+=/:,.@-]{9,256}$/.test(serialNumber)) {
    throw new CommandFailure('failure', 'The server made a device with a serial number that is none: it is not used')
  }
  const names = { deviceName, accountName: accountId, seed }
  const link = otpauthUri(names)
  try {
    // It is shown, and the link may have another beside it.
    if (!/^[A-Z2-7]+=*$/i.test(seed)) throw new InvalidOtpauth('the secret is not base32')
    return { serialNumber, seed, links: [link, shortOtpauthUri(names)], account: parseOtpauthUri(link), picture }
  } catch (error) {
    if (!(error instanceof InvalidOtpauth)) throw error
    await deleteUnused(serialNumber, iam)
    throw new CommandFailure('failure', `The server made a device that no authenticator can use: ${error.message}`)
  }
}

/** False when the caller may not know. */
async function isUnassigned(serialNumber: string, iam: Iam): Promise<boolean> {
  try {
    const devices = await listAll(
      (page) => iam('ListVirtualMFADevices', { AssignmentStatus: 'Unassigned', ...page }),
      ({ VirtualMFADevices }) => VirtualMFADevices,
    )
    return devices.some((device) => device.SerialNumber === serialNumber)
  } catch (error) {
    if (answeredFault(error) === undefined) throw error
    return false
  }
}

async function deleteUnused(serialNumber: string, iam: Iam): Promise<boolean> {
  try {
    await iam('DeleteVirtualMFADevice', { SerialNumber: serialNumber })
    return true
  } catch (error) {
    // Before they have shown a device, many may not.
    if (answeredFault(error) === undefined) throw error
    return false
  }
}

/** @returns what became of the device, for the person: never throws */
export async function removeDevice({ serialNumber }: NewDevice, iam: Iam, options: string): Promise<string> {
  try {
    await iam('DeleteVirtualMFADevice', { SerialNumber: serialNumber })
  } catch (error) {
    if (answeredFault(error)?.code !== 'NoSuchEntity') {
      const reason = error instanceof Error ? error.message : String(error)
      const command = `twinlock iam delete-virtual-mfa-device --serial-number ${serialNumber}${options}`
      return `The device ${serialNumber} is there, and could not be removed: ${reason}\nWhoever may do so removes it with: ${command}`
    }
  }
  return `The half-made device ${serialNumber} was removed.`
}
