/** A code becomes a session, at the server. */
import { connect, type Services } from '../aws/call.ts'
import type { CommandError } from '../aws/command-error.ts'
import type { Terminal } from '../aws/terminal.ts'
import { CommandFailure } from '../exit.ts'
import { printable } from '../terminal.ts'
import type { Session } from './cache.ts'
import { type SessionGiver, WrongCode } from './question.ts'
import type { SessionSource } from './source.ts'

/** Nobody is to type a code for a device that is not there. @throws CommandFailure, CommandError */
export async function findGiver(source: SessionSource, terminal: Terminal): Promise<SessionGiver> {
  const { options, durationSeconds } = source
  const services = await connect(options, terminal)
  const serialNumber = source.serialNumber ?? (await findOnlyDevice(services.iam))
  const give = async (code: string): Promise<Session> => {
    const duration = durationSeconds === undefined ? {} : { DurationSeconds: durationSeconds }
    const request = services.sts('GetSessionToken', { SerialNumber: serialNumber, TokenCode: code, ...duration })
    const { Credentials } = await request.catch(refuseCode)
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = Credentials ?? {}
    requireCredentials(AccessKeyId, SecretAccessKey, SessionToken)
    const ends = new Date((Expiration?.getTime() ?? 0) - services.clockOffset())
    return {
      Version: 1,
      AccessKeyId,
      SecretAccessKey,
      SessionToken,
      Expiration: ends.toISOString().replace(/\.\d+Z$/, 'Z'),
    }
  }
  return { serialNumber, give }
}

async function findOnlyDevice(iam: Services['iam']): Promise<string> {
  const { MFADevices = [] } = await iam('ListMFADevices', {}).catch((error: CommandError) => {
    const remedy = 'Name the device by --serial-number, or by mfa_serial in the profile'
    throw new CommandFailure('failure', `${error.message}\n${remedy}`, { cause: error })
  })
  // A passkey has no code.
  const serialNumbers = MFADevices.flatMap(({ SerialNumber = '' }) => (/:u2f\//.test(SerialNumber) ? [] : SerialNumber))
  const [only, ...others] = serialNumbers
  if (only === undefined) {
    throw new CommandFailure(
      'failure',
      'The user has no MFA device that shows codes: enrol one with twinlock mfa enroll',
    )
  }
  if (others.length === 0) return only
  const list = serialNumbers.map((serialNumber) => `\n  ${printable(serialNumber)}`).join('')
  throw new CommandFailure(
    'failure',
    `Name one of these devices by --serial-number, or by mfa_serial in the profile:${list}`,
  )
}

/**
 * A shell runs what `--output env` prints, so that a quotation mark in it would be the server's way into this machine.
 * @throws CommandFailure
 */
function requireCredentials(...values: string[]): void {
  if (values.every((value) => /^[\w+/=.:-]+$/.test(value))) return
  throw new CommandFailure('failure', 'The server answered what cannot be credentials: they are not used')
}

/** Twinlock and AWS say the same of a code that was used and of one that never was right. */
function refuseCode(error: unknown): never {
  if (!(error instanceof Error && /invalid MFA one time pass code/.test(error.message))) throw error
  const message = 'The code was not accepted: it is wrong, or was used before. Each works once: wait for the next one'
  throw new WrongCode(message, { cause: error })
}
