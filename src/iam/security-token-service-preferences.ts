import { oneOf } from '../wire/limits.ts'
import { pending } from './pending.ts'

export const setSecurityTokenServicePreferences = pending('SetSecurityTokenServicePreferences', {
  GlobalEndpointTokenVersion: oneOf(['v1Token', 'v2Token']),
})
