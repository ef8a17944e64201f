import type * as Iam from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import type { IamAction } from '../wire/model.ts'
import type { Operation, PendingOperation } from '../wire/operation.ts'
import * as accessAdvisor from './access-advisor.ts'
import * as accessKeys from './access-keys.ts'
import * as account from './account.ts'
import * as accountAuthorizationDetails from './account-authorization-details.ts'
import * as accountPasswordPolicy from './account-password-policy.ts'
import * as accountProperties from './account-properties.ts'
import * as credentialReport from './credential-report.ts'
import * as delegationRequests from './delegation-requests.ts'
import * as groups from './groups.ts'
import * as inlinePolicies from './inline-policies.ts'
import * as instanceProfileTags from './instance-profile-tags.ts'
import * as instanceProfiles from './instance-profiles.ts'
import * as loginProfiles from './login-profiles.ts'
import * as managedPolicies from './managed-policies.ts'
import * as mfaDeviceTags from './mfa-device-tags.ts'
import * as mfaDevices from './mfa-devices.ts'
import * as openidConnectProviderTags from './openid-connect-provider-tags.ts'
import * as openidConnectProviders from './openid-connect-providers.ts'
import * as organizations from './organizations.ts'
import * as outboundWebIdentity from './outbound-web-identity.ts'
import * as permissionsBoundaries from './permissions-boundaries.ts'
import * as policyAttachments from './policy-attachments.ts'
import * as policyHolders from './policy-holders.ts'
import * as policyTags from './policy-tags.ts'
import * as policyVersions from './policy-versions.ts'
import * as roleTags from './role-tags.ts'
import * as roleTemplates from './role-templates.ts'
import * as roles from './roles.ts'
import * as samlProviderTags from './saml-provider-tags.ts'
import * as samlProviders from './saml-providers.ts'
import * as securityTokenServicePreferences from './security-token-service-preferences.ts'
import * as serverCertificateTags from './server-certificate-tags.ts'
import * as serverCertificates from './server-certificates.ts'
import * as serviceAccess from './service-access.ts'
import * as serviceLinkedRoles from './service-linked-roles.ts'
import * as serviceSpecificCredentials from './service-specific-credentials.ts'
import * as signingCertificates from './signing-certificates.ts'
import * as simulation from './simulation.ts'
import * as sshPublicKeys from './ssh-public-keys.ts'
import * as userTags from './user-tags.ts'
import * as users from './users.ts'
import * as virtualMfaDevices from './virtual-mfa-devices.ts'

/** Every action of IAM: an operation, or one that is not built yet. An action that is left out does not compile. */
export const iamRegistry = {
  AcceptDelegationRequest: delegationRequests.acceptDelegationRequest,
  AcquireRole: roleTemplates.acquireRole,
  AddClientIDToOpenIDConnectProvider: openidConnectProviders.addClientIDToOpenIDConnectProvider,
  AddRoleToInstanceProfile: instanceProfiles.addRoleToInstanceProfile,
  AddUserToGroup: groups.addUserToGroup,
  AssociateDelegationRequest: delegationRequests.associateDelegationRequest,
  AttachGroupPolicy: policyAttachments.attachGroupPolicy,
  AttachRolePolicy: policyAttachments.attachRolePolicy,
  AttachUserPolicy: policyAttachments.attachUserPolicy,
  ChangePassword: loginProfiles.changePassword,
  CreateAccessKey: accessKeys.createAccessKey,
  CreateAccountAlias: account.createAccountAlias,
  CreateDelegationRequest: delegationRequests.createDelegationRequest,
  CreateGroup: groups.createGroup,
  CreateInstanceProfile: instanceProfiles.createInstanceProfile,
  CreateLoginProfile: loginProfiles.createLoginProfile,
  CreateOpenIDConnectProvider: openidConnectProviders.createOpenIDConnectProvider,
  CreatePolicy: managedPolicies.createPolicy,
  CreatePolicyVersion: policyVersions.createPolicyVersion,
  CreateRole: roles.createRole,
  CreateSAMLProvider: samlProviders.createSAMLProvider,
  CreateServiceLinkedRole: serviceLinkedRoles.createServiceLinkedRole,
  CreateServiceSpecificCredential: serviceSpecificCredentials.createServiceSpecificCredential,
  CreateUser: users.createUser,
  CreateVirtualMFADevice: virtualMfaDevices.createVirtualMFADevice,
  DeactivateMFADevice: mfaDevices.deactivateMFADevice,
  DeleteAccessKey: accessKeys.deleteAccessKey,
  DeleteAccountAlias: account.deleteAccountAlias,
  DeleteAccountPasswordPolicy: accountPasswordPolicy.deleteAccountPasswordPolicy,
  DeleteGroup: groups.deleteGroup,
  DeleteGroupPolicy: inlinePolicies.deleteGroupPolicy,
  DeleteInstanceProfile: instanceProfiles.deleteInstanceProfile,
  DeleteLoginProfile: loginProfiles.deleteLoginProfile,
  DeleteOpenIDConnectProvider: openidConnectProviders.deleteOpenIDConnectProvider,
  DeletePolicy: managedPolicies.deletePolicy,
  DeletePolicyVersion: policyVersions.deletePolicyVersion,
  DeleteRole: roles.deleteRole,
  DeleteRolePermissionsBoundary: permissionsBoundaries.deleteRolePermissionsBoundary,
  DeleteRolePolicy: inlinePolicies.deleteRolePolicy,
  DeleteSAMLProvider: samlProviders.deleteSAMLProvider,
  DeleteSSHPublicKey: sshPublicKeys.deleteSSHPublicKey,
  DeleteServerCertificate: serverCertificates.deleteServerCertificate,
  DeleteServiceLinkedRole: serviceLinkedRoles.deleteServiceLinkedRole,
  DeleteServiceSpecificCredential: serviceSpecificCredentials.deleteServiceSpecificCredential,
  DeleteSigningCertificate: signingCertificates.deleteSigningCertificate,
  DeleteUser: users.deleteUser,
  DeleteUserPermissionsBoundary: permissionsBoundaries.deleteUserPermissionsBoundary,
  DeleteUserPolicy: inlinePolicies.deleteUserPolicy,
  DeleteVirtualMFADevice: virtualMfaDevices.deleteVirtualMFADevice,
  DetachGroupPolicy: policyAttachments.detachGroupPolicy,
  DetachRolePolicy: policyAttachments.detachRolePolicy,
  DetachUserPolicy: policyAttachments.detachUserPolicy,
  DisableOrganizationsRootCredentialsManagement: organizations.disableOrganizationsRootCredentialsManagement,
  DisableOrganizationsRootSessions: organizations.disableOrganizationsRootSessions,
  DisableOutboundWebIdentityFederation: outboundWebIdentity.disableOutboundWebIdentityFederation,
  EnableMFADevice: mfaDevices.enableMFADevice,
  EnableOrganizationsRootCredentialsManagement: organizations.enableOrganizationsRootCredentialsManagement,
  EnableOrganizationsRootSessions: organizations.enableOrganizationsRootSessions,
  EnableOutboundWebIdentityFederation: outboundWebIdentity.enableOutboundWebIdentityFederation,
  GenerateCredentialReport: credentialReport.generateCredentialReport,
  GenerateOrganizationsAccessReport: organizations.generateOrganizationsAccessReport,
  GenerateServiceLastAccessedDetails: accessAdvisor.generateServiceLastAccessedDetails,
  GetAccessKeyLastUsed: accessKeys.getAccessKeyLastUsed,
  GetAccountAuthorizationDetails: accountAuthorizationDetails.getAccountAuthorizationDetails,
  GetAccountPasswordPolicy: accountPasswordPolicy.getAccountPasswordPolicy,
  GetAccountProperties: accountProperties.getAccountProperties,
  GetAccountSummary: account.getAccountSummary,
  GetContextKeysForCustomPolicy: simulation.getContextKeysForCustomPolicy,
  GetContextKeysForPrincipalPolicy: simulation.getContextKeysForPrincipalPolicy,
  GetCredentialReport: credentialReport.getCredentialReport,
  GetDelegationRequest: delegationRequests.getDelegationRequest,
  GetGroup: groups.getGroup,
  GetGroupPolicy: inlinePolicies.getGroupPolicy,
  GetHumanReadableSummary: delegationRequests.getHumanReadableSummary,
  GetInstanceProfile: instanceProfiles.getInstanceProfile,
  GetLoginProfile: loginProfiles.getLoginProfile,
  GetMFADevice: mfaDevices.getMFADevice,
  GetOpenIDConnectProvider: openidConnectProviders.getOpenIDConnectProvider,
  GetOrganizationsAccessReport: organizations.getOrganizationsAccessReport,
  GetOutboundWebIdentityFederationInfo: outboundWebIdentity.getOutboundWebIdentityFederationInfo,
  GetPolicy: managedPolicies.getPolicy,
  GetPolicyVersion: policyVersions.getPolicyVersion,
  GetRole: roles.getRole,
  GetRolePolicy: inlinePolicies.getRolePolicy,
  GetRoleTemplateVersion: roleTemplates.getRoleTemplateVersion,
  GetSAMLProvider: samlProviders.getSAMLProvider,
  GetSSHPublicKey: sshPublicKeys.getSSHPublicKey,
  GetServerCertificate: serverCertificates.getServerCertificate,
  GetServiceLastAccessedDetails: accessAdvisor.getServiceLastAccessedDetails,
  GetServiceLastAccessedDetailsWithEntities: accessAdvisor.getServiceLastAccessedDetailsWithEntities,
  GetServiceLinkedRoleDeletionStatus: serviceLinkedRoles.getServiceLinkedRoleDeletionStatus,
  GetUser: users.getUser,
  GetUserPolicy: inlinePolicies.getUserPolicy,
  ListAccessKeys: accessKeys.listAccessKeys,
  ListAccountAliases: account.listAccountAliases,
  ListAttachedGroupPolicies: policyAttachments.listAttachedGroupPolicies,
  ListAttachedRolePolicies: policyAttachments.listAttachedRolePolicies,
  ListAttachedUserPolicies: policyAttachments.listAttachedUserPolicies,
  ListDelegationRequests: delegationRequests.listDelegationRequests,
  ListEntitiesForPolicy: policyHolders.listEntitiesForPolicy,
  ListGroupPolicies: inlinePolicies.listGroupPolicies,
  ListGroups: groups.listGroups,
  ListGroupsForUser: groups.listGroupsForUser,
  ListInstanceProfileTags: instanceProfileTags.listInstanceProfileTags,
  ListInstanceProfiles: instanceProfiles.listInstanceProfiles,
  ListInstanceProfilesForRole: instanceProfiles.listInstanceProfilesForRole,
  ListMFADeviceTags: mfaDeviceTags.listMFADeviceTags,
  ListMFADevices: mfaDevices.listMFADevices,
  ListOpenIDConnectProviderTags: openidConnectProviderTags.listOpenIDConnectProviderTags,
  ListOpenIDConnectProviders: openidConnectProviders.listOpenIDConnectProviders,
  ListOrganizationsFeatures: organizations.listOrganizationsFeatures,
  ListPolicies: managedPolicies.listPolicies,
  ListPoliciesGrantingServiceAccess: serviceAccess.listPoliciesGrantingServiceAccess,
  ListPolicyTags: policyTags.listPolicyTags,
  ListPolicyVersions: policyVersions.listPolicyVersions,
  ListRolePolicies: inlinePolicies.listRolePolicies,
  ListRoleTags: roleTags.listRoleTags,
  ListRoles: roles.listRoles,
  ListSAMLProviderTags: samlProviderTags.listSAMLProviderTags,
  ListSAMLProviders: samlProviders.listSAMLProviders,
  ListSSHPublicKeys: sshPublicKeys.listSSHPublicKeys,
  ListServerCertificateTags: serverCertificateTags.listServerCertificateTags,
  ListServerCertificates: serverCertificates.listServerCertificates,
  ListServiceSpecificCredentials: serviceSpecificCredentials.listServiceSpecificCredentials,
  ListSigningCertificates: signingCertificates.listSigningCertificates,
  ListUserPolicies: inlinePolicies.listUserPolicies,
  ListUserTags: userTags.listUserTags,
  ListUsers: users.listUsers,
  ListVirtualMFADevices: virtualMfaDevices.listVirtualMFADevices,
  PutAccountProperties: accountProperties.putAccountProperties,
  PutGroupPolicy: inlinePolicies.putGroupPolicy,
  PutRolePermissionsBoundary: permissionsBoundaries.putRolePermissionsBoundary,
  PutRolePolicy: inlinePolicies.putRolePolicy,
  PutUserPermissionsBoundary: permissionsBoundaries.putUserPermissionsBoundary,
  PutUserPolicy: inlinePolicies.putUserPolicy,
  RejectDelegationRequest: delegationRequests.rejectDelegationRequest,
  RemoveClientIDFromOpenIDConnectProvider: openidConnectProviders.removeClientIDFromOpenIDConnectProvider,
  RemoveRoleFromInstanceProfile: instanceProfiles.removeRoleFromInstanceProfile,
  RemoveUserFromGroup: groups.removeUserFromGroup,
  ResetServiceSpecificCredential: serviceSpecificCredentials.resetServiceSpecificCredential,
  ResyncMFADevice: mfaDevices.resyncMFADevice,
  SendDelegationToken: delegationRequests.sendDelegationToken,
  SetDefaultPolicyVersion: policyVersions.setDefaultPolicyVersion,
  SetSecurityTokenServicePreferences: securityTokenServicePreferences.setSecurityTokenServicePreferences,
  SimulateCustomPolicy: simulation.simulateCustomPolicy,
  SimulatePrincipalPolicy: simulation.simulatePrincipalPolicy,
  TagInstanceProfile: instanceProfileTags.tagInstanceProfile,
  TagMFADevice: mfaDeviceTags.tagMFADevice,
  TagOpenIDConnectProvider: openidConnectProviderTags.tagOpenIDConnectProvider,
  TagPolicy: policyTags.tagPolicy,
  TagRole: roleTags.tagRole,
  TagSAMLProvider: samlProviderTags.tagSAMLProvider,
  TagServerCertificate: serverCertificateTags.tagServerCertificate,
  TagUser: userTags.tagUser,
  UntagInstanceProfile: instanceProfileTags.untagInstanceProfile,
  UntagMFADevice: mfaDeviceTags.untagMFADevice,
  UntagOpenIDConnectProvider: openidConnectProviderTags.untagOpenIDConnectProvider,
  UntagPolicy: policyTags.untagPolicy,
  UntagRole: roleTags.untagRole,
  UntagSAMLProvider: samlProviderTags.untagSAMLProvider,
  UntagServerCertificate: serverCertificateTags.untagServerCertificate,
  UntagUser: userTags.untagUser,
  UpdateAccessKey: accessKeys.updateAccessKey,
  UpdateAccountPasswordPolicy: accountPasswordPolicy.updateAccountPasswordPolicy,
  UpdateAssumeRolePolicy: roles.updateAssumeRolePolicy,
  UpdateDelegationRequest: delegationRequests.updateDelegationRequest,
  UpdateGroup: groups.updateGroup,
  UpdateLoginProfile: loginProfiles.updateLoginProfile,
  UpdateOpenIDConnectProviderThumbprint: openidConnectProviders.updateOpenIDConnectProviderThumbprint,
  UpdateRole: roles.updateRole,
  UpdateRoleDescription: roles.updateRoleDescription,
  UpdateSAMLProvider: samlProviders.updateSAMLProvider,
  UpdateSSHPublicKey: sshPublicKeys.updateSSHPublicKey,
  UpdateServerCertificate: serverCertificates.updateServerCertificate,
  UpdateServiceSpecificCredential: serviceSpecificCredentials.updateServiceSpecificCredential,
  UpdateSigningCertificate: signingCertificates.updateSigningCertificate,
  UpdateUser: users.updateUser,
  UploadSSHPublicKey: sshPublicKeys.uploadSSHPublicKey,
  UploadServerCertificate: serverCertificates.uploadServerCertificate,
  UploadSigningCertificate: signingCertificates.uploadSigningCertificate,
} satisfies { readonly [A in IamAction]: Operation<typeof Iam, A, Call> | PendingOperation<typeof Iam, A> }
