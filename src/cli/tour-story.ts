/** What `twinlock tour` tells: MFA with the AWS command line, from the QR code to a session. */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import type { Clock } from '../clock.ts'
import { codeAt, parseOtpauthUri, type TotpAccount } from '../mfa/otpauth.ts'
import { readQrCode } from './qr-code-file.ts'
import { drawQrCode } from './qr-drawing.ts'
import type { Stage } from './tour-stage.ts'

export interface Keys {
  readonly AccessKeyId?: string | undefined
  readonly SecretAccessKey?: string | undefined
  readonly SessionToken?: string | undefined
}

export interface TourWorld {
  readonly endpoint: string
  /** Of the root user. */
  readonly rootKeys: Keys
  /** The server's, and the phone's. */
  readonly clock: Clock
  /** Moves the clock. */
  readonly advance: (seconds: number) => void
}

const UserName = 'johndoe'
const deviceName = 'JohnDoesCellPhone'
const pictureName = 'QRCode.png'
const asJohn = ['--profile johndoe']
const asJohnWithMfa = ['--profile johndoe-mfa']
const notAuthenticated = 'ensure that you are authenticated with an MFA device'
const invalidCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code'

/** @throws CommandFailure when the server does anything else than what is told */
export async function tellStory(stage: Stage, world: TourWorld): Promise<void> {
  const root = connect(world, world.rootKeys)
  const john = connect(world, await createUser(stage, root))
  const { serialNumber, account } = await createDevice(stage, root)
  await listDevices(stage, root, false)
  await enableDevice(stage, root, world, serialNumber, account)
  await listDevices(stage, root, true)
  await refuseKey(stage, john, serialNumber)
  const sessionKeys = await openSession(stage, john, world, serialNumber, account)
  await useSession(stage, connect(world, sessionKeys), serialNumber)
}

interface Clients {
  readonly iam: IAMClient
  readonly sts: STSClient
}

async function createUser(stage: Stage, { iam }: Clients): Promise<Keys> {
  stage.title('A user with an access key')
  const service = 'iam'
  await stage.play({ service, command: new CreateUserCommand({ UserName }), send: (command) => iam.send(command) })
  const administration = new AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' })
  await stage.play({ service, command: administration, send: (command) => iam.send(command) })
  const command = new CreateAccessKeyCommand({ UserName })
  const { AccessKey } = await stage.play({ service, command, send: (command) => iam.send(command) })
  stage.expect(AccessKey?.UserName === UserName, 'the access key is not of johndoe')
  stage.say('The first factor: something he knows. He puts it into his profile johndoe.')
  return AccessKey ?? {}
}

async function createDevice(stage: Stage, { iam }: Clients) {
  stage.title('A virtual MFA device and its QR code')
  const { VirtualMFADevice } = await stage.play({
    service: 'iam',
    command: new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: deviceName }),
    send: (command) => iam.send(command),
    options: [`--outfile ${pictureName}`, '--bootstrap-method QRCodePNG'],
    hides: ['Base32StringSeed', 'QRCodePNG'],
  })
  const link = readQrCode(VirtualMFADevice?.QRCodePNG ?? new Uint8Array(), pictureName)
  const account = parseOtpauthUri(link)
  stage.expect(account.name?.startsWith(`${deviceName}@`) === true, `the QR code is for ${account.name}`)
  const drawing = drawQrCode(link, stage.terminal)
  const columns = stage.terminal.hasColors ? (drawing.length - 1) * 2 + 1 : (drawing[0]?.length ?? 0)
  if (stage.terminal.columns < columns) {
    stage.say(`(${pictureName} would be drawn here, on a terminal of at least ${columns} columns.)`)
  } else {
    stage.say(`This is what the picture ${pictureName} holds, for the authenticator app on his phone:`)
    stage.print(...drawing, '')
  }
  return { serialNumber: VirtualMFADevice?.SerialNumber ?? '', account }
}

async function listDevices(stage: Stage, { iam }: Clients, isAssigned: boolean): Promise<void> {
  stage.title(
    isAssigned ? 'Listed again, the device has its user' : 'Nobody has it yet: only the serial number is listed',
  )
  const { VirtualMFADevices = [] } = await stage.play({
    service: 'iam',
    command: new ListVirtualMFADevicesCommand({}),
    send: (command) => iam.send(command),
    // The AWS CLI follows the pages by itself.
    hides: ['IsTruncated'],
  })
  const [device, ...others] = VirtualMFADevices
  stage.expect(device !== undefined && others.length === 0, `${VirtualMFADevices.length} devices are listed`)
  stage.expect((device?.User?.UserName === UserName) === isAssigned, `its user is ${device?.User?.UserName}`)
  stage.expect((device?.EnableDate !== undefined) === isAssigned, `it is enabled since ${device?.EnableDate}`)
}

async function enableDevice(
  stage: Stage,
  { iam }: Clients,
  world: TourWorld,
  SerialNumber: string,
  account: TotpAccount,
): Promise<void> {
  stage.title('Two consecutive codes from the phone assign it')
  stage.say('The terminal can be the phone as well. The second code is due half a minute later.')
  const AuthenticationCode1 = await showCode(stage, world, account)
  world.advance(account.periodSeconds)
  stage.say('Half a minute later:')
  const AuthenticationCode2 = await showCode(stage, world, account)
  const pair = { UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }
  const send = (command: EnableMFADeviceCommand) => iam.send(command)
  const swapped = { ...pair, AuthenticationCode1: AuthenticationCode2, AuthenticationCode2: AuthenticationCode1 }
  stage.say('In the wrong order they prove nothing:')
  const wrong = new EnableMFADeviceCommand(swapped)
  await stage.refuse({ service: 'iam', command: wrong, send }, 'InvalidAuthenticationCode', 'is not valid')
  stage.say('In the right one they do:')
  await stage.play({ service: 'iam', command: new EnableMFADeviceCommand(pair), send })
}

async function refuseKey(stage: Stage, { iam }: Clients, SerialNumber: string): Promise<void> {
  stage.title('The access key alone is no longer enough')
  stage.say('Whoever stole it would begin by taking the second factor away, as the policy allows:')
  const command = new DeactivateMFADeviceCommand({ UserName, SerialNumber })
  const send = (sent: typeof command) => iam.send(sent)
  await stage.refuse({ service: 'iam', command, send, options: asJohn }, 'AccessDenied', notAuthenticated)
}

async function openSession(
  stage: Stage,
  { sts }: Clients,
  world: TourWorld,
  SerialNumber: string,
  account: TotpAccount,
): Promise<Keys> {
  stage.title('A session with MFA, for one fresh code')
  world.advance(account.periodSeconds)
  const scene = (TokenCode: string) => ({
    service: 'sts' as const,
    command: new GetSessionTokenCommand({ SerialNumber, TokenCode }),
    send: (command: GetSessionTokenCommand) => sts.send(command),
    options: asJohn,
  })
  stage.say('Half a minute later, a guess is refused:')
  await stage.refuse(scene(wrongCode(account, world.clock.now())), 'AccessDenied', invalidCode)
  stage.say('The code on the phone opens one:')
  const { code } = codeAt(account, world.clock.now())
  const { Credentials } = await stage.play(scene(code))
  const seconds = ((Credentials?.Expiration?.getTime() ?? 0) - world.clock.now()) / 1000
  stage.expect(Math.abs(seconds - 43_200) < 1, `the session lasts ${seconds} seconds instead of twelve hours`)
  stage.say('Whoever looked over his shoulder has seen the code, but it works only once:')
  await stage.refuse(scene(code), 'AccessDenied', invalidCode)
  return Credentials ?? {}
}

async function useSession(stage: Stage, { iam, sts }: Clients, SerialNumber: string): Promise<void> {
  stage.title('The session may do what the key may not')
  stage.say('With these credentials in the profile johndoe-mfa:')
  const options = asJohnWithMfa
  const identity = await stage.play({
    service: 'sts',
    command: new GetCallerIdentityCommand({}),
    send: (command) => sts.send(command),
    options,
  })
  stage.expect(identity.Arn?.endsWith(`:user/${UserName}`) === true, `the session is of ${identity.Arn}`)
  stage.say('What was denied before is allowed, for now it is certain who asks:')
  await stage.play({
    service: 'iam',
    command: new DeactivateMFADeviceCommand({ UserName, SerialNumber }),
    send: (command) => iam.send(command),
    options,
  })
}

async function showCode(stage: Stage, { clock }: TourWorld, account: TotpAccount): Promise<string> {
  const { code } = codeAt(account, clock.now())
  await stage.show(['twinlock mfa code', `--qr ${pictureName}`], `${code}\n`)
  return code
}

/** None of the codes that the server may take, two steps before and after included. */
function wrongCode(account: TotpAccount, time: number): string {
  const taken = [-3, -2, -1, 0, 1, 2, 3].map((step) => codeAt(account, time + step * account.periodSeconds * 1000).code)
  return ['123456', ...taken.map((_, index) => `12345${index}`), '000000'].find((code) => !taken.includes(code)) ?? ''
}

function connect({ endpoint }: TourWorld, { AccessKeyId = '', SecretAccessKey = '', SessionToken }: Keys): Clients {
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken !== undefined && { sessionToken: SessionToken }),
  }
  // Everything that the machine's own AWS configuration could turn elsewhere.
  const elsewhere = { useFipsEndpoint: false, useDualstackEndpoint: false }
  const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1, ...elsewhere }
  return { iam: new IAMClient(options), sts: new STSClient(options) }
}
