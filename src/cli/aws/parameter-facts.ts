/**
 * What AWS's service model says of parameters and its schemas do not: the least length of a string or list, the least
 * number, the values of an enumeration. A name means the same wherever it occurs, but for those that name the action.
 */

/** Checked before a request is sent, as the AWS CLI does. Upper limits are not. */
const minimums: Readonly<Record<string, number>> = {
  AWSServiceName: 1,
  AccessKeyId: 16,
  AccountAlias: 3,
  AddPrivateKey: 1,
  Arn: 20,
  AssumeRolePolicyDocument: 1,
  AuthenticationCode1: 6,
  AuthenticationCode2: 6,
  CallerArn: 1,
  CertificateBody: 1,
  CertificateChain: 1,
  CertificateId: 24,
  ClientID: 1,
  ContextAssertion: 4,
  ContextKeyName: 5,
  'CreateDelegationRequest.Name': 5,
  'CreateSAMLProvider.Name': 1,
  CredentialAgeDays: 1,
  CustomSuffix: 1,
  DelegationRequestId: 16,
  DeletionTaskId: 1,
  DurationSeconds: 900,
  'AssumeRoot.DurationSeconds': 0,
  'GetWebIdentityToken.DurationSeconds': 60,
  EncodedMessage: 1,
  EntityArn: 20,
  EntityPath: 19,
  ExternalId: 2,
  'GetFederationToken.Name': 2,
  GroupName: 1,
  InstanceProfileName: 1,
  JobId: 36,
  Key: 1,
  Locale: 2,
  Marker: 1,
  MaxItems: 1,
  MaxPasswordAge: 1,
  MaxSessionDuration: 3600,
  MinimumPasswordLength: 6,
  NewGroupName: 1,
  NewPassword: 1,
  NewPath: 1,
  NewServerCertificateName: 1,
  NewUserName: 1,
  NotificationChannel: 2,
  OldPassword: 1,
  OpenIDConnectProviderArn: 20,
  OwnerId: 20,
  Password: 1,
  PasswordReusePrevention: 1,
  Path: 1,
  PathPrefix: 1,
  PermissionsBoundary: 20,
  Policy: 1,
  PolicyArn: 20,
  PolicyDocument: 1,
  PolicyName: 1,
  PolicySourceArn: 20,
  PolicyTemplateArn: 20,
  PrincipalArn: 20,
  PrivateKey: 1,
  ProviderArn: 20,
  ProviderId: 4,
  RedirectUrl: 1,
  RemovePrivateKey: 22,
  RequestorWorkflowId: 5,
  ResourceHandlingOption: 1,
  ResourceOwner: 1,
  ResourcePolicy: 1,
  RoleArn: 20,
  RoleName: 1,
  RoleSessionName: 2,
  SAMLAssertion: 4,
  SAMLMetadataDocument: 1000,
  SAMLProviderArn: 20,
  SSHPublicKeyBody: 1,
  SSHPublicKeyId: 20,
  SerialNumber: 9,
  ServerCertificateName: 1,
  ServiceNamespace: 1,
  ServiceSpecificCredentialId: 20,
  SessionDuration: 300,
  SigningAlgorithm: 5,
  SourceIdentity: 2,
  TargetPrincipal: 12,
  TokenCode: 6,
  Url: 1,
  UserName: 1,
  VirtualMFADeviceName: 1,
  WebIdentityToken: 4,
  arn: 20,
}

/** Of the items of a list. */
const itemMinimums: Readonly<Record<string, number>> = {
  ActionNames: 3,
  Audience: 1,
  ClientIDList: 1,
  PermissionsBoundaryPolicyInputList: 1,
  PolicyInputList: 1,
  ResourceArns: 1,
  ServiceNamespaces: 1,
  TagKeys: 1,
  ThumbprintList: 40,
  TransitiveTagKeys: 1,
}

/** Of the count of items. */
const countMinimums: Readonly<Record<string, number>> = { Audience: 1, ProvidedContexts: 1, ServiceNamespaces: 1 }

const entityTypes = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy']

const enumerations: Readonly<Record<string, readonly string[]>> = {
  AssertionEncryptionMode: ['Required', 'Allowed'],
  AssignmentStatus: ['Assigned', 'Unassigned', 'Any'],
  ContextKeyType: [
    ...['string', 'stringList', 'numeric', 'numericList', 'boolean', 'booleanList'],
    ...['ip', 'ipList', 'binary', 'binaryList', 'date', 'dateList'],
  ],
  Encoding: ['SSH', 'PEM'],
  EntityFilter: entityTypes,
  Filter: entityTypes,
  GlobalEndpointTokenVersion: ['v1Token', 'v2Token'],
  Granularity: ['SERVICE_LEVEL', 'ACTION_LEVEL'],
  PolicyUsageFilter: ['PermissionsPolicy', 'PermissionsBoundary'],
  Scope: ['All', 'AWS', 'Local'],
  SortKey: [
    ...['SERVICE_NAMESPACE_ASCENDING', 'SERVICE_NAMESPACE_DESCENDING'],
    ...['LAST_AUTHENTICATED_TIME_ASCENDING', 'LAST_AUTHENTICATED_TIME_DESCENDING'],
  ],
  Status: ['Active', 'Inactive', 'Expired'],
  Type: ['string', 'stringList'],
}

export function minimumOf(action: string, member: string): number | undefined {
  return minimums[`${action}.${member}`] ?? minimums[member]
}

export function itemMinimumOf(member: string): number | undefined {
  return itemMinimums[member]
}

export function countMinimumOf(member: string): number | undefined {
  return countMinimums[member]
}

/** The values of the member, or of its items. */
export function valuesOf(action: string, member: string): readonly string[] | undefined {
  // GetWebIdentityToken has a Scope of its own, which is no enumeration.
  return member === 'Scope' && action !== 'ListPolicies' ? undefined : enumerations[member]
}
