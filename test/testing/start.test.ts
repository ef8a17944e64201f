import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import { afterAll, describe, expect, it } from 'vitest'
import { start, type TestServer } from '../../src/testing/start.ts'
import { errorOf } from '../twinlock.ts'

const servers: TestServer[] = []
const begin = async (...options: Parameters<typeof start>) => {
  const server = await start(...options)
  servers.push(server)
  return server
}
afterAll(async () => void (await Promise.all(servers.map((server) => server.stop()))))

async function enrol(server: TestServer, userName = 'alice') {
  const iam = new IAM(server.clientOptions)
  await iam.createUser({ UserName: userName })
  const { AccessKey } = await iam.createAccessKey({ UserName: userName })
  const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: userName })
  const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
  const phone = server.authenticator(SerialNumber)
  const [AuthenticationCode1, AuthenticationCode2] = await phone.nextTwoCodes()
  await iam.enableMFADevice({ UserName: userName, SerialNumber, AuthenticationCode1, AuthenticationCode2 })
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
  return { iam, sts: new STS({ ...server.clientOptions, credentials }), phone, SerialNumber }
}

describe('The test kit', () => {
  it('enrols a device and issues a session, with the clock in the test’s hand', async () => {
    const server = await begin({ clock: 'frozen' })
    const { sts, phone, SerialNumber } = await enrol(server)
    const { Credentials } = await sts.getSessionToken({
      SerialNumber,
      TokenCode: await phone.code(),
      DurationSeconds: 900,
    })
    expect(Credentials?.Expiration?.getTime()).toBe(Math.floor(server.clock.now().getTime() / 1000) * 1000 + 900_000)

    // Used.
    const again = { SerialNumber, TokenCode: await phone.code() }
    expect((await errorOf(sts.getSessionToken(again))).slice(0, 2)).toEqual(['AccessDenied', 403])
    server.clock.advance('30s')
    await sts.getSessionToken({ SerialNumber, TokenCode: await phone.code() })

    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    const session = new IAM({ ...server.clientOptions, credentials })
    // Clients correct their clock by the Date header.
    server.clock.advance('20m')
    expect((await errorOf(session.listUsers({})))[0]).toBe('ExpiredToken')
  })

  it('has phones whose clocks drift', async () => {
    const server = await begin({ clock: new Date('2026-03-01T12:00:00Z') })
    expect(server.clock.now()).toEqual(new Date('2026-03-01T12:00:00Z'))
    const { iam, sts, phone, SerialNumber } = await enrol(server)
    server.clock.advance('5m')
    phone.drift('10m')
    const present = async () => sts.getSessionToken({ SerialNumber, TokenCode: await phone.code() })
    expect((await errorOf(present()))[0]).toBe('AccessDenied')
    const [AuthenticationCode1, AuthenticationCode2] = await phone.nextTwoCodes()
    await iam.resyncMFADevice({ UserName: 'alice', SerialNumber, AuthenticationCode1, AuthenticationCode2 })
    expect((await present()).Credentials).toBeDefined()
  })

  it('goes back to the beginning', async () => {
    const server = await begin({ clock: 'frozen' })
    const begun = server.clock.now()
    const { iam } = await enrol(server)
    server.clock.advance('1d')
    await server.reset()
    expect(server.clock.now()).toEqual(begun)
    expect((await iam.listUsers({})).Users).toEqual([])
    await enrol(server)
  })

  it('says what is wrong with its arguments', async () => {
    const server = await begin()
    expect(() => server.clock.advance('soon' as never)).toThrow(
      "A duration is a number of seconds, or a text such as '30s', '5m', '2h' or '90d', not 'soon'",
    )
    expect(() => server.clock.set(new Date('1999-01-01'))).toThrow(RangeError)
    await expect(server.authenticator('arn:aws:iam::123456789012:mfa/none').code()).rejects.toThrow(
      'There is no MFA device with the serial number arn:aws:iam::123456789012:mfa/none',
    )
    await expect(start({ accountId: '1' })).rejects.toThrow('--account-id must be 12 digits')
  })

  it('runs sixteen at a time, each with its own', async () => {
    const many = await Promise.all(Array.from({ length: 16 }, () => begin({ clock: 'frozen' })))
    expect(new Set(many.map(({ endpoint }) => endpoint)).size).toBe(16)
    const enrolled = await Promise.all(many.map((server, index) => enrol(server, `user-${index}`)))
    const lists = await Promise.all(enrolled.map(({ iam }) => iam.listUsers({})))
    expect(lists.map(({ Users }) => Users?.map(({ UserName }) => UserName))).toEqual(
      many.map((_, index) => [`user-${index}`]),
    )
  })
})
