/** The names of actions. AWS does not ask whether an action exists, but in trust policies. */

/** AWS's message, or undefined. The name may hold anything, spaces too; what does not exist is never asked for. */
export function findActionFault(action: string): string | undefined {
  if (action === '*') return undefined
  const parts = action.split(':')
  const [vendor = ''] = parts
  if (parts.length === 1) return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'
  if (parts.length > 2) return 'Actions/Condition can contain only one colon.'
  return vendor === '*' || /^[A-Za-z0-9.-]+$/.test(vendor) ? undefined : `Vendor ${vendor} is not valid`
}

/** What a role's trust policy may speak of: the actions of STS, or a pattern of them. */
export function isTrustAction(action: string): boolean {
  const [vendor = '', name = '', ...more] = action.toLowerCase().split(':')
  return vendor === 'sts' && more.length === 0 && (/[*?]/.test(name) || trustActions.has(name))
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
const trustActions: ReadonlySet<string> = new Set([
  'assumerole',
  'assumerolewithsaml',
  'assumerolewithwebidentity',
  'decodeauthorizationmessage',
  'getaccesskeyinfo',
  'getcalleridentity',
  'getfederationtoken',
  'getservicebearertoken',
  'getsessiontoken',
  'setcontext',
  'setsourceidentity',
  'tagsession',
])
