/** Which policies of a user, group or role have to do with a service. */
import { AwsFault } from '../wire/faults.ts'
import { listOf } from '../wire/limits.ts'
import { arn, marker } from '../wire/named-limits.ts'
import { serviceNamespace } from './access-advisor.ts'
import { permissionOnSubject, requireSubject, unsupportedSubject } from './access-subject.ts'
import { grantsAccess } from './granted-services.ts'
import { findHeldPolicies } from './held-policies.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageOf } from './paging.ts'

export const listPoliciesGrantingServiceAccess = iamOperation('ListPoliciesGrantingServiceAccess', {
  limits: { Arn: arn, ServiceNamespaces: listOf(serviceNamespace, { min: 1, max: 200 }), Marker: marker },
  access: 'read',
  permissions: ({ Arn }, call) => permissionOnSubject(call, 'iam:ListPoliciesGrantingServiceAccess', Arn),
  async run({ Arn, ServiceNamespaces, ...input }, call) {
    const subject = await requireSubject(call, Arn)
    if (subject.kind === 'policy') throw unsupportedSubject(Arn)
    // AWS knows all its services; ours may be fewer, so that only what cannot be one is refused.
    const invalid = ServiceNamespaces.filter((namespace) => /[^a-z0-9-]/.test(namespace))
    if (invalid.length > 0) throw new AwsFault('InvalidInput', `Invalid service namespace: [${invalid.join(', ')}]`)
    const policies = await findHeldPolicies(call, subject)
    const page = pageOf([...new Set(ServiceNamespaces)], input, (namespace) => namespace)
    const PoliciesGrantingServiceAccess = page.rows.map((namespace) => ({
      ServiceNamespace: namespace,
      Policies: policies.filter(({ document }) => grantsAccess([document], namespace)).map(({ shown }) => shown),
    }))
    return { PoliciesGrantingServiceAccess, ...pageEnd(page) }
  },
})
