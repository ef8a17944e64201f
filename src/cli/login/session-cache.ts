/** Where AWS's clients keep the sessions of `aws login`: a file for each identity, named by the hash of its ARN. */
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../config.ts'
import { replaceFile } from '../private-file.ts'
import type { DpopKey } from './dpop-key.ts'
import type { LoginTokens } from './token.ts'

export function sessionFileOf(arn: string, variables: Environment): string {
  const directory = variables['AWS_LOGIN_CACHE_DIRECTORY'] || join(homedir(), '.aws', 'login', 'cache')
  return join(directory, `${createHash('sha256').update(arn).digest('hex')}.json`)
}

/** @throws CommandFailure */
export function writeSession(tokens: LoginTokens, clientId: string, key: DpopKey, variables: Environment): void {
  const { arn, credentials, expiresAt, tokenType, refreshToken, idToken } = tokens
  const session = {
    accessToken: {
      ...credentials,
      accountId: arn.split(':')[4],
      expiresAt: expiresAt.toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    tokenType,
    clientId,
    refreshToken,
    idToken,
    dpopKey: key.pem,
  }
  replaceFile(sessionFileOf(arn, variables), `${JSON.stringify(session)}\n`)
}

export function deleteSession(arn: string, variables: Environment): void {
  rmSync(sessionFileOf(arn, variables), { force: true })
}
