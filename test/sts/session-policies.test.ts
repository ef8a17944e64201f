import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { accountId, createUser, describeTwinlock, errorOf } from '../twinlock.ts'
import { type AssumeOptions, assume, claimsOf, createRole, userArn } from './sessions.ts'

const documentOf = (Resource: readonly string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }] })
const bucket = (name: string) => `arn:aws:s3:::${name}`
const Policy = documentOf([bucket('photos')])
const managed = (name: string, account = 'aws') => `arn:aws:iam::${account}:policy/${name}`
const noise = (bytes: number) => randomBytes(bytes).toString('hex')

describeTwinlock('session policies', (server) => {
  const assumeWith = async (options: AssumeOptions) => {
    const user = await createUser(server)
    return assume(server, user, await createRole(server, [userArn(user)]), options)
  }

  it('are in the session as they were sent', async () => {
    const arns = [managed('ReadOnlyAccess'), managed('team/Own', accountId)]
    const { answer, credentials } = await assumeWith({ Policy, PolicyArns: arns.map((arn) => ({ arn })) })
    expect(claimsOf(credentials)).toMatchObject({ policy: Policy, policyArns: arns })
    expect(answer.PackedPolicySize).toBeGreaterThan(0)
    const plain = await assumeWith({})
    expect(claimsOf(plain.credentials)).not.toHaveProperty('policy')
    expect(claimsOf(plain.credentials)).not.toHaveProperty('policyArns')
    expect(plain.answer).not.toHaveProperty('PackedPolicySize')
  })

  it('must be documents', async () => {
    expect((await errorOf(assumeWith({ Policy: '{"Statement":' }))).slice(0, 2)).toEqual([
      'MalformedPolicyDocument',
      400,
    ])
  })

  it('are ten managed ones at most, of this account or of AWS', async () => {
    const ten = Array.from({ length: 10 }, (_, number) => ({ arn: managed(`policy-${number}`) }))
    await assumeWith({ PolicyArns: ten })
    expect((await errorOf(assumeWith({ PolicyArns: [...ten, { arn: managed('eleventh') }] }))).slice(0, 2)).toEqual([
      'ValidationError',
      400,
    ])
    const others = [
      managed('Theirs', '210987654321'),
      `arn:aws:iam::${accountId}:role/no-policy`,
      'no-arn-but-long-enough',
    ]
    for (const arn of others) {
      expect(await errorOf(assumeWith({ PolicyArns: [{ arn }] }))).toEqual([
        'ValidationError',
        400,
        `${arn} is invalid`,
      ])
    }
  })

  describe('packed with the tags', () => {
    it('grow until there is no room', async () => {
      const small = await assumeWith({ Policy: documentOf([bucket(noise(10))]) })
      const large = await assumeWith({ Policy: documentOf([bucket(noise(900))]) })
      expect(large.answer.PackedPolicySize).toBeGreaterThan(small.answer.PackedPolicySize ?? 0)
      expect(large.answer.PackedPolicySize).toBeLessThanOrEqual(100)
      const [code, status, message] = await errorOf(assumeWith({ Policy: documentOf([bucket(noise(5000))]) }))
      expect([code, status]).toEqual(['PackedPolicyTooLarge', 400])
      expect(message).toMatch(/^Packed policy consumes \d{3}% of allotted space, please use smaller policy\.$/)
    })

    it('have no room for what is only large before it is packed', async () => {
      const request = assumeWith({ Policy: documentOf(Array.from({ length: 2000 }, () => bucket('the-same-again'))) })
      expect((await errorOf(request)).slice(0, 2)).toEqual(['PackedPolicyTooLarge', 400])
    })

    it('are named tags where there is no policy', async () => {
      const Tags = Array.from({ length: 50 }, (_, number) => ({ Key: `key${number}`, Value: noise(128) }))
      const [code, status, message] = await errorOf(assumeWith({ Tags }))
      expect([code, status]).toEqual(['PackedPolicyTooLarge', 400])
      expect(message).toMatch(/^Packed size of session tags consumes \d{3}% of allotted space\.$/)
    })

    it('work with the longest token there can be', async () => {
      const { sts, credentials, answer } = await assumeWith({
        Policy: documentOf([bucket(noise(3200))]),
        MinimumSessionTokenSize: 4096,
        SourceIdentity: 'x'.repeat(64),
        RoleSessionName: 'y'.repeat(64),
      })
      expect(answer.PackedPolicySize).toBeGreaterThan(80)
      expect(credentials.sessionToken?.length).toBeGreaterThanOrEqual(4096)
      await sts.getCallerIdentity({})
    })
  })
})
