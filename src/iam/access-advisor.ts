import { oneOf, text } from '../wire/limits.ts'
import { arn, jobID, marker, maxItems } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const granularity = oneOf(['SERVICE_LEVEL', 'ACTION_LEVEL'])
export const serviceNamespace = text({ min: 1, max: 64, pattern: String.raw`[\w-]*` })

export const generateServiceLastAccessedDetails = pending('GenerateServiceLastAccessedDetails', {
  Arn: arn,
  Granularity: granularity,
})

export const getServiceLastAccessedDetails = pending('GetServiceLastAccessedDetails', {
  JobId: jobID,
  MaxItems: maxItems,
  Marker: marker,
})

export const getServiceLastAccessedDetailsWithEntities = pending('GetServiceLastAccessedDetailsWithEntities', {
  JobId: jobID,
  ServiceNamespace: serviceNamespace,
  MaxItems: maxItems,
  Marker: marker,
})
