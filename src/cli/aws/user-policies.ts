/** All policies that apply to a user, through AWS's ordinary API: reads only, so that it may well be asked of AWS. */
import type { Services } from './call.ts'
import { failure } from './command-error.ts'
import { listAll, type Page, type ReadPage } from './list-all.ts'

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

type Iam = Services['iam']

/** @throws CommandError in the words of the AWS CLI */
export async function fetchUserPolicies(name: string, iam: Iam): Promise<UserPolicies> {
  const { User } = await iam('GetUser', { UserName: name })
  const { UserName = name, Arn = '', PermissionsBoundary } = User ?? {}
  const policies: UserPolicies['policies'][number][] = []
  const add = (name: string, document: string) => policies.push({ name, kind: 'identity', document })
  const attached = [await listAttached((page) => iam('ListAttachedUserPolicies', { UserName, ...page }))]
  for (const PolicyName of await listNames((page) => iam('ListUserPolicies', { UserName, ...page }))) {
    add(PolicyName, readDocument((await iam('GetUserPolicy', { UserName, PolicyName })).PolicyDocument))
  }
  const groups = await listAll(
    (page) => iam('ListGroupsForUser', { UserName, ...page }),
    ({ Groups }) => Groups,
  )
  for (const { GroupName = '' } of groups) {
    attached.push(await listAttached((page) => iam('ListAttachedGroupPolicies', { GroupName, ...page })))
    for (const PolicyName of await listNames((page) => iam('ListGroupPolicies', { GroupName, ...page }))) {
      const { PolicyDocument } = await iam('GetGroupPolicy', { GroupName, PolicyName })
      add(`${PolicyName} of group ${GroupName}`, readDocument(PolicyDocument))
    }
  }
  for (const arn of new Set(attached.flat())) add(arn, await readManaged(iam, arn))
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn
  if (boundary !== undefined) {
    policies.push({ name: boundary, kind: 'boundary', document: await readManaged(iam, boundary) })
  }
  return { userName: UserName, arn: Arn, policies }
}

function listNames(read: ReadPage<Page & { PolicyNames?: string[] | undefined }>): Promise<string[]> {
  return listAll(read, ({ PolicyNames }) => PolicyNames)
}

type Attached = Page & { AttachedPolicies?: { PolicyArn?: string | undefined }[] | undefined }

async function listAttached(read: ReadPage<Attached>): Promise<string[]> {
  const policies = await listAll(read, ({ AttachedPolicies }) => AttachedPolicies)
  return policies.flatMap(({ PolicyArn }) => PolicyArn ?? [])
}

async function readManaged(iam: Iam, PolicyArn: string): Promise<string> {
  const { Policy } = await iam('GetPolicy', { PolicyArn })
  const { PolicyVersion } = await iam('GetPolicyVersion', { PolicyArn, VersionId: Policy?.DefaultVersionId ?? '' })
  return readDocument(PolicyVersion?.Document)
}

/** IAM answers documents percent-encoded. */
function readDocument(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '')
  } catch (error) {
    throw failure(`The server answered a policy document that is not percent-encoded: ${text}`, { cause: error })
  }
}
