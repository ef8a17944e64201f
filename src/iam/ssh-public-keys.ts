import { newAccessKeyId } from '../identity/unique-id.ts'
import {
  deleteSSHPublicKey as deleteSSHPublicKeyRow,
  findSSHPublicKey,
  insertSSHPublicKey,
  listSSHPublicKeys as listSSHPublicKeyRows,
  type SSHPublicKeyRow,
  setSSHPublicKeyStatus,
} from '../storage/ssh-public-keys.ts'
import type { UserRow } from '../storage/users.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { oneOf, text } from '../wire/limits.ts'
import { marker, maxItems, status, userName } from '../wire/named-limits.ts'
import { requireSettableStatus } from './credential-status.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { fingerprintOf, parseSSHPublicKey, toPemEncoding, toSSHEncoding } from './ssh-public-key.ts'
import { permissionOnUser, requireTargetUser, requireUser } from './target-user.ts'

const publicKeyId = text({ min: 20, max: 128, pattern: String.raw`[\w]+` })
const publicKeyMaterial = text({ min: 1, max: 16384, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` })
const encoding = oneOf(['SSH', 'PEM'])

const keysPerUser = 5

export const uploadSSHPublicKey = iamOperation('UploadSSHPublicKey', {
  limits: { UserName: userName, SSHPublicKeyBody: publicKeyMaterial },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:UploadSSHPublicKey', UserName),
  async run({ UserName, SSHPublicKeyBody }, call) {
    const user = await requireUser(call, UserName)
    const publicKey = parseSSHPublicKey(SSHPublicKeyBody)
    const { rows: present } = await listSSHPublicKeyRows(call.queries, user, { after: undefined, limit: keysPerUser })
    if (present.some((row) => row.public_key === publicKey)) {
      throw new AwsFault('DuplicateSSHPublicKey', 'Duplicate SSH public key uploaded.')
    }
    if (present.length >= keysPerUser) throw quotaExceeded('SSHPublicKeysPerUser', keysPerUser)
    const row: SSHPublicKeyRow = {
      account_id: call.accountId,
      ssh_public_key_id: newAccessKeyId('APKA', call.accountId),
      user_id: user.user_id,
      public_key: publicKey,
      status: 'Active',
      uploaded_at: call.now.getTime(),
    }
    await insertSSHPublicKey(call.queries, row)
    return { SSHPublicKey: toSSHPublicKey(user, row, SSHPublicKeyBody) }
  },
})

export const getSSHPublicKey = iamOperation('GetSSHPublicKey', {
  limits: { UserName: userName, SSHPublicKeyId: publicKeyId, Encoding: encoding },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:GetSSHPublicKey', UserName),
  async run({ UserName, SSHPublicKeyId, Encoding }, call) {
    const user = await requireUser(call, UserName)
    const row = await findSSHPublicKey(call.queries, user, SSHPublicKeyId)
    if (!row) throw noSuchKey(SSHPublicKeyId)
    const encode = Encoding === 'SSH' ? toSSHEncoding : toPemEncoding
    return { SSHPublicKey: toSSHPublicKey(user, row, encode(row.public_key)) }
  },
})

export const listSSHPublicKeys = iamOperation('ListSSHPublicKeys', {
  limits: { UserName: userName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ListSSHPublicKeys', UserName),
  async run({ UserName, ...input }, call) {
    const user = await requireTargetUser(call, UserName)
    const page = await listSSHPublicKeyRows(call.queries, user, pageRequest(input))
    return { SSHPublicKeys: page.rows.map((row) => toMetadata(user, row)), ...pageEnd(page) }
  },
})

export const updateSSHPublicKey = iamOperation('UpdateSSHPublicKey', {
  limits: { UserName: userName, SSHPublicKeyId: publicKeyId, Status: status },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:UpdateSSHPublicKey', UserName),
  async run({ UserName, SSHPublicKeyId, Status }, call) {
    const newStatus = requireSettableStatus(Status)
    const user = await requireUser(call, UserName)
    const wasThere = await setSSHPublicKeyStatus(call.queries, user, SSHPublicKeyId, newStatus)
    if (!wasThere) throw noSuchKey(SSHPublicKeyId)
    return {}
  },
})

export const deleteSSHPublicKey = iamOperation('DeleteSSHPublicKey', {
  limits: { UserName: userName, SSHPublicKeyId: publicKeyId },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:DeleteSSHPublicKey', UserName),
  async run({ UserName, SSHPublicKeyId }, call) {
    const user = await requireUser(call, UserName)
    if (!(await deleteSSHPublicKeyRow(call.queries, user, SSHPublicKeyId))) throw noSuchKey(SSHPublicKeyId)
    return {}
  },
})

function toMetadata(user: UserRow, row: SSHPublicKeyRow) {
  return {
    UserName: user.name,
    SSHPublicKeyId: row.ssh_public_key_id,
    Status: row.status,
    UploadDate: new Date(row.uploaded_at),
  }
}

/** @param body - as it was uploaded, or in the encoding that was asked for, which has no comment */
function toSSHPublicKey(user: UserRow, row: SSHPublicKeyRow, body: string) {
  return { ...toMetadata(user, row), Fingerprint: fingerprintOf(row.public_key), SSHPublicKeyBody: body }
}

function noSuchKey(id: string): AwsFault {
  return new AwsFault('NoSuchEntity', `User has no Public Key with id ${id}.`)
}
