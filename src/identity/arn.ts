/**
 * Amazon Resource Names of IAM, STS and AWS Sign-In.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 *
 * A path begins and ends with `/`, so it needs no separator: `user` + `/division/` + `Ada`. IAM is global and leaves the
 * region empty.
 */
import type { SignIn } from './principal.ts'

export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly accountId: string
  /** All that follows the fifth colon, colons included. */
  readonly resource: string
}

export function rootArn(accountId: string): string {
  return iamArn(accountId, 'root')
}

export function userArn(accountId: string, path: string, name: string): string {
  return iamArn(accountId, `user${path}${name}`)
}

export function groupArn(accountId: string, path: string, name: string): string {
  return iamArn(accountId, `group${path}${name}`)
}

export function roleArn(accountId: string, path: string, name: string): string {
  return iamArn(accountId, `role${path}${name}`)
}

/** A customer managed policy; those of AWS itself stand under the account `aws`. */
export function policyArn(accountId: string, path: string, name: string): string {
  return iamArn(accountId, `policy${path}${name}`)
}

export function instanceProfileArn(accountId: string, path: string, name: string): string {
  return iamArn(accountId, `instance-profile${path}${name}`)
}

export function serverCertificateArn(accountId: string, path: string, name: string): string {
  return iamArn(accountId, `server-certificate${path}${name}`)
}

/** @param url - without `https://` */
export function openIDConnectProviderArn(accountId: string, url: string): string {
  return iamArn(accountId, `oidc-provider/${url}`)
}

export function samlProviderArn(accountId: string, name: string): string {
  return iamArn(accountId, `saml-provider/${name}`)
}

/** The serial number of a virtual device. */
export function mfaDeviceArn(accountId: string, path: string, name: string): string {
  return iamArn(accountId, `mfa${path}${name}`)
}

/** Of a passkey or security key. @param userName - undefined: the root user's */
export function passkeyArn(accountId: string, userName: string | undefined, name: string): string {
  return iamArn(accountId, `u2f/${userName === undefined ? 'root' : `user/${userName}`}/${name}`)
}

/** The principal of a role session. It leaves the role's path out. */
export function assumedRoleArn(accountId: string, roleName: string, sessionName: string): string {
  return `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`
}

export function federatedUserArn(accountId: string, name: string): string {
  return `arn:aws:sts::${accountId}:federated-user/${name}`
}

/** Where AWS's console signs people in whose request names no region. */
export const signInRegion = 'us-east-1'

/** Of AWS Sign-In, which is no global service. */
export function signInArn(region: string, accountId: string, resource: string): string {
  return `arn:aws:signin:${region}:${accountId}:${resource}`
}

/**
 * By which a policy can end one session (`aws:SignInSessionArn`). Always of the same region,
 * wherever a request of the session is sent.
 */
export function signInSessionArn(accountId: string, { sessionId }: SignIn): string {
  return signInArn(signInRegion, accountId, `session/${sessionId}`)
}

/** Takes an ARN apart without judging its parts; `undefined` when partition, service or resource is missing. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, accountId, ...resource] = text.split(':')
  if (arn !== 'arn' || !partition || !service || region === undefined || accountId === undefined) return undefined
  const resourceText = resource.join(':')
  return resourceText === '' ? undefined : { partition, service, region, accountId, resource: resourceText }
}

function iamArn(accountId: string, resource: string): string {
  return `arn:aws:iam::${accountId}:${resource}`
}
