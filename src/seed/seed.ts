/**
 * Seeds: what an account holds when a test begins, written down once as JSON. This folder says what a seed may be
 * (`seed.ts`, `read-seed.ts`), tells everything that is wrong with one at once, and puts it into an empty account
 * (`apply-seed.ts`) by the code of IAM's own operations: what they would refuse cannot be seeded.
 *
 * It knows nothing of the server. When a seed is applied, and that this is in test mode alone, is `main.ts`'s business.
 *
 * Names are AWS's: those of the operation that makes the thing, and for what belongs to it those that CloudFormation
 * has (`AWS::IAM::User` with `Groups`, `Policies`, `ManagedPolicyArns`, `LoginProfile`). Documents are objects, not texts.
 */

/** Everything may be left out; an empty seed is an account with its root user. */
export interface Seed {
  readonly AccountAlias?: string
  readonly PasswordPolicy?: SeedPasswordPolicy
  readonly Root?: SeedRoot
  /** The customer's. AWS's own are there already. */
  readonly ManagedPolicies?: readonly SeedManagedPolicy[]
  readonly Groups?: readonly SeedGroup[]
  readonly Users?: readonly SeedUser[]
  /** A trust policy may name users, and the roles before it. */
  readonly Roles?: readonly SeedRole[]
  /** Those that are assigned to nobody. */
  readonly VirtualMFADevices?: readonly SeedUnassignedDevice[]
}

/** As in UpdateAccountPasswordPolicy: what is left out gets IAM's default. */
export interface SeedPasswordPolicy {
  readonly MinimumPasswordLength?: number
  readonly RequireSymbols?: boolean
  readonly RequireNumbers?: boolean
  readonly RequireUppercaseCharacters?: boolean
  readonly RequireLowercaseCharacters?: boolean
  readonly AllowUsersToChangePassword?: boolean
  /** Days. */
  readonly MaxPasswordAge?: number
  readonly PasswordReusePrevention?: number
  readonly HardExpiry?: boolean
}

export interface SeedRoot {
  /** `false`: the root user has no access key, and the one of the configuration is nobody's. */
  readonly AccessKeyPresent?: boolean
  /** Enabled. One without a name is called root-account-mfa-device. */
  readonly MFADevices?: readonly SeedDevice[]
}

export interface SeedTag {
  readonly Key: string
  readonly Value: string
}

export interface SeedInlinePolicy {
  readonly PolicyName: string
  readonly PolicyDocument: object
}

/** What a user, a group or a role may do. */
export interface SeedPermissions {
  /** Inline. */
  readonly Policies?: readonly SeedInlinePolicy[]
  /** Of AWS's policies, and of those in `ManagedPolicies`. */
  readonly ManagedPolicyArns?: readonly string[]
}

export interface SeedManagedPolicy extends SeedInlinePolicy {
  readonly Path?: string
  readonly Description?: string
  readonly Tags?: readonly SeedTag[]
}

export interface SeedGroup extends SeedPermissions {
  readonly GroupName: string
  readonly Path?: string
}

export interface SeedUser extends SeedPermissions {
  readonly UserName: string
  readonly Path?: string
  readonly PermissionsBoundary?: string
  readonly Tags?: readonly SeedTag[]
  /** Names of groups. */
  readonly Groups?: readonly string[]
  readonly LoginProfile?: SeedLoginProfile
  readonly AccessKeys?: readonly SeedAccessKey[]
  /** Enabled. One without a name is called like the user. */
  readonly MFADevices?: readonly SeedDevice[]
  /** From when the user, the password, the keys and the devices are: `2026-01-31T12:00:00Z`. */
  readonly CreateDate?: string
}

export interface SeedLoginProfile {
  readonly Password: string
  readonly PasswordResetRequired?: boolean
}

/** What is left out is made at start, and stays the same when the server is reset. */
export interface SeedAccessKey {
  readonly AccessKeyId?: string
  readonly SecretAccessKey?: string
  /** Active unless it says otherwise. */
  readonly Status?: 'Active' | 'Inactive'
  /** The user's unless it is given. */
  readonly CreateDate?: string
}

export interface SeedDevice {
  readonly VirtualMFADeviceName?: string
  readonly Path?: string
  readonly Tags?: readonly SeedTag[]
  /** The secret of which its codes are made, 16 to 64 bytes; made at start where it is left out. */
  readonly Base32StringSeed?: string
}

export interface SeedUnassignedDevice extends SeedDevice {
  readonly VirtualMFADeviceName: string
}

export interface SeedRole extends SeedPermissions {
  readonly RoleName: string
  readonly AssumeRolePolicyDocument: object
  readonly Path?: string
  readonly Description?: string
  /** Seconds. */
  readonly MaxSessionDuration?: number
  readonly PermissionsBoundary?: string
  readonly Tags?: readonly SeedTag[]
}
