import { oneOf, text } from '../wire/limits.ts'
import { arn, privateKey, tagList } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const samlMetadataDocument = text({ min: 1000, max: 10000000 })
const samlProviderName = text({ min: 1, max: 128, pattern: String.raw`[\w._-]+` })
const assertionEncryptionMode = oneOf(['Required', 'Allowed'])
const privateKeyId = text({ min: 22, max: 64, pattern: '[A-Z0-9]+' })

export const createSAMLProvider = pending('CreateSAMLProvider', {
  SAMLMetadataDocument: samlMetadataDocument,
  Name: samlProviderName,
  Tags: tagList,
  AssertionEncryptionMode: assertionEncryptionMode,
  AddPrivateKey: privateKey,
})

export const getSAMLProvider = pending('GetSAMLProvider', { SAMLProviderArn: arn })

export const listSAMLProviders = pending('ListSAMLProviders', {})

export const updateSAMLProvider = pending('UpdateSAMLProvider', {
  SAMLProviderArn: arn,
  SAMLMetadataDocument: samlMetadataDocument,
  AssertionEncryptionMode: assertionEncryptionMode,
  AddPrivateKey: privateKey,
  RemovePrivateKey: privateKeyId,
})

export const deleteSAMLProvider = pending('DeleteSAMLProvider', { SAMLProviderArn: arn })
