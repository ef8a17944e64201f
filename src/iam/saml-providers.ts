import { samlProviderArn } from '../identity/arn.ts'
import { encodeBase32 } from '../identity/base32.ts'
import { drawRandomBytes } from '../identity/random.ts'
import {
  deleteSamlProvider,
  findSamlProvider,
  insertSamlProvider,
  listSamlProviders,
  readSamlDocument,
  updateSamlMetadata,
} from '../storage/saml-providers.ts'
import { deleteAllTags } from '../storage/tags.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { oneOf, text } from '../wire/limits.ts'
import { arn, privateKey, tagList } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { readSamlMetadata } from './saml-metadata.ts'
import { permissionOnSamlProvider, requireSamlProvider, samlProviderName } from './saml-provider.ts'
import { permissionsToCreate, putTags, tagsMember } from './tagging.ts'

/** Whatever is longer than the server reads of a request (1 MiB) is refused before. */
const samlMetadataDocument = text({ min: 1000, max: 10000000 })
const assertionEncryptionMode = oneOf(['Required', 'Allowed'])
const privateKeyId = text({ min: 22, max: 64, pattern: '[A-Z0-9]+' })

const providersPerAccount = 100
const uuidBytes = 20

export const createSAMLProvider = iamOperation('CreateSAMLProvider', {
  limits: {
    SAMLMetadataDocument: samlMetadataDocument,
    Name: samlProviderName,
    Tags: tagList,
    AssertionEncryptionMode: assertionEncryptionMode,
    AddPrivateKey: privateKey,
  },
  access: 'write',
  permissions: ({ Name, Tags }, { accountId }) => {
    const on = { resource: samlProviderArn(accountId, Name) }
    return permissionsToCreate(['iam:CreateSAMLProvider', 'iam:TagSAMLProvider'], on, Tags)
  },
  // A document can be large.
  async prepare(input, { now }) {
    requireNoEncryption(input)
    return readSamlMetadata(input.SAMLMetadataDocument, now)
  },
  async run({ SAMLMetadataDocument, Name, Tags = [] }, call, { validUntil }) {
    const { queries, accountId, now } = call
    if (await findSamlProvider(queries, accountId, Name)) {
      throw new AwsFault('EntityAlreadyExists', `SAMLProvider with name ${Name} already exists.`)
    }
    if ((await listSamlProviders(queries, accountId)).length >= providersPerAccount) {
      throw quotaExceeded('SAMLProvidersPerAccount', providersPerAccount)
    }
    await insertSamlProvider(queries, {
      account_id: accountId,
      name: Name,
      uuid: encodeBase32(drawRandomBytes(uuidBytes)),
      metadata: SAMLMetadataDocument,
      valid_until: validUntil.getTime(),
      created_at: now.getTime(),
    })
    const SAMLProviderArn = samlProviderArn(accountId, Name)
    await putTags(call, SAMLProviderArn, Tags)
    return { SAMLProviderArn, ...(await tagsMember(call, SAMLProviderArn)) }
  },
})

export const getSAMLProvider = iamOperation('GetSAMLProvider', {
  limits: { SAMLProviderArn: arn },
  access: 'read',
  permissions: ({ SAMLProviderArn }, call) => permissionOnSamlProvider(call, 'iam:GetSAMLProvider', SAMLProviderArn),
  async run({ SAMLProviderArn }, call) {
    const provider = await requireSamlProvider(call, SAMLProviderArn)
    return {
      SAMLProviderUUID: provider.uuid,
      SAMLMetadataDocument: await readSamlDocument(call.queries, provider),
      CreateDate: new Date(provider.created_at),
      ValidUntil: new Date(provider.valid_until),
      ...(await tagsMember(call, SAMLProviderArn)),
    }
  },
})

export const listSAMLProviders = iamOperation('ListSAMLProviders', {
  limits: {},
  access: 'read',
  permissions: (_, { accountId }) => [{ action: 'iam:ListSAMLProviders', resource: samlProviderArn(accountId, '*') }],
  async run(_, { queries, accountId }) {
    const providers = await listSamlProviders(queries, accountId)
    return {
      SAMLProviderList: providers.map(({ name, valid_until, created_at }) => ({
        Arn: samlProviderArn(accountId, name),
        ValidUntil: new Date(valid_until),
        CreateDate: new Date(created_at),
      })),
    }
  },
})

export const updateSAMLProvider = iamOperation('UpdateSAMLProvider', {
  limits: {
    SAMLProviderArn: arn,
    SAMLMetadataDocument: samlMetadataDocument,
    AssertionEncryptionMode: assertionEncryptionMode,
    AddPrivateKey: privateKey,
    RemovePrivateKey: privateKeyId,
  },
  access: 'write',
  permissions: ({ SAMLProviderArn }, call) => permissionOnSamlProvider(call, 'iam:UpdateSAMLProvider', SAMLProviderArn),
  async prepare(input, { now }) {
    requireNoEncryption(input)
    const { SAMLMetadataDocument } = input
    return SAMLMetadataDocument === undefined ? undefined : readSamlMetadata(SAMLMetadataDocument, now)
  },
  async run({ SAMLProviderArn, SAMLMetadataDocument }, call, read) {
    const provider = await requireSamlProvider(call, SAMLProviderArn)
    if (SAMLMetadataDocument !== undefined && read !== undefined) {
      const change = { metadata: SAMLMetadataDocument, valid_until: read.validUntil.getTime() }
      await updateSamlMetadata(call.queries, provider, change)
    }
    return { SAMLProviderArn }
  },
})

export const deleteSAMLProvider = iamOperation('DeleteSAMLProvider', {
  limits: { SAMLProviderArn: arn },
  access: 'write',
  permissions: ({ SAMLProviderArn }, call) => permissionOnSamlProvider(call, 'iam:DeleteSAMLProvider', SAMLProviderArn),
  /** Roles that trust the provider stay as they are. */
  async run({ SAMLProviderArn }, call) {
    const provider = await requireSamlProvider(call, SAMLProviderArn)
    await deleteAllTags(call.queries, { account_id: call.accountId, resource_id: SAMLProviderArn })
    await deleteSamlProvider(call.queries, provider)
    return {}
  },
})

/** Nothing here decrypts assertions, so nobody may think that they have to be encrypted. @throws AwsFault InvalidInput */
function requireNoEncryption(input: {
  readonly AssertionEncryptionMode?: string | undefined
  readonly AddPrivateKey?: string | undefined
  readonly RemovePrivateKey?: string | undefined
}): void {
  const { AssertionEncryptionMode, AddPrivateKey, RemovePrivateKey } = input
  if ((AssertionEncryptionMode ?? AddPrivateKey ?? RemovePrivateKey) === undefined) return
  throw new AwsFault(
    'InvalidInput',
    'Encrypted SAML assertions are not supported: leave out AssertionEncryptionMode, AddPrivateKey and RemovePrivateKey.',
  )
}
