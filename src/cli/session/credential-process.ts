/**
 * `twinlock credential-process`: credentials for whatever reads `credential_process` of ~/.aws/config.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
import { processTerminal } from '../aws/terminal.ts'
import { isFresh, readSession, sessionFileOf } from './cache.ts'
import { findSource, type SessionOptions } from './source.ts'

/** What a session needs besides a file is loaded only when there is none. @throws CommandFailure, CommandError */
export async function credentialProcess(options: SessionOptions): Promise<void> {
  const source = await findSource(options, processTerminal.variables)
  const present = readSession(sessionFileOf(source, processTerminal.variables))
  const session = isFresh(present)
    ? present
    : await (await import('./obtain.ts')).obtainSession(source, processTerminal)
  process.stdout.write(`${JSON.stringify(session)}\n`)
}
