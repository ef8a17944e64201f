/**
 * Answers of operations that no server of ours gives yet, to compare how they are printed: policies, maps, bytes, and the
 * structures whose members AWS's model has in another order than the SDK. They leave in no order that anybody expects.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { operationModel, type ServiceName } from '../../../src/wire/model.ts'
import { encodeSuccess } from '../../../src/wire/xml.ts'

const date = new Date('2026-01-01T00:00:00Z')
const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Ohne MFA: nein, größer 日本',
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:GetSessionToken'],
      Resource: '*',
      Condition: {
        BoolIfExists: { 'aws:MultiFactorAuthPresent': false },
        NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 },
      },
    },
  ],
}
const document = encodeURIComponent(JSON.stringify(policy))
const role = {
  Tags: [{ Value: '', Key: 'empty' }],
  RoleLastUsed: { Region: 'eu-west-1', LastUsedDate: date },
  Description: '',
  MaxSessionDuration: 3600,
  AssumeRolePolicyDocument: document,
  CreateDate: date,
  Arn: 'arn:aws:iam::123456789012:role/deploy',
  RoleId: 'AROAAAAAAAAAAAAAAAAAA',
  RoleName: 'deploy',
  Path: '/',
}
const group = {
  Arn: 'arn:aws:iam::123456789012:group/admins',
  CreateDate: date,
  GroupId: 'AGPAAAAAAAAAAAAAAAAAA',
  GroupName: 'admins',
  Path: '/',
}
const user = {
  CreateDate: date,
  Arn: 'arn:aws:iam::123456789012:user/alice',
  UserId: 'AIDAAAAAAAAAAAAAAAAAA',
  UserName: 'alice',
  Path: '/',
}
const evaluation = {
  EvalDecision: 'explicitDeny',
  EvalDecisionDetails: { 'Resource Policy': 'allowed', 'IAM Policy': 'explicitDeny' },
  EvalResourceName: '*',
  MissingContextValues: ['aws:MultiFactorAuthAge'],
  MatchedStatements: [
    {
      EndPosition: { Column: 3, Line: 2 },
      StartPosition: { Column: 1, Line: 1 },
      SourcePolicyType: 'IAM Policy',
      SourcePolicyId: 'x',
    },
  ],
  EvalActionName: 'iam:GetUser',
}

const answers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  GetRole: { Role: role },
  ListRoles: { IsTruncated: false, Roles: [role, { ...role, RoleName: 'second', Tags: [] }] },
  GetPolicyVersion: {
    PolicyVersion: { IsDefaultVersion: true, VersionId: 'v1', CreateDate: date, Document: document },
  },
  GetUserPolicy: { PolicyDocument: 'no JSON: 100%', PolicyName: 'broken', UserName: 'alice' },
  GetAccountAuthorizationDetails: {
    Policies: [
      { PolicyVersionList: [{ VersionId: 'v1', Document: document }], PolicyName: 'mfa', IsAttachable: false },
    ],
    UserDetailList: [
      { ...user, UserPolicyList: [{ PolicyDocument: document, PolicyName: 'p' }], GroupList: ['admins', 'x'] },
    ],
    RoleDetailList: [],
    GroupDetailList: [{ ...group, AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] }],
    IsTruncated: false,
  },
  GetGroup: { IsTruncated: false, Users: [user], Group: group },
  ListEntitiesForPolicy: {
    PolicyUsers: [{ UserName: 'alice' }, { UserName: 'bob' }],
    PolicyRoles: [],
    PolicyGroups: [{ GroupName: 'admins', GroupId: 'AGPAAAAAAAAAAAAAAAAAA' }],
  },
  GetCredentialReport: {
    ReportFormat: 'text/csv',
    GeneratedTime: date,
    Content: Buffer.from('user,arn\nalice,größe\n'),
  },
  SimulateCustomPolicy: { EvaluationResults: [evaluation], IsTruncated: false },
  GetServiceLastAccessedDetails: {
    JobCompletionDate: date,
    ServicesLastAccessed: [
      { TotalAuthenticatedEntities: 1, ServiceNamespace: 'iam', LastAuthenticated: date, ServiceName: 'AWS IAM' },
    ],
    JobCreationDate: date,
    JobType: 'SERVICE_LEVEL',
    JobStatus: 'COMPLETED',
  },
  CreateServiceSpecificCredential: {
    ServiceSpecificCredential: {
      ...{ Status: 'Active', UserName: 'alice', ServiceSpecificCredentialId: 'ACCAAAAAAAAAAAAAAAAAA' },
      ...{
        ServicePassword: 'x',
        ServiceUserName: 'alice-at',
        ServiceName: 'codecommit.amazonaws.com',
        CreateDate: date,
      },
    },
  },
  ListServiceSpecificCredentials: {
    ServiceSpecificCredentials: [
      {
        ...{
          ServiceName: 'codecommit.amazonaws.com',
          ServiceSpecificCredentialId: 'ACCAAAAAAAAAAAAAAAAAA',
          CreateDate: date,
        },
        ...{ ServiceUserName: 'alice-at', Status: 'Active', UserName: 'alice' },
      },
    ],
  },
  GetAccessKeyLastUsed: {
    AccessKeyLastUsed: { Region: 'us-east-1', ServiceName: 'iam', LastUsedDate: date },
    UserName: 'alice',
  },
  AssumeRole: {
    PackedPolicySize: 0,
    AssumedRoleUser: {
      Arn: 'arn:aws:sts::123456789012:assumed-role/deploy/s',
      AssumedRoleId: 'AROAAAAAAAAAAAAAAAAAA:s',
    },
    Credentials: {
      Expiration: new Date(Date.now() + 3_600_000),
      SessionToken: 't',
      SecretAccessKey: 's',
      AccessKeyId: 'ASIAAAAAAAAAAAAAAAAA',
    },
  },
}

export interface CannedServer {
  readonly endpoint: string
  /** What was asked. */
  readonly forms: readonly URLSearchParams[]
  close(): void
}

export async function startCannedServer(): Promise<CannedServer> {
  const forms: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    forms.push(form)
    const action = form.get('Action') ?? ''
    const service: ServiceName = form.get('Version') === '2010-05-08' ? 'iam' : 'sts'
    const xml = encodeSuccess(operationModel(service, action), answers[action] ?? {}, 'request-id')
    response.writeHead(200, { 'content-type': 'text/xml' }).end(xml)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    forms,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
