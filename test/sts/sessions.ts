/** Roles for tests, and what their sessions carry. */
import type * as Sts from '@aws-sdk/client-sts'
import { Sealer } from '../../src/secrets/seal.ts'
import { openSessionToken, type SessionClaims, SessionTokenKeys } from '../../src/secrets/session-token.ts'
import { accountId, type Clients, type Credentials, masterKey, type TestServer, type TestUser } from '../twinlock.ts'

export interface TestRole {
  readonly name: string
  readonly arn: string
  readonly id: string
}

export interface RoleOptions {
  readonly name?: string
  readonly path?: string
  readonly maxSessionSeconds?: number
  /** What the principals may do; by default all that has to do with assuming. */
  readonly actions?: readonly string[]
  readonly condition?: object
}

const everything = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
let roles = 0

/** A role that trusts these principals by their ARNs, so that they need no policy of their own. */
export async function createRole(
  { iam }: Pick<TestServer, 'iam'>,
  trusted: readonly string[],
  { name = `role-${++roles}`, path = '/', maxSessionSeconds = 3600, actions = everything, condition }: RoleOptions = {},
): Promise<TestRole> {
  const statement = { Effect: 'Allow', Principal: { AWS: trusted }, Action: actions }
  const { Role } = await iam.createRole({
    RoleName: name,
    Path: path,
    MaxSessionDuration: maxSessionSeconds,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [condition ? { ...statement, Condition: condition } : statement],
    }),
  })
  return { name, arn: Role?.Arn ?? '', id: Role?.RoleId ?? '' }
}

export async function deleteRole({ iam }: Pick<TestServer, 'iam'>, { name }: TestRole): Promise<void> {
  await iam.deleteRole({ RoleName: name })
}

/** With whatever hangs on the user. */
export async function deleteUser({ iam }: Pick<TestServer, 'iam'>, { userName, credentials }: TestUser): Promise<void> {
  const UserName = userName
  await iam.deleteAccessKey({ UserName, AccessKeyId: credentials.accessKeyId })
  const { PolicyNames = [] } = await iam.listUserPolicies({ UserName })
  for (const PolicyName of PolicyNames) await iam.deleteUserPolicy({ UserName, PolicyName })
  await iam.deleteUser({ UserName })
}

export type AssumeOptions = Partial<Sts.AssumeRoleCommandInput>

export interface AssumedRole extends Clients {
  readonly credentials: Credentials
  readonly answer: Sts.AssumeRoleCommandOutput
}

/** A session named `s1`, unless the options say otherwise. */
export async function assume(
  server: TestServer,
  { sts }: Pick<Clients, 'sts'>,
  role: TestRole,
  options: AssumeOptions = {},
): Promise<AssumedRole> {
  const answer = await sts.assumeRole({ RoleArn: role.arn, RoleSessionName: 's1', ...options })
  const credentials = credentialsOf(answer)
  return { answer, credentials, ...server.as(credentials) }
}

export function credentialsOf({ Credentials }: { Credentials?: Sts.Credentials | undefined }): Credentials {
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
}

export const sessionTokenKeys = new SessionTokenKeys(new Sealer(Buffer.from(masterKey, 'base64')), accountId)

/** What the token says to the server. */
export function claimsOf({ sessionToken = '' }: Credentials): SessionClaims {
  const opened = openSessionToken(sessionToken, sessionTokenKeys)
  if (!opened) throw new Error('The session token does not open')
  return opened.claims
}

export function notAuthorized(callerArn: string, resource: string, action = 'sts:AssumeRole') {
  return ['AccessDenied', 403, `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource}`]
}

export function userArn({ userName }: { readonly userName: string }): string {
  return `arn:aws:iam::${accountId}:user/${userName}`
}
