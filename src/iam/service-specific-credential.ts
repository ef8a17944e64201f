/** The service-specific credential that an operation is about, and how it is answered. */
import type { Call } from '../call.ts'
import {
  findServiceSpecificCredential,
  type ServiceSpecificCredentialRow,
} from '../storage/service-specific-credentials.ts'
import type { UserRow } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'
import { permissionOnUser, requireTargetUser } from './target-user.ts'

/**
 * What API keys for a service begin with; undefined where it takes a user name and a password instead.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html
 */
const apiKeyPrefixes: ReadonlyMap<string, string | undefined> = new Map([
  ['aws-external-anthropic.amazonaws.com', 'AEAA'],
  ['bedrock.amazonaws.com', 'ABSK'],
  ['cassandra.amazonaws.com', undefined],
  ['cloudwatch.amazonaws.com', 'APIAACWM'],
  ['codecommit.amazonaws.com', undefined],
  ['logs.amazonaws.com', 'ACWL'],
])

/** The service's name as it is kept. @throws AwsFault ValidationError, NoSuchEntity, which AWS answers for NotSupportedService */
export function requireService(name: string): string {
  if (!/^[a-zA-Z0-9.-]*$/.test(name)) {
    throw new AwsFault('ValidationError', 'ServiceName must match [a-zA-Z0-9.-]*')
  }
  const serviceName = canonicalService(name)
  if (apiKeyPrefixes.has(serviceName)) return serviceName
  throw new AwsFault('NoSuchEntity', `No such service ${name} is supported for Service Specific Credentials`)
}

/** In lower case, in which policies see it too. */
export function canonicalService(name: string): string {
  return name.toLowerCase()
}

/** The condition key of operations on such credentials: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export function serviceContext(serviceName: string | undefined): RequestContext {
  return serviceName === undefined ? {} : { 'iam:ServiceSpecificCredentialServiceName': [serviceName] }
}

/** Asks about the user, with the service that the credential is for. */
export async function permissionOnCredential(
  call: Call,
  action: string,
  userName: string | undefined,
  id: string,
): Promise<readonly Permission[]> {
  const credential = await findServiceSpecificCredential(call.queries, call.accountId, id)
  return permissionOnUser(call, action, userName, serviceContext(credential?.service_name))
}

/** @throws AwsFault NoSuchEntity; ValidationError, also for the credential of somebody else */
export async function requireCredential(
  call: Call,
  userName: string | undefined,
  id: string,
): Promise<{ readonly user: UserRow; readonly credential: ServiceSpecificCredentialRow }> {
  const user = await requireTargetUser(call, userName)
  const credential = await findServiceSpecificCredential(call.queries, call.accountId, id)
  if (!credential) throw new AwsFault('NoSuchEntity', `No such credential ${id} exists`)
  if (credential.user_id !== user.user_id) {
    const message = `User ${user.name} does not have a service specific credential with id ${id}`
    throw new AwsFault('ValidationError', message)
  }
  return { user, credential }
}

export function toCredentialMetadata(
  userName: string,
  credential: Omit<ServiceSpecificCredentialRow, 'login_key'>,
  now: Date,
) {
  const { service_name, login_name, expires_at } = credential
  const isExpired = expires_at !== null && now.getTime() >= expires_at
  return {
    UserName: userName,
    Status: isExpired ? ('Expired' as const) : credential.status,
    ...(apiKeyPrefixes.get(service_name) === undefined
      ? { ServiceUserName: login_name }
      : { ServiceCredentialAlias: login_name }),
    CreateDate: new Date(credential.created_at),
    ...(expires_at === null ? {} : { ExpirationDate: new Date(expires_at) }),
    ServiceSpecificCredentialId: credential.credential_id,
    ServiceName: service_name,
  }
}

/** What is shown once: the password, or the API key that holds name and password. */
export function passwordMember(
  { service_name, login_name }: Pick<ServiceSpecificCredentialRow, 'service_name' | 'login_name'>,
  password: string,
): { ServicePassword: string } | { ServiceCredentialSecret: string } {
  const prefix = apiKeyPrefixes.get(service_name)
  if (prefix === undefined) return { ServicePassword: password }
  return { ServiceCredentialSecret: prefix + Buffer.from(`${login_name}:${password}`).toString('base64') }
}
