/** Access keys and session tokens, as requests are signed with them. */
import { beforeAll, describe, expect, it } from 'vitest'
import { newAccessKeyId } from '../../src/identity/unique-id.ts'
import { accessKeyIdentity } from '../../src/secrets/access-key.ts'
import { Sealer } from '../../src/secrets/seal.ts'
import { issueSessionToken, SessionTokenKeys } from '../../src/secrets/session-token.ts'
import { describeEachDatabase } from '../databases.ts'
import {
  faultOf,
  get,
  type Parameters,
  post,
  presign,
  type RawRequest,
  type Signing,
  send,
  sign,
} from '../raw-request.ts'
import { deleteUser } from '../sts/sessions.ts'
import {
  accountId,
  createUser,
  createUserWithDevice,
  errorOf,
  FrozenClock,
  masterKey,
  rootCredentials,
  startSession,
  startTwinlock,
  type TestServer,
  type TestUser,
} from '../twinlock.ts'
import {
  breakSignature,
  expiredToken,
  garbled,
  getUser,
  invalidKey,
  invalidToken,
  sts,
  whoAmI,
  wrongSignature,
} from './signed-requests.ts'

describeEachDatabase('credentials', (create) => {
  let server: TestServer
  let user: TestUser

  beforeAll(async () => {
    server = await startTwinlock(await create())
    user = await createUser(server, 'Bob')
  })

  const fault = (request: RawRequest) => send(server, request).then(faultOf)
  const ofUser = (parameters: Parameters = whoAmI, signing: Signing = {}): RawRequest =>
    sign(server, post(parameters), { service: 'sts', credentials: user.credentials, ...signing })

  describe('the access key', () => {
    it('must exist', async () => {
      for (const accessKeyId of ['AKIAIOSFODNN7EXAMPLE', 'x', 'A'.repeat(200), "' OR 1=1 --", user.userId]) {
        const credentials = { accessKeyId: accessKeyId.replaceAll(' ', '+'), secretAccessKey: 'x' }
        expect(await fault(ofUser(whoAmI, { credentials }))).toEqual(invalidKey)
      }
    })

    it('is not looked for where it can be none, which a database might not understand', async () => {
      const presigned = await presign(server, get(whoAmI))
      for (const id of ['%00', 'AKIA%00TESTROOTTESTROOT', '%FF', '%ED%A0%80', '']) {
        const query = presigned.query.replace(rootCredentials.accessKeyId, id)
        expect(await fault({ ...presigned, query })).toEqual(invalidKey)
      }
    })

    it('is told in the case in which it was issued', async () => {
      const { accessKeyId, secretAccessKey } = user.credentials
      const credentials = { accessKeyId: accessKeyId.toLowerCase(), secretAccessKey }
      expect(await fault(ofUser(whoAmI, { credentials }))).toEqual(invalidKey)
    })

    it('stops at once when it is deactivated, and goes on when it is activated', async () => {
      const someone = await createUser(server)
      const { accessKeyId: AccessKeyId } = someone.credentials
      const UserName = someone.userName
      await someone.sts.getCallerIdentity()
      await server.iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' })
      expect(await errorOf(someone.sts.getCallerIdentity())).toEqual(invalidKey)
      expect(await errorOf(someone.iam.getUser())).toEqual(invalidKey)
      // The state comes before the signature.
      const request = breakSignature(sign(server, post(whoAmI), { ...sts, credentials: someone.credentials }))
      expect(await fault(request)).toEqual(invalidKey)
      await server.iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Active' })
      await someone.sts.getCallerIdentity()
    })

    it('stops at once when it is deleted', async () => {
      const someone = await createUser(server)
      await someone.sts.getCallerIdentity()
      const { accessKeyId: AccessKeyId } = someone.credentials
      await server.iam.deleteAccessKey({ UserName: someone.userName, AccessKeyId })
      expect(await errorOf(someone.sts.getCallerIdentity())).toEqual(invalidKey)
    })

    it('is good on the next day as well, signed for that day', async () => {
      const clock = new FrozenClock()
      const other = await startTwinlock(await create(), { clock })
      for (let day = 0; day < 3; day++) {
        expect((await send(other, sign(other, post(whoAmI), sts))).status).toBe(200)
        clock.advance(86_400)
      }
    })

    it('follows its secret at once, when the database is restored with another', async () => {
      const someone = await createUser(server)
      await someone.sts.getCallerIdentity()
      const { accessKeyId } = someone.credentials
      const secretAccessKey = 'x'.repeat(40)
      const sealer = new Sealer(Buffer.from(masterKey, 'base64'))
      const sealed_secret = sealer.seal(secretAccessKey, accessKeyIdentity(accountId, accessKeyId))
      await server.storage.transaction(async (queries) => {
        await queries
          .updateTable('access_keys')
          .set({ sealed_secret })
          .where('access_key_id', '=', accessKeyId)
          .execute()
      })
      expect(await errorOf(someone.sts.getCallerIdentity())).toEqual(wrongSignature)
      await server.as({ accessKeyId, secretAccessKey }).sts.getCallerIdentity()
    })

    it('is not the key of a user who is created again under the same name', async () => {
      const someone = await createUser(server, 'Phoenix')
      const { credentials: session } = await startSession(server, someone)
      await deleteUser(server, someone)
      const again = await createUser(server, 'Phoenix')
      expect(again.userId).not.toBe(someone.userId)
      expect(await errorOf(someone.sts.getCallerIdentity())).toEqual(invalidKey)
      expect(await errorOf(server.as(session).sts.getCallerIdentity())).toEqual(invalidToken)
    })

    it('with a token is no session', async () => {
      const { credentials: session } = await startSession(server, user)
      const { sessionToken } = session
      for (const credentials of [user.credentials, rootCredentials]) {
        expect(await fault(ofUser(whoAmI, { credentials: { ...credentials, sessionToken } }))).toEqual(invalidToken)
      }
      // Also where the token was put in afterwards.
      const request = ofUser()
      const headers = [...request.headers, ['X-Amz-Security-Token', sessionToken] as const]
      expect(await fault({ ...request, headers })).toEqual(invalidToken)
    })
  })

  describe('the session token', () => {
    it('is asked for', async () => {
      const { accessKeyId, secretAccessKey } = (await startSession(server, user)).credentials
      expect(await fault(ofUser(whoAmI, { credentials: { accessKeyId, secretAccessKey } }))).toEqual(invalidKey)
    })

    it('works in a presigned request', async () => {
      const { credentials } = await startSession(server, user)
      const presigned = await presign(server, get(whoAmI), { credentials })
      expect(presigned.query).toContain('X-Amz-Security-Token=')
      expect((await send(server, presigned)).status).toBe(200)
      const query = presigned.query.replace(/X-Amz-Security-Token=[^&]*/, 'X-Amz-Security-Token=x')
      expect(await fault({ ...presigned, query })).toEqual(invalidToken)
    })

    it('must be one of ours, unchanged', async () => {
      const { credentials } = await startSession(server, user)
      const { sessionToken } = credentials
      const tokens = [
        garbled(sessionToken),
        sessionToken.slice(0, -4),
        `${sessionToken}AAAA`,
        `${sessionToken}=`,
        sessionToken.replace(/=*$/, '%3D'),
        'AQoDYXdzEJr',
        'x',
        'A'.repeat(9000),
        '%00',
      ]
      for (const token of tokens) {
        const changed = { ...credentials, sessionToken: token }
        expect(await fault(ofUser(whoAmI, { credentials: changed }))).toEqual(invalidToken)
      }
    })

    it('belongs to its access key id, and to its secret', async () => {
      const { credentials: one } = await startSession(server, user)
      const { credentials: other } = await startSession(server, user)
      const mixed = { ...one, sessionToken: other.sessionToken }
      expect(await fault(ofUser(whoAmI, { credentials: mixed }))).toEqual(invalidToken)
      const wrongSecret = { ...one, secretAccessKey: other.secretAccessKey }
      expect(await fault(ofUser(whoAmI, { credentials: wrongSecret }))).toEqual(wrongSignature)
    })

    it('is of this server and this account alone', async () => {
      const key = Buffer.from(masterKey, 'base64')
      const ask = async (keys: SessionTokenKeys) => {
        const issuedAt = server.clock.now()
        const accessKeyId = newAccessKeyId('ASIA', accountId)
        const claims = {
          kind: 'session',
          principalId: accountId,
          accessKeyId,
          issuedAt,
          expiresAt: issuedAt + 900_000,
        } as const
        const credentials = { accessKeyId, ...issueSessionToken(claims, keys) }
        return send(server, ofUser(whoAmI, { credentials }))
      }
      expect((await ask(new SessionTokenKeys(new Sealer(key), accountId))).status).toBe(200)
      const otherKey = new SessionTokenKeys(new Sealer(Buffer.alloc(32, 8)), accountId)
      expect(faultOf(await ask(otherKey))).toEqual(invalidToken)
      const otherAccount = new SessionTokenKeys(new Sealer(key), '210987654321')
      expect(faultOf(await ask(otherAccount))).toEqual(invalidToken)
    })

    it('expires on the second, and says so before the signature is looked at', async () => {
      const clock = new FrozenClock()
      const other = await startTwinlock(await create(), { clock })
      const bob = await createUser(other)
      const { Credentials } = await bob.sts.getSessionToken({ DurationSeconds: 900 })
      const credentials = {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      }
      const session = other.as(credentials)
      clock.advance(899)
      await session.sts.getCallerIdentity()
      clock.advance(1)
      expect(await errorOf(session.sts.getCallerIdentity())).toEqual(expiredToken)
      expect(await errorOf(session.iam.getUser())).toEqual(expiredToken)
      const signed = sign(other, post(whoAmI), { ...sts, credentials })
      expect(faultOf(await send(other, breakSignature(signed)))).toEqual(expiredToken)
    })

    it('without MFA is no token for IAM, and opens two actions of STS', async () => {
      const session = await startSession(server, user)
      expect(await errorOf(session.iam.getUser())).toEqual(invalidToken)
      expect(await errorOf(session.iam.listGroups())).toEqual(invalidToken)
      expect(await errorOf(session.sts.getSessionToken())).toEqual([
        'AccessDenied',
        403,
        'Cannot call GetSessionToken with session credentials',
      ])
      expect(await errorOf(session.sts.getFederationToken({ Name: 'bob' }))).toEqual([
        'AccessDenied',
        403,
        'Cannot call GetFederationToken with session credentials',
      ])
      await session.sts.getCallerIdentity()
    })

    it('with MFA opens IAM', async () => {
      const someone = await createUserWithDevice(server)
      const session = await startSession(server, someone, someone.device)
      expect((await session.iam.getUser()).User?.UserName).toBe(someone.userName)
    })

    it('ends with its user', async () => {
      const someone = await createUser(server)
      const session = await startSession(server, someone)
      await session.sts.getCallerIdentity()
      await deleteUser(server, someone)
      expect(await errorOf(session.sts.getCallerIdentity())).toEqual(invalidToken)
    })
  })

  describe('GetAccessKeyInfo', () => {
    const info = (AccessKeyId: string) => server.sts.getAccessKeyInfo({ AccessKeyId })

    it('reads the account out of any id, whatever became of the key', async () => {
      const { credentials } = await startSession(server, user)
      const ids = [
        rootCredentials.accessKeyId,
        user.credentials.accessKeyId,
        credentials.accessKeyId,
        newAccessKeyId('AKIA', accountId),
        newAccessKeyId('ASIA', accountId),
        user.userId,
      ]
      for (const id of ids) expect((await info(id)).Account).toBe(accountId)
      expect((await info(newAccessKeyId('AKIA', '000000000007'))).Account).toBe('000000000007')
    })

    it('refuses what is no id, or one of before there were accounts in it', async () => {
      for (const id of ['AKIAIOSFODNN7EXAMPLE', 'x'.repeat(16), 'x'.repeat(128)]) {
        expect((await errorOf(info(id))).slice(0, 2)).toEqual(['ValidationError', 400])
      }
      expect((await errorOf(info('x'.repeat(129))))[2]).toContain('Member must have length less than or equal to 128')
      expect((await errorOf(info('x'.repeat(15))))[2]).toContain('Member must have length greater than or equal to 16')
    })
  })

  describe('the last use of a key', () => {
    const lastUse = async ({ credentials }: TestUser) =>
      (await server.iam.getAccessKeyLastUsed({ AccessKeyId: credentials.accessKeyId })).AccessKeyLastUsed
    const startOfMinute = (seconds: number) => new Date(Date.UTC(2026, 0, 15, 12, 1, 15 + seconds))

    it('is kept with service and region, once a minute', async () => {
      const clock = new FrozenClock()
      server = await startTwinlock(await create(), { clock })
      user = await createUser(server, 'Bob')
      const use = (region: string, service: 'iam' | 'sts' = 'sts') =>
        send(server, ofUser(service === 'sts' ? whoAmI : getUser, { region, service }))
      expect(await lastUse(user)).toEqual({ ServiceName: 'N/A', Region: 'N/A' })
      await use('eu-west-1')
      expect(await lastUse(user)).toEqual({
        LastUsedDate: startOfMinute(0),
        ServiceName: 'sts',
        Region: 'eu-west-1',
      })
      clock.advance(59)
      await use('eu-west-1')
      expect((await lastUse(user))?.LastUsedDate).toEqual(startOfMinute(0))
      clock.advance(1)
      await use('eu-west-1')
      expect((await lastUse(user))?.LastUsedDate).toEqual(startOfMinute(60))
      clock.advance(1)
      await use('us-west-2')
      expect(await lastUse(user)).toMatchObject({ LastUsedDate: startOfMinute(61), Region: 'us-west-2' })
      await use('us-west-2', 'iam')
      expect(await lastUse(user)).toMatchObject({ ServiceName: 'iam', Region: 'us-west-2' })
    })

    it('is not a request that was refused for its signature', async () => {
      const someone = await createUser(server)
      const request = breakSignature(sign(server, post(whoAmI), { ...sts, credentials: someone.credentials }))
      expect(await fault(request)).toEqual(wrongSignature)
      expect(await lastUse(someone)).toEqual({ ServiceName: 'N/A', Region: 'N/A' })
    })

    it('is one that the policies refused', async () => {
      const someone = await createUser(server)
      expect((await errorOf(someone.iam.listUsers()))[0]).toBe('AccessDenied')
      expect((await lastUse(someone))?.ServiceName).toBe('iam')
    })
  })
})
