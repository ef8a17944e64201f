import { text } from '../wire/limits.ts'
import { pending } from './pending.ts'

export const decodeAuthorizationMessage = pending('DecodeAuthorizationMessage', {
  EncodedMessage: text({ min: 1, max: 10240 }),
})
