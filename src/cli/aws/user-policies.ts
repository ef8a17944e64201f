/** All policies that apply to a user, through AWS's ordinary API: reads only, so that it may well be asked of AWS. */
import { operationModel } from '../../wire/model.ts'
import { createClient } from './client.ts'
import { failure } from './command-error.ts'
import { chooseConnection } from './connection.ts'
import { explainError } from './explain-error.ts'
import type { Globals } from './globals.ts'
import { loadProfile } from './profile.ts'
import { isRecord } from './python-text.ts'
import type { Terminal } from './terminal.ts'

export interface UserPolicies {
  readonly userName: string
  readonly arn: string
  readonly policies: readonly {
    /** `policy of group admins`, or the ARN of a managed policy. */
    readonly name: string
    readonly kind: 'identity' | 'boundary'
    readonly document: string
  }[]
}

type Answer = Readonly<Record<string, unknown>>
type Call = (action: string, parameters: Record<string, unknown>) => Promise<Answer>

/** @throws CommandError in the words of the AWS CLI */
export async function fetchUserPolicies(name: string, globals: Globals, terminal: Terminal): Promise<UserPolicies> {
  const call = await connect(globals, terminal)
  const { User } = await call('GetUser', { UserName: name })
  const user = isRecord(User) ? User : {}
  const UserName = String(user['UserName'])
  const groups = await listAll(call, 'ListGroupsForUser', { UserName }, 'Groups')
  const policies: UserPolicies['policies'][number][] = []
  const arns = new Set<string>()
  const add = async (holder: 'User' | 'Group', holderName: string) => {
    const named = { [`${holder}Name`]: holderName }
    for (const PolicyName of await listAll(call, `List${holder}Policies`, named, 'PolicyNames')) {
      const answer = await call(`Get${holder}Policy`, { ...named, PolicyName })
      const of = holder === 'Group' ? ` of group ${holderName}` : ''
      policies.push({ name: `${PolicyName}${of}`, kind: 'identity', document: readDocument(answer['PolicyDocument']) })
    }
    const attached = await listAll(call, `ListAttached${holder}Policies`, named, 'AttachedPolicies')
    for (const policy of attached.filter(isRecord)) arns.add(String(policy['PolicyArn']))
  }
  await add('User', UserName)
  for (const group of groups.filter(isRecord)) await add('Group', String(group['GroupName']))
  for (const arn of arns) policies.push({ name: arn, kind: 'identity', document: await readManaged(call, arn) })
  const boundary = user['PermissionsBoundary']
  if (isRecord(boundary)) {
    const arn = String(boundary['PermissionsBoundaryArn'])
    policies.push({ name: arn, kind: 'boundary', document: await readManaged(call, arn) })
  }
  return { userName: UserName, arn: String(user['Arn']), policies }
}

async function connect(globals: Globals, { variables, warn }: Terminal): Promise<Call> {
  const profile = await loadProfile(globals.profile, variables)
  const connection = chooseConnection('iam', globals, profile, variables)
  const sts = chooseConnection('sts', globals, profile, variables)
  const operation = operationModel('iam', 'GetUser')
  const client = createClient({ operation, connection, stsEndpoint: sts.endpoint, profile, globals, variables })
  if (connection.isAws || (client.assumeRole && sts.isAws)) warn(`twinlock: talking to AWS (profile ${profile.name})\n`)
  try {
    await client.assumeRole?.()
  } catch (error) {
    throw explainError(error, 'AssumeRole', sts)
  }
  return async (action, parameters) => {
    try {
      const answer = await client.call(action, parameters)
      return isRecord(answer) ? answer : {}
    } catch (error) {
      throw explainError(error, action, connection)
    }
  }
}

async function listAll(call: Call, action: string, parameters: object, member: string): Promise<readonly unknown[]> {
  const found: unknown[] = []
  let marker: unknown
  do {
    const page = await call(action, { ...parameters, ...(marker !== undefined && { Marker: marker }) })
    const items = page[member]
    if (Array.isArray(items)) found.push(...items)
    marker = page['IsTruncated'] === true ? page['Marker'] : undefined
  } while (marker !== undefined)
  return found
}

async function readManaged(call: Call, PolicyArn: string): Promise<string> {
  const { Policy } = await call('GetPolicy', { PolicyArn })
  const VersionId = isRecord(Policy) ? Policy['DefaultVersionId'] : undefined
  const { PolicyVersion } = await call('GetPolicyVersion', { PolicyArn, VersionId })
  return readDocument(isRecord(PolicyVersion) ? PolicyVersion['Document'] : undefined)
}

/** IAM answers documents percent-encoded. */
function readDocument(text: unknown): string {
  try {
    return decodeURIComponent(String(text))
  } catch (error) {
    throw failure(`The server answered a policy document that is not percent-encoded: ${text}`, { cause: error })
  }
}
