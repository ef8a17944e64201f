/** A device for one person: at Twinlock one that the console will ask for, at AWS one that the person enables by a command. */
import { setTimeout } from 'node:timers/promises'
import { AdministrationRefusal, administerAs, findCredentials } from '../administration-client.ts'
import type { ConnectOptions, Services } from '../aws/call.ts'
import { answeredFault } from '../aws/explain-error.ts'
import type { Member } from './team-file.ts'

export interface MadeDevice {
  /** Base32. */
  readonly seed: string
  /** A PNG. */
  readonly picture: Uint8Array
  readonly accountName: string
  readonly signInUrl: string
  readonly isAskedAtSignIn: boolean
}

export type MakeDevice = (member: Member) => Promise<MadeDevice>

/** The way to the server, found once for all. @throws CommandFailure, CommandError */
export async function deviceMaker(options: ConnectOptions, services: Services, accountId: string): Promise<MakeDevice> {
  const { endpoint, isAws } = services.connection
  if (isAws || endpoint === undefined) {
    const accountName = (await findAlias(services.iam)) ?? accountId
    return (member) => retryThrottled(() => createAtAws(member, accountName, services.iam))
  }
  const signer = await findCredentials(options)
  return ({ userName, deviceName }) => prepareHere({ userName, deviceName }, new URL(endpoint), signer)
}

async function prepareHere(
  names: { readonly userName: string; readonly deviceName: string },
  endpoint: URL,
  signer: Awaited<ReturnType<typeof findCredentials>>,
): Promise<MadeDevice> {
  const answer = (await administerAs(signer, 'prepare-mfa-device', names, endpoint)) as Readonly<Record<string, string>>
  const { base32StringSeed: seed = '', qrCodePng = '', accountName = '', signInUrl = '' } = answer
  return { seed, picture: Buffer.from(qrCodePng, 'base64'), accountName, signInUrl, isAskedAtSignIn: true }
}

async function createAtAws({ deviceName }: Member, accountName: string, iam: Services['iam']): Promise<MadeDevice> {
  const { VirtualMFADevice } = await iam('CreateVirtualMFADevice', { VirtualMFADeviceName: deviceName })
  const { Base32StringSeed: seed = [], QRCodePNG: picture = Buffer.of() } = VirtualMFADevice ?? {}
  return {
    seed: Buffer.from(seed).toString(),
    picture,
    accountName,
    signInUrl: `https://${accountName}.signin.aws.amazon.com/console`,
    isAskedAtSignIn: false,
  }
}

async function findAlias(iam: Services['iam']): Promise<string | undefined> {
  try {
    return (await iam('ListAccountAliases', {})).AccountAliases?.[0]
  } catch (error) {
    if (answeredFault(error)) return undefined
    throw error
  }
}

const throttlingCodes = ['Throttling', 'ThrottlingException', 'RequestLimitExceeded', 'TooManyRequestsException']
const mostRetries = 6

/** Beyond the SDK's own three attempts: a team of hundreds takes a while at AWS's pace. */
export async function retryThrottled<T>(
  work: () => Promise<T>,
  wait: (milliseconds: number) => Promise<unknown> = setTimeout,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await work()
    } catch (error) {
      if (retry === mostRetries || !throttlingCodes.includes(answeredFault(error)?.code ?? '')) throw error
      await wait(1000 * 2 ** retry)
    }
  }
}

/** Whether the server has said that it made no device. After anything else there may be one. */
export function isRefusal(error: unknown): boolean {
  const code = error instanceof AdministrationRefusal ? error.code : answeredFault(error)?.code
  return code !== undefined && !/^(InternalFailure|ServiceFailure|ServiceUnavailable)/.test(code)
}
