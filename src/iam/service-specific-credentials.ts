import { anything, integer, text } from '../wire/limits.ts'
import { marker, maxItems, status, userName } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const serviceSpecificCredentialId = text({ min: 20, max: 128, pattern: String.raw`[\w]+` })
const credentialAgeDays = integer({ min: 1, max: 36600 })

export const createServiceSpecificCredential = pending('CreateServiceSpecificCredential', {
  UserName: userName,
  ServiceName: anything,
  CredentialAgeDays: credentialAgeDays,
})

export const listServiceSpecificCredentials = pending('ListServiceSpecificCredentials', {
  UserName: userName,
  ServiceName: anything,
  AllUsers: anything,
  Marker: marker,
  MaxItems: maxItems,
})

export const updateServiceSpecificCredential = pending('UpdateServiceSpecificCredential', {
  ServiceSpecificCredentialId: serviceSpecificCredentialId,
  Status: status,
  UserName: userName,
})

export const resetServiceSpecificCredential = pending('ResetServiceSpecificCredential', {
  ServiceSpecificCredentialId: serviceSpecificCredentialId,
  UserName: userName,
})

export const deleteServiceSpecificCredential = pending('DeleteServiceSpecificCredential', {
  ServiceSpecificCredentialId: serviceSpecificCredentialId,
  UserName: userName,
})
