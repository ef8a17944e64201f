import { openIDConnectProviderArn } from '../identity/arn.ts'
import {
  deleteOpenIDConnectProvider as deleteOpenIDConnectProviderRow,
  findOpenIDConnectProvider,
  insertOpenIDConnectProvider,
  listOpenIDConnectProviderUrls,
  updateOpenIDConnectProvider,
} from '../storage/openid-connect-providers.ts'
import { deleteAllTags } from '../storage/tags.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { listOf, text } from '../wire/limits.ts'
import { arn, tagList } from '../wire/named-limits.ts'
import {
  findProviderByArn,
  permissionOnOpenIDConnectProvider,
  readProviderUrl,
  requireOpenIDConnectProvider,
} from './openid-connect-provider.ts'
import { iamOperation } from './operation.ts'
import { readProviderArn } from './provider-arn.ts'
import { permissionsToCreate, putTags, tagsMember } from './tagging.ts'

const clientID = text({ min: 1, max: 255 })
const providerUrl = text({ min: 1, max: 255 })
const thumbprintList = listOf(text({ min: 40, max: 40 }))

const providersPerAccount = 100
const clientIdsPerProvider = 100
const thumbprintsPerProvider = 5

export const createOpenIDConnectProvider = iamOperation('CreateOpenIDConnectProvider', {
  limits: {
    Url: providerUrl,
    ClientIDList: listOf(clientID),
    ThumbprintList: thumbprintList,
    Tags: tagList,
  },
  access: 'write',
  permissions: ({ Url, Tags }, { accountId }) => {
    const on = { resource: openIDConnectProviderArn(accountId, Url.replace(/^https:\/\//, '')) }
    return permissionsToCreate(['iam:CreateOpenIDConnectProvider', 'iam:TagOpenIDConnectProvider'], on, Tags)
  },
  // Without thumbprints AWS connects to the provider and reads one from its certificate. Here nothing is sent to an address
  // that a caller chooses: the list stays empty, and the provider's certificate has to be one that Node trusts.
  async run({ Url, ClientIDList = [], ThumbprintList = [], Tags = [] }, call) {
    const { queries, accountId, now } = call
    const url = readProviderUrl(Url)
    const lists = { thumbprints: readThumbprints(ThumbprintList), clientIds: readClientIds(ClientIDList) }
    if (await findOpenIDConnectProvider(queries, accountId, url)) {
      throw new AwsFault('EntityAlreadyExists', `Provider with url ${Url} already exists.`)
    }
    if ((await listOpenIDConnectProviderUrls(queries, accountId)).length >= providersPerAccount) {
      throw quotaExceeded('OpenIdConnectProvidersPerAccount', providersPerAccount)
    }
    await insertOpenIDConnectProvider(queries, { account_id: accountId, url, created_at: now.getTime(), ...lists })
    const OpenIDConnectProviderArn = openIDConnectProviderArn(accountId, url)
    await putTags(call, OpenIDConnectProviderArn, Tags)
    return { OpenIDConnectProviderArn, ...(await tagsMember(call, OpenIDConnectProviderArn)) }
  },
})

export const getOpenIDConnectProvider = iamOperation('GetOpenIDConnectProvider', {
  limits: { OpenIDConnectProviderArn: arn },
  access: 'read',
  permissions: ({ OpenIDConnectProviderArn }, call) =>
    permissionOnOpenIDConnectProvider(call, 'iam:GetOpenIDConnectProvider', OpenIDConnectProviderArn),
  async run({ OpenIDConnectProviderArn }, call) {
    const provider = await requireOpenIDConnectProvider(call, OpenIDConnectProviderArn)
    return {
      Url: provider.url,
      ClientIDList: [...provider.clientIds],
      ThumbprintList: [...provider.thumbprints],
      CreateDate: new Date(provider.created_at),
      ...(await tagsMember(call, OpenIDConnectProviderArn)),
    }
  },
})

export const listOpenIDConnectProviders = iamOperation('ListOpenIDConnectProviders', {
  limits: {},
  access: 'read',
  permissions: (_, { accountId }) => [
    { action: 'iam:ListOpenIDConnectProviders', resource: openIDConnectProviderArn(accountId, '*') },
  ],
  async run(_, { queries, accountId }) {
    const urls = await listOpenIDConnectProviderUrls(queries, accountId)
    return { OpenIDConnectProviderList: urls.map((url) => ({ Arn: openIDConnectProviderArn(accountId, url) })) }
  },
})

export const addClientIDToOpenIDConnectProvider = iamOperation('AddClientIDToOpenIDConnectProvider', {
  limits: { OpenIDConnectProviderArn: arn, ClientID: clientID },
  access: 'write',
  permissions: ({ OpenIDConnectProviderArn }, call) =>
    permissionOnOpenIDConnectProvider(call, 'iam:AddClientIDToOpenIDConnectProvider', OpenIDConnectProviderArn),
  async run({ OpenIDConnectProviderArn, ClientID }, call) {
    const provider = await requireOpenIDConnectProvider(call, OpenIDConnectProviderArn)
    const clientIds = readClientIds([...provider.clientIds, ClientID])
    await updateOpenIDConnectProvider(call.queries, provider, { ...provider, clientIds })
    return {}
  },
})

export const removeClientIDFromOpenIDConnectProvider = iamOperation('RemoveClientIDFromOpenIDConnectProvider', {
  limits: { OpenIDConnectProviderArn: arn, ClientID: clientID },
  access: 'write',
  permissions: ({ OpenIDConnectProviderArn }, call) =>
    permissionOnOpenIDConnectProvider(call, 'iam:RemoveClientIDFromOpenIDConnectProvider', OpenIDConnectProviderArn),
  /** One that is not there does not matter. */
  async run({ OpenIDConnectProviderArn, ClientID }, call) {
    const provider = await requireOpenIDConnectProvider(call, OpenIDConnectProviderArn)
    const clientIds = provider.clientIds.filter((id) => id !== ClientID)
    await updateOpenIDConnectProvider(call.queries, provider, { ...provider, clientIds })
    return {}
  },
})

export const updateOpenIDConnectProviderThumbprint = iamOperation('UpdateOpenIDConnectProviderThumbprint', {
  limits: { OpenIDConnectProviderArn: arn, ThumbprintList: thumbprintList },
  access: 'write',
  permissions: ({ OpenIDConnectProviderArn }, call) =>
    permissionOnOpenIDConnectProvider(call, 'iam:UpdateOpenIDConnectProviderThumbprint', OpenIDConnectProviderArn),
  /** All that were there are replaced. */
  async run({ OpenIDConnectProviderArn, ThumbprintList }, call) {
    const provider = await requireOpenIDConnectProvider(call, OpenIDConnectProviderArn)
    if (ThumbprintList.length === 0) {
      throw new AwsFault('InvalidInput', 'Thumbprint list must contain at least one entry.')
    }
    const thumbprints = readThumbprints(ThumbprintList)
    await updateOpenIDConnectProvider(call.queries, provider, { ...provider, thumbprints })
    return {}
  },
})

export const deleteOpenIDConnectProvider = iamOperation('DeleteOpenIDConnectProvider', {
  limits: { OpenIDConnectProviderArn: arn },
  access: 'write',
  permissions: ({ OpenIDConnectProviderArn }, call) =>
    permissionOnOpenIDConnectProvider(call, 'iam:DeleteOpenIDConnectProvider', OpenIDConnectProviderArn),
  /** Roles that trust the provider stay as they are, and one that is not there is no error: so AWS documents it. */
  async run({ OpenIDConnectProviderArn }, call) {
    readProviderArn(OpenIDConnectProviderArn, 'oidc-provider')
    const provider = await findProviderByArn(call, OpenIDConnectProviderArn)
    if (provider) {
      await deleteAllTags(call.queries, { account_id: call.accountId, resource_id: OpenIDConnectProviderArn })
      await deleteOpenIDConnectProviderRow(call.queries, provider)
    }
    return {}
  },
})

/** Five are accepted: AWS's sentence is wrong by one. @throws AwsFault InvalidInput */
function readThumbprints(thumbprints: readonly string[]): readonly string[] {
  if (thumbprints.length > thumbprintsPerProvider) {
    throw new AwsFault('InvalidInput', `Thumbprint list must contain fewer than ${thumbprintsPerProvider} entries.`)
  }
  return thumbprints.map((thumbprint) => thumbprint.toLowerCase())
}

/** Each once. @throws AwsFault LimitExceeded */
function readClientIds(clientIds: readonly string[]): readonly string[] {
  const unique = [...new Set(clientIds)]
  if (unique.length > clientIdsPerProvider) {
    throw quotaExceeded('ClientIdsPerOpenIdConnectProvider', clientIdsPerProvider)
  }
  return unique
}
