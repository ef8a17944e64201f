/** Who has MFA: all users, and the devices that each has, as far as the lists of IAM tell without a question per user. */
import { iam } from '../api/call.ts'
import { deviceKind } from '../credentials/device-kind.ts'
import { nextMarker } from '../loading/use-pages.ts'

export interface SurveyedDevice {
  readonly serialNumber: string
  readonly enabledAt: Date | undefined
}

export interface SurveyedUser {
  readonly name: string
  readonly arn: string
  readonly createdAt: Date | undefined
  readonly passwordLastUsed: Date | undefined
  readonly devices: readonly SurveyedDevice[]
  /** Only virtual devices are in a list of the account: a passkey or a token is known once the user was asked for. */
  readonly isCheckedForOthers: boolean
}

export type MfaState = 'with' | 'without' | 'unknown'

export function mfaStateOf({ devices, isCheckedForOthers }: SurveyedUser): MfaState {
  if (devices.length > 0) return 'with'
  return isCheckedForOthers ? 'without' : 'unknown'
}

export interface Progress {
  readonly users: number
  readonly devices: number
}

/** Reads both lists to their end. @throws Problem; what `isStopped` says ends it early, with what has come so far */
export async function survey(
  onProgress: (progress: Progress) => void,
  isStopped: () => boolean,
): Promise<SurveyedUser[]> {
  const devices = new Map<string, SurveyedDevice[]>()
  let count = 0
  let marker: string | undefined
  do {
    const answer = await iam('ListVirtualMFADevices', {
      AssignmentStatus: 'Assigned',
      MaxItems: 1000,
      ...(marker && { Marker: marker }),
    })
    for (const { SerialNumber, EnableDate, User } of answer.VirtualMFADevices) {
      const arn = User?.Arn
      if (arn) devices.set(arn, [...(devices.get(arn) ?? []), { serialNumber: SerialNumber, enabledAt: EnableDate }])
    }
    count += answer.VirtualMFADevices.length
    onProgress({ users: 0, devices: count })
    marker = nextMarker(answer)
  } while (marker !== undefined && !isStopped())
  const users: SurveyedUser[] = []
  do {
    const answer = await iam('ListUsers', { MaxItems: 1000, ...(marker && { Marker: marker }) })
    for (const user of answer.Users) {
      const own = devices.get(user.Arn ?? '') ?? []
      users.push({
        name: user.UserName ?? '',
        arn: user.Arn ?? '',
        createdAt: user.CreateDate,
        passwordLastUsed: user.PasswordLastUsed,
        devices: own,
        isCheckedForOthers: own.length > 0,
      })
    }
    onProgress({ users: users.length, devices: count })
    marker = nextMarker(answer)
  } while (marker !== undefined && !isStopped())
  return users
}

/** Asks for the devices of one user, passkeys and tokens among them. @throws Problem */
export async function checkUser(user: SurveyedUser): Promise<SurveyedUser> {
  const { MFADevices } = await iam('ListMFADevices', { UserName: user.name }, { isQuiet: true })
  const devices = (MFADevices ?? []).map(({ SerialNumber = '', EnableDate }) => ({
    serialNumber: SerialNumber,
    enabledAt: EnableDate,
  }))
  return { ...user, devices, isCheckedForOthers: true }
}

export function describeDevices({ devices }: SurveyedUser): string {
  return [...new Set(devices.map(({ serialNumber }) => deviceKind(serialNumber)))].join(', ')
}
