/** The root user's first credentials: chosen by the owner or made here, and shown once. */
import { randomBytes } from 'node:crypto'
import type { Config } from '../config.ts'
import { newAccessKeyId } from '../identity/unique-id.ts'
import { newSecretAccessKey } from '../secrets/access-key.ts'
import { defaultPasswordRules, describePasswordViolation } from '../secrets/password-policy.ts'

export interface RootUser {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly email: string
  readonly password: string
}

export type RootSettings = Pick<Config, 'rootAccessKeyId' | 'rootSecretAccessKey' | 'rootEmail' | 'rootPassword'>

export function chooseRootUser(settings: RootSettings, accountId: string): RootUser {
  return {
    accessKeyId: settings.rootAccessKeyId ?? newAccessKeyId('AKIA', accountId),
    secretAccessKey: settings.rootSecretAccessKey ?? newSecretAccessKey(),
    email: settings.rootEmail ?? 'root@localhost',
    password: settings.rootPassword ?? newPassword(),
  }
}

/** 144 random bits. Now and then one has letters only, which the password policy would refuse. */
function newPassword(): string {
  for (;;) {
    const password = randomBytes(18).toString('base64url')
    if (describePasswordViolation(password, defaultPasswordRules, []) === undefined) return password
  }
}

/** Which of the credentials were made here. What the owner chose is not repeated. */
interface MadeCredentials {
  readonly accessKey?: Pick<RootUser, 'accessKeyId' | 'secretAccessKey'>
  readonly signIn?: Pick<RootUser, 'email' | 'password'>
}

function madeCredentials(root: RootUser, settings: RootSettings): MadeCredentials | undefined {
  if (settings.rootAccessKeyId !== undefined && settings.rootPassword !== undefined) return undefined
  return {
    ...(settings.rootAccessKeyId === undefined && { accessKey: root }),
    ...(settings.rootPassword === undefined && { signIn: root }),
  }
}

/** A file that AWS's clients read by AWS_SHARED_CREDENTIALS_FILE; undefined when the owner chose everything. */
export function credentialsFileText(root: RootUser, settings: RootSettings, accountId: string): string | undefined {
  const made = madeCredentials(root, settings)
  if (!made) return undefined
  const { accessKey, signIn } = made
  return toText([
    `# Twinlock, account ${accountId}: first credentials of the root user, who may do everything.`,
    '# They are nowhere else. Keep them safe, make users for daily work, and delete this file.',
    accessKey && '[default]',
    accessKey && `aws_access_key_id = ${accessKey.accessKeyId}`,
    accessKey && `aws_secret_access_key = ${accessKey.secretAccessKey}`,
    signIn && '# To sign in as the root user:',
    signIn && `# e-mail address: ${signIn.email}`,
    signIn && `# password: ${signIn.password}`,
  ])
}

/** The same for a person, who can paste it into a shell. */
export function credentialsScreenText(root: RootUser, settings: RootSettings, accountId: string): string | undefined {
  const made = madeCredentials(root, settings)
  if (!made) return undefined
  const { accessKey, signIn } = made
  return toText([
    `Credentials of the root user of account ${accountId}, shown this once:`,
    accessKey && `  export AWS_ACCESS_KEY_ID=${accessKey.accessKeyId}`,
    accessKey && `  export AWS_SECRET_ACCESS_KEY=${accessKey.secretAccessKey}`,
    signIn && `  e-mail address: ${signIn.email}`,
    signIn && `  password: ${signIn.password}`,
    ' ',
  ])
}

function toText(lines: readonly (string | undefined)[]): string {
  return lines
    .filter((line) => line !== undefined)
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}
