/** Two servers, each a process of its own, on one PostgreSQL: what one has acknowledged, the other obeys. */
import * as Iam from '@aws-sdk/client-iam'
import * as Sts from '@aws-sdk/client-sts'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { policy } from '../authorization/nodes.ts'
import { describeEachDatabase, postgres } from '../databases.ts'
import { unableToValidate } from '../refusals.ts'
import { Authenticator, type Clients, type Credentials, errorOf, masterKey, rootCredentials } from '../twinlock.ts'
import { serve, temporaryDirectory } from './twinlock-process.ts'

const clientsAt = (endpoint: string, credentials: Credentials): Clients => {
  const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }
  return { iam: new Iam.IAM(options), sts: new Sts.STS(options) }
}

const UserName = 'ada'
const GroupName = 'readers'

describeEachDatabase(
  'two processes',
  (create) => {
    it('obey a change of policy, group, device and key with the next request', { timeout: 60_000 }, async () => {
      const { location = '' } = await create()
      const variables = {
        TWINLOCK_DATABASE_URL: location,
        TWINLOCK_MASTER_KEY: masterKey,
        TWINLOCK_ROOT_ACCESS_KEY_ID: rootCredentials.accessKeyId,
        TWINLOCK_ROOT_SECRET_ACCESS_KEY: rootCredentials.secretAccessKey,
      }
      const start = () => serve(['--data-dir', temporaryDirectory()], { variables })
      const first = await start()
      const second = await start()
      expect(second.pid).not.toBe(first.pid)

      const { iam } = clientsAt(first.endpoint, rootCredentials)
      await iam.createUser({ UserName })
      await iam.createGroup({ GroupName })
      await iam.putGroupPolicy({ GroupName, PolicyName: 'p', PolicyDocument: policy('iam:ListUsers') })
      const { AccessKey } = await iam.createAccessKey({ UserName })
      const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
      const elsewhere = clientsAt(second.endpoint, { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey })
      const listUsers = () => elsewhere.iam.listUsers({})
      const refusal = async () => (await errorOf(listUsers()))[0]

      expect(await refusal()).toBe('AccessDenied')
      await iam.addUserToGroup({ GroupName, UserName })
      await listUsers()
      const named = { UserName, PolicyName: 'p' }
      await iam.putUserPolicy({ ...named, PolicyDocument: policy('iam:ListUsers', { Effect: 'Deny' }) })
      expect(await refusal()).toBe('AccessDenied')
      await iam.deleteUserPolicy(named)
      await listUsers()
      await iam.removeUserFromGroup({ GroupName, UserName })
      expect(await refusal()).toBe('AccessDenied')

      const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: UserName })
      const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
      const device = new Authenticator(VirtualMFADevice?.SerialNumber ?? '', seed, systemClock)
      await iam.enableMFADevice({ UserName, ...device.pair() })
      await elsewhere.sts.getSessionToken(device.mfa())
      await iam.deactivateMFADevice({ UserName, SerialNumber: device.serialNumber })
      expect(await errorOf(elsewhere.sts.getSessionToken(device.mfa(-1)))).toEqual(unableToValidate)

      await iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' })
      expect(await refusal()).toBe('InvalidClientTokenId')
    })
  },
  [postgres],
)
