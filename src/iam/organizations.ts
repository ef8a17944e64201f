/** What belongs to AWS Organizations. An account here is in no organization, and reads what AWS answers such an account. */
import type { Call } from '../call.ts'
import { AwsFault } from '../wire/faults.ts'
import { oneOf, text } from '../wire/limits.ts'
import { jobID, marker, maxItems } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'

const entityPath = text({ min: 19, max: 427, pattern: String.raw`^o-[0-9a-z]{10,32}\/r-[0-9a-z]{4,32}[0-9a-z-\/]*` })
const organizationsPolicyId = text({ pattern: '^p-[0-9a-zA-Z_]{8,128}$' })
const sortKey = oneOf([
  'SERVICE_NAMESPACE_ASCENDING',
  'SERVICE_NAMESPACE_DESCENDING',
  'LAST_AUTHENTICATED_TIME_ASCENDING',
  'LAST_AUTHENTICATED_TIME_DESCENDING',
])

export const generateOrganizationsAccessReport = iamOperation('GenerateOrganizationsAccessReport', {
  limits: { EntityPath: entityPath, OrganizationsPolicyId: organizationsPolicyId },
  access: 'read',
  permissions: ({ EntityPath, OrganizationsPolicyId }, { accountId }) => [
    {
      action: 'iam:GenerateOrganizationsAccessReport',
      resource: accessReportArn(accountId, EntityPath),
      context: OrganizationsPolicyId === undefined ? {} : { 'iam:OrganizationsPolicyId': [OrganizationsPolicyId] },
    },
  ],
  // AWS refuses so whoever asks about an organization that is not the own one. The model has no error for it.
  async run({ EntityPath }, { accountId, caller }) {
    const asked = `iam:GenerateOrganizationsAccessReport on resource: ${accessReportArn(accountId, EntityPath)}`
    const message = `User: ${caller.principal.arn} is not authorized to perform: ${asked}`
    throw new AwsFault('AccessDenied', `${message} because the account ${accountId} is not in that organization`)
  },
})

export const getOrganizationsAccessReport = iamOperation('GetOrganizationsAccessReport', {
  limits: { JobId: jobID, MaxItems: maxItems, Marker: marker, SortKey: sortKey },
  access: 'read',
  permissions: () => [{ action: 'iam:GetOrganizationsAccessReport', resource: '*' }],
  async run({ JobId }) {
    throw noSuchJob(JobId)
  },
})

export function noSuchJob(jobId: string): AwsFault {
  return new AwsFault('NoSuchEntity', `Job ${jobId} does not exist.`)
}

export const listOrganizationsFeatures = iamOperation('ListOrganizationsFeatures', {
  limits: {},
  ...feature('iam:ListOrganizationsFeatures'),
})

export const enableOrganizationsRootCredentialsManagement = iamOperation(
  'EnableOrganizationsRootCredentialsManagement',
  { limits: {}, ...feature('iam:EnableOrganizationsRootCredentialsManagement') },
)

export const disableOrganizationsRootCredentialsManagement = iamOperation(
  'DisableOrganizationsRootCredentialsManagement',
  { limits: {}, ...feature('iam:DisableOrganizationsRootCredentialsManagement') },
)

export const enableOrganizationsRootSessions = iamOperation('EnableOrganizationsRootSessions', {
  limits: {},
  ...feature('iam:EnableOrganizationsRootSessions'),
})

export const disableOrganizationsRootSessions = iamOperation('DisableOrganizationsRootSessions', {
  limits: {},
  ...feature('iam:DisableOrganizationsRootSessions'),
})

/** Whoever may not ask does not hear whether there is an organization. */
function feature(action: string) {
  return {
    access: 'read' as const,
    permissions: () => [{ action, resource: '*' }],
    async run(_: object, { accountId }: Call): Promise<never> {
      const reason = 'The request was rejected because no organization is associated with your account'
      throw new AwsFault('OrganizationNotFound', `${reason} ${accountId}.`)
    },
  }
}

function accessReportArn(accountId: string, entityPath: string): string {
  return `arn:aws:iam::${accountId}:access-report/${entityPath}`
}
