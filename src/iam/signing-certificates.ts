import { text } from '../wire/limits.ts'
import { certificateBody, existingUserName, marker, maxItems, status } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const certificateId = text({ min: 24, max: 128, pattern: String.raw`[\w]+` })

export const uploadSigningCertificate = pending('UploadSigningCertificate', {
  CertificateBody: certificateBody,
  UserName: existingUserName,
})

export const listSigningCertificates = pending('ListSigningCertificates', {
  UserName: existingUserName,
  Marker: marker,
  MaxItems: maxItems,
})

export const updateSigningCertificate = pending('UpdateSigningCertificate', {
  CertificateId: certificateId,
  Status: status,
  UserName: existingUserName,
})

export const deleteSigningCertificate = pending('DeleteSigningCertificate', {
  CertificateId: certificateId,
  UserName: existingUserName,
})
