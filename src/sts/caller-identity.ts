import { accountIdOf } from '../identity/unique-id.ts'
import { findAccessKey } from '../storage/access-keys.ts'
import { AwsFault } from '../wire/faults.ts'
import { accessKeyId } from './limits.ts'
import { stsOperation } from './operation.ts'

/** Needs no permission, and works even under an explicit deny. */
export const getCallerIdentity = stsOperation('GetCallerIdentity', {
  limits: {},
  access: 'read',
  permissions: () => [],
  async run(_, { caller: { principal } }) {
    return { Arn: principal.arn, UserId: principal.userId, Account: principal.accountId }
  },
})

/** AWS reads the account out of the id, whatever the state of the key. Ids of the older format say nothing of it. */
export const getAccessKeyInfo = stsOperation('GetAccessKeyInfo', {
  limits: { AccessKeyId: accessKeyId },
  access: 'read',
  permissions: () => [{ action: 'sts:GetAccessKeyInfo', resource: '*' }],
  async run({ AccessKeyId }, { queries }) {
    const account = (await findAccessKey(queries, AccessKeyId))?.account_id ?? accountIdOf(AccessKeyId)
    if (account === undefined) {
      throw new AwsFault('ValidationError', `The access key ID ${AccessKeyId} does not name an account.`)
    }
    return { Account: account }
  },
})
