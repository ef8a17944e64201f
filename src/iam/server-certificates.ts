import { text } from '../wire/limits.ts'
import {
  certificateBody,
  marker,
  maxItems,
  path,
  pathPrefix,
  privateKey,
  serverCertificateName,
  tagList,
} from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const certificateChain = text({ min: 1, max: 2097152, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` })

export const uploadServerCertificate = pending('UploadServerCertificate', {
  ServerCertificateName: serverCertificateName,
  CertificateBody: certificateBody,
  PrivateKey: privateKey,
  Path: path,
  CertificateChain: certificateChain,
  Tags: tagList,
})

export const getServerCertificate = pending('GetServerCertificate', { ServerCertificateName: serverCertificateName })

export const listServerCertificates = pending('ListServerCertificates', {
  PathPrefix: pathPrefix,
  Marker: marker,
  MaxItems: maxItems,
})

export const updateServerCertificate = pending('UpdateServerCertificate', {
  ServerCertificateName: serverCertificateName,
  NewPath: path,
  NewServerCertificateName: serverCertificateName,
})

export const deleteServerCertificate = pending('DeleteServerCertificate', {
  ServerCertificateName: serverCertificateName,
})
