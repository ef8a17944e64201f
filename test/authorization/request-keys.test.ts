/** Conditions on how, when and from where a request comes, over the wire. */
import { expect, it } from 'vitest'
import { iamAction, post, send, sign } from '../raw-request.ts'
import { createUser, describeTwinlock, type TestServer } from '../twinlock.ts'
import { policy } from './nodes.ts'

type Headers = Readonly<Record<string, string>>

/** The status of a request by a user who may list users under this condition only. */
async function createAsker(server: TestServer, Condition: object) {
  const user = await createUser(server, undefined, JSON.parse(policy('iam:ListUsers', { Condition })))
  return async (headers: Headers = {}, region = 'us-east-1'): Promise<number> => {
    const request = post(iamAction('ListUsers'))
    const signed = sign(server, request, { credentials: user.credentials, region })
    return (await send(server, { ...signed, headers: [...signed.headers, ...Object.entries(headers)] })).status
  }
}

describeTwinlock('Behind no proxy, a condition', (server) => {
  it('on the address is met by that of the connection, whatever the client claims', async () => {
    const local = await createAsker(server, { IpAddress: { 'aws:SourceIp': ['127.0.0.0/8', '::1/128'] } })
    expect(await local()).toBe(200)
    expect(await local({ 'X-Forwarded-For': '203.0.113.9' })).toBe(200)
    const remote = await createAsker(server, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })
    expect(await remote({ 'X-Forwarded-For': '203.0.113.9' })).toBe(403)
  })

  it('on TLS is not met', async () => {
    const ask = await createAsker(server, { Bool: { 'aws:SecureTransport': 'true' } })
    expect(await ask({ 'X-Forwarded-Proto': 'https' })).toBe(403)
  })

  it('on the user agent and the region is met by what the request says', async () => {
    const agent = await createAsker(server, { StringLike: { 'aws:UserAgent': 'aws-cli/*' } })
    expect(await agent({ 'User-Agent': 'aws-cli/2.1' })).toBe(200)
    expect(await agent({ 'User-Agent': 'curl/8' })).toBe(403)
    expect(await agent()).toBe(403)
    const region = await createAsker(server, { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } })
    expect(await region()).toBe(200)
    expect(await region({}, 'eu-west-1')).toBe(403)
  })

  it('on the time is met until then', async () => {
    const end = new Date(server.clock.now() + 60_000).toISOString()
    const ask = await createAsker(server, { DateLessThan: { 'aws:CurrentTime': end } })
    const byEpoch = await createAsker(server, { NumericLessThan: { 'aws:EpochTime': String(Date.parse(end) / 1000) } })
    expect([await ask(), await byEpoch()]).toEqual([200, 200])
    server.clock.advance(60)
    expect([await ask(), await byEpoch()]).toEqual([403, 403])
  })
})

describeTwinlock(
  'Behind a proxy, a condition',
  (server) => {
    it('on the address is met by the last that it has seen', async () => {
      const ask = await createAsker(server, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })
      expect(await ask({ 'X-Forwarded-For': '10.0.0.1, 203.0.113.9' })).toBe(200)
      expect(await ask({ 'X-Forwarded-For': '203.0.113.9, 10.0.0.1' })).toBe(403)
      expect(await ask()).toBe(403)
    })

    it('on TLS is met when the proxy says so', async () => {
      const ask = await createAsker(server, { Bool: { 'aws:SecureTransport': 'true' } })
      expect(await ask({ 'X-Forwarded-Proto': 'https' })).toBe(200)
      expect(await ask({ 'X-Forwarded-Proto': 'http' })).toBe(403)
    })
  },
  { trustProxy: true },
)
