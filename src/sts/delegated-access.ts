import { anything } from '../wire/limits.ts'
import { pending } from './pending.ts'

export const getDelegatedAccessToken = pending('GetDelegatedAccessToken', { TradeInToken: anything })
