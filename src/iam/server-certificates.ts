import { serverCertificateArn } from '../identity/arn.ts'
import { newUniqueId } from '../identity/unique-id.ts'
import { serverCertificateKeyIdentity } from '../secrets/server-certificate-key.ts'
import {
  countServerCertificates,
  deleteServerCertificate as deleteServerCertificateRow,
  findServerCertificate,
  insertServerCertificate,
  listServerCertificates as listServerCertificateRows,
  readServerCertificate as readServerCertificateRow,
  renameServerCertificate,
} from '../storage/server-certificates.ts'
import { deleteAllTags } from '../storage/tags.ts'
import { quotaExceeded } from '../wire/faults.ts'
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
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import {
  permissionOnServerCertificate,
  requireServerCertificate,
  serverCertificateExists,
  serverCertificateResource,
  toServerCertificateMetadata,
} from './server-certificate.ts'
import { readServerCertificate } from './server-certificate-material.ts'
import { permissionsToCreate, putTags, tagsMember } from './tagging.ts'

const certificateChain = text({ min: 1, max: 2097152, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` })

const certificatesPerAccount = 20

export const uploadServerCertificate = iamOperation('UploadServerCertificate', {
  limits: {
    ServerCertificateName: serverCertificateName,
    CertificateBody: certificateBody,
    PrivateKey: privateKey,
    Path: path,
    CertificateChain: certificateChain,
    Tags: tagList,
  },
  access: 'write',
  permissions: ({ ServerCertificateName, Path = '/', Tags }, { accountId }) => {
    const on = { resource: serverCertificateArn(accountId, Path, ServerCertificateName) }
    return permissionsToCreate(['iam:UploadServerCertificate', 'iam:TagServerCertificate'], on, Tags)
  },
  // A chain can be long, and each of its signatures is verified.
  prepare: async (input, { now }) => readServerCertificate(input, now),
  async run({ ServerCertificateName, Path = '/', Tags = [] }, call, material) {
    if (await findServerCertificate(call.queries, call.accountId, ServerCertificateName)) {
      throw serverCertificateExists(ServerCertificateName)
    }
    if ((await countServerCertificates(call.queries, call.accountId)) >= certificatesPerAccount) {
      throw quotaExceeded('ServerCertificatesPerAccount', certificatesPerAccount)
    }
    const id = newUniqueId('ASCA', call.accountId)
    const certificate = {
      account_id: call.accountId,
      server_certificate_id: id,
      name: ServerCertificateName,
      path: Path,
      body: material.body,
      chain: material.chain ?? null,
      sealed_private_key: call.sealer.seal(material.privateKey, serverCertificateKeyIdentity(call.accountId, id)),
      uploaded_at: call.now.getTime(),
      expires_at: material.expiresAt.getTime(),
    }
    await insertServerCertificate(call.queries, certificate)
    await putTags(call, id, Tags)
    return {
      ServerCertificateMetadata: toServerCertificateMetadata(certificate),
      ...(await tagsMember(call, id)),
    }
  },
})

export const getServerCertificate = iamOperation('GetServerCertificate', {
  limits: { ServerCertificateName: serverCertificateName },
  access: 'read',
  permissions: ({ ServerCertificateName }, call) =>
    permissionOnServerCertificate(call, 'iam:GetServerCertificate', ServerCertificateName),
  async run({ ServerCertificateName }, call) {
    const certificate = await requireServerCertificate(call, ServerCertificateName)
    const { body, chain } = await readServerCertificateRow(call.queries, certificate)
    return {
      ServerCertificate: {
        ServerCertificateMetadata: toServerCertificateMetadata(certificate),
        CertificateBody: body,
        ...(chain === null ? {} : { CertificateChain: chain }),
        ...(await tagsMember(call, certificate.server_certificate_id)),
      },
    }
  },
})

export const listServerCertificates = iamOperation('ListServerCertificates', {
  limits: { PathPrefix: pathPrefix, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ PathPrefix = '/' }, { accountId }) => [
    { action: 'iam:ListServerCertificates', resource: serverCertificateArn(accountId, PathPrefix, '') },
  ],
  async run({ PathPrefix = '/', ...input }, { queries, accountId }) {
    const page = await listServerCertificateRows(queries, accountId, PathPrefix, pageRequest(input))
    return { ServerCertificateMetadataList: page.rows.map(toServerCertificateMetadata), ...pageEnd(page) }
  },
})

export const updateServerCertificate = iamOperation('UpdateServerCertificate', {
  limits: {
    ServerCertificateName: serverCertificateName,
    NewPath: path,
    NewServerCertificateName: serverCertificateName,
  },
  access: 'write',
  // AWS asks about the certificate as it is and as it will be.
  async permissions({ ServerCertificateName, NewPath, NewServerCertificateName }, { queries, accountId }) {
    const action = 'iam:UpdateServerCertificate'
    const present = await findServerCertificate(queries, accountId, ServerCertificateName)
    const newName = NewServerCertificateName ?? present?.name ?? ServerCertificateName
    const future = present && { ...present, path: NewPath ?? present.path, name: newName }
    return [
      { action, ...serverCertificateResource(accountId, ServerCertificateName, present) },
      { action, ...serverCertificateResource(accountId, NewServerCertificateName ?? ServerCertificateName, future) },
    ]
  },
  async run({ ServerCertificateName, NewPath, NewServerCertificateName }, call) {
    const certificate = await requireServerCertificate(call, ServerCertificateName)
    if (NewServerCertificateName !== undefined) {
      const holder = await findServerCertificate(call.queries, call.accountId, NewServerCertificateName)
      if (holder && holder.server_certificate_id !== certificate.server_certificate_id) {
        throw serverCertificateExists(NewServerCertificateName)
      }
    }
    await renameServerCertificate(call.queries, certificate, {
      name: NewServerCertificateName ?? certificate.name,
      path: NewPath ?? certificate.path,
    })
    return {}
  },
})

export const deleteServerCertificate = iamOperation('DeleteServerCertificate', {
  limits: { ServerCertificateName: serverCertificateName },
  access: 'write',
  permissions: ({ ServerCertificateName }, call) =>
    permissionOnServerCertificate(call, 'iam:DeleteServerCertificate', ServerCertificateName),
  async run({ ServerCertificateName }, call) {
    const certificate = await requireServerCertificate(call, ServerCertificateName)
    const { account_id, server_certificate_id } = certificate
    await deleteAllTags(call.queries, { account_id, resource_id: server_certificate_id })
    await deleteServerCertificateRow(call.queries, certificate)
    return {}
  },
})
