import { oneOf, text } from '../wire/limits.ts'
import { jobID, marker, maxItems } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const entityPath = text({ min: 19, max: 427, pattern: String.raw`^o-[0-9a-z]{10,32}\/r-[0-9a-z]{4,32}[0-9a-z-\/]*` })
const organizationsPolicyId = text({ pattern: '^p-[0-9a-zA-Z_]{8,128}$' })
const sortKey = oneOf([
  'SERVICE_NAMESPACE_ASCENDING',
  'SERVICE_NAMESPACE_DESCENDING',
  'LAST_AUTHENTICATED_TIME_ASCENDING',
  'LAST_AUTHENTICATED_TIME_DESCENDING',
])

export const generateOrganizationsAccessReport = pending('GenerateOrganizationsAccessReport', {
  EntityPath: entityPath,
  OrganizationsPolicyId: organizationsPolicyId,
})

export const getOrganizationsAccessReport = pending('GetOrganizationsAccessReport', {
  JobId: jobID,
  MaxItems: maxItems,
  Marker: marker,
  SortKey: sortKey,
})

export const listOrganizationsFeatures = pending('ListOrganizationsFeatures', {})

export const enableOrganizationsRootCredentialsManagement = pending('EnableOrganizationsRootCredentialsManagement', {})

export const disableOrganizationsRootCredentialsManagement = pending(
  'DisableOrganizationsRootCredentialsManagement',
  {},
)

export const enableOrganizationsRootSessions = pending('EnableOrganizationsRootSessions', {})

export const disableOrganizationsRootSessions = pending('DisableOrganizationsRootSessions', {})
