/** Not in AWS's published model yet: the SDK's documentation gives no limits. */
import { anything } from '../wire/limits.ts'
import { pending } from './pending.ts'

export const getAccountProperties = pending('GetAccountProperties', {})

export const putAccountProperties = pending('PutAccountProperties', { Properties: anything })
