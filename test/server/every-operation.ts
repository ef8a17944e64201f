/** What to ask of every operation that is built, and what AccessDenied then calls the thing that it is about. */
import type * as Iam from '@aws-sdk/client-iam'
import type * as Sts from '@aws-sdk/client-sts'
import type { iamRegistry } from '../../src/iam/registry.ts'
import type { stsRegistry } from '../../src/sts/registry.ts'
import type { Input } from '../../src/wire/operation.ts'
import { issueCertificate } from '../iam/certificates.ts'
import { samlMetadata } from '../iam/saml-metadata.ts'
import { sshKey } from '../iam/ssh-keys.ts'
import { accountId } from '../twinlock.ts'

/** Of things that exist, or that do not. */
export interface Names {
  readonly user: string
  readonly group: string
  readonly role: string
  readonly profile: string
  readonly serverCertificate: string
  readonly openIDConnectProvider: string
  readonly samlProvider: string
  readonly policyArn: string
  readonly serialNumber: string
  readonly accessKeyId: string
}

type Built<R> = { [A in keyof R]: R[A] extends { readonly run: unknown } ? A & string : never }[keyof R]
type Questions<S, R> = { readonly [A in Built<R>]: readonly [input: Input<S, A>, resource: string] }

const arn = (resource: string) => `arn:aws:iam::${accountId}:${resource}`
const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
const Tags = [{ Key: 'key', Value: 'value' }]
const TagKeys = ['key']
const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' }
const Password = 'Not-to-be-set-1'
const SSHPublicKeyId = 'APKANOSUCHKEY0000000'
const CertificateId = 'NOSUCHCERTIFICATE222222222222222'
const ServiceSpecificCredentialId = 'ACCANOSUCHCREDENTIAL0'
const ServiceName = 'codecommit.amazonaws.com'
const ClientID = 'app'
const certificate = issueCertificate()
const SAMLMetadataDocument = samlMetadata({ certificates: [certificate] })

/** A new operation without an entry does not compile. */
export function iamQuestions(names: Names): Omit<Questions<typeof Iam, typeof iamRegistry>, 'ChangePassword'> {
  const { policyArn: PolicyArn, serialNumber: SerialNumber, accessKeyId: AccessKeyId } = names
  const UserName = names.user
  const GroupName = names.group
  const RoleName = names.role
  const InstanceProfileName = names.profile
  const ServerCertificateName = names.serverCertificate
  const OpenIDConnectProviderArn = arn(`oidc-provider/${names.openIDConnectProvider}`)
  const SAMLProviderArn = arn(`saml-provider/${names.samlProvider}`)
  const PolicyName = 'test'
  const PermissionsBoundary = PolicyArn
  const user = `user ${UserName}`
  const group = `group ${GroupName}`
  const role = `role ${RoleName}`
  const profile = `instance profile ${InstanceProfileName}`
  const policy = `policy ${PolicyArn}`
  const serverCertificate = arn(`server-certificate/${ServerCertificateName}`)
  return {
    AddClientIDToOpenIDConnectProvider: [{ OpenIDConnectProviderArn, ClientID }, OpenIDConnectProviderArn],
    AddRoleToInstanceProfile: [{ InstanceProfileName, RoleName }, profile],
    AddUserToGroup: [{ GroupName, UserName }, group],
    AttachGroupPolicy: [{ GroupName, PolicyArn }, group],
    AttachRolePolicy: [{ RoleName, PolicyArn }, role],
    AttachUserPolicy: [{ UserName, PolicyArn }, user],
    CreateAccessKey: [{ UserName }, user],
    CreateAccountAlias: [{ AccountAlias: 'acme' }, '*'],
    CreateGroup: [{ GroupName, Path: '/a/' }, group],
    CreateInstanceProfile: [{ InstanceProfileName, Tags }, profile],
    CreateLoginProfile: [{ UserName, Password }, user],
    CreateOpenIDConnectProvider: [
      { Url: `https://${names.openIDConnectProvider}`, ClientIDList: [ClientID], Tags },
      OpenIDConnectProviderArn,
    ],
    CreatePolicy: [{ PolicyName: names.user, PolicyDocument: document, Tags }, `policy ${names.user}`],
    CreatePolicyVersion: [{ PolicyArn, PolicyDocument: document }, policy],
    CreateRole: [{ RoleName, AssumeRolePolicyDocument: document, PermissionsBoundary, Tags }, role],
    CreateSAMLProvider: [{ Name: names.samlProvider, SAMLMetadataDocument, Tags }, SAMLProviderArn],
    CreateServiceLinkedRole: [
      { AWSServiceName: 'ecs.amazonaws.com' },
      arn('role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS'),
    ],
    CreateServiceSpecificCredential: [{ UserName, ServiceName }, user],
    CreateUser: [{ UserName, PermissionsBoundary, Tags }, user],
    CreateVirtualMFADevice: [{ VirtualMFADeviceName: names.user, Path: '/a/' }, arn(`mfa/a/${names.user}`)],
    DeactivateMFADevice: [{ UserName, SerialNumber }, user],
    DeleteAccessKey: [{ UserName, AccessKeyId }, user],
    DeleteAccountPasswordPolicy: [{}, '*'],
    DeleteAccountAlias: [{ AccountAlias: 'acme' }, '*'],
    DeleteGroup: [{ GroupName }, group],
    DeleteGroupPolicy: [{ GroupName, PolicyName }, group],
    DeleteInstanceProfile: [{ InstanceProfileName }, profile],
    DeleteLoginProfile: [{ UserName }, user],
    DeleteOpenIDConnectProvider: [{ OpenIDConnectProviderArn }, OpenIDConnectProviderArn],
    DeletePolicy: [{ PolicyArn }, policy],
    DeletePolicyVersion: [{ PolicyArn, VersionId: 'v1' }, policy],
    DeleteRole: [{ RoleName }, role],
    DeleteRolePermissionsBoundary: [{ RoleName }, role],
    DeleteRolePolicy: [{ RoleName, PolicyName }, role],
    DeleteSAMLProvider: [{ SAMLProviderArn }, SAMLProviderArn],
    DeleteSSHPublicKey: [{ UserName, SSHPublicKeyId }, user],
    DeleteServerCertificate: [{ ServerCertificateName }, serverCertificate],
    DeleteServiceLinkedRole: [{ RoleName }, role],
    DeleteServiceSpecificCredential: [{ UserName, ServiceSpecificCredentialId }, user],
    DeleteSigningCertificate: [{ UserName, CertificateId }, user],
    DeleteUser: [{ UserName }, user],
    DeleteUserPermissionsBoundary: [{ UserName }, user],
    DeleteUserPolicy: [{ UserName, PolicyName }, user],
    DeleteVirtualMFADevice: [{ SerialNumber }, SerialNumber],
    DetachGroupPolicy: [{ GroupName, PolicyArn }, group],
    DetachRolePolicy: [{ RoleName, PolicyArn }, role],
    DetachUserPolicy: [{ UserName, PolicyArn }, user],
    DisableOrganizationsRootCredentialsManagement: [{}, '*'],
    DisableOrganizationsRootSessions: [{}, '*'],
    EnableMFADevice: [{ UserName, SerialNumber, ...codes }, user],
    EnableOrganizationsRootCredentialsManagement: [{}, '*'],
    EnableOrganizationsRootSessions: [{}, '*'],
    GenerateCredentialReport: [{}, '*'],
    GenerateOrganizationsAccessReport: [
      { EntityPath: 'o-a1b2c3d4e5/r-f6g7' },
      arn('access-report/o-a1b2c3d4e5/r-f6g7'),
    ],
    GenerateServiceLastAccessedDetails: [{ Arn: arn(`user/${UserName}`) }, arn(`user/${UserName}`)],
    GetAccessKeyLastUsed: [{ AccessKeyId }, `access key ${AccessKeyId}`],
    GetAccountAuthorizationDetails: [{}, '*'],
    GetAccountPasswordPolicy: [{}, '*'],
    GetAccountSummary: [{}, '*'],
    GetContextKeysForCustomPolicy: [{ PolicyInputList: [document] }, '*'],
    GetContextKeysForPrincipalPolicy: [{ PolicySourceArn: arn(`user/${UserName}`) }, user],
    GetCredentialReport: [{}, '*'],
    GetGroup: [{ GroupName }, group],
    GetGroupPolicy: [{ GroupName, PolicyName }, group],
    GetInstanceProfile: [{ InstanceProfileName }, profile],
    GetLoginProfile: [{ UserName }, user],
    GetMFADevice: [{ UserName, SerialNumber }, user],
    GetOrganizationsAccessReport: [{ JobId: '00000000-0000-0000-0000-000000000000' }, '*'],
    GetOpenIDConnectProvider: [{ OpenIDConnectProviderArn }, OpenIDConnectProviderArn],
    GetPolicy: [{ PolicyArn }, policy],
    GetPolicyVersion: [{ PolicyArn, VersionId: 'v1' }, policy],
    GetRole: [{ RoleName }, role],
    GetRolePolicy: [{ RoleName, PolicyName }, role],
    GetSAMLProvider: [{ SAMLProviderArn }, SAMLProviderArn],
    GetSSHPublicKey: [{ UserName, SSHPublicKeyId, Encoding: 'SSH' }, user],
    GetServerCertificate: [{ ServerCertificateName }, serverCertificate],
    GetServiceLastAccessedDetails: [{ JobId: '00000000-0000-0000-0000-000000000000' }, '*'],
    GetServiceLastAccessedDetailsWithEntities: [
      { JobId: '00000000-0000-0000-0000-000000000000', ServiceNamespace: 'iam' },
      '*',
    ],
    GetServiceLinkedRoleDeletionStatus: [
      { DeletionTaskId: `task/aws-service-role/ecs.amazonaws.com/${RoleName}/00000000-0000-0000-0000-000000000000` },
      arn(`role/aws-service-role/ecs.amazonaws.com/${RoleName}`),
    ],
    GetUser: [{ UserName }, user],
    GetUserPolicy: [{ UserName, PolicyName }, user],
    ListAccessKeys: [{ UserName }, user],
    ListAccountAliases: [{}, '*'],
    ListAttachedGroupPolicies: [{ GroupName }, group],
    ListAttachedRolePolicies: [{ RoleName }, role],
    ListAttachedUserPolicies: [{ UserName }, user],
    ListEntitiesForPolicy: [{ PolicyArn }, policy],
    ListGroupPolicies: [{ GroupName }, group],
    ListGroups: [{ PathPrefix: '/a/' }, arn('group/a/')],
    ListGroupsForUser: [{ UserName }, user],
    ListInstanceProfileTags: [{ InstanceProfileName }, profile],
    ListInstanceProfiles: [{ PathPrefix: '/a/' }, arn('instance-profile/a/')],
    ListInstanceProfilesForRole: [{ RoleName }, role],
    ListMFADeviceTags: [{ SerialNumber }, SerialNumber],
    ListMFADevices: [{ UserName }, user],
    ListOrganizationsFeatures: [{}, '*'],
    ListOpenIDConnectProviderTags: [{ OpenIDConnectProviderArn }, OpenIDConnectProviderArn],
    ListOpenIDConnectProviders: [{}, arn('oidc-provider/*')],
    ListPolicies: [{ PathPrefix: '/a/' }, 'policy path /a/'],
    ListPoliciesGrantingServiceAccess: [
      { Arn: arn(`user/${UserName}`), ServiceNamespaces: ['iam'] },
      arn(`user/${UserName}`),
    ],
    ListPolicyTags: [{ PolicyArn }, policy],
    ListPolicyVersions: [{ PolicyArn }, policy],
    ListRolePolicies: [{ RoleName }, role],
    ListRoleTags: [{ RoleName }, role],
    ListRoles: [{ PathPrefix: '/a/' }, arn('role/a/')],
    ListSAMLProviderTags: [{ SAMLProviderArn }, SAMLProviderArn],
    ListSAMLProviders: [{}, arn('saml-provider/*')],
    ListSSHPublicKeys: [{ UserName }, user],
    ListServerCertificateTags: [{ ServerCertificateName }, serverCertificate],
    ListServerCertificates: [{ PathPrefix: '/a/' }, arn('server-certificate/a/')],
    ListServiceSpecificCredentials: [{ AllUsers: true }, arn('user/*')],
    ListSigningCertificates: [{ UserName }, user],
    ListUserPolicies: [{ UserName }, user],
    ListUserTags: [{ UserName }, user],
    ListUsers: [{ PathPrefix: '/a/' }, arn('user/a/')],
    ListVirtualMFADevices: [{}, arn('mfa/')],
    PutGroupPolicy: [{ GroupName, PolicyName, PolicyDocument: document }, group],
    PutRolePermissionsBoundary: [{ RoleName, PermissionsBoundary }, role],
    PutRolePolicy: [{ RoleName, PolicyName, PolicyDocument: document }, role],
    PutUserPermissionsBoundary: [{ UserName, PermissionsBoundary }, user],
    PutUserPolicy: [{ UserName, PolicyName, PolicyDocument: document }, user],
    RemoveClientIDFromOpenIDConnectProvider: [{ OpenIDConnectProviderArn, ClientID }, OpenIDConnectProviderArn],
    RemoveRoleFromInstanceProfile: [{ InstanceProfileName, RoleName }, profile],
    RemoveUserFromGroup: [{ GroupName, UserName }, group],
    ResetServiceSpecificCredential: [{ UserName, ServiceSpecificCredentialId }, user],
    ResyncMFADevice: [{ UserName, SerialNumber, ...codes }, user],
    SetDefaultPolicyVersion: [{ PolicyArn, VersionId: 'v1' }, policy],
    SimulateCustomPolicy: [{ PolicyInputList: [document], ActionNames: ['iam:GetUser'] }, '*'],
    SimulatePrincipalPolicy: [{ PolicySourceArn: arn(`role/${RoleName}`), ActionNames: ['iam:GetUser'] }, role],
    TagInstanceProfile: [{ InstanceProfileName, Tags }, profile],
    TagMFADevice: [{ SerialNumber, Tags }, SerialNumber],
    TagOpenIDConnectProvider: [{ OpenIDConnectProviderArn, Tags }, OpenIDConnectProviderArn],
    TagPolicy: [{ PolicyArn, Tags }, policy],
    TagRole: [{ RoleName, Tags }, role],
    TagSAMLProvider: [{ SAMLProviderArn, Tags }, SAMLProviderArn],
    TagServerCertificate: [{ ServerCertificateName, Tags }, serverCertificate],
    TagUser: [{ UserName, Tags }, user],
    UntagInstanceProfile: [{ InstanceProfileName, TagKeys }, profile],
    UntagMFADevice: [{ SerialNumber, TagKeys }, SerialNumber],
    UntagOpenIDConnectProvider: [{ OpenIDConnectProviderArn, TagKeys }, OpenIDConnectProviderArn],
    UntagPolicy: [{ PolicyArn, TagKeys }, policy],
    UntagRole: [{ RoleName, TagKeys }, role],
    UntagSAMLProvider: [{ SAMLProviderArn, TagKeys }, SAMLProviderArn],
    UntagServerCertificate: [{ ServerCertificateName, TagKeys }, serverCertificate],
    UntagUser: [{ UserName, TagKeys }, user],
    UpdateAccessKey: [{ UserName, AccessKeyId, Status: 'Inactive' }, user],
    UpdateAccountPasswordPolicy: [{}, '*'],
    UpdateAssumeRolePolicy: [{ RoleName, PolicyDocument: document }, role],
    UpdateGroup: [{ GroupName, NewGroupName: 'renamed' }, group],
    UpdateLoginProfile: [{ UserName, Password }, user],
    UpdateOpenIDConnectProviderThumbprint: [
      { OpenIDConnectProviderArn, ThumbprintList: ['0'.repeat(40)] },
      OpenIDConnectProviderArn,
    ],
    UpdateRole: [{ RoleName, Description: 'changed' }, role],
    UpdateRoleDescription: [{ RoleName, Description: 'changed' }, role],
    UpdateSAMLProvider: [{ SAMLProviderArn, SAMLMetadataDocument }, SAMLProviderArn],
    UpdateSSHPublicKey: [{ UserName, SSHPublicKeyId, Status: 'Inactive' }, user],
    UpdateServerCertificate: [{ ServerCertificateName, NewPath: '/b/' }, serverCertificate],
    UpdateServiceSpecificCredential: [{ UserName, ServiceSpecificCredentialId, Status: 'Inactive' }, user],
    UpdateSigningCertificate: [{ UserName, CertificateId, Status: 'Inactive' }, user],
    UpdateUser: [{ UserName, NewUserName: 'renamed' }, user],
    UploadSSHPublicKey: [{ UserName, SSHPublicKeyBody: sshKey }, user],
    UploadServerCertificate: [
      { ServerCertificateName, CertificateBody: certificate.pem, PrivateKey: certificate.privateKey, Tags },
      serverCertificate,
    ],
    UploadSigningCertificate: [{ UserName, CertificateBody: certificate.pem }, user],
  }
}

/** Names the operations by what policies may do about them; of those without an entry, `authorize.test.ts` gives the reason. */
type StsQuestions = Omit<
  Questions<typeof Sts, typeof stsRegistry>,
  'AssumeRole' | 'GetCallerIdentity' | 'GetSessionToken'
>

export function stsQuestions({ accessKeyId: AccessKeyId }: Names): StsQuestions {
  return {
    DecodeAuthorizationMessage: [{ EncodedMessage: 'message' }, '*'],
    GetAccessKeyInfo: [{ AccessKeyId }, '*'],
    GetFederationToken: [{ Name: 'guest', Tags }, `arn:aws:sts::${accountId}:federated-user/guest`],
  }
}
