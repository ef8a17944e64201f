import { listOf } from '../wire/limits.ts'
import { entityType, marker, maxItems } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

export const getAccountAuthorizationDetails = pending('GetAccountAuthorizationDetails', {
  Filter: listOf(entityType),
  MaxItems: maxItems,
  Marker: marker,
})
