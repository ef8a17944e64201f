import { pending } from './pending.ts'

export const enableOutboundWebIdentityFederation = pending('EnableOutboundWebIdentityFederation', {})

export const getOutboundWebIdentityFederationInfo = pending('GetOutboundWebIdentityFederationInfo', {})

export const disableOutboundWebIdentityFederation = pending('DisableOutboundWebIdentityFederation', {})
