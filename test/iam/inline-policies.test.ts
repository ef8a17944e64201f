import { expect, it } from 'vitest'
import * as operations from '../../src/iam/inline-policies.ts'
import { openConnections } from '../open-connections.ts'
import { accountId, describeTwinlock, errorOf, type TestServer } from '../twinlock.ts'
import { questionsOf } from './questions.ts'

/** The same operations of users, groups and roles. */
interface Family {
  readonly kind: 'user' | 'group' | 'role'
  readonly size: number
  create(name: string): Promise<unknown>
  remove(name: string): Promise<unknown>
  put(name: string, PolicyName: string, PolicyDocument: string): Promise<unknown>
  get(name: string, PolicyName: string): Promise<object>
  list(name: string, page?: { MaxItems?: number; Marker?: string }): Promise<Page>
  drop(name: string, PolicyName: string): Promise<unknown>
}

interface Page {
  readonly PolicyNames: string[] | undefined
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }],
})

/** `server` has its clients only when the tests run. */
const families = (server: TestServer): readonly Family[] => [
  {
    kind: 'user',
    size: 2048,
    create: (UserName) => server.iam.createUser({ UserName }),
    remove: (UserName) => server.iam.deleteUser({ UserName }),
    put: (UserName, PolicyName, PolicyDocument) => server.iam.putUserPolicy({ UserName, PolicyName, PolicyDocument }),
    get: (UserName, PolicyName) => server.iam.getUserPolicy({ UserName, PolicyName }),
    list: (UserName, page) => server.iam.listUserPolicies({ UserName, ...page }),
    drop: (UserName, PolicyName) => server.iam.deleteUserPolicy({ UserName, PolicyName }),
  },
  {
    kind: 'group',
    size: 5120,
    create: (GroupName) => server.iam.createGroup({ GroupName }),
    remove: (GroupName) => server.iam.deleteGroup({ GroupName }),
    put: (GroupName, PolicyName, PolicyDocument) =>
      server.iam.putGroupPolicy({ GroupName, PolicyName, PolicyDocument }),
    get: (GroupName, PolicyName) => server.iam.getGroupPolicy({ GroupName, PolicyName }),
    list: (GroupName, page) => server.iam.listGroupPolicies({ GroupName, ...page }),
    drop: (GroupName, PolicyName) => server.iam.deleteGroupPolicy({ GroupName, PolicyName }),
  },
  {
    kind: 'role',
    size: 10240,
    create: (RoleName) => server.iam.createRole({ RoleName, AssumeRolePolicyDocument: trust }),
    remove: (RoleName) => server.iam.deleteRole({ RoleName }),
    put: (RoleName, PolicyName, PolicyDocument) => server.iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument }),
    get: (RoleName, PolicyName) => server.iam.getRolePolicy({ RoleName, PolicyName }),
    list: (RoleName, page) => server.iam.listRolePolicies({ RoleName, ...page }),
    drop: (RoleName, PolicyName) => server.iam.deleteRolePolicy({ RoleName, PolicyName }),
  },
]

/** Allows nothing on a resource whose name makes the document as long as wanted. */
function documentOfSize(size: number): string {
  const document = (name: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}` }],
    })
  return document('x'.repeat(size - document('').length))
}
const small = documentOfSize(130)

let count = 0

describeTwinlock('inline policies', (server, database) => {
  it.each([0, 1, 2])('of family %i are put, answered, listed and deleted whatever the case', async (index) => {
    const family = families(server)[index] as Family
    const name = `Owner-${++count}`
    await family.create(name)
    const PolicyDocument = `{ "Version": "2012-10-17",\n "Statement": { "Effect": "Allow", "Action": "iam:Get*", "Resource": "*" } }`
    await family.put(name.toUpperCase(), 'First-Spelling', PolicyDocument)
    const answer = await family.get(name.toLowerCase(), 'FIRST-spelling')
    const nameMember = { user: 'UserName', group: 'GroupName', role: 'RoleName' }[family.kind]
    expect(answer).toMatchObject({ [nameMember]: name, PolicyName: 'FIRST-spelling' })
    const encoded = (answer as { PolicyDocument?: string }).PolicyDocument ?? ''
    expect(encoded).toContain('%7B%20%22Version%22%3A%20%222012-10-17%22%2C%0A')
    expect(encoded).toContain('iam%3AGet%2A')
    expect(decodeURIComponent(encoded)).toBe(PolicyDocument)

    await family.put(name, 'first-SPELLING', small)
    expect((await family.list(name)).PolicyNames).toEqual(['First-Spelling'])
    expect(await family.get(name, 'First-Spelling')).toMatchObject({ PolicyDocument: encodeURIComponent(small) })
    expect(await errorOf(family.remove(name))).toEqual([
      'DeleteConflict',
      409,
      'Cannot delete entity, must delete policies first.',
    ])
    await family.drop(name, 'FIRST-SPELLING')
    const missing = ['NoSuchEntity', 404, `The ${family.kind} policy with name first-spelling cannot be found.`]
    expect(await errorOf(family.drop(name, 'first-spelling'))).toEqual(missing)
    expect(await errorOf(family.get(name, 'first-spelling'))).toEqual(missing)
    await family.remove(name)
  })

  it.each([0, 1, 2])('of family %i are listed by name, in pages', async (index) => {
    const family = families(server)[index] as Family
    const name = `listed-${++count}`
    await family.create(name)
    expect(await family.list(name)).toMatchObject({ PolicyNames: [], IsTruncated: false })
    for (const policy of ['b', 'C', 'A+=,.@_-']) await family.put(name, policy, small)
    const first = await family.list(name, { MaxItems: 2 })
    expect([first.PolicyNames, first.IsTruncated]).toEqual([['A+=,.@_-', 'b'], true])
    const second = await family.list(name, { Marker: first.Marker ?? '' })
    expect([second.PolicyNames, second.IsTruncated, second.Marker]).toEqual([['C'], false, undefined])
  })

  it.each([0, 1, 2])('of family %i share a size, white space not counted', async (index) => {
    const family = families(server)[index] as Family
    const name = `Sized-${++count}`
    await family.create(name)
    await family.put(name, 'one', documentOfSize(family.size - 200).replaceAll('"Version"', '\n \t"Version"'))
    await family.put(name, 'two', documentOfSize(200))
    const tooLarge = [
      'LimitExceeded',
      409,
      `Maximum policy size of ${family.size} bytes exceeded for ${family.kind} ${name}`,
    ]
    expect(await errorOf(family.put(name.toLowerCase(), 'two', documentOfSize(201)))).toEqual(tooLarge)
    expect(await errorOf(family.put(name, 'three', small))).toEqual(tooLarge)
    // What takes the place of another is not counted beside it.
    await family.put(name, 'ONE', documentOfSize(family.size - 200))
    expect(await family.get(name, 'two')).toMatchObject({ PolicyDocument: encodeURIComponent(documentOfSize(200)) })
  })

  it.each([0, 1, 2])('of family %i have an owner and a proper document', async (index) => {
    const family = families(server)[index] as Family
    const missing = ['NoSuchEntity', 404, `The ${family.kind} with name nobody cannot be found.`]
    // The owner is missed before the document is read.
    expect(await errorOf(family.put('nobody', 'p', 'no json'))).toEqual(missing)
    const requests = [family.get('nobody', 'p'), family.list('nobody'), family.drop('nobody', 'p')]
    expect(await Promise.all(requests.map(errorOf))).toEqual(requests.map(() => missing))
    const name = `proper-${++count}`
    await family.create(name)
    const malformed = ['MalformedPolicyDocument', 400, 'Syntax errors in policy.']
    expect(await errorOf(family.put(name, 'p', 'no json'))).toEqual(malformed)
    expect((await errorOf(family.put(name, 'a b', small))).slice(0, 2)).toEqual(['ValidationError', 400])
    expect((await family.list(name)).PolicyNames).toEqual([])
  })

  it('stay in their size when they are put at the same time', async () => {
    const [family] = families(server) as [Family]
    const name = `racing-${database.name}`
    await family.create(name)
    await openConnections(server)
    const puts = Array.from({ length: 12 }, (_, index) => family.put(name, `p${index}`, documentOfSize(500)))
    const answers = await Promise.allSettled(puts)
    const refused = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason.name)
    expect([refused.length, new Set(refused)]).toEqual([8, new Set(['LimitExceededException'])])
    expect((await family.list(name)).PolicyNames).toHaveLength(4)
  })

  it('are asked about by their owner', async () => {
    type Input = { UserName: string; GroupName: string; RoleName: string; PolicyName: string; PolicyDocument: string }
    const input: Input = { UserName: 'x', GroupName: 'x', RoleName: 'x', PolicyName: 'p', PolicyDocument: small }
    const all: (Parameters<typeof questionsOf<Input>>[1] & { action: string })[] = Object.values(operations)
    for (const operation of all) {
      const kind = /User|Group|Role/.exec(operation.action)?.[0].toLowerCase()
      const resource = `arn:aws:iam::${accountId}:${kind}/x`
      expect(await questionsOf(server, operation, input)).toEqual([
        { action: `iam:${operation.action}`, resource, resourceName: `${kind} x`, context: {} },
      ])
    }
  })
})
