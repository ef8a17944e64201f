/**
 * Resources: ARNs, with wildcards where AWS allows them, or `*`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */

const partitions: ReadonlySet<string> = new Set([
  '*',
  'aws',
  'aws-cn',
  'aws-eusc',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-us-gov',
])

const iamPaths = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
] as const

/** Newer than AWS's message, which does not name them. */
const newerIamPaths = ['u2f/', 'delegation-request/'] as const

/** Those resources of S3 that live in a region. */
const regionalS3Paths = ['accesspoint/', 'job/', 'storage-lens', 'async-request/', 'access-grants'] as const

/** AWS's message for a resource that does not have the form of an ARN, or undefined. */
export function findResourceFault(resource: string): string | undefined {
  if (resource === '*') return undefined
  const [prefix, partition, service, region, accountId, ...rest] = resource.split(':')
  if (partition === undefined) return `Resource ${resource} must be in ARN format or "*".`
  if (!partitions.has(partition)) {
    // What is missing is shown as `*`; so is a service that is the last part and empty.
    const shown = [service === '' && region === undefined ? '*' : service, region, accountId].map((part) => part ?? '*')
    const path = rest.length === 0 ? '*' : rest.join(':')
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${shown.join(':')}:${path}".`
  }
  if (service === undefined || /[*?]/.test(service)) {
    return 'Resource vendor must be fully qualified and cannot contain regexes.'
  }
  // AWS takes any word here and then finds no resource: a Deny would deny nothing.
  if (prefix !== 'arn') return `Resource ${resource} must be in ARN format or "*".`
  return findServiceFault(resource, service, region, rest.join(':'))
}

function findServiceFault(resource: string, service: string, region: string | undefined, path: string) {
  const startsWith = (beginnings: readonly string[]) => beginnings.some((beginning) => path.startsWith(beginning))
  if (service === 'iam' && region !== '') return `IAM resource ${resource} cannot contain region information.`
  if (service === 's3' && region !== '' && !startsWith(regionalS3Paths)) {
    return `Resource ${resource} can not contain region information.`
  }
  return service === 'iam' && path !== '*' && path !== 'root' && !startsWith(iamPaths) && !startsWith(newerIamPaths)
    ? `IAM resource path must either be "*" or start with ${iamPaths.join(', ')}.`
    : undefined
}

/** What the old parser asks of a resource whose form is right. */
export function isLegacyResource(resource: string): boolean {
  const [, , service, ...more] = resource.split(':')
  return resource === '*' || (service !== '' && (more.length >= 3 || !resource.includes('::')))
}
