import { expect, it } from 'vitest'
import { describeTwinlock, errorOf } from '../twinlock.ts'
import { allow, createPolicy, policyArn } from './policies.ts'

const tooMany = [
  'LimitExceeded',
  409,
  'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
]

describeTwinlock('versions of managed policies', (server) => {
  const versionsOf = async (PolicyArn: string) => {
    const { Versions = [] } = await server.iam.listPolicyVersions({ PolicyArn })
    return Versions.map(({ VersionId, IsDefaultVersion }) => (IsDefaultVersion ? `${VersionId}*` : VersionId))
  }
  const addVersion = (PolicyArn: string, SetAsDefault?: boolean) =>
    server.iam.createPolicyVersion({
      PolicyArn,
      PolicyDocument: allow('s3:PutObject'),
      ...(SetAsDefault === undefined ? {} : { SetAsDefault }),
    })

  it('give back the document as it was put, percent-encoded', async () => {
    const PolicyDocument = `{ "Version":"2012-10-17",\n"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b (x)/*'!"}] }`
    await server.iam.createPolicy({ PolicyName: 'Encoded', PolicyDocument })
    const { PolicyVersion } = await server.iam.getPolicyVersion({ PolicyArn: policyArn('Encoded'), VersionId: 'v1' })
    expect(PolicyVersion?.Document).toMatch(/^[\w.~%-]+$/)
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(PolicyDocument)
    expect(Object.keys(PolicyVersion ?? {}).sort()).toEqual(['CreateDate', 'Document', 'IsDefaultVersion', 'VersionId'])
  })

  it('are created beside the default one, or in its place', async () => {
    const { PolicyArn } = await createPolicy(server, 'Versions')
    server.clock.advance(60)
    const { PolicyVersion } = await addVersion(PolicyArn)
    const now = new Date(Math.floor(server.clock.now() / 1000) * 1000)
    expect(PolicyVersion).toEqual({ VersionId: 'v2', IsDefaultVersion: false, CreateDate: now })
    expect((await server.iam.getPolicy({ PolicyArn })).Policy).toMatchObject({
      DefaultVersionId: 'v1',
      UpdateDate: now,
    })
    expect((await addVersion(PolicyArn, true)).PolicyVersion?.IsDefaultVersion).toBe(true)
    expect(await versionsOf(PolicyArn)).toEqual(['v3*', 'v2', 'v1'])
    const { Versions = [] } = await server.iam.listPolicyVersions({ PolicyArn })
    expect(Versions.every((version) => version.Document === undefined)).toBe(true)
  })

  it('are five at most, and their numbers are not used again', async () => {
    const { PolicyArn } = await createPolicy(server, 'Five')
    for (let n = 2; n <= 5; n++) await addVersion(PolicyArn)
    expect(await errorOf(addVersion(PolicyArn))).toEqual(tooMany)
    await server.iam.deletePolicyVersion({ PolicyArn, VersionId: 'v5' })
    await addVersion(PolicyArn)
    expect(await versionsOf(PolicyArn)).toEqual(['v6', 'v4', 'v3', 'v2', 'v1*'])
  })

  it('come in pages, the newest first', async () => {
    const { PolicyArn } = await createPolicy(server, 'Paged')
    for (let n = 2; n <= 3; n++) await addVersion(PolicyArn)
    const first = await server.iam.listPolicyVersions({ PolicyArn, MaxItems: 2 })
    expect(first.Versions?.map((version) => version.VersionId)).toEqual(['v3', 'v2'])
    const rest = await server.iam.listPolicyVersions({ PolicyArn, Marker: first.Marker, MaxItems: 1 })
    expect([rest.Versions?.map((version) => version.VersionId), rest.IsTruncated]).toEqual([['v1'], false])
  })

  it('can be made the default one, which cannot be deleted', async () => {
    const { PolicyArn } = await createPolicy(server, 'Default')
    await addVersion(PolicyArn)
    await server.iam.setDefaultPolicyVersion({ PolicyArn, VersionId: 'v2' })
    expect(await versionsOf(PolicyArn)).toEqual(['v2*', 'v1'])
    expect(await errorOf(server.iam.deletePolicyVersion({ PolicyArn, VersionId: 'v2' }))).toEqual([
      'DeleteConflict',
      409,
      'Cannot delete the default version of a policy.',
    ])
    expect(await errorOf(server.iam.deletePolicy({ PolicyArn }))).toEqual([
      'DeleteConflict',
      409,
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    ])
    await server.iam.deletePolicyVersion({ PolicyArn, VersionId: 'v1' })
    await server.iam.deletePolicy({ PolicyArn })
  })

  it.each(['v2', 'v1.x', 'v99999999999999999999'])('do not know %s', async (VersionId) => {
    const name = `Unknown-${VersionId}`
    const { PolicyArn } = await createPolicy(server, name)
    const message = `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`
    const requests = [
      server.iam.getPolicyVersion({ PolicyArn, VersionId }),
      server.iam.setDefaultPolicyVersion({ PolicyArn, VersionId }),
      server.iam.deletePolicyVersion({ PolicyArn, VersionId }),
    ]
    const notFound = ['NoSuchEntity', 404, message]
    expect(await Promise.all(requests.map(errorOf))).toEqual(requests.map(() => notFound))
  })

  it('of an unknown policy do not exist', async () => {
    const unknown = { PolicyArn: policyArn('nobody'), VersionId: 'v1' }
    const requests = [
      server.iam.getPolicyVersion(unknown),
      server.iam.listPolicyVersions(unknown),
      addVersion(unknown.PolicyArn),
      server.iam.setDefaultPolicyVersion(unknown),
      server.iam.deletePolicyVersion(unknown),
    ]
    const notFound = ['NoSuchEntity', 404, `Policy ${unknown.PolicyArn} was not found.`]
    expect(await Promise.all(requests.map(errorOf))).toEqual(requests.map(() => notFound))
  })

  it('get distinct numbers when they are created at once, and never more than five', async () => {
    const { PolicyArn } = await createPolicy(server, 'Raced')
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => addVersion(PolicyArn, true)))
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(4)
    expect(await versionsOf(PolicyArn)).toEqual(['v5*', 'v4', 'v3', 'v2', 'v1'])
  })
})
