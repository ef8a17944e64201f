import { createHash, type X509Certificate } from 'node:crypto'
import { encodeBase32 } from '../identity/base32.ts'
import {
  deleteSigningCertificate as deleteSigningCertificateRow,
  findSigningCertificate,
  insertSigningCertificate,
  listSigningCertificates as listSigningCertificateRows,
  type SigningCertificateRow,
  setSigningCertificateStatus,
} from '../storage/signing-certificates.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { text } from '../wire/limits.ts'
import { certificateBody, existingUserName, marker, maxItems, status } from '../wire/named-limits.ts'
import { malformed, parseCertificates, publicKeyOf, requireValidAt } from './certificate.ts'
import { ownerOf, userNameMember } from './credential-owner.ts'
import { requireSettableStatus } from './credential-status.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { permissionOnUser, targetUser } from './target-user.ts'

const certificateId = text({ min: 24, max: 128, pattern: String.raw`[\w]+` })

const certificatesPerUser = 2

export const uploadSigningCertificate = iamOperation('UploadSigningCertificate', {
  limits: { CertificateBody: certificateBody, UserName: existingUserName },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:UploadSigningCertificate', UserName),
  async run({ CertificateBody, UserName }, call) {
    const user = await targetUser(call, UserName)
    const owner = ownerOf(call, user)
    const id = idOf(requireSigningCertificate(CertificateBody, call.now))
    const present = await findSigningCertificate(call.queries, call.accountId, id)
    if (present) {
      if (present.owner_id !== owner.owner_id) {
        throw new AwsFault('DuplicateCertificate', 'Duplicate certificate uploaded.')
      }
      // As AWS: nothing changes, and the answer says Active whatever the certificate is.
      return { Certificate: toCertificate(user?.name, { ...present, status: 'Active' }) }
    }
    const firstOnes = { after: undefined, limit: certificatesPerUser }
    const { rows } = await listSigningCertificateRows(call.queries, owner, firstOnes)
    if (rows.length >= certificatesPerUser) throw quotaExceeded('CertificatesPerUser', certificatesPerUser)
    const row: SigningCertificateRow = {
      ...owner,
      certificate_id: id,
      body: CertificateBody,
      status: 'Active',
      uploaded_at: call.now.getTime(),
    }
    await insertSigningCertificate(call.queries, row)
    return { Certificate: toCertificate(user?.name, row) }
  },
})

export const listSigningCertificates = iamOperation('ListSigningCertificates', {
  limits: { UserName: existingUserName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ListSigningCertificates', UserName),
  async run({ UserName, ...input }, call) {
    const user = await targetUser(call, UserName)
    const page = await listSigningCertificateRows(call.queries, ownerOf(call, user), pageRequest(input))
    return { Certificates: page.rows.map((row) => toCertificate(user?.name, row)), ...pageEnd(page) }
  },
})

export const updateSigningCertificate = iamOperation('UpdateSigningCertificate', {
  limits: { CertificateId: certificateId, Status: status, UserName: existingUserName },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:UpdateSigningCertificate', UserName),
  async run({ CertificateId, Status, UserName }, call) {
    const newStatus = requireSettableStatus(Status)
    const owner = ownerOf(call, await targetUser(call, UserName))
    const wasThere = await setSigningCertificateStatus(call.queries, owner, CertificateId, newStatus)
    if (!wasThere) throw noSuchCertificate(CertificateId)
    return {}
  },
})

export const deleteSigningCertificate = iamOperation('DeleteSigningCertificate', {
  limits: { CertificateId: certificateId, UserName: existingUserName },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:DeleteSigningCertificate', UserName),
  async run({ CertificateId, UserName }, call) {
    const owner = ownerOf(call, await targetUser(call, UserName))
    const wasThere = await deleteSigningCertificateRow(call.queries, owner, CertificateId)
    if (!wasThere) throw noSuchCertificate(CertificateId)
    return {}
  },
})

/** @throws AwsFault MalformedCertificate, InvalidCertificate */
function requireSigningCertificate(body: string, now: Date): X509Certificate {
  const [certificate, ...others] = parseCertificates(body) ?? []
  if (!certificate || others.length > 0) throw malformed(`Certificate ${body} is malformed.`)
  requireValidAt(certificate, now)
  const keyType = publicKeyOf(certificate)?.asymmetricKeyType
  if (keyType !== 'rsa' && keyType !== 'ec') {
    throw new AwsFault('InvalidCertificate', 'The public key of the certificate must be an RSA or an EC key.')
  }
  return certificate
}

/** AWS's ids are made of the certificates: 32 characters, alike wherever it is uploaded. */
function idOf(certificate: X509Certificate): string {
  return encodeBase32(createHash('sha1').update(certificate.raw).digest())
}

function toCertificate(userName: string | undefined, row: SigningCertificateRow) {
  return {
    ...userNameMember(userName),
    CertificateId: row.certificate_id,
    CertificateBody: row.body,
    Status: row.status,
    UploadDate: new Date(row.uploaded_at),
  }
}

function noSuchCertificate(id: string): AwsFault {
  return new AwsFault('NoSuchEntity', `The Certificate with id ${id} cannot be found.`)
}
