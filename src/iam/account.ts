import { findAccount, setAlias } from '../storage/accounts.ts'
import { countAccount } from '../storage/summary.ts'
import { AwsFault } from '../wire/faults.ts'
import { accountAlias, marker, maxItems } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'

export const createAccountAlias = iamOperation('CreateAccountAlias', {
  limits: { AccountAlias: accountAlias },
  access: 'write',
  permissions: () => [{ action: 'iam:CreateAccountAlias', resource: '*' }],
  async run({ AccountAlias }, { queries, accountId }) {
    // It would be taken for the account id at sign-in.
    if (/^\d{12}$/.test(AccountAlias)) {
      throw new AwsFault('InvalidInput', 'The account alias must not be a number of twelve digits.')
    }
    const account = await findAccount(queries, accountId)
    if (account?.alias === AccountAlias) {
      throw new AwsFault('EntityAlreadyExists', `The account alias ${AccountAlias} already exists.`)
    }
    // An account has one alias: a new one takes the place of the old.
    await setAlias(queries, accountId, AccountAlias)
    return {}
  },
})

export const listAccountAliases = iamOperation('ListAccountAliases', {
  limits: { Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: () => [{ action: 'iam:ListAccountAliases', resource: '*' }],
  async run(_, { queries, accountId }) {
    const account = await findAccount(queries, accountId)
    return { AccountAliases: account?.alias ? [account.alias] : [], IsTruncated: false }
  },
})

export const deleteAccountAlias = iamOperation('DeleteAccountAlias', {
  limits: { AccountAlias: accountAlias },
  access: 'write',
  permissions: () => [{ action: 'iam:DeleteAccountAlias', resource: '*' }],
  async run({ AccountAlias }, { queries, accountId }) {
    const account = await findAccount(queries, accountId)
    if (account?.alias !== AccountAlias) {
      throw new AwsFault('NoSuchEntity', `The account alias ${AccountAlias} cannot be found.`)
    }
    await setAlias(queries, accountId, null)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const quotas = {
  AccessKeysPerUserQuota: 2,
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  PolicyVersionsInUseQuota: 10000,
  RolePolicySizeQuota: 10240,
  RolesQuota: 1000,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
}

export const getAccountSummary = iamOperation('GetAccountSummary', {
  limits: {},
  access: 'read',
  permissions: () => [{ action: 'iam:GetAccountSummary', resource: '*' }],
  async run(_, { queries, accountId }) {
    const counts = await countAccount(queries, accountId)
    return {
      SummaryMap: {
        ...quotas,
        // Whatever begins with Account: root's, not the users'.
        AccountSigningCertificatesPresent: counts.rootSigningCertificates > 0 ? 1 : 0,
        Providers: counts.openIDConnectProviders + counts.samlProviders,
        ServerCertificates: counts.serverCertificates,
        AccountAccessKeysPresent: counts.rootAccessKeys > 0 ? 1 : 0,
        AccountMFAEnabled: counts.rootCodeDevices + counts.rootPasskeys > 0 ? 1 : 0,
        AccountPasswordPresent: 1,
        GlobalEndpointTokenVersion: 2,
        Groups: counts.groups,
        InstanceProfiles: counts.instanceProfiles,
        MFADevices: counts.mfaDevices + counts.passkeys,
        MFADevicesInUse: counts.mfaDevicesInUse + counts.passkeys,
        Policies: counts.policies,
        PolicyVersionsInUse: counts.policyVersions,
        Roles: counts.roles,
        Users: counts.users,
      },
    }
  },
})
