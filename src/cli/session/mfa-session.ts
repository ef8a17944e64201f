/** `twinlock mfa session`: one code, and a session for every tool until it ends. */
import { systemClock } from '../../clock.ts'
import { writeProfile } from '../aws/config-file.ts'
import { processTerminal } from '../aws/terminal.ts'
import { CommandFailure } from '../exit.ts'
import { deleteSession, isGood, readSession, type Session, sessionFileOf } from './cache.ts'
import { obtainSession } from './obtain.ts'
import { checkSessionProfile, ownCommand, sessionProfileSettings, sourceOptions } from './session-profile.ts'
import { findSource, type SessionOptions, type SessionSource } from './source.ts'

export interface MfaSessionOptions extends SessionOptions {
  readonly code?: string
  readonly renew?: true
  readonly end?: true
  /** The name of a profile. */
  readonly writeProfile?: string
  readonly output: string
}

const { variables } = processTerminal

/** @throws CommandFailure, CommandError */
export async function mfaSession(options: MfaSessionOptions): Promise<void> {
  const { code, renew, end, writeProfile: name, output } = options
  const print = formats[output]
  if (!print) throw new CommandFailure('usage', `--output is one of ${Object.keys(formats).join(', ')}`)
  const source = await findSource(options, variables)
  if (end) return forget(source)
  if (name !== undefined) await checkSessionProfile(name, source, variables)
  const session = await obtainSession(source, processTerminal, { code, isRenewal: renew === true })
  if (name !== undefined) writeProfile(name, sessionProfileSettings(source, variables), variables)
  processTerminal.print(`${print(session, source, name).join('\n')}\n`)
}

type Format = (session: Session, source: SessionSource, writtenProfile: string | undefined) => string[]

const formats: Readonly<Record<string, Format>> = {
  text: (session, source, writtenProfile) => [
    `There is a session with MFA until ${session.Expiration} (${describeTimeLeft(session)}).`,
    ...(writtenProfile === undefined
      ? ['', ...explainUse(source)]
      : [`The profile ${writtenProfile} has it now, and asks for a code when it ends.`]),
  ],
  env: (session) => Object.entries(variablesOf(session)).map(([name, value]) => `export ${name}='${value}'`),
  fish: (session) => Object.entries(variablesOf(session)).map(([name, value]) => `set -gx ${name} '${value}'`),
}

function variablesOf({ AccessKeyId, SecretAccessKey, SessionToken, Expiration }: Session): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
    AWS_CREDENTIAL_EXPIRATION: Expiration,
  }
}

function explainUse(source: SessionSource): string[] {
  const options = sourceOptions(source)
  const forShell = `eval "$(${ownCommand(variables)} mfa session ${options}${options === '' ? '' : ' '}--output env)"`
  if (!source.accessKey.isOfProfile) return [`For this shell: ${forShell}`]
  const settings = Object.entries(sessionProfileSettings(source, variables))
  return [
    'For every tool, in ~/.aws/config, where --write-profile NAME writes it as well:',
    '',
    `  [profile ${source.profile.name}-mfa]`,
    ...settings.map(([name, value]) => `  ${name} = ${value}`),
    '',
    `For this shell alone: ${forShell}`,
  ]
}

function describeTimeLeft({ Expiration }: Session): string {
  const minutes = Math.floor((Date.parse(Expiration) - systemClock.now()) / 60_000)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** What has copied it goes on: nothing at the server ends a single session. */
function forget(source: SessionSource): void {
  const file = sessionFileOf(source, variables)
  const session = readSession(file)
  deleteSession(file)
  processTerminal.print(
    isGood(session)
      ? `The session is forgotten on this machine. A copy of it, as in variables, is good until ${session.Expiration}.\n`
      : 'There was no session.\n',
  )
}
