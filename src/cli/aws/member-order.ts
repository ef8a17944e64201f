/**
 * The order of members as the AWS CLI has it: that of AWS's service model. The SDK puts required members first, so these
 * structures differ; of each the first members are named here, and the others follow in the SDK's order.
 */
import type { Member, Structure } from '../../wire/model.ts'

/** By the action whose parameters they are. */
const ofParameters: Readonly<Record<string, string>> = {
  CreateDelegationRequest:
    'OwnerAccountId Description Permissions RequestMessage RequestorWorkflowId RedirectUrl NotificationChannel SessionDuration',
  CreateGroup: 'Path',
  CreatePolicy: 'PolicyName Path',
  CreateRole: 'Path',
  CreateUser: 'Path',
  CreateVirtualMFADevice: 'Path',
  DeactivateMFADevice: 'UserName',
  DeleteAccessKey: 'UserName',
  DeleteServiceSpecificCredential: 'UserName',
  DeleteSigningCertificate: 'UserName',
  GetWebIdentityToken: 'Audience DurationSeconds',
  ListPoliciesGrantingServiceAccess: 'Marker',
  ResetServiceSpecificCredential: 'UserName',
  SimulateCustomPolicy: 'PolicyInputList PermissionsBoundaryPolicyInputList',
  SimulatePrincipalPolicy: 'PolicySourceArn PolicyInputList PermissionsBoundaryPolicyInputList',
  UpdateAccessKey: 'UserName',
  UpdateSAMLProvider: 'SAMLMetadataDocument',
  UpdateServiceSpecificCredential: 'UserName',
  UpdateSigningCertificate: 'UserName',
  UploadServerCertificate: 'Path',
  UploadSigningCertificate: 'UserName',
}

/** By the action that answers them, or the member that holds them. */
const ofAnswers: Readonly<Record<string, string>> = {
  AccessKeyLastUsed: 'LastUsedDate',
  EvaluationResults: 'EvalActionName EvalResourceName',
  GetMFADevice: 'UserName',
  GetServiceLastAccessedDetails: 'JobStatus JobType',
  ServicesLastAccessed: 'ServiceName LastAuthenticated',
  ServiceSpecificCredential:
    'CreateDate ExpirationDate ServiceName ServiceUserName ServicePassword ServiceCredentialAlias ServiceCredentialSecret',
  ServiceSpecificCredentials: 'UserName Status ServiceUserName ServiceCredentialAlias CreateDate ExpirationDate',
}

export function orderParameters(action: string, input: Structure): readonly Member[] {
  return order(input, ofParameters[action])
}

/** @param holder the action that answers the structure, or the member that holds it or the list of it. */
export function orderAnswer(holder: string, output: Structure): readonly Member[] {
  return order(output, ofAnswers[holder])
}

function order({ members }: Structure, first: string | undefined): readonly Member[] {
  if (first === undefined) return members
  const names = first.split(' ')
  const leading = names.flatMap((name) => members.find((member) => member.name === name) ?? [])
  return [...leading, ...members.filter(({ name }) => !names.includes(name))]
}
