/**
 * `twinlock mfa enroll`: a virtual MFA device, from nothing to a session with it.
 *
 *  1. who gets it                       `person.ts`
 *  2. it is made                        `new-device.ts`
 *  3. two codes are asked for           `ask-on-terminal.ts` with `enrolment-view.ts`, or `ask-in-script.ts`
 *  4. which are looked at, then sent    `judge-codes.ts`; the server enables the device
 *  5. the profile hears of it           `mfa-serial.ts`
 *  6. and it is tried                   `prove.ts`
 *
 * Until 4 has succeeded, whatever goes wrong removes the device. After that it is somebody's second factor, and stays.
 */
import { systemClock } from '../../clock.ts'
import { environment } from '../../config.ts'
import { type ConnectOptions, connect, type Services } from '../aws/call.ts'
import { exitCodeOf } from '../aws/command-error.ts'
import { answeredFault } from '../aws/explain-error.ts'
import { processTerminal } from '../aws/terminal.ts'
import { CommandFailure, exitCodes } from '../exit.ts'
import { askInScript } from './ask-in-script.ts'
import { askOnTerminal } from './ask-on-terminal.ts'
import type { CodeSource } from './code-source.ts'
import { connectionOptions } from './connection-options.ts'
import type { RightPair } from './judge-codes.ts'
import { keepSerialNumber } from './mfa-serial.ts'
import { createDevice, type NewDevice, removeDevice } from './new-device.ts'
import { choosePerson, type Person } from './person.ts'
import { openPictureFile } from './picture-file.ts'
import { proveDevice } from './prove.ts'

export interface EnrollOptions extends ConnectOptions {
  readonly userName?: string
  readonly deviceName?: string
  readonly outfile?: string
  readonly showSecret?: true
  /** False for `--no-config`. */
  readonly config: boolean
}

/** @returns the exit code. @throws CommandFailure */
export function enroll(options: EnrollOptions): Promise<number> {
  return exitCodeOf(() => enrollPerson(options))
}

async function enrollPerson(options: EnrollOptions): Promise<number> {
  const isOnTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
  if (!isOnTerminal && options.outfile === undefined && !options.showSecret) {
    throw new CommandFailure(
      'usage',
      'There is no terminal to draw the QR code on: name a file for it with --outfile, or take --show-secret',
    )
  }
  const services = await connect(options, processTerminal)
  const person = await choosePerson(options.userName, services)
  if (person.isSelf && (person.devices ?? 0) > 0) {
    warn('You have an MFA device already. Another one can be added in a session with MFA only.')
  }
  const interruption = new AbortController()
  // The server's: by that the codes will be judged.
  const now = () => systemClock.now() + services.clockOffset()
  const isSecretShown = options.showSecret === true
  const source = isOnTerminal
    ? askOnTerminal(person.userName, { isSecretShown, pictureFile: options.outfile }, interruption, now)
    : askInScript(interruption, now)
  try {
    const enrolled = await enableNewDevice(options, person, services, source, interruption)
    return await report(options, person, services, source, enrolled)
  } finally {
    source.close()
  }
}

interface Enrolled {
  readonly device: NewDevice
  readonly pair: RightPair
}

async function enableNewDevice(
  options: EnrollOptions,
  person: Person,
  { iam }: Services,
  source: CodeSource,
  interruption: AbortController,
): Promise<Enrolled> {
  const picture = options.outfile === undefined ? undefined : openPictureFile(options.outfile)
  const stop = () => interruption.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  let device: NewDevice | undefined
  try {
    device = await createDevice(options.deviceName, person, iam, source.confirm)
    picture?.write(device.picture)
    if (options.showSecret && !process.stdout.isTTY) process.stdout.write(`${device.seed}\n`)
    const pair = await enable(device, person, iam, source, interruption.signal)
    return { device, pair }
  } catch (error) {
    picture?.remove()
    if (device) warn(await removeDevice(device, iam, connectionOptions(options)))
    throw interruption.signal.aborted
      ? new CommandFailure('interrupted', 'Nothing was enrolled: you stopped it')
      : error
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop)
  }
}

/** Asks until the server has said yes to two codes. @throws CommandFailure, CommandError, the signal's reason */
async function enable(
  device: NewDevice,
  { userName }: Person,
  iam: Services['iam'],
  source: CodeSource,
  signal: AbortSignal,
): Promise<RightPair> {
  for (
    let problem = '';
    ;
    problem = 'The server did not accept these codes. After many wrong ones it looks at none for three minutes.'
  ) {
    signal.throwIfAborted()
    const pair = await source.askPair(device, problem)
    signal.throwIfAborted()
    if (await isEnabledBy(pair, device.serialNumber, userName, iam)) return pair
  }
}

async function isEnabledBy(
  { first, second }: RightPair,
  serialNumber: string,
  userName: string,
  iam: Services['iam'],
): Promise<boolean> {
  const codes = { AuthenticationCode1: first, AuthenticationCode2: second }
  try {
    await iam('EnableMFADevice', { UserName: userName, SerialNumber: serialNumber, ...codes })
    return true
  } catch (error) {
    const code = answeredFault(error)?.code
    if (code === 'InvalidAuthenticationCode') return false
    // Without an answer nobody knows what happened; and where the first was lost, the second says that it is enabled.
    if ((code === undefined || code === 'EntityAlreadyExists') && (await hasDevice(userName, serialNumber, iam))) {
      return true
    }
    throw error
  }
}

async function hasDevice(userName: string, serialNumber: string, iam: Services['iam']): Promise<boolean> {
  const { MFADevices = [] } = await iam('ListMFADevices', { UserName: userName })
  return MFADevices.some(({ SerialNumber }) => SerialNumber === serialNumber)
}

/** @returns the exit code */
async function report(
  { config, outfile }: EnrollOptions,
  { userName, isSelf }: Person,
  { iam, sts, profile }: Services,
  source: CodeSource,
  { device: { serialNumber }, pair }: Enrolled,
): Promise<number> {
  print(`${serialNumber} is an MFA device of ${userName} now.`)
  if (pair.minutesAhead !== 0) print(describeClock(pair.minutesAhead))
  if (outfile !== undefined) print(`${outfile} holds its secret: delete it once it has been scanned.`)
  if (!isSelf) {
    const isListed = await hasDevice(userName, serialNumber, iam)
    print(
      isListed ? `ListMFADevices shows it with ${userName}.` : `But ListMFADevices does not show it with ${userName}.`,
    )
    return isListed ? 0 : exitCodes.failure
  }
  if (config) print(await keepSerialNumber(serialNumber, profile, environment, source.confirm))
  const askCode = () =>
    source.askCode('Both codes are too old by now. The code that the app shows: ').catch(() => undefined)
  const { isProved, story } = await proveDevice(sts, serialNumber, [pair.first, pair.second], askCode)
  print(story)
  return isProved ? 0 : exitCodes.failure
}

function describeClock(minutesAhead: number): string {
  const difference = `${Math.abs(minutesAhead)} min ${minutesAhead > 0 ? 'ahead of' : 'behind'}`
  return `The clock of the authenticator is ${difference} the server's. The device knows that now; should the clock be set, it has to be resynchronized: twinlock iam resync-mfa-device`
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function warn(text: string): void {
  process.stderr.write(`twinlock: ${text}\n`)
}
