/** The form of a seed: its members, and what each has to be. Whether IAM takes it is found out when it is applied. */
import { InvalidSeed, normaliseSeed } from '../mfa/seed.ts'
import { isTime, parseAccessKeyId, parseSecretAccessKey } from '../setting-values.ts'
import { type CompleteSeed, completeSeed } from './complete-seed.ts'
import type {
  Seed,
  SeedAccessKey,
  SeedDevice,
  SeedGroup,
  SeedInlinePolicy,
  SeedLoginProfile,
  SeedManagedPolicy,
  SeedPasswordPolicy,
  SeedRole,
  SeedRoot,
  SeedTag,
  SeedUnassignedDevice,
  SeedUser,
} from './seed.ts'
import type { SeedProblem } from './seed-error.ts'
import { document, flag, listOf, object, oneOf, parsed, required, text, wholeNumber } from './shapes.ts'

/** A seed that is ready to be applied, without what is wrong with it. */
export interface ReadSeed {
  readonly seed: CompleteSeed
  readonly problems: readonly SeedProblem[]
  /** Where it is from. */
  readonly file: string | undefined
}

export function readSeed(value: unknown, accountId: string, file?: string): ReadSeed {
  const problems: SeedProblem[] = []
  return { seed: completeSeed(wholeSeed(value, '', problems) ?? {}, accountId), problems, file }
}

const time = parsed((given) => {
  // Time steps are counted from 1970, and nothing of AWS is older than IAM.
  if (isTime(given) && Date.parse(given) >= Date.UTC(2000)) return given
  throw new RangeError('a time such as "2026-01-31T12:00:00Z"')
})

const deviceSecret = parsed((given) => {
  try {
    return normaliseSeed(given)
  } catch (error) {
    if (!(error instanceof InvalidSeed)) throw error
    throw new RangeError('16 to 64 bytes in base32')
  }
})

const tags = listOf(object<SeedTag>({ Key: required(text), Value: required(text) }))

const policy = object<SeedInlinePolicy>({ PolicyName: required(text), PolicyDocument: required(document) })

const permissions = {
  Policies: listOf(policy, ({ PolicyName }) => PolicyName),
  ManagedPolicyArns: listOf(text, (arn) => arn),
}

const device = { Path: text, Tags: tags, Base32StringSeed: deviceSecret }
const devices = listOf(object<SeedDevice>({ VirtualMFADeviceName: text, ...device }))

const wholeSeed = object<Seed>({
  AccountAlias: text,
  PasswordPolicy: object<SeedPasswordPolicy>({
    MinimumPasswordLength: wholeNumber,
    RequireSymbols: flag,
    RequireNumbers: flag,
    RequireUppercaseCharacters: flag,
    RequireLowercaseCharacters: flag,
    AllowUsersToChangePassword: flag,
    MaxPasswordAge: wholeNumber,
    PasswordReusePrevention: wholeNumber,
    HardExpiry: flag,
  }),
  Root: object<SeedRoot>({ AccessKeyPresent: flag, MFADevices: devices }),
  ManagedPolicies: listOf(
    object<SeedManagedPolicy>({
      PolicyName: required(text),
      PolicyDocument: required(document),
      Path: text,
      Description: text,
      Tags: tags,
    }),
  ),
  Groups: listOf(object<SeedGroup>({ GroupName: required(text), Path: text, ...permissions })),
  Users: listOf(
    object<SeedUser>({
      UserName: required(text),
      Path: text,
      PermissionsBoundary: text,
      Tags: tags,
      Groups: listOf(text, (name) => name),
      ...permissions,
      LoginProfile: object<SeedLoginProfile>({ Password: required(text), PasswordResetRequired: flag }),
      AccessKeys: listOf(
        object<SeedAccessKey>({
          AccessKeyId: parsed(parseAccessKeyId),
          SecretAccessKey: parsed(parseSecretAccessKey),
          Status: oneOf('Active', 'Inactive'),
          CreateDate: time,
        }),
      ),
      MFADevices: devices,
      CreateDate: time,
    }),
  ),
  Roles: listOf(
    object<SeedRole>({
      RoleName: required(text),
      AssumeRolePolicyDocument: required(document),
      Path: text,
      Description: text,
      MaxSessionDuration: wholeNumber,
      PermissionsBoundary: text,
      Tags: tags,
      ...permissions,
    }),
  ),
  VirtualMFADevices: listOf(object<SeedUnassignedDevice>({ VirtualMFADeviceName: required(text), ...device })),
})
