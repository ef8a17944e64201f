import { listOf, text } from '../wire/limits.ts'
import { arn, tagList } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const clientID = text({ min: 1, max: 255 })
const providerUrl = text({ min: 1, max: 255 })
const thumbprintList = listOf(text({ min: 40, max: 40 }))

export const createOpenIDConnectProvider = pending('CreateOpenIDConnectProvider', {
  Url: providerUrl,
  ClientIDList: listOf(clientID),
  ThumbprintList: thumbprintList,
  Tags: tagList,
})

export const getOpenIDConnectProvider = pending('GetOpenIDConnectProvider', { OpenIDConnectProviderArn: arn })

export const listOpenIDConnectProviders = pending('ListOpenIDConnectProviders', {})

export const addClientIDToOpenIDConnectProvider = pending('AddClientIDToOpenIDConnectProvider', {
  OpenIDConnectProviderArn: arn,
  ClientID: clientID,
})

export const removeClientIDFromOpenIDConnectProvider = pending('RemoveClientIDFromOpenIDConnectProvider', {
  OpenIDConnectProviderArn: arn,
  ClientID: clientID,
})

export const updateOpenIDConnectProviderThumbprint = pending('UpdateOpenIDConnectProviderThumbprint', {
  OpenIDConnectProviderArn: arn,
  ThumbprintList: thumbprintList,
})

export const deleteOpenIDConnectProvider = pending('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn: arn })
