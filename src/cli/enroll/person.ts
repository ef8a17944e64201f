/** Who gets a device. */
import type { Services } from '../aws/call.ts'
import { answeredFault } from '../aws/explain-error.ts'
import { CommandFailure } from '../exit.ts'

/** Of all kinds together, on AWS as here. */
const devicesPerUser = 8

export interface Person {
  readonly userName: string
  readonly accountId: string
  /** Whether it is the caller. */
  readonly isSelf: boolean
  /** How many devices the person has; undefined when the caller may not know. */
  readonly devices: number | undefined
}

/** @throws CommandFailure, CommandError */
export async function choosePerson(named: string | undefined, { iam, sts }: Services): Promise<Person> {
  const { Account: accountId = '', Arn: arn = '' } = await sts('GetCallerIdentity', {})
  const own = /:user\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn)?.[1]
  const userName = named ?? own
  if (userName === undefined) throw nobodyNamed(arn)
  const devices = await countDevices(userName, iam)
  if (devices === devicesPerUser) {
    throw new CommandFailure(
      'failure',
      `${userName} has ${devicesPerUser} MFA devices, and that is the most: deactivate one first`,
    )
  }
  return { userName, accountId, isSelf: userName.toLowerCase() === own?.toLowerCase(), devices }
}

async function countDevices(userName: string, iam: Services['iam']): Promise<number | undefined> {
  try {
    const { MFADevices = [] } = await iam('ListMFADevices', { UserName: userName })
    return MFADevices.length
  } catch (error) {
    if (answeredFault(error)?.code === 'AccessDenied') return undefined
    throw error
  }
}

function nobodyNamed(arn: string): CommandFailure {
  const advice = arn.endsWith(':root')
    ? 'Name a user with --user-name. A device of the root user is enrolled in the console alone, on AWS too.'
    : 'Name the user who gets the device with --user-name.'
  return new CommandFailure('usage', `You are ${arn}, which is no user. ${advice}`)
}
