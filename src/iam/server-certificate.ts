/** The server certificate that an operation is about, and how it is answered. */
import type { Call } from '../call.ts'
import { serverCertificateArn } from '../identity/arn.ts'
import { findServerCertificate, type ServerCertificateMetadataRow } from '../storage/server-certificates.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'

/** @throws AwsFault NoSuchEntity */
export async function requireServerCertificate(
  { queries, accountId }: Call,
  name: string,
): Promise<ServerCertificateMetadataRow> {
  const certificate = await findServerCertificate(queries, accountId, name)
  if (!certificate) throw new AwsFault('NoSuchEntity', `The Server Certificate with name ${name} cannot be found.`)
  return certificate
}

/** Asks about a certificate under the path that is stored now, however the request spells the name. */
export async function permissionOnServerCertificate(
  { queries, accountId }: Call,
  action: string,
  name: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  return [
    {
      action,
      ...serverCertificateResource(accountId, name, await findServerCertificate(queries, accountId, name)),
      context,
    },
  ]
}

/** How policies are asked about a certificate, which may not exist: a refusal must tell neither that nor the path. */
export function serverCertificateResource(
  accountId: string,
  name: string,
  certificate: Omit<ServerCertificateMetadataRow, 'name_key'> | undefined,
): Omit<Permission, 'action'> {
  return {
    resource: serverCertificateArn(accountId, certificate?.path ?? '/', certificate?.name ?? name),
    resourceName: serverCertificateArn(accountId, '/', name),
    ...(certificate && { resourceId: certificate.server_certificate_id }),
  }
}

export function toServerCertificateMetadata(certificate: Omit<ServerCertificateMetadataRow, 'name_key'>) {
  return {
    Path: certificate.path,
    ServerCertificateName: certificate.name,
    ServerCertificateId: certificate.server_certificate_id,
    Arn: serverCertificateArn(certificate.account_id, certificate.path, certificate.name),
    UploadDate: new Date(certificate.uploaded_at),
    Expiration: new Date(certificate.expires_at),
  }
}

export function serverCertificateExists(name: string): AwsFault {
  return new AwsFault('EntityAlreadyExists', `The Server Certificate with name ${name} already exists.`)
}
