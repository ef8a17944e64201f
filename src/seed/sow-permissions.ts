/** What users, groups and roles have in common. */
import type { SeedInlinePolicy, SeedPermissions, SeedTag } from './seed.ts'
import type { Placed, WellFormed } from './shapes.ts'

/** The two operations that each kind has of its own. */
export interface PolicyTakers {
  put(policy: { PolicyName: string; PolicyDocument: string }, path: string): Promise<unknown>
  attach(policy: { PolicyArn: string }, path: string): Promise<unknown>
}

export async function sowPermissions(
  { Policies = [], ManagedPolicyArns = [] }: WellFormed<SeedPermissions>,
  { put, attach }: PolicyTakers,
): Promise<void> {
  for (const { path, value } of Policies) await put(toPolicy(value), path)
  for (const { path, value } of ManagedPolicyArns) await attach({ PolicyArn: value }, path)
}

/** With the document as IAM keeps it. */
export function toPolicy({ PolicyName, PolicyDocument }: WellFormed<SeedInlinePolicy>) {
  return { PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) }
}

export function tagsMember(tags: readonly Placed<SeedTag>[] | undefined): { Tags?: SeedTag[] } {
  return tags ? { Tags: tags.map(({ value }) => value) } : {}
}
