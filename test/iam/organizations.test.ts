import { expect, it } from 'vitest'
import { accountId, allow, createUser, describeTwinlock, errorOf } from '../twinlock.ts'

const EntityPath = 'o-a1b2c3d4e5/r-f6g7/ou-f6g7-12345678'
const arn = `arn:aws:iam::${accountId}:access-report/${EntityPath}`

describeTwinlock('An account in no organization', (server) => {
  it('has none of the features of one', async () => {
    const message = `The request was rejected because no organization is associated with your account ${accountId}.`
    for (const ask of [
      () => server.iam.listOrganizationsFeatures({}),
      () => server.iam.enableOrganizationsRootCredentialsManagement({}),
      () => server.iam.disableOrganizationsRootCredentialsManagement({}),
      () => server.iam.enableOrganizationsRootSessions({}),
      () => server.iam.disableOrganizationsRootSessions({}),
    ]) {
      expect(await errorOf(ask())).toEqual(['OrganizationNotFoundException', 400, message])
    }
  })

  it('gets no report of one', async () => {
    const user = await createUser(server, undefined, allow('iam:GenerateOrganizationsAccessReport', arn))
    const [code, status, message] = await errorOf(user.iam.generateOrganizationsAccessReport({ EntityPath }))
    expect([code, status]).toEqual(['AccessDenied', 403])
    expect(message).toContain(`iam:GenerateOrganizationsAccessReport on resource: ${arn} because the account`)
    const JobId = '00000000-0000-0000-0000-000000000000'
    expect(await errorOf(server.iam.getOrganizationsAccessReport({ JobId }))).toEqual([
      'NoSuchEntity',
      404,
      `Job ${JobId} does not exist.`,
    ])
  })

  it('hears of it only with the permission to ask', async () => {
    const user = await createUser(server)
    const refused = [
      await errorOf(user.iam.listOrganizationsFeatures({})),
      await errorOf(user.iam.generateOrganizationsAccessReport({ EntityPath })),
    ]
    for (const [code, , message] of refused) {
      expect(code).toBe('AccessDenied')
      expect(message).toContain('because no identity-based policy allows')
    }
  })

  it('checks the input first', async () => {
    const tooShort = await errorOf(server.iam.generateOrganizationsAccessReport({ EntityPath: 'o-a/r-b' }))
    expect(tooShort.slice(0, 2)).toEqual(['ValidationError', 400])
    const shortJob = await errorOf(server.iam.getOrganizationsAccessReport({ JobId: 'job' }))
    expect(shortJob.slice(0, 2)).toEqual(['ValidationError', 400])
  })
})
