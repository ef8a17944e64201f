import { oneOf, text } from '../wire/limits.ts'
import { marker, maxItems, status, userName } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const publicKeyId = text({ min: 20, max: 128, pattern: String.raw`[\w]+` })
const publicKeyMaterial = text({ min: 1, max: 16384, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` })
const encoding = oneOf(['SSH', 'PEM'])

export const uploadSSHPublicKey = pending('UploadSSHPublicKey', {
  UserName: userName,
  SSHPublicKeyBody: publicKeyMaterial,
})

export const getSSHPublicKey = pending('GetSSHPublicKey', {
  UserName: userName,
  SSHPublicKeyId: publicKeyId,
  Encoding: encoding,
})

export const listSSHPublicKeys = pending('ListSSHPublicKeys', {
  UserName: userName,
  Marker: marker,
  MaxItems: maxItems,
})

export const updateSSHPublicKey = pending('UpdateSSHPublicKey', {
  UserName: userName,
  SSHPublicKeyId: publicKeyId,
  Status: status,
})

export const deleteSSHPublicKey = pending('DeleteSSHPublicKey', { UserName: userName, SSHPublicKeyId: publicKeyId })
