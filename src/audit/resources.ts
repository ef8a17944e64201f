/** What an event is about, as lookups name it: CloudTrail's `ResourceType` and `ResourceName`. */
import type { Structure } from '../wire/model.ts'

export type Resource = readonly [type: string, name: string]

const typesOfMembers: Readonly<Record<string, string>> = {
  AccessKeyId: 'AWS::IAM::AccessKey',
  GroupName: 'AWS::IAM::Group',
  InstanceProfileName: 'AWS::IAM::InstanceProfile',
  NewGroupName: 'AWS::IAM::Group',
  NewServerCertificateName: 'AWS::IAM::ServerCertificate',
  NewUserName: 'AWS::IAM::User',
  OpenIDConnectProviderArn: 'AWS::IAM::OIDCProvider',
  PolicyArn: 'AWS::IAM::Policy',
  RoleArn: 'AWS::IAM::Role',
  RoleName: 'AWS::IAM::Role',
  SAMLProviderArn: 'AWS::IAM::SAMLProvider',
  SerialNumber: 'AWS::IAM::MFADevice',
  ServerCertificateName: 'AWS::IAM::ServerCertificate',
  UserName: 'AWS::IAM::User',
}

/** Of the answer, whose things have their names one level deeper. */
const typesOfAnswers: Readonly<Record<string, readonly [member: string, type: string]>> = {
  AccessKey: ['AccessKeyId', 'AWS::IAM::AccessKey'],
  Credentials: ['AccessKeyId', 'AWS::IAM::AccessKey'],
  Policy: ['Arn', 'AWS::IAM::Policy'],
  Role: ['RoleName', 'AWS::IAM::Role'],
  VirtualMFADevice: ['SerialNumber', 'AWS::IAM::MFADevice'],
}

/** Longer than any name or ARN. */
const longestName = 2048

/** @param output - undefined where nothing was done */
export function findResources(input: Structure, value: object, output: object | undefined): Resource[] {
  const resources: Resource[] = []
  const add = (type: string | undefined, name: unknown) => {
    if (type === undefined || typeof name !== 'string' || name === '' || name.length > longestName) return
    // A request that was refused may name anything; PostgreSQL takes no NUL.
    if (/\p{Cc}/u.test(name) || resources.some((known) => known[0] === type && known[1] === name)) return
    resources.push([type, name])
  }
  for (const { name } of input.members) add(typesOfMembers[name], partOf(value, name))
  if (output) {
    for (const [name, part] of Object.entries(output)) add(typesOfMembers[name], part)
    for (const [name, [member, type]] of Object.entries(typesOfAnswers)) add(type, partOf(partOf(output, name), member))
  }
  return resources
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

/** The text that stands in the JSON of an event's resources when it is about that. */
export function resourceNeedle(attribute: { readonly type: string } | { readonly name: string }): string {
  return 'type' in attribute ? `[${JSON.stringify(attribute.type)},` : `,${JSON.stringify(attribute.name)}]`
}
