import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import { afterAll, describe, expect, it } from 'vitest'
import { type AuditRecord, type StartOptions, start, type TestServer } from '../../src/testing/start.ts'
import { errorOf } from '../twinlock.ts'

const running: TestServer[] = []
afterAll(async () => void (await Promise.all(running.map((server) => server.stop()))))

const seed = { Users: [{ UserName: 'alice', AccessKeys: [{}], MFADevices: [{}] }] }

async function begin(options: StartOptions = {}) {
  const server = await start({ clock: 'frozen', seed, ...options })
  running.push(server)
  const { clientOptions, authenticator } = server.user('alice')
  const alice = { iam: new IAM(clientOptions), sts: new STS(clientOptions), authenticator }
  return { server, iam: new IAM(server.clientOptions), alice }
}

const outcomes = (events: readonly AuditRecord[]) =>
  events.map(({ eventName, userIdentity, errorCode }) => [
    eventName,
    userIdentity.userName ?? 'root',
    errorCode ?? 'OK',
  ])

describe('The audit events of the test kit', () => {
  it('are all that was answered so far, oldest first', async () => {
    const { server, iam, alice } = await begin()
    expect(await server.auditEvents()).toEqual([])
    const { serialNumber: SerialNumber } = alice.authenticator
    const TokenCode = await alice.authenticator.code()
    await errorOf(alice.iam.listUsers({}))
    await iam.createUser({ UserName: 'bob' })
    await alice.sts.getSessionToken({ SerialNumber, TokenCode })
    await errorOf(alice.sts.getSessionToken({ SerialNumber, TokenCode }))
    await iam.listUsers({})
    const events = await server.auditEvents()
    expect(outcomes(events)).toEqual([
      ['ListUsers', 'alice', 'AccessDenied'],
      ['CreateUser', 'root', 'OK'],
      ['GetSessionToken', 'alice', 'OK'],
      ['GetSessionToken', 'alice', 'AccessDenied'],
    ])
    expect(events[1]?.requestParameters).toEqual({ userName: 'bob' })
    expect(events[3]?.requestParameters).toMatchObject({ serialNumber: SerialNumber })
    await errorOf(alice.iam.listRoles({}))
    expect(outcomes(await server.auditEvents()).at(-1)).toEqual(['ListRoles', 'alice', 'AccessDenied'])
  })

  it('include who signs in, or fails to', async () => {
    const { server } = await begin()
    const { email } = server.rootSignIn
    const signIn = (password: string) =>
      fetch(`${server.endpoint}/signin/password`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: server.endpoint },
        body: JSON.stringify({ rootEmail: email, password }),
      })
    await signIn('wrong')
    await signIn(server.rootSignIn.password)
    const events = await server.auditEvents()
    expect(events.map(({ eventName, responseElements }) => [eventName, responseElements?.['ConsoleLogin']])).toEqual([
      ['ConsoleLogin', 'Failure'],
      ['ConsoleLogin', 'Success'],
    ])
  })

  it('include every refusal, although the minute does not pass, and the oldest, although years do', async () => {
    const { server, iam, alice } = await begin()
    await iam.createUser({ UserName: 'bob' })
    for (let count = 0; count < 130; count++) await errorOf(alice.iam.getUser({}))
    server.clock.advance('700d')
    await iam.createUser({ UserName: 'carol' })
    const events = await server.auditEvents()
    expect(events.filter(({ errorCode }) => errorCode === 'AccessDenied')).toHaveLength(130)
    expect([events[0]?.eventName, events.at(-1)?.eventName]).toEqual(['CreateUser', 'CreateUser'])
  })

  it('include successful reads on request, and go with a reset', async () => {
    const { server, iam } = await begin({ auditReads: true })
    await iam.listUsers({})
    expect(outcomes(await server.auditEvents())).toEqual([['ListUsers', 'root', 'OK']])
    await server.reset()
    expect(await server.auditEvents()).toEqual([])
  })
})
