import { openAuthorizationMessage } from '../secrets/authorization-message.ts'
import { AwsFault } from '../wire/faults.ts'
import { text } from '../wire/limits.ts'
import { stsOperation } from './operation.ts'

export const decodeAuthorizationMessage = stsOperation('DecodeAuthorizationMessage', {
  limits: { EncodedMessage: text({ min: 1, max: 10240 }) },
  access: 'read',
  permissions: () => [{ action: 'sts:DecodeAuthorizationMessage', resource: '*' }],
  async run({ EncodedMessage }, { sealer, accountId }) {
    const DecodedMessage = openAuthorizationMessage(EncodedMessage, sealer, accountId)
    if (DecodedMessage === undefined) {
      throw new AwsFault('InvalidAuthorizationMessage', 'Message is not valid')
    }
    return { DecodedMessage }
  },
})
