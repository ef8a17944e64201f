import { expect, it } from 'vitest'
import { accountId, createUser, describeTwinlock, errorOf } from '../twinlock.ts'
import { administratorAccess, allow, createPolicy, policyArn } from './policies.ts'

describeTwinlock('managed policies', (server) => {
  it('are answered as AWS does: tags only where given, never the description', async () => {
    const answer = await server.iam.createPolicy({
      PolicyName: 'Created',
      PolicyDocument: allow('s3:GetObject'),
      Path: '/teams/red/',
      Description: 'reads',
    })
    const created = new Date(Math.floor(server.clock.now() / 1000) * 1000)
    expect(answer.Policy).toEqual({
      PolicyName: 'Created',
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${accountId}:policy/teams/red/Created`,
      Path: '/teams/red/',
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: created,
      UpdateDate: created,
    })
    const read = await server.iam.getPolicy({ PolicyArn: answer.Policy?.Arn })
    expect(read.Policy).toEqual({ ...answer.Policy, Description: 'reads', Tags: [] })
  })

  it('keep the tags that they are created with', async () => {
    const Tags = [{ Key: 'Team', Value: 'red' }]
    const input = { PolicyName: 'Tagged', PolicyDocument: allow('s3:GetObject'), Tags }
    const { Policy } = await server.iam.createPolicy(input)
    expect(Policy?.Tags).toEqual(Tags)
    expect((await server.iam.getPolicy({ PolicyArn: Policy?.Arn })).Policy?.Tags).toEqual(Tags)
  })

  it('have names that are unique in the account, whatever the case and the path', async () => {
    await createPolicy(server, 'Unique')
    const again = { PolicyName: 'uNIQUE', Path: '/elsewhere/', PolicyDocument: allow('s3:*') }
    expect(await errorOf(server.iam.createPolicy(again))).toEqual([
      'EntityAlreadyExists',
      409,
      'A policy called uNIQUE already exists. Duplicate names are not allowed.',
    ])
  })

  it('are found by their ARN: the name in any case, the path as it is', async () => {
    const { Policy } = await server.iam.createPolicy({
      PolicyName: 'Found',
      PolicyDocument: allow('s3:*'),
      Path: '/Path/',
    })
    const found = await server.iam.getPolicy({ PolicyArn: policyArn('Path/fOUND') })
    expect(found.Policy?.Arn).toBe(Policy?.Arn)
    const withNul = { PolicyArn: policyArn('Path/Found\0') }
    expect(await errorOf(server.iam.getPolicy(withNul))).toEqual(['InvalidInput', 400, expect.any(String)])
    for (const name of ['path/Found', 'Found', 'Path/other', 'Path/']) {
      const PolicyArn = policyArn(name)
      const notFound = ['NoSuchEntity', 404, `Policy ${PolicyArn} was not found.`]
      expect(await errorOf(server.iam.getPolicy({ PolicyArn }))).toEqual(notFound)
    }
  })

  it.each([
    ['longpolicynamebutnoarn', 'ValidationError', 'Invalid ARN:  Could not be parsed!'],
    [`arn:aws:iam:${accountId}:policy/p`, 'InvalidInput', `ARN arn:aws:iam:${accountId}:policy/p is not valid.`],
    [`arn:aws:iam::${accountId}:role/p`, 'InvalidInput', `ARN arn:aws:iam::${accountId}:role/p is not valid.`],
    [
      `arn:aws-cn:iam::${accountId}:policy/p`,
      'InvalidInput',
      `ARN arn:aws-cn:iam::${accountId}:policy/p is not valid.`,
    ],
    [
      'arn:aws:iam::aws:policy/arn:aws:iam::aws:policy/p',
      'InvalidInput',
      'ARN arn:aws:iam::aws:policy/arn:aws:iam::aws:policy/p is not valid.',
    ],
  ])('refuse %s as their ARN', async (PolicyArn, code, message) => {
    expect(await errorOf(server.iam.getPolicy({ PolicyArn }))).toEqual([code, 400, message])
    expect(await errorOf(server.iam.deletePolicy({ PolicyArn }))).toEqual([code, 400, message])
  })

  it('may have 6144 characters, white space not counted', async () => {
    const fill = (length: number) => allow('s3:GetObject', 'a'.repeat(length))
    const room = 6144 - fill(0).length
    const spaced = fill(room).replaceAll(',', ' ,\n  ')
    const { Policy } = await server.iam.createPolicy({ PolicyName: 'Longest', PolicyDocument: spaced })
    const tooLong = ['LimitExceeded', 409, 'Cannot exceed quota for PolicySize: 6144']
    const PolicyDocument = fill(room + 1)
    expect(await errorOf(server.iam.createPolicy({ PolicyName: 'TooLong', PolicyDocument }))).toEqual(tooLong)
    const newVersion = { PolicyArn: Policy?.Arn, PolicyDocument }
    expect(await errorOf(server.iam.createPolicyVersion(newVersion))).toEqual(tooLong)
  })

  it('must have a document that AWS accepts', async () => {
    const [code, status] = await errorOf(server.iam.createPolicy({ PolicyName: 'Bad', PolicyDocument: '{' }))
    expect([code, status]).toEqual(['MalformedPolicyDocument', 400])
  })

  it('are gone after their deletion with versions and tags, and come back as others', async () => {
    const { PolicyArn, PolicyId } = await createPolicy(server, 'Again')
    await server.iam.tagPolicy({ PolicyArn, Tags: [{ Key: 'k', Value: 'v' }] })
    await server.iam.deletePolicy({ PolicyArn })
    expect((await errorOf(server.iam.getPolicy({ PolicyArn })))[0]).toBe('NoSuchEntity')
    const notFound = ['NoSuchEntity', 404, `Policy ${PolicyArn} was not found.`]
    expect(await errorOf(server.iam.deletePolicy({ PolicyArn }))).toEqual(notFound)
    const again = await createPolicy(server, 'Again')
    expect(again.PolicyId).not.toBe(PolicyId)
    expect((await server.iam.listPolicyTags({ PolicyArn })).Tags).toEqual([])
    expect((await server.iam.listPolicyVersions({ PolicyArn })).Versions).toHaveLength(1)
  })

  it('are not deleted while somebody holds them, or has them as boundary', async () => {
    const { userName, userId } = await createUser(server)
    const { PolicyArn, PolicyId } = await createPolicy(server, 'Held')
    const conflict = ['DeleteConflict', 409, 'Cannot delete a policy attached to entities.']
    await server.iam.attachUserPolicy({ UserName: userName, PolicyArn })
    expect(await errorOf(server.iam.deletePolicy({ PolicyArn }))).toEqual(conflict)
    await server.iam.detachUserPolicy({ UserName: userName, PolicyArn })
    const setBoundary = (permissions_boundary_id: string | null) =>
      server.storage.transaction((queries) =>
        queries.updateTable('users').set({ permissions_boundary_id }).where('user_id', '=', userId).execute(),
      )
    await setBoundary(PolicyId)
    expect(await errorOf(server.iam.deletePolicy({ PolicyArn }))).toEqual(conflict)
    await setBoundary(null)
    await server.iam.deletePolicy({ PolicyArn })
  })

  it('of AWS can be read, and not be changed', async () => {
    const { Policy } = await server.iam.getPolicy({ PolicyArn: administratorAccess })
    expect(Policy).toMatchObject({ PolicyName: 'AdministratorAccess', Path: '/', IsAttachable: true, Tags: [] })
    const { Versions = [] } = await server.iam.listPolicyVersions({ PolicyArn: administratorAccess })
    expect(Versions.map((version) => [version.VersionId, version.IsDefaultVersion])).toEqual([
      [Policy?.DefaultVersionId, true],
    ])
    const input = { PolicyArn: administratorAccess, VersionId: Policy?.DefaultVersionId }
    const { PolicyVersion } = await server.iam.getPolicyVersion(input)
    expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toMatchObject({ Version: '2012-10-17' })
    const changes = [
      server.iam.deletePolicy({ PolicyArn: administratorAccess }),
      server.iam.createPolicyVersion({ PolicyArn: administratorAccess, PolicyDocument: allow('s3:*') }),
      server.iam.deletePolicyVersion(input),
      server.iam.setDefaultPolicyVersion(input),
      server.iam.tagPolicy({ PolicyArn: administratorAccess, Tags: [{ Key: 'k', Value: 'v' }] }),
      server.iam.untagPolicy({ PolicyArn: administratorAccess, TagKeys: ['k'] }),
    ]
    const outside = ['AccessDenied', 403, 'Policy is outside your own account.']
    expect(await Promise.all(changes.map(errorOf))).toEqual(changes.map(() => outside))
  })

  it('carry tags', async () => {
    const { PolicyArn } = await createPolicy(server, 'ToTag')
    const Tags = ['a', 'B', 'c'].map((Key) => ({ Key, Value: Key }))
    await server.iam.tagPolicy({ PolicyArn, Tags })
    const first = await server.iam.listPolicyTags({ PolicyArn, MaxItems: 2 })
    expect([first.Tags, first.IsTruncated]).toEqual([Tags.slice(0, 2), true])
    expect((await server.iam.listPolicyTags({ PolicyArn, Marker: first.Marker })).Tags).toEqual(Tags.slice(2))
    await server.iam.untagPolicy({ PolicyArn, TagKeys: ['A', 'b'] })
    expect((await server.iam.listPolicyTags({ PolicyArn })).Tags).toEqual(Tags.slice(2))
    const unknown = { PolicyArn: policyArn('unknown') }
    const notFound = ['NoSuchEntity', 404, `Policy ${unknown.PolicyArn} was not found.`]
    expect(await errorOf(server.iam.tagPolicy({ ...unknown, Tags }))).toEqual(notFound)
    expect(await errorOf(server.iam.untagPolicy({ ...unknown, TagKeys: ['a'] }))).toEqual(notFound)
    expect(await errorOf(server.iam.listPolicyTags(unknown))).toEqual(notFound)
  })
})
