import { AwsFault } from '../wire/faults.ts'
import { marker, maxItems, serverCertificateName, tagKeyList, tagList } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { permissionOnServerCertificate, requireServerCertificate } from './server-certificate.ts'
import { deleteTags, listTags, putTags, requestTagContext, tagKeysContext } from './tagging.ts'

export const tagServerCertificate = iamOperation('TagServerCertificate', {
  limits: { ServerCertificateName: serverCertificateName, Tags: tagList },
  access: 'write',
  permissions: ({ ServerCertificateName, Tags }, call) =>
    permissionOnServerCertificate(call, 'iam:TagServerCertificate', ServerCertificateName, requestTagContext(Tags)),
  async run({ ServerCertificateName, Tags }, call) {
    const { server_certificate_id } = await requireServerCertificate(call, ServerCertificateName)
    if (Tags.length === 0) throw new AwsFault('InvalidInput', 'The provided tag map must not be null/empty.')
    await putTags(call, server_certificate_id, Tags)
    return {}
  },
})

export const untagServerCertificate = iamOperation('UntagServerCertificate', {
  limits: { ServerCertificateName: serverCertificateName, TagKeys: tagKeyList },
  access: 'write',
  permissions: ({ ServerCertificateName, TagKeys }, call) =>
    permissionOnServerCertificate(call, 'iam:UntagServerCertificate', ServerCertificateName, tagKeysContext(TagKeys)),
  async run({ ServerCertificateName, TagKeys }, call) {
    const { server_certificate_id } = await requireServerCertificate(call, ServerCertificateName)
    if (TagKeys.length === 0) throw new AwsFault('InvalidInput', 'The provided tag keys must not be null/empty.')
    await deleteTags(call, server_certificate_id, TagKeys)
    return {}
  },
})

export const listServerCertificateTags = iamOperation('ListServerCertificateTags', {
  limits: { ServerCertificateName: serverCertificateName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ ServerCertificateName }, call) =>
    permissionOnServerCertificate(call, 'iam:ListServerCertificateTags', ServerCertificateName),
  async run({ ServerCertificateName, ...input }, call) {
    return listTags(call, (await requireServerCertificate(call, ServerCertificateName)).server_certificate_id, input)
  },
})
